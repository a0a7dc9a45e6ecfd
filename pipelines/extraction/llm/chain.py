"""Which endpoint reads an article: the first that can. The others stand by in their order."""

from dataclasses import dataclass
from functools import partial

from pipelines.extraction.llm.cache import ReplyCache
from pipelines.extraction.llm.endpoint import Endpoint, NotCachedError
from pipelines.extraction.llm.failures import Refusal, RequestRefusedError
from pipelines.extraction.llm.gate import EndpointClosedError, GaveUpError, MustWaitError
from pipelines.extraction.llm.prompt import Prompt
from pipelines.extraction.llm.reading import Ask, Reading, Turn, read_article
from pipelines.schemas.extraction import ArticleText

RUNS_BEFORE_SET_ASIDE = 3  # in which an article failed at every try while others were answered (2026-11)


@dataclass(frozen=True)
class ReadBy:
    """An article that was read, and by which model."""

    reading: Reading
    model: str


@dataclass(frozen=True)
class Failed:
    """An article that no endpoint has read in this run, and what each of them said."""

    errors: tuple[tuple[Endpoint, MustWaitError | RequestRefusedError], ...]

    def verdict(self, cache: ReplyCache) -> "Waits | SetAside":
        """Whether the article waits or is set aside, judged at the end of the run, when it is known how the others fared.

        It is laid on the article only where an endpoint that answered others will not take it, or choked on it in several
        runs: one article must not hold up its batch for ever.
        """
        for endpoint, error in self.errors:
            if endpoint.state.is_well and isinstance(error, RequestRefusedError):
                return SetAside(error.refusal)
        for endpoint, error in self.errors:
            if endpoint.state.is_well and isinstance(error, GaveUpError):
                runs = cache.count_failed_run(error.key)
                return SetAside("model_failed") if runs >= RUNS_BEFORE_SET_ASIDE else Waits(str(error))
        return Waits("; then ".join(dict.fromkeys(str(error) for _, error in self.errors)))


@dataclass(frozen=True)
class Waits:
    """An article that is left for the next run."""

    reason: str


@dataclass(frozen=True)
class SetAside:
    """An article that is not asked about again."""

    reason: Refusal


class Chain:
    """Endpoints in order. An article is read by one of them from its first question to its last."""

    def __init__(self, endpoints: list[Endpoint], prompt: Prompt, *, part_characters: int) -> None:
        self._endpoints, self._model = endpoints, endpoints[0].state.config.model
        self._read = partial(read_article, prompt=prompt, part_characters=part_characters)

    async def read(self, article: ArticleText, turn: Turn) -> ReadBy | Failed:
        """Return what the first endpoint made of the article that could read it.

        Where there are several, one that has answered already is asked first, from the cache: what a standby read is not
        paid for once more when the first is back.
        """
        if len(self._endpoints) > 1:
            for endpoint in self._endpoints:
                try:
                    return await self._by(endpoint, article, partial(endpoint.recall, stands_for=self._model), turn)
                except NotCachedError:
                    continue
        errors: list[tuple[Endpoint, MustWaitError | RequestRefusedError]] = []
        for endpoint in self._endpoints:
            try:
                ask = partial(endpoint.ask, paid_by=article.article_id, stands_for=self._model)
                return await self._by(endpoint, article, ask, turn)
            except (EndpointClosedError, RequestRefusedError) as error:
                errors.append((endpoint, error))
            except MustWaitError as error:  # no money, and the next endpoint is no way around that
                errors.append((endpoint, error))
                break
        return Failed(tuple(errors))

    async def _by(self, endpoint: Endpoint, article: ArticleText, ask: Ask, turn: Turn) -> ReadBy:
        return ReadBy(await self._read(article, ask=ask, turn=turn), endpoint.state.config.model)
