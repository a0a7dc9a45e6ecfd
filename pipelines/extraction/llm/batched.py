"""The language model asked by the Batch API: for backfills, at a share of the price, within a day instead of a second."""

import asyncio
import time
from collections.abc import Callable
from contextlib import closing

from pipelines.errors import TransientError
from pipelines.extraction.llm.batch import Gathering, Progress
from pipelines.extraction.llm.batch_store import BatchStore
from pipelines.extraction.llm.budget import Budget
from pipelines.extraction.llm.extractor import LanguageModelExtractor

LOOKS_IN_VAIN = 5
Say = Callable[[str, int, int], None]


class BatchedExtractor(LanguageModelExtractor):
    """Reads like :class:`LanguageModelExtractor`, but what is not answered yet is submitted as a batch, and the article waits.

    ``extract`` again once :meth:`wait` says that there is something to take. A request that failed in a batch is asked
    directly; one that was not reached in time goes into the next batch.
    """

    def wait(self, say: Say | None = None) -> bool:
        """Wait until an open batch is done and its answers are taken; false where none is open.

        Raises:
            TransientError: The server was away for several looks in a row.
            PermanentError: It refused a batch as a whole.
        """
        before, away = self._open(), 0
        while before:
            try:
                progress, away = self.look(), 0
            except TransientError:
                away += 1
                if away >= LOOKS_IN_VAIN:
                    raise
            else:
                if progress.batches < before:
                    return True
                if say:
                    say("waiting for batches to be answered", progress.answered, progress.requests)
            time.sleep(self._settings.llm_batch_poll_seconds)
        return False

    def look(self) -> Progress:
        """Take the answers of what is done, and say how far the rest is."""
        with closing(self._cache()) as cache:
            return asyncio.run(self._look_after(BatchStore(cache)))

    def _open(self) -> int:
        with closing(self._cache()) as cache:
            return len(BatchStore(cache).open_batches(self._states[0].config.base_url))

    def _gathering(self, store: BatchStore, budget: Budget) -> Gathering | None:
        return Gathering(store, budget, self._states[0].price, self._settings.llm_batch_price_share)
