"""The queue: articles as messages of a Redis stream, read by a consumer group and acknowledged only once they are stored.

A message holds one article as JSON in its field ``article``, or one field for each of ``id``, ``text``, ``url``, ``title``,
``publisher``, ``published`` and ``lang``. What a run had taken and not acknowledged when it died is taken again: by the
same machine at once, by another after a while. The one reader here that opens a connection, to the user's own server.
"""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from pipelines import ids
from pipelines.errors import TransientError, UsageError
from pipelines.settings import Settings
from pipelines.sources.given import InboxRecord, problem_of, record_from_json, record_of

GROUP = "newsledger"
READ_AT_ONCE = 100
MAX_MESSAGE_BYTES = 5_000_000
MAX_DELIVERIES = 3
"""What was taken so often and never stored has stopped the runs that read it: it is set aside unread."""

_FIELDS = ("id", "text", "url", "title", "publisher", "published", "lang")


class QueueUnreachableError(TransientError):
    """The server of the queue does not answer; what waits there is read by the next run."""


@dataclass(frozen=True)
class Message:
    """One message, and the article in it or the reason why there is none."""

    message_id: str
    record: InboxRecord


class Queue:
    """The stream of the settings; use it with ``async with``."""

    def __init__(self, settings: Settings) -> None:
        if settings.queue_url is None:
            raise UsageError("No queue is configured; set NEWSLEDGER_QUEUE_URL, such as redis://localhost:6379/0.")
        self._stream = settings.queue_stream
        self._idle_ms = int(settings.queue_reclaim_seconds * 1000)
        # Of one installation on one machine there is one reader at a time, so what bears this name is a dead run's.
        self._consumer = f"{socket.gethostname()}-{ids.digest(str(settings.home))[:8]}"
        try:
            self._redis = Redis.from_url(
                settings.queue_url.get_secret_value(), socket_connect_timeout=5, socket_timeout=30
            )
        except ValueError as error:
            raise UsageError(
                f"NEWSLEDGER_QUEUE_URL cannot be used: {error}. It is such as redis://localhost:6379/0."
            ) from error

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._redis.aclose()

    async def messages(self) -> AsyncIterator[list[Message]]:
        """All that waits, in parts: first what a dead run had taken, then what is new; ends when nothing is left.

        Raises:
            QueueUnreachableError: The server cannot be reached or refuses.
        """
        async with self._talking():
            await self._make_group()
        for whose in ({"consumername": self._consumer}, {"idle": self._idle_ms}):
            async for part in self._left(whose):
                yield part
        while True:
            async with self._talking():
                answer = await self._redis.xreadgroup(GROUP, self._consumer, {self._stream: ">"}, count=READ_AT_ONCE)
            fresh = _entries(answer)
            if not fresh:
                return
            yield [self._message(message_id, fields) for message_id, fields in fresh]

    async def acknowledge(self, messages: list[Message]) -> None:
        """Say that the messages are stored; call it after they are.

        Raises:
            QueueUnreachableError: As above. The messages come again, and are known by then.
        """
        if messages:
            async with self._talking():
                await self._redis.xack(self._stream, GROUP, *(message.message_id for message in messages))

    async def waiting(self) -> tuple[int, str]:
        """How many messages nobody has acknowledged yet, and the id of the last that was ever put into the stream.

        Both are of one moment: a message that came between two questions would be in the one and not in the other.

        Raises:
            QueueUnreachableError: As above.
        """
        async with self._talking():
            await self._make_group()
            async with self._redis.pipeline(transaction=True) as asked:
                asked.xinfo_groups(self._stream)
                asked.xinfo_stream(self._stream)
                groups, stream = await asked.execute()
        found = next(group for group in groups if group["name"] in {GROUP, GROUP.encode()})
        return int(found["pending"]) + int(found.get("lag") or 0), _text(stream["last-generated-id"])

    async def _left(self, whose: dict[str, Any]) -> AsyncIterator[list[Message]]:
        """What was taken and not acknowledged. What was taken once comes in parts; what was taken more often comes alone.

        So a message that stops whatever reads it comes to stand alone, and no other is set aside with it.
        """
        start = "-"
        while True:
            async with self._talking():
                left: Any = await self._redis.xpending_range(self._stream, GROUP, start, "+", READ_AT_ONCE, **whose)
            if not left:
                return
            start = f"({_text(left[-1]['message_id'])}"
            times = {_text(item["message_id"]): int(item["times_delivered"]) for item in left}
            once = [message_id for message_id, count in times.items() if count == 1]
            for part in ([once] if once else []) + [[message_id] for message_id in times if message_id not in once]:
                yield await self._take_over(part, times)

    async def _take_over(self, part: list[str], times: dict[str, int]) -> list[Message]:
        async with self._talking():
            taken: Any = await self._redis.xclaim(self._stream, GROUP, self._consumer, 0, list(part))
        fields: dict[str, dict[bytes, bytes]] = {_text(message_id): said or {} for message_id, said in taken}
        return [
            self._message(message_id, fields.get(message_id, {}))
            if times[message_id] < MAX_DELIVERIES
            else self._poisoned(message_id, times[message_id])
            for message_id in part
        ]

    def _poisoned(self, message_id: str, times: int) -> Message:
        reason = f"it was taken {times} times and never stored: it stops whatever reads it"
        return Message(message_id, problem_of("unreadable", reason, self._place(message_id), message_id))

    def _message(self, message_id: str, fields: dict[bytes, bytes]) -> Message:
        return Message(message_id, self._record(message_id, fields))

    def _record(self, message_id: str, fields: dict[bytes, bytes]) -> InboxRecord:
        place = self._place(message_id)
        size = sum(len(value) for value in fields.values())
        if size > MAX_MESSAGE_BYTES:
            return problem_of("unreadable", f"it has {size} bytes, more than {MAX_MESSAGE_BYTES}", place, message_id)
        if b"article" in fields:
            return record_from_json(fields[b"article"], place, message_id)
        if not fields:
            return problem_of("invalid", "it is empty, or was trimmed away before it was read", place, message_id)
        try:
            said = {name: fields[name.encode()].decode() for name in _FIELDS if name.encode() in fields}
        except UnicodeDecodeError as error:
            return problem_of("unreadable", f"it is not UTF-8 ({error})", place, message_id)
        return record_of(said, place, message_id)

    def _place(self, message_id: str) -> str:
        return f"message {message_id} of {self._stream}"

    async def _make_group(self) -> None:
        try:
            await self._redis.xgroup_create(self._stream, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    @asynccontextmanager
    async def _talking(self) -> AsyncIterator[None]:
        try:
            yield
        except (RedisError, OSError) as error:
            # The address holds a password; what the library says of a failure does not.
            raise QueueUnreachableError(
                f"the queue {self._stream} cannot be read: {type(error).__name__}: {error}"[:400]
            ) from error


def _entries(answer: Any) -> list[tuple[str, dict[bytes, bytes]]]:
    """The messages of an answer for one stream; of one that was trimmed away nothing but its id is left."""
    streams = list(answer.values()) if isinstance(answer, dict) else [item[1] for item in answer or ()]
    found = streams[0] if streams else []
    if found and isinstance(found[0], list) and found[0] and isinstance(found[0][0], tuple | list):
        found = found[0]  # protocol 3 wraps the list once more
    return [(_text(message_id), cast(dict[bytes, bytes], fields or {})) for message_id, fields in found]


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
