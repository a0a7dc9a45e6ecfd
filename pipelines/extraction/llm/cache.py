"""Replies already paid for, by endpoint and exact request. Losing the file costs paying again, never a fact."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
from pydantic import ValidationError

from pipelines.errors import TransientError
from pipelines.extraction.llm.reply import Reply

log = structlog.get_logger(__name__)


def request_key(base_url: str, body: Mapping[str, Any]) -> str:
    """The sha256 of the endpoint and the request body in canonical JSON; never of the API key."""
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(f"{base_url}\n{canonical}".encode()).hexdigest()


class ReplyCache:
    """A table of replies. Each is written as soon as it arrives, so a killed run pays for none of them twice."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = self._open()
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
            self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")  # a killed process loses nothing; a power cut may
            for columns in (
                "replies (key text primary key, reply text not null)",
                "failed (key text primary key, runs int)",
            ):
                connection.execute(f"create table if not exists {columns} without rowid")
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def get(self, key: str) -> Reply | None:
        """Return the reply to this request, if there was one."""
        try:
            row = self._connection.execute("select reply from replies where key = ?", (key,)).fetchone()
            return Reply.model_validate_json(row[0]) if row else None
        except (sqlite3.DatabaseError, ValidationError):
            return None  # damaged, or of another version of the record: ask again

    def put(self, key: str, reply: Reply) -> None:
        """Keep the reply. Where that cannot be, as on a full disk, the run goes on: only money is at stake."""
        try:
            self._connection.execute("insert or replace into replies values (?, ?)", (key, reply.model_dump_json()))
        except sqlite3.DatabaseError as error:
            log.warning("reply_not_cached", path=str(self._path), error=str(error))

    def count_failed_run(self, key: str) -> int:
        """Note that a run gave this request up, and return in how many runs that was so."""
        counted = "insert into failed values (?, 1) on conflict do update set runs = runs + 1 returning runs"
        try:
            return int(self._connection.execute(counted, (key,)).fetchone()[0])
        except sqlite3.DatabaseError as error:
            log.warning("failure_not_counted", path=str(self._path), error=str(error))
            return 1

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
