"""The language model as an extractor: many articles at once, each read under the same contract as by the rules."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog

from pipelines import clock
from pipelines.errors import NewsledgerError
from pipelines.extraction.llm.batch import Batches, Gathering, Progress
from pipelines.extraction.llm.batch_api import BatchApi
from pipelines.extraction.llm.batch_store import BatchStore, Deferred
from pipelines.extraction.llm.budget import Budget
from pipelines.extraction.llm.cache import REPLIES, ReplyCache
from pipelines.extraction.llm.chain import Chain, Failed, ReadBy, SetAside, Waits
from pipelines.extraction.llm.connection import Connection
from pipelines.extraction.llm.endpoint import Endpoint, EndpointState
from pipelines.extraction.llm.endpoints import endpoint_states
from pipelines.extraction.llm.outcome import extraction_of, set_aside
from pipelines.extraction.llm.prompt import CURRENT, Prompt
from pipelines.extraction.llm.workers import read_all
from pipelines.schemas.extraction import ArticleText, Extraction
from pipelines.settings import Settings

log = structlog.get_logger(__name__)
Outcome = ReadBy | SetAside | Waits
_Words = tuple[str | None, str, str | None, str | None]


class LanguageModelExtractor:
    """Reads claims with the configured models, the first of which names the extraction.

    ``calls`` and ``cache_hits`` count requests sent and answered from the cache since it was made; ``waiting`` counts
    articles left out, by reason.
    """

    name = "llm@1"

    def __init__(self, settings: Settings, *, prompt_version: str = CURRENT, backoff_seconds: float = 1.0) -> None:
        self._states = endpoint_states(settings)
        self.model: str | None = self._states[0].config.model
        self.prompt_version: str | None = prompt_version
        self._prompt, self._settings, self._backoff = Prompt.load(prompt_version), settings, backoff_seconds
        self.waiting_reasons: Counter[str] = Counter()

    @property
    def calls(self) -> int:
        """Requests sent, answered or not."""
        return sum(state.calls for state in self._states)

    @property
    def cache_hits(self) -> int:
        """Requests answered from the cache."""
        return sum(state.cache_hits for state in self._states)

    @property
    def waiting(self) -> int:
        """Articles left out."""
        return self.waiting_reasons.total()

    @property
    def waiting_reason(self) -> str | None:
        """Why articles were left out; null while none was."""
        return "; ".join(self.waiting_reasons) or None

    def extract(self, articles: list[ArticleText]) -> list[Extraction]:
        """Return one extraction an article, in the order given; an article that must wait is left out.

        It runs an event loop of its own, so call it from outside of one. Safe to interrupt and to repeat: what was
        answered is in the cache.
        """
        by_words: dict[_Words, ArticleText] = {}
        for article in articles:
            if article.text.strip():
                by_words.setdefault(_words(article), article)
        outcomes = asyncio.run(self._read_all(by_words)) if by_words else {}
        found = (self._extraction(article, outcomes.get(_words(article))) for article in articles)
        return [extraction for extraction in found if extraction]

    async def _read_all(self, by_words: dict[_Words, ArticleText]) -> dict[_Words, Outcome]:
        settings = self._settings
        cache = self._cache()
        budget = Budget(settings, cache, clock.now().date().isoformat())
        gathering = self._gathering(BatchStore(cache), budget)
        endpoints = [self._endpoint(state, cache, budget, gathering) for state in self._states]
        chain = Chain(endpoints, self._prompt, part_characters=settings.llm_part_characters)
        try:
            await self._take_what_is_done(BatchStore(cache))
            read = await read_all(by_words, chain.read, connections=settings.llm_connections)
            if gathering and gathering.requests:
                await self._submit(BatchStore(cache), list(gathering.requests.values()), budget.day)
            return {
                words: outcome.verdict(cache) if isinstance(outcome, Failed) else outcome
                for words, outcome in read.items()
            }
        finally:
            for endpoint in endpoints:
                await endpoint.close()
            cache.close()

    def _cache(self) -> ReplyCache:
        return ReplyCache(self._settings.state_dir / REPLIES)

    def _gathering(self, store: BatchStore, budget: Budget) -> Gathering | None:  # noqa: ARG002 - for BatchedExtractor
        """Where requests are gathered for a batch; null where they are sent."""
        return None

    async def _submit(self, store: BatchStore, requests: list[Deferred], day: str) -> None:
        async with self._batches(store) as batches:
            await batches.submit(requests, day)

    async def _take_what_is_done(self, store: BatchStore) -> None:
        """Take what batches have answered, so that it is not asked for again; that they are away is no reason to stop."""
        try:
            await self._look_after(store)
        except NewsledgerError as error:
            log.warning("batches_not_taken", error=str(error))

    async def _look_after(self, store: BatchStore) -> Progress:
        if not store.open_batches(self._states[0].config.base_url):
            return Progress()
        async with self._batches(store) as batches:
            return await batches.look_after(self._states[0].price, self._settings.llm_batch_price_share)

    @asynccontextmanager
    async def _batches(self, store: BatchStore) -> AsyncIterator[Batches]:
        config = self._states[0].config
        api = BatchApi(config, timeout_seconds=self._settings.llm_timeout_seconds)
        try:
            yield Batches(config, store, api)
        finally:
            await api.close()

    def _endpoint(
        self, state: EndpointState, cache: ReplyCache, budget: Budget, gathering: Gathering | None
    ) -> Endpoint:
        settings = self._settings
        connection = Connection(
            state.config.base_url,
            state.config.api_key,
            timeout_seconds=settings.llm_timeout_seconds,
            connections=settings.llm_connections,
        )
        return Endpoint(
            connection,
            cache,
            budget,
            state,
            connections=settings.llm_connections,
            backoff_seconds=self._backoff,
            gathering=gathering if state is self._states[0] else None,
        )

    def _extraction(self, article: ArticleText, outcome: Outcome | None) -> Extraction | None:
        match outcome:
            case None:
                return set_aside(article, "no_text", self._made_by())
            case SetAside():
                return set_aside(article, outcome.reason, self._made_by())
            case Waits():
                self.waiting_reasons[outcome.reason] += 1
                return None
        return extraction_of(article, outcome.reading, self._made_by(outcome.model))

    def _made_by(self, model: str | None = None) -> dict[str, Any]:
        """What a record says it was made by: the model that answered, and for which one if it stood in."""
        answered = model or self.model
        stood_in = None if answered == self.model else self.model
        return {
            "extractor": self.name,
            "model": answered,
            "prompt_version": self.prompt_version,
            "standing_in_for": stood_in,
        }


def _words(article: ArticleText) -> _Words:
    return article.title, article.text, article.published, article.language
