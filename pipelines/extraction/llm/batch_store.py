"""Which requests are on their way in a batch. Kept beside the replies, so that taking an answer and striking its request is one write."""

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipelines.extraction.llm.cache import NANO, ReplyCache, transaction
from pipelines.extraction.llm.reply import Reply

# After so many, a request is asked directly.
FAILURES_ALLOWED, EXPIRIES_ALLOWED = 0, 1
_ABANDONED_AFTER = 3600.0


@dataclass(frozen=True)
class Deferred:
    """A request that may go into a batch: its key, its bytes, and what its reply will be noted with."""

    key: str
    body: bytes
    paid_by: str
    stands_for: str
    tokens: int
    usd: Decimal


@dataclass(frozen=True)
class OpenBatch:
    """A batch that was submitted and not yet taken. ``batch_id`` is null while it is not known whether the server has it."""

    token: str
    base_url: str
    model: str
    batch_id: str | None
    day: str
    requests: int
    submitted_at: float
    pid: int

    def is_abandoned(self, now: float) -> bool:
        """Whether whoever was submitting it is gone."""
        if self.batch_id is not None or self.pid <= 0:
            return self.batch_id is None
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            pass
        return now - self.submitted_at > _ABANDONED_AFTER


class BatchStore:
    """The open batches and their requests."""

    def __init__(self, cache: ReplyCache) -> None:
        self._cache, self._connection = cache, cache.connection

    def open_batches(self, base_url: str) -> list[OpenBatch]:
        """The batches of an endpoint that are under way, eldest first."""
        rows = self._connection.execute(
            "select token, base_url, model, batch_id, day, requests, submitted_at, pid from batches "
            "where base_url = ? order by submitted_at, token",
            (base_url,),
        )
        return [OpenBatch(*row) for row in rows]

    def batch_of(self, key: str) -> str | None:
        """The batch in which this request is under way."""
        row = self._connection.execute("select token from batched where key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def may_be_batched(self, key: str) -> bool:
        """Whether this request has not failed in a batch before."""
        row = self._connection.execute("select failed, expired from batch_misses where key = ?", (key,)).fetchone()
        return row is None or (row[0] <= FAILURES_ALLOWED and row[1] <= EXPIRIES_ALLOWED)

    def begin(self, batch: OpenBatch, requests: Iterable[Deferred]) -> None:
        """Note a batch before it is submitted: whatever happens then, its requests are not asked a second time."""
        requests = list(requests)
        tokens, nano = sum(item.tokens for item in requests), int(sum(item.usd for item in requests) * NANO)
        keys = [(item.key, batch.token, item.paid_by, item.stands_for, len(item.body)) for item in requests]
        head = (batch.token, batch.base_url, batch.model, None, batch.day, len(requests), tokens, nano)
        with transaction(self._connection) as connection:
            connection.execute(
                "insert into batches values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*head, batch.submitted_at, batch.pid)
            )
            connection.executemany("insert into batched values (?, ?, ?, ?, ?)", keys)

    def accepted(self, token: str, batch_id: str) -> None:
        """Note the id that the server gave to a batch."""
        self._connection.execute("update batches set batch_id = ? where token = ?", (batch_id, token))

    def abandon(self, token: str) -> None:
        """Note that a batch's submission broke off, and nobody knows how far it came."""
        self._connection.execute("update batches set pid = 0 where token = ?", (token,))

    def forget(self, token: str) -> None:
        """Strike a batch that the server does not have: its requests are free again."""
        with transaction(self._connection) as connection:
            _strike(connection, token)

    def requests_of(self, token: str) -> dict[str, tuple[str, str, int]]:
        """For each key of a batch who pays, for which model it stands, and how long it is."""
        query = "select key, paid_by, stands_for, bytes from batched where token = ?"
        return {
            key: (paid_by, stands_for, size)
            for key, paid_by, stands_for, size in self._connection.execute(query, (token,))
        }

    def take(self, batch: OpenBatch, replies: dict[str, Reply], failed: set[str]) -> None:
        """Keep the answers of a batch, bill them to the day it was submitted, and strike it: all or nothing, and once.

        Two processes may look after the same batch; whoever comes second finds it struck.
        """
        missing = self.requests_of(batch.token).keys() - replies.keys() - failed
        misses = [(key, 1, 0) for key in failed] + [(key, 0, 1) for key in missing]
        with transaction(self._connection) as connection:
            if not connection.execute("select 1 from batches where token = ?", (batch.token,)).fetchone():
                return
            for key, reply in replies.items():
                self._cache.write(key, reply, day=batch.day, model=batch.model)
            connection.executemany(
                "insert into batch_misses values (?, ?, ?) on conflict do update set "
                "failed = failed + excluded.failed, expired = expired + excluded.expired",
                misses,
            )
            _strike(connection, batch.token)


def _strike(connection: sqlite3.Connection, token: str) -> None:
    connection.execute("delete from batched where token = ?", (token,))
    connection.execute("delete from batches where token = ?", (token,))
