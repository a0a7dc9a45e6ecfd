"""The Files and Batches endpoints of an OpenAI-compatible server, through the official client, bounded in size."""

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import openai
from httpx2 import AsyncClient, HTTPError

from pipelines.errors import PermanentError, TransientError
from pipelines.extraction.llm.batch_store import Deferred
from pipelines.extraction.llm.connection import authorization
from pipelines.extraction.llm.reply import Reply, UnreadableReplyError, read_reply
from pipelines.extraction.llm.transport import MAX_REPLY_BYTES, BoundedTransport, OversizedReplyError
from pipelines.settings import LlmEndpoint

# Of one file with answers: as much as the requests of a batch may have, ten times over.
MAX_RESULT_BYTES = 1_000_000_000
MARK = "newsledger"  # in the metadata of a batch: by it a run that was killed finds what it had submitted
_SEARCHED = 500
_NOT_SPOKEN = {404, 405, 501}
_DONE = {"completed", "expired", "cancelled", "failed"}


@dataclass(frozen=True)
class BatchStatus:
    """How far a batch has come at the server."""

    batch_id: str
    state: str
    answered: int
    total: int
    files: tuple[str, ...]
    problem: str | None

    @property
    def is_done(self) -> bool:
        """Whether nothing more will come."""
        return self.state in _DONE


@dataclass(frozen=True)
class Line:
    """What became of one request of a batch: a reply, or null where it failed or was not reached in time."""

    key: str
    reply: Reply | None
    is_expired: bool = False


class BatchApi:
    """Made and closed inside the event loop that uses it.

    Each call raises TransientError where a later try may help, and PermanentError where the server cannot do batches.
    """

    def __init__(self, endpoint: LlmEndpoint, *, timeout_seconds: float) -> None:
        self.host = urlsplit(endpoint.base_url).hostname or "the endpoint"
        api_key, self._headers = authorization(endpoint.api_key)
        self._client = openai.AsyncOpenAI(
            base_url=endpoint.base_url.rstrip("/"),
            api_key=api_key,
            max_retries=0,
            timeout=timeout_seconds,
            http_client=AsyncClient(
                transport=BoundedTransport(4, MAX_RESULT_BYTES), timeout=timeout_seconds, follow_redirects=False
            ),
        )

    async def submit(self, token: str, requests: Iterable[Deferred]) -> str:
        """Upload the requests and have them answered as one batch; return its id."""
        lines = b"".join(_line(request) for request in requests)
        try:
            file = await self._client.files.create(
                file=(f"{token}.jsonl", lines, "application/jsonl"), purpose="batch", extra_headers=self._headers
            )
            batch = await self._client.batches.create(
                input_file_id=file.id,
                endpoint="/v1/chat/completions",
                completion_window="24h",
                metadata={MARK: token},
                extra_headers=self._headers,
            )
        except openai.OpenAIError as error:
            raise self._problem(error) from error
        return batch.id

    async def find(self, token: str) -> str | None:
        """The id of the batch that was submitted with this token, if the server has it."""
        try:
            seen = 0
            async for batch in self._client.batches.list(limit=100, extra_headers=self._headers):
                if (batch.metadata or {}).get(MARK) == token:
                    return batch.id
                seen += 1
                if seen >= _SEARCHED:
                    break
        except openai.OpenAIError as error:
            if isinstance(error, openai.APIStatusError) and error.status_code in _NOT_SPOKEN:
                return None  # a server that lists none: nothing can be found again
            raise self._problem(error) from error
        return None

    async def status(self, batch_id: str) -> BatchStatus:
        """How far the batch is."""
        try:
            batch = await self._client.batches.retrieve(batch_id, extra_headers=self._headers)
        except openai.OpenAIError as error:
            raise self._problem(error) from error
        counts, errors = batch.request_counts, batch.errors.data if batch.errors else None
        return BatchStatus(
            batch_id,
            str(batch.status),
            counts.completed + counts.failed if counts else 0,
            counts.total if counts else 0,
            tuple(file for file in (batch.output_file_id, batch.error_file_id) if file),
            str(errors[0].message)[:200] if errors else None,
        )

    async def lines(self, file_id: str) -> AsyncIterator[Line]:
        """The lines of a file with answers or errors; what cannot be read as one is passed over."""
        try:
            async with self._client.files.with_streaming_response.content(
                file_id, extra_headers=self._headers
            ) as response:
                async for raw in _split(response.iter_bytes()):
                    if line := _read_line(raw):
                        yield line
        except (openai.OpenAIError, HTTPError) as error:
            raise self._problem(error) from error
        except OversizedReplyError as error:
            raise PermanentError(f"{self.host} sent a file of more than {MAX_RESULT_BYTES:,} bytes") from error

    async def close(self) -> None:
        """Close what is open."""
        await self._client.close()

    def _problem(self, error: Exception) -> TransientError | PermanentError:
        if isinstance(error, openai.APIStatusError):
            said = f"{self.host} answered {error.status_code} to the Batch API"
            if error.status_code in _NOT_SPOKEN:
                return PermanentError(f"{said}: it does not seem to speak it; leave --batch away")
            if error.status_code in {400, 401, 403, 413, 422}:
                return PermanentError(f"{said}: check the key, the model, and whether the account may use batches")
            return TransientError(f"{said}: run again later")
        return TransientError(
            f"{self.host} cannot be reached for the Batch API ({type(error).__name__}): run again later"
        )


def _line(request: Deferred) -> bytes:
    head = {"custom_id": request.key, "method": "POST", "url": "/v1/chat/completions"}
    return json.dumps(head)[:-1].encode() + b', "body": ' + request.body + b"}\n"


async def _split(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Lines; one that is longer than a reply may be is cut, so that it reads as none."""
    held = b""
    async for chunk in chunks:
        *lines, held = (held + chunk).split(b"\n")
        for line in lines:
            yield line[: 2 * MAX_REPLY_BYTES]
        if len(held) > 2 * MAX_REPLY_BYTES:
            held = held[: 2 * MAX_REPLY_BYTES]
    if held:
        yield held


def _read_line(raw: bytes) -> Line | None:
    try:
        record: dict[str, Any] = json.loads(raw)
        key, response = str(record["custom_id"]), record.get("response") or {}
        if response.get("status_code") == 200:
            return Line(key, read_reply(json.dumps(response["body"]).encode()))
        return Line(key, None, is_expired=(record.get("error") or {}).get("code") == "batch_expired")
    except UnreadableReplyError:
        return Line(key, None)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
