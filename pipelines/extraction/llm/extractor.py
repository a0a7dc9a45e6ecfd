"""The language model as an extractor: many articles at once, each read under the same contract as by the rules."""

import asyncio
from collections import deque
from decimal import Decimal
from urllib.parse import urlsplit

import structlog

from pipelines.errors import UsageError
from pipelines.extraction.llm.cache import ReplyCache
from pipelines.extraction.llm.connection import Connection
from pipelines.extraction.llm.endpoint import Endpoint, EndpointState
from pipelines.extraction.llm.failures import RequestRefusedError
from pipelines.extraction.llm.gate import EndpointClosedError, GaveUpError
from pipelines.extraction.llm.prompt import CURRENT, Prompt
from pipelines.extraction.llm.reading import (
    KEY_POINT_LETTERS,
    KEY_POINTS,
    SUMMARY_LETTERS,
    SUMMARY_WORDS,
    Reading,
    read_article,
)
from pipelines.schemas.extraction import ArticleText, Extraction, Usage
from pipelines.settings import Settings

log = structlog.get_logger(__name__)

RUNS_BEFORE_SET_ASIDE = 3  # in which an article failed at every try while others were answered (2026-11)
Outcome = Reading | EndpointClosedError | RequestRefusedError
_Words = tuple[str | None, str, str | None, str | None]


class LanguageModelExtractor:
    """Reads claims with the configured model.

    ``calls`` and ``cache_hits`` count requests sent and answered from the cache since it was made; ``waiting`` counts
    articles left out, and ``waiting_reason`` says why (null while none is).
    """

    name = "llm@1"

    def __init__(self, settings: Settings, *, prompt_version: str = CURRENT, backoff_seconds: float = 1.0) -> None:
        self._base_url, self._model = _endpoint_of(settings)
        self.model: str | None = self._model
        self.prompt_version: str | None = prompt_version
        self._prompt, self._settings, self._backoff = Prompt.load(prompt_version), settings, backoff_seconds
        self._state = EndpointState()
        self.waiting = 0
        self.waiting_reason: str | None = None

    @property
    def calls(self) -> int:
        """Requests sent, answered or not."""
        return self._state.calls

    @property
    def cache_hits(self) -> int:
        """Requests answered from the cache."""
        return self._state.cache_hits

    def extract(self, articles: list[ArticleText]) -> list[Extraction]:
        """Return one extraction an article, in the order given; an article that must wait is left out.

        It runs an event loop of its own, so call it from outside of one. Safe to interrupt and to repeat: what was
        answered is in the cache.
        """
        by_words: dict[_Words, ArticleText] = {}
        for article in articles:
            by_words.setdefault(_words(article), article)
        outcomes = asyncio.run(self._read_all(by_words))
        firsts = {article.article_id for article in by_words.values()}
        extractions = []
        for article in articles:
            extraction = self._extraction(article, outcomes[_words(article)], is_copy=article.article_id not in firsts)
            if extraction:
                extractions.append(extraction)
        return extractions

    async def _read_all(self, by_words: dict[_Words, ArticleText]) -> dict[_Words, Outcome | None]:
        outcomes: dict[_Words, Outcome | None] = dict.fromkeys(by_words)
        queue = deque((words, article) for words, article in by_words.items() if article.text.strip())
        cache = ReplyCache(self._settings.state_dir / "replies.sqlite")
        connection = self._connect()
        connections = self._settings.llm_connections
        endpoint = Endpoint(connection, cache, self._state, connections=connections, backoff_seconds=self._backoff)

        async def work() -> None:
            while queue:
                words, article = queue.popleft()
                try:
                    outcomes[words] = await read_article(article, self._prompt, endpoint.ask)
                except (EndpointClosedError, RequestRefusedError) as error:
                    outcomes[words] = error

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(connections, len(queue))):
                    group.create_task(work())
            for words, outcome in outcomes.items():
                if isinstance(outcome, GaveUpError) and self._is_endpoint_well():
                    outcomes[words] = _after_a_run(outcome, cache)
        finally:
            await connection.close()
            cache.close()
        return outcomes

    def _connect(self) -> Connection:
        settings = self._settings
        return Connection(
            self._base_url,
            self._model,
            settings.llm_api_key,
            timeout_seconds=settings.llm_timeout_seconds,
            connections=settings.llm_connections,
        )

    def _extraction(self, article: ArticleText, outcome: Outcome | None, *, is_copy: bool) -> Extraction | None:
        made_by = {"extractor": self.name, "model": self.model, "prompt_version": self.prompt_version}
        match outcome:
            case None:
                return Extraction(article_id=article.article_id, set_aside="no_text", **made_by)
            case RequestRefusedError() if self._is_endpoint_well():
                return Extraction(article_id=article.article_id, set_aside=outcome.refusal, **made_by)
            case RequestRefusedError() | EndpointClosedError():
                self.waiting += 1
                self.waiting_reason = str(outcome)
                return None
        return Extraction(
            article_id=article.article_id,
            is_relevant=bool(outcome.envelope and outcome.envelope.is_relevant),
            category=outcome.envelope.category if outcome.envelope else "other",
            summary=" ".join(_plain(outcome.envelope.summary).split()[:SUMMARY_WORDS])[:SUMMARY_LETTERS]
            if outcome.envelope
            else "",
            key_points=_key_points(outcome),
            claims=outcome.claims,
            rejected=outcome.rejected,
            set_aside=outcome.set_aside,
            usage=Usage() if is_copy else self._usage(outcome),
            **made_by,
        )

    def _is_endpoint_well(self) -> bool:
        """Whether a failure can be laid on the article: others were answered, and the endpoint is still asked."""
        has_answered = self._state.circuit.has_answered or self._state.cache_hits > 0
        return has_answered and not self._state.circuit.open_reason

    def _usage(self, reading: Reading) -> Usage:
        """What the replies cost when they were made: the same text gives the same figures, from the cache or not."""
        price_in = Decimal(str(self._settings.llm_input_usd_per_million_tokens))
        price_out = Decimal(str(self._settings.llm_output_usd_per_million_tokens))
        each = [reply.cost(price_in, price_out) for reply in reading.replies]
        return Usage(
            input_tokens=sum(usage.input_tokens for usage in each),
            output_tokens=sum(usage.output_tokens for usage in each),
            cost_usd=sum((usage.cost_usd for usage in each), Decimal(0)),
        )


