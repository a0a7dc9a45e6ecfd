"""Asking one endpoint: from the cache if it can be, again after a failure, and not at all once it is down."""

import asyncio
from dataclasses import dataclass, field, replace
from decimal import Decimal

import structlog

from pipelines.extraction.llm.batch import Gathering, InBatchError
from pipelines.extraction.llm.batch_store import BatchStore
from pipelines.extraction.llm.budget import Budget
from pipelines.extraction.llm.cache import ReplyCache, request_key
from pipelines.extraction.llm.connection import Connection, request_bytes
from pipelines.extraction.llm.failures import Failure, RequestRefusedError
from pipelines.extraction.llm.gate import Circuit, EndpointClosedError, Gate, GaveUpError
from pipelines.extraction.llm.prompt import Message
from pipelines.extraction.llm.reply import Reply
from pipelines.settings import LlmEndpoint, LlmPrice

log = structlog.get_logger(__name__)

TRIES = 4  # one fewer than opens the circuit, so that one article a server chokes on never stops the others
LONGEST_PAUSE = 120.0  # seconds; an endpoint that asks for more is left for the next run
LONGEST_BACKOFF = 30.0


class NotCachedError(Exception):
    """The reply is not in the cache, and only the cache was to be asked."""


@dataclass
class EndpointState:
    """What is known of an endpoint as long as its extractor lives, over several runs of the event loop."""

    config: LlmEndpoint
    price: LlmPrice | None
    circuit: Circuit = field(default_factory=Circuit)
    options: dict[str, float] = field(default_factory=lambda: {"temperature": 0.0})
    calls: int = 0
    cache_hits: int = 0

    @property
    def is_well(self) -> bool:
        """Whether a failure can be laid on the article: others were answered, and the endpoint is still asked."""
        return (self.circuit.has_answered or self.cache_hits > 0) and not self.circuit.open_reason


class Endpoint:
    """A connection with its cache, its budget and its manners. Made inside the event loop that uses it."""

    def __init__(
        self,
        connection: Connection,
        cache: ReplyCache,
        budget: Budget,
        state: EndpointState,
        *,
        connections: int,
        backoff_seconds: float,
        gathering: Gathering | None = None,
    ) -> None:
        self.state = state
        self._connection, self._cache, self._budget, self._backoff = connection, cache, budget, backoff_seconds
        self._name = f"{connection.base_url} {state.config.model}"
        for option in cache.refused_options(self._name):
            state.options.pop(option, None)
        self._gate, self._gathering, self._batched = Gate(state.circuit, connections), gathering, BatchStore(cache)
        self._last_429 = 0.0

    async def ask(self, messages: list[Message], *, paid_by: str, stands_for: str) -> Reply:
        """Return the model's answer: that of last time to the very same request, else a new one.

        Raises:
            MustWaitError: The endpoint is not asked any more, or not about this, or not today; the question can wait.
            RequestRefusedError: The endpoint will never take this request.
        """
        reason, key, tries = "", "", 0
        while tries < TRIES:
            options = dict(self.state.options)
            body, key = self._request(messages, options)
            if reply := self._recalled(key):
                return reply
            noted = {"paid_by": paid_by, "stands_for": stands_for}
            self._leave_to_batch(key, body, **noted)
            outcome = await self._try(body, options)
            if isinstance(outcome, Reply):
                outcome = outcome.billed(len(body), self.state.price, Decimal(1), **noted)
                self._cache.put(key, outcome, day=self._budget.day, model=self.state.config.model)
                return outcome
            if outcome.meaning == "other_options":
                continue  # no failure: the same question is asked without them, once for each option there is
            log.info("llm_request_failed", reason=outcome.reason, attempt=tries + 1)
            reason, tries = outcome.reason, tries + 1
            await self._wait_after(outcome, tries, key)
        raise GaveUpError(reason, key)

    async def recall(self, messages: list[Message], *, stands_for: str) -> Reply:
        """Return the answer of last time to the very same request, if it was given in the place of that model.

        Raises:
            NotCachedError: There is none.
        """
        _, key = self._request(messages, self.state.options)
        reply = self._recalled(key)
        if reply is None or reply.stands_for != stands_for:
            raise NotCachedError
        return reply

    async def close(self) -> None:
        """Close the connection."""
        await self._connection.close()

    def _request(self, messages: list[Message], options: dict[str, float]) -> tuple[bytes, str]:
        body = request_bytes(self.state.config.model, messages, options)
        return body, request_key(self._connection.base_url, body)

    def _recalled(self, key: str) -> Reply | None:
        reply = self._cache.get(key)
        self.state.cache_hits += reply is not None
        return reply

    def _leave_to_batch(self, key: str, body: bytes, *, paid_by: str, stands_for: str) -> None:
        """What is in a batch is not asked a second time; what is to go into one is gathered."""
        if self._batched.batch_of(key):
            raise InBatchError
        if self._gathering and self._gathering.takes(key):
            self._gathering.add(key, body, paid_by=paid_by, stands_for=stands_for)
            raise InBatchError

    async def _try(self, body: bytes, options: dict[str, float]) -> Reply | Failure:
        clock = asyncio.get_running_loop().time
        state = self.state
        async with self._gate.passed(), self._budget.reserved(len(body), state.price):
            if state.circuit.open_reason:
                raise EndpointClosedError(state.circuit.open_reason)  # it opened while this one waited for the budget
            if options != state.options:
                return Failure("other_options", "an option was dropped while this request waited for its turn")
            started, state.calls = clock(), state.calls + 1
            outcome = await self._connection.send(body, has_answered=state.circuit.has_answered)
            if isinstance(outcome, Reply):
                state.circuit.succeeded()
            else:
                outcome = self._without_option(outcome, options)
                self._note(outcome, sent_before_last_429=started < self._last_429)
                self._last_429 = clock() if outcome.meaning == "slow_down" else self._last_429
        return outcome

    def _note(self, failure: Failure, *, sent_before_last_429: bool) -> None:
        circuit, pause = self.state.circuit, failure.wait_seconds or 0
        circuit.is_slowed = circuit.is_slowed or failure.meaning == "slow_down"
        if failure.meaning == "closed":
            circuit.open(failure.reason)
        elif pause > LONGEST_PAUSE:
            circuit.open(f"{failure.reason} (it asks to be left alone for {pause:.0f} s)")
        elif failure.meaning == "other_options" or (failure.meaning == "slow_down" and sent_before_last_429):
            pass  # a burst that was under way when the first 429 came back is one failure, not a row of them
        else:
            circuit.failed(failure.reason)
        if pause:
            self._gate.pause(pause)

    def _without_option(self, failure: Failure, options: dict[str, float]) -> Failure:
        """Some models take no temperature: where a refusal names an option that was sent, the option is dropped."""
        named = next((name for name in options if name in failure.detail), None)
        if failure.meaning != "refused" or named is None:
            return failure
        self.state.options.pop(named, None)
        self._cache.refuse_option(self._name, named)
        return replace(failure, meaning="other_options")

    async def _wait_after(self, failure: Failure, tries: int, key: str) -> None:
        """Wait before the next try, or raise where there is none to be made."""
        if failure.meaning == "refused":
            raise RequestRefusedError(failure.reason, failure.refusal)
        if self.state.circuit.open_reason:
            raise EndpointClosedError(self.state.circuit.open_reason)
        if failure.wait_seconds is None and tries < TRIES:
            spread = 0.5 + int(key[:4], 16) / 0x1FFFE  # between a half and one, by request: no herd, and no dice
            await asyncio.sleep(min(LONGEST_BACKOFF, self._backoff * 2 ** (tries - 1)) * spread)
