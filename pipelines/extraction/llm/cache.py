"""Replies already paid for, by endpoint and exact request, and what each day has cost. Losing the file costs paying again, never a fact."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import structlog
from pydantic import ValidationError

from pipelines.errors import TransientError
from pipelines.extraction.llm.reply import Reply

log = structlog.get_logger(__name__)
REPLIES = "replies.sqlite"  # its name in the folder of what may be lost
NANO = 1_000_000_000  # dollars are summed by SQLite as whole billionths
_TABLES = (
    "answers (key text primary key, reply text not null)",
    "failed (key text primary key, runs int)",
    "refused_options (endpoint text, option text, primary key (endpoint, option))",
    "batches (token text primary key, base_url text, model text, batch_id text, day text, requests int, tokens int, "
    "nano_usd int, submitted_at real, pid int)",
    "batched (key text primary key, token text, paid_by text, stands_for text, bytes int)",
    "batch_misses (key text primary key, failed int, expired int)",
    "spent (day text, model text, calls int, input_tokens int, output_tokens int, nano_usd int, primary key (day, model))",
)


def request_key(base_url: str, body: bytes) -> str:
    """The sha256 of the endpoint and the bytes of the request; never of the API key."""
    return hashlib.sha256(f"{base_url}\n".encode() + body).hexdigest()


@dataclass(frozen=True)
class Spent:
    """What was used up in a day."""

    calls: int = 0
    tokens: int = 0
    usd: Decimal = Decimal(0)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of it, or nothing."""
    connection.execute("begin immediate")
    try:
        yield connection
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


class ReplyCache:
    """A table of replies. Each is written as soon as it arrives, so a killed run pays for none of them twice."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.connection = self._open()
        except sqlite3.OperationalError as error:  # locked, no room, no permission: the file is not at fault
            raise TransientError(
                f"{path} cannot be opened ({error}): free it, or delete it to pay for replies again"
            ) from error
        except sqlite3.DatabaseError:
            spoilt = path.with_suffix(".spoilt")
            path.replace(spoilt)
            for side in ("-wal", "-shm"):
                path.with_name(path.name + side).unlink(missing_ok=True)
            log.warning("reply_cache_unreadable", moved_to=str(spoilt), consequence="replies are paid for again")
            self.connection = self._open()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")  # a killed process loses nothing; a power cut may
            for table in _TABLES:
                connection.execute(f"create table if not exists {table} without rowid")
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def get(self, key: str) -> Reply | None:
        """Return the reply to this request, if there was one."""
        try:
            row = self.connection.execute("select reply from answers where key = ?", (key,)).fetchone()
            return Reply.model_validate_json(row[0]) if row else None
        except (sqlite3.DatabaseError, ValidationError):
            return None  # damaged, or of another version of the record: ask again

    def put(self, key: str, reply: Reply, *, day: str, model: str) -> None:
        """Keep the reply and note its cost, both or neither. Where that cannot be, as on a full disk, the run goes on."""
        try:
            with transaction(self.connection):
                self.write(key, reply, day=day, model=model)
        except sqlite3.DatabaseError as error:
            log.warning("reply_not_cached", path=str(self._path), error=str(error))

    def write(self, key: str, reply: Reply, *, day: str, model: str) -> None:
        """The same inside a transaction of the caller's."""
        bill = (day, model, reply.input_tokens, reply.output_tokens, int(reply.cost_usd * NANO))
        self.connection.execute("insert or replace into answers values (?, ?)", (key, reply.model_dump_json()))
        self.connection.execute(
            "insert into spent values (?, ?, 1, ?, ?, ?) on conflict do update set calls = calls + 1, "
            "input_tokens = input_tokens + excluded.input_tokens, nano_usd = nano_usd + excluded.nano_usd, "
            "output_tokens = output_tokens + excluded.output_tokens",
            bill,
        )

    def spent(self, day: str) -> Spent:
        """What all models together have cost on a day, with what batches that were submitted then may still cost."""
        query = (
            "select sum(calls), sum(tokens), sum(nano_usd) from ("
            "select calls, input_tokens + output_tokens as tokens, nano_usd from spent where day = $day union all "
            "select requests, tokens, nano_usd from batches where day = $day)"
        )
        try:
            calls, tokens, nano = self.connection.execute(query, {"day": day}).fetchone()
        except sqlite3.DatabaseError as error:
            raise TransientError(f"{self._path} cannot be read ({error}), so no budget can be kept") from error
        return Spent(calls or 0, tokens or 0, Decimal(nano or 0) / NANO)

    def requests_in_batches(self) -> int:
        """How many requests are on their way in batches, of any day."""
        (count,) = self.connection.execute("select coalesce(sum(requests), 0) from batches").fetchone()
        return int(count)

    def count_failed_run(self, key: str) -> int:
        """Note that a run gave this request up, and return in how many runs that was so."""
        counted = "insert into failed values (?, 1) on conflict do update set runs = runs + 1 returning runs"
        try:
            return int(self.connection.execute(counted, (key,)).fetchone()[0])
        except sqlite3.DatabaseError as error:
            log.warning("failure_not_counted", path=str(self._path), error=str(error))
            return 1

    def refuse_option(self, endpoint: str, option: str) -> None:
        """Remember that an endpoint does not take an option, so that the next run asks as this one did."""
        try:
            self.connection.execute("insert or ignore into refused_options values (?, ?)", (endpoint, option))
        except sqlite3.DatabaseError as error:
            log.warning("option_not_remembered", path=str(self._path), error=str(error))

    def refused_options(self, endpoint: str) -> set[str]:
        """The options that an endpoint did not take."""
        try:
            rows = self.connection.execute("select option from refused_options where endpoint = ?", (endpoint,))
            return {option for (option,) in rows}
        except sqlite3.DatabaseError:
            return set()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()
