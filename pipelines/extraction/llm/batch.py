"""Reading by the Batch API: what is to be asked is gathered, submitted, looked after and taken, at a share of the price.

A batch only fills the cache of replies. Checking, repair and writing are those of every run, over replies that are there.
"""

import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import structlog

from pipelines import clock
from pipelines.errors import PermanentError, TransientError
from pipelines.extraction.llm.batch_api import BatchApi, BatchStatus
from pipelines.extraction.llm.batch_store import BatchStore, Deferred, OpenBatch
from pipelines.extraction.llm.budget import Budget, BudgetSpentError, estimated
from pipelines.extraction.llm.gate import MustWaitError
from pipelines.extraction.llm.reply import Reply
from pipelines.settings import LlmEndpoint, LlmPrice

log = structlog.get_logger(__name__)

# Of one batch; servers take 50,000 requests and 200 MB (2026-11).
MAX_REQUESTS, MAX_BYTES = 10_000, 90_000_000
IN_BATCH = "its request is in a batch that is not answered yet; `newsledger extract-pending --batch` takes the answers"


class InBatchError(MustWaitError):
    """The request is, or is about to be, on its way in a batch."""

    def __init__(self) -> None:
        super().__init__(IN_BATCH)


class Gathering:
    """Gathers what is to be asked instead of asking it, as far as the day's budget goes."""

    def __init__(self, store: BatchStore, budget: Budget, price: LlmPrice | None, share: Decimal) -> None:
        self._store, self._budget, self._price, self._share = store, budget, price, share
        self.requests: dict[str, Deferred] = {}
        self._tokens, self._usd = 0, Decimal(0)

    def takes(self, key: str) -> bool:
        """Whether the request may go into a batch; one that failed in a batch is asked directly."""
        return self._store.may_be_batched(key)

    def add(self, key: str, body: bytes, *, paid_by: str, stands_for: str) -> None:
        """Gather a request.

        Raises:
            BudgetSpentError: It would go over what may be spent today.
        """
        if key in self.requests:
            return
        tokens, usd = estimated(len(body), self._price, self._share)
        if problem := self._budget.problem(self._tokens + tokens, self._usd + usd):
            raise BudgetSpentError(problem)
        self.requests[key] = Deferred(key, body, paid_by, stands_for, tokens, usd)
        self._tokens, self._usd = self._tokens + tokens, self._usd + usd


@dataclass(frozen=True)
class Progress:
    """How far the open batches are."""

    batches: int = 0
    answered: int = 0
    requests: int = 0


class Batches:
    """The batches of one endpoint. Made inside the event loop that uses it."""

    def __init__(self, endpoint: LlmEndpoint, store: BatchStore, api: BatchApi) -> None:
        self._endpoint, self._store, self._api = endpoint, store, api

    async def submit(self, requests: Sequence[Deferred], day: str) -> None:
        """Submit the requests. A crash at any point leaves nothing that is paid for twice: see :meth:`look_after`."""
        for chunk in chunks_of(requests):
            token = secrets.token_hex(12)
            now = clock.now().timestamp()
            batch = OpenBatch(
                token, self._endpoint.base_url, self._endpoint.model, None, day, len(chunk), now, os.getpid()
            )
            self._store.begin(batch, chunk)
            try:
                batch_id = await self._api.submit(token, chunk)
            except PermanentError:
                self._store.forget(token)
                raise
            except TransientError:
                self._store.abandon(token)
                raise
            self._store.accepted(token, batch_id)
            log.info("batch_submitted", batch=batch_id, requests=len(chunk))

    async def look_after(self, price: LlmPrice | None, share: Decimal) -> Progress:
        """Take the answers of what is done, and say how far the rest is.

        Raises:
            TransientError: The server cannot be asked now.
            PermanentError: It refused a batch as a whole.
        """
        mine = self._store.open_batches(self._endpoint.base_url)
        progress, refused = Progress(), None
        for batch in [found for item in mine if (found := await self._found(item))]:
            if batch.batch_id is None:
                progress = _with(progress, batch.requests, 0)
                continue
            status = await self._api.status(batch.batch_id)
            if not status.is_done:
                progress = _with(progress, batch.requests, status.answered)
                continue
            await self._take(batch, status, price, share)
            refused = refused or (status.problem if status.state == "failed" else None)
        if refused is not None:
            raise PermanentError(
                f"{self._api.host} refused a batch: {refused}. Without --batch each is asked by itself."
            )
        return progress

    async def _found(self, batch: OpenBatch) -> OpenBatch | None:
        """The batch with its id. One whose submission broke off is looked for at the server; if it is not there, it never was."""
        if not batch.is_abandoned(clock.now().timestamp()):
            return batch
        batch_id = await self._api.find(batch.token)
        if batch_id is None:
            self._store.forget(batch.token)
            return None
        self._store.accepted(batch.token, batch_id)
        return replace(batch, batch_id=batch_id)

    async def _take(self, batch: OpenBatch, status: BatchStatus, price: LlmPrice | None, share: Decimal) -> None:
        asked = self._store.requests_of(batch.token)
        replies: dict[str, Reply] = {}
        failed: set[str] = set()
        for file_id in status.files:
            async for line in self._api.lines(file_id):
                if line.key not in asked or line.key in replies:
                    continue
                paid_by, stands_for, size = asked[line.key]
                if line.reply:
                    replies[line.key] = line.reply.billed(size, price, share, paid_by=paid_by, stands_for=stands_for)
                elif not line.is_expired:
                    failed.add(line.key)
        self._store.take(batch, replies, failed - replies.keys())
        log.info("batch_taken", batch=status.batch_id, state=status.state, answered=len(replies), failed=len(failed))


def _with(progress: Progress, requests: int, answered: int) -> Progress:
    return Progress(progress.batches + 1, progress.answered + answered, progress.requests + requests)


def chunks_of(requests: Sequence[Deferred]) -> Iterator[list[Deferred]]:
    """The requests in files that a server takes."""
    chunk: list[Deferred] = []
    size = 0
    for request in requests:
        if chunk and (len(chunk) >= MAX_REQUESTS or size + len(request.body) > MAX_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(request)
        size += len(request.body) + 150
    if chunk:
        yield chunk
