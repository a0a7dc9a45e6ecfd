"""One OpenAI-compatible endpoint: asks, waits, asks again, and knows when to stop."""

import asyncio
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import urlsplit

import openai
import structlog
from httpx2 import AsyncClient
from pydantic import SecretStr

from pipelines.extraction.llm.cache import ReplyCache, request_key
from pipelines.extraction.llm.failures import Failure, RequestRefusedError, failure_of_connection, failure_of_status
from pipelines.extraction.llm.gate import Circuit, EndpointClosedError, Gate
from pipelines.extraction.llm.prompt import Message
from pipelines.extraction.llm.reply import Reply, UnreadableReplyError, read_reply
from pipelines.extraction.llm.transport import BoundedTransport, CompressedReplyError, OversizedReplyError
from pipelines.extraction.llm.wire import ReadArticle

log = structlog.get_logger(__name__)

TRIES = 4  # one fewer than opens the circuit, so that one article a server chokes on never stops the others
LONGEST_PAUSE = 120.0  # seconds; an endpoint that asks for more is left for the next run
# What ``chat.completions.parse`` sends for ReadArticle, held to it by a test: the key must cover the whole request.
RESPONSE_FORMAT = {
    "type": "json_schema",
    "json_schema": {"name": ReadArticle.__name__, "strict": True, "schema": ReadArticle.model_json_schema()},
}


@dataclass
class EndpointState:
    """What is known of an endpoint as long as its extractor lives, over several runs of the event loop."""

    circuit: Circuit = field(default_factory=Circuit)
    options: dict[str, float] = field(default_factory=lambda: {"temperature": 0.0})
    calls: int = 0
    cache_hits: int = 0


class Endpoint:
    """Use it as an async context manager, inside one event loop."""

    def __init__(
        self,
        *,
        base_url: str,
        model: str,
        api_key: SecretStr | None,
        timeout_seconds: float,
        connections: int,
        cache: ReplyCache,
        state: EndpointState,
        backoff_seconds: float = 1.0,
    ) -> None:
        self._base_url, self._model, self._timeout = base_url.rstrip("/"), model, timeout_seconds
        self._host = urlsplit(base_url).hostname or "the endpoint"
        self._cache, self._state, self._backoff = cache, state, backoff_seconds
        self._gate = Gate(state.circuit, connections)
        self._last_429 = 0.0
        # Without a key of ours none is sent: left to itself the client would send OPENAI_API_KEY to any address.
        headers = {"Accept-Encoding": "identity", "OpenAI-Organization": openai.Omit(), "OpenAI-Project": openai.Omit()}
        if not api_key:
            headers["Authorization"] = openai.Omit()
        self._client = openai.AsyncOpenAI(
            base_url=self._base_url,
            api_key=api_key.get_secret_value() if api_key else "none",
            max_retries=0,
            timeout=timeout_seconds,
            default_headers=cast("dict[str, str]", headers),
            http_client=AsyncClient(
                transport=BoundedTransport(connections), timeout=timeout_seconds, follow_redirects=False
            ),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self._client.close()

    async def ask(self, messages: list[Message]) -> Reply:
        """Return the model's answer: that of last time to the very same request, else a new one.

        Raises:
            EndpointClosedError: The endpoint is not asked any more; the question can wait.
            RequestRefusedError: The endpoint will never take this request.
        """
        failure: Failure | None = None
        for attempt in range(TRIES):
            options = dict(self._state.options)
            body = {"model": self._model, "messages": messages, "response_format": RESPONSE_FORMAT, **options}
            key = request_key(self._base_url, body)
            if reply := self._cache.get(key):
                self._state.cache_hits += 1
                return reply
            outcome = await self._try(messages, options)
            if isinstance(outcome, Reply):
                self._cache.put(key, outcome)
                return outcome
            failure = outcome
            log.info("llm_request_failed", reason=failure.reason, attempt=attempt + 1)
            await self._wait_after(failure, attempt, key)
        raise EndpointClosedError(failure.reason if failure else f"{self._host} was not asked")

    async def _try(self, messages: list[Message], options: dict[str, float]) -> Reply | Failure:
        clock = asyncio.get_running_loop().time
        async with self._gate.passed():
            started = clock()
            self._state.calls += 1
            outcome = await self._send(messages, options)
            if isinstance(outcome, Reply):
                self._state.circuit.succeeded()
            else:
                outcome = self._without_option(outcome, options)
                self._note(outcome, sent_before_last_429=started < self._last_429)
                self._last_429 = clock() if outcome.meaning == "slow_down" else self._last_429
        return outcome

    def _note(self, failure: Failure, *, sent_before_last_429: bool) -> None:
        circuit = self._state.circuit
        pause = failure.wait_seconds or 0
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
        self._state.options.pop(named, None)
        return replace(failure, meaning="other_options", wait_seconds=0)

    async def _send(self, messages: list[Message], options: dict[str, float]) -> Reply | Failure:
        try:
            async with asyncio.timeout(self._timeout):  # of the whole exchange; the client's own is for each read
                raw = await self._client.chat.completions.with_raw_response.parse(
                    model=self._model,
                    messages=cast("Any", messages),
                    response_format=ReadArticle,
                    **cast("Any", options),
                )
            return read_reply(raw.content)
        except OversizedReplyError:
            return Reply(is_oversized=True)
        except UnreadableReplyError as error:
            return Failure("transient", f"{self._host} sent {error}: check NEWSLEDGER_LLM_BASE_URL")
        except openai.APIStatusError as error:
            return failure_of_status(self._host, error, has_answered=self._state.circuit.has_answered)
        except (openai.APIConnectionError, TimeoutError, CompressedReplyError) as error:
            return failure_of_connection(self._host, error, self._timeout)

    async def _wait_after(self, failure: Failure, attempt: int, key: str) -> None:
        """Wait before the next try, or raise where there is none to be made."""
        if failure.meaning == "refused":
            raise RequestRefusedError(failure.reason, failure.refusal)
        if self._state.circuit.open_reason:
            raise EndpointClosedError(self._state.circuit.open_reason)
        if failure.wait_seconds is None and attempt + 1 < TRIES:
            spread = 0.5 + int(key[:4], 16) / 0x1FFFE  # between a half and one, by request: no herd, and no dice
            await asyncio.sleep(min(30.0, self._backoff * 2**attempt) * spread)