def _endpoint_of(settings: Settings) -> tuple[str, str]:
    values = {"NEWSLEDGER_LLM_BASE_URL": settings.llm_base_url, "NEWSLEDGER_LLM_MODEL": settings.llm_model}
    missing = [name for name, value in values.items() if not value]
    if missing:
        raise UsageError(f"A language model needs {' and '.join(missing)}: set it, or unset both to read by rules.")
    if not _is_address(str(settings.llm_base_url)):
        raise UsageError("NEWSLEDGER_LLM_BASE_URL is no http or https address; give one such as https://host/v1.")
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else ""
    if not key.isascii() or any(not letter.isprintable() for letter in key):
        raise UsageError(
            "NEWSLEDGER_LLM_API_KEY holds letters that no header can carry: was it pasted with a line break?"
        )
    return str(settings.llm_base_url), str(settings.llm_model)


def _is_address(base_url: str) -> bool:
    try:
        parts = urlsplit(base_url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _after_a_run(error: GaveUpError, cache: ReplyCache) -> EndpointClosedError | RequestRefusedError:
    """One article that a server chokes on must not hold up its batch for ever."""
    if cache.count_failed_run(error.key) < RUNS_BEFORE_SET_ASIDE:
        return error
    return RequestRefusedError(str(error), "model_failed")


def _words(article: ArticleText) -> _Words:
    return article.title, article.text, article.published, article.language


def _key_points(reading: Reading) -> tuple[str, ...]:
    points = reading.envelope.key_points if reading.envelope else []
    return tuple(tidy for point in points[:KEY_POINTS] if (tidy := _plain(point)[:KEY_POINT_LETTERS]))


def _plain(text: str) -> str:
    """One line of printable text."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
