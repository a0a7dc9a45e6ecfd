"""What collect remembers between runs: validators, entries and files already done. Losing it costs fetching twice, never a fact."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.articles.fetch import NO_VALIDATORS, Validators
from pipelines.sources.feeds import FeedEntry

_SCHEMA = """
create table if not exists feeds (
    source_id text primary key, url text not null, etag text, last_modified text,
    checked_at text not null, succeeded_at text, failure text, failures integer not null default 0);
create table if not exists pages (
    page_key text primary key, source_id text not null, entry text not null, entry_hash text not null, read_hash text,
    in_feed integer not null default 1, etag text, last_modified text, checked_at text, article_id text, article_url text,
    current_id text, failure text, left_at text);
create index if not exists pages_by_source on pages (source_id, in_feed);
create table if not exists articles (article_id text primary key, page_id text not null);
create table if not exists inbox (
    name text primary key, size integer not null, changed_ns integer not null, sha256 text not null);
"""

LOOKS_AFTER = tuple(timedelta(days=days) for days in (1, 3, 7, 30))
"""How long after a page left its feed it is asked again (set 2026-11-26; not measured: four requests a page, and no more)."""


@dataclass(frozen=True)
class KnownPage:
    """An entry of a feed and what is known of its page.

    ``read_hash`` is that of the entry when the page was last read; ``article_id`` and ``article_url`` are those of the
    version that was stored last; ``current_id`` is the row that speaks for the page now, a version or that it is gone.
    """

    page_key: str
    source_id: str
    entry: FeedEntry
    entry_hash: str
    read_hash: str | None
    validators: Validators
    checked_at: datetime | None
    article_id: str | None
    article_url: str | None
    current_id: str | None = None

    def is_due(self, now: datetime, recheck_seconds: float) -> bool:
        """Whether to ask for the page: it is new, its entry changed, or it has not been asked for long enough."""
        if self.read_hash != self.entry_hash or self.checked_at is None:
            return True
        return (now - self.checked_at).total_seconds() >= recheck_seconds


@dataclass(frozen=True)
class PageRead:
    """How reading a page went, to be remembered once its article is stored."""

    page_key: str
    read_hash: str
    checked_at: datetime
    validators: Validators = NO_VALIDATORS
    article_id: str | None = None
    article_url: str | None = None
    current_id: str | None = None
    failure: str | None = None


class CollectState:
    """The file ``collect.sqlite``. Every method is one transaction."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "collect.sqlite", timeout=30, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.executescript(_SCHEMA)
        present = {row["name"] for row in self._db.execute("pragma table_info(pages)")}
        for column in ("current_id", "left_at"):
            if column not in present:
                self._db.execute(f"alter table pages add column {column} text")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def feed_validators(self, source_id: str, url: str) -> Validators:
        """What to ask the feed by; nothing when its address changed."""
        row = self._db.execute("select * from feeds where source_id = ? and url = ?", (source_id, url)).fetchone()
        return Validators(row["etag"], row["last_modified"]) if row else Validators()

    def feed_read(
        self,
        source_id: str,
        url: str,
        at: datetime,
        validators: Validators,
        entries: Iterable[tuple[str, FeedEntry, str]],
    ) -> None:
        """Remember a feed that was read: its entries by page key and hash stand in it now, and no others."""
        with closing(self._db.cursor()) as cursor:
            cursor.execute("begin immediate")
            cursor.execute(
                "update pages set in_feed = 0, left_at = ? where source_id = ? and in_feed = 1", (_text(at), source_id)
            )
            cursor.executemany(
                "insert into pages (page_key, source_id, entry, entry_hash) values (?, ?, ?, ?) on conflict (page_key) do update set"
                " entry = excluded.entry, entry_hash = excluded.entry_hash, in_feed = 1, left_at = null, source_id = excluded.source_id"
                " where pages.source_id = excluded.source_id or pages.in_feed = 0",
                [(page, source_id, entry.model_dump_json(), entry_hash) for page, entry, entry_hash in entries],
            )
            self._feed_checked(cursor, source_id, url, at, validators)
            cursor.execute("commit")

    def feed_was_read(self, source_id: str, url: str) -> bool:
        """Whether the feed has ever been read at this address."""
        sql = "select 1 from feeds where source_id = ? and url = ? and succeeded_at is not null"
        return bool(self._db.execute(sql, (source_id, url)).fetchone())

    def unseen_pages(self, page_keys: Iterable[str]) -> set[str]:
        """Those of the pages that have stood in no feed yet."""
        wanted = set(page_keys)
        sql = "select page_key from pages where page_key in (select value from json_each(?))"
        return wanted - {row["page_key"] for row in self._db.execute(sql, (json.dumps(list(wanted)),))}

    def feed_unchanged(self, source_id: str, url: str, at: datetime) -> None:
        """Remember a feed that said it is as before."""
        self._db.execute(
            "update feeds set checked_at = ?, succeeded_at = ?, failure = null, failures = 0 where source_id = ? and url = ?",
            (_text(at), _text(at), source_id, url),
        )

    def feed_failed(self, source_id: str, url: str, at: datetime, failure: str) -> None:
        """Remember a feed that could not be read; its validators go, so that it is read in full next time."""
        self._db.execute(
            "insert into feeds (source_id, url, checked_at, failure, failures) values (?, ?, ?, ?, 1) on conflict (source_id)"
            " do update set url = excluded.url, checked_at = excluded.checked_at, failure = excluded.failure,"
            " failures = failures + 1, etag = null, last_modified = null",
            (source_id, url, _text(at), failure[:500]),
        )

    def failed_feeds(self) -> dict[str, str]:
        """The feeds whose last check failed, with the reason."""
        return {
            row["source_id"]: row["failure"]
            for row in self._db.execute("select * from feeds where failure is not null order by source_id")
        }

    def pages_in_feed(self, source_id: str) -> list[KnownPage]:
        """The pages that stand in the feed of a source, in the order in which they were first seen."""
        rows = self._db.execute("select * from pages where source_id = ? and in_feed = 1 order by rowid", (source_id,))
        return [_page(row) for row in rows]

    def pages_to_look_after(self, source_id: str, now: datetime) -> list[KnownPage]:
        """The stored pages that left the feed of a source and whose next look is due: a few, ever further apart.

        Corrections and retractions come when the feed shows a page no more. One look makes up for those that were missed.
        """
        rows = self._db.execute(
            "select * from pages where source_id = ? and in_feed = 0 and article_id is not null and left_at >= ? order by rowid",
            (source_id, _text(now - LOOKS_AFTER[-1] - timedelta(days=7))),
        )
        return [
            _page(row)
            for row in rows
            if any(
                row["checked_at"] < _text(datetime.fromisoformat(row["left_at"]) + look) <= _text(now)
                for look in LOOKS_AFTER
            )
        ]

    def is_known(self, article_id: str) -> bool:
        """Whether this article version has been stored."""
        return bool(self._db.execute("select 1 from articles where article_id = ?", (article_id,)).fetchone())

    def pages_read(self, reads: Iterable[PageRead], stored: Iterable[tuple[str, str]]) -> None:
        """Remember pages as read, and the articles (id, page id) that are stored; call it after they are."""
        with closing(self._db.cursor()) as cursor:
            cursor.execute("begin immediate")
            cursor.executemany("insert or ignore into articles values (?, ?)", list(stored))
            cursor.executemany(
                "update pages set read_hash = ?, checked_at = ?, etag = ?, last_modified = ?, failure = ?,"
                " article_id = coalesce(?, article_id), article_url = coalesce(?, article_url),"
                " current_id = coalesce(?, current_id) where page_key = ?",
                [
                    (r.read_hash, _text(r.checked_at), r.validators.etag, r.validators.last_modified, r.failure,
                     r.article_id, r.article_url, r.current_id, r.page_key)
                    for r in reads
                ],
            )  # fmt: skip
            cursor.execute("commit")

    def forget(self, article_ids: set[str]) -> None:
        """Empty the entries whose pages gave these articles; that they were known stays."""
        for article_id in article_ids:
            self._db.execute(
                "update pages set entry = json_object('url', json_extract(entry, '$.url')), etag = null, last_modified = null"
                " where article_id = ?",
                (article_id,),
            )

    def inbox_file_done(self, name: str, size: int, changed_ns: int) -> bool:
        """Whether the file of that name was read when it had that size and time."""
        sql = "select 1 from inbox where name = ? and size = ? and changed_ns = ?"
        return bool(self._db.execute(sql, (name, size, changed_ns)).fetchone())

    def inbox_content_done(self, name: str, sha256: str) -> bool:
        """Whether the file of that name was read when it held these bytes."""
        return bool(self._db.execute("select 1 from inbox where name = ? and sha256 = ?", (name, sha256)).fetchone())

    def inbox_read(self, name: str, size: int, changed_ns: int, sha256: str) -> None:
        """Remember an inbox file as read; call it after its articles are stored."""
        self._db.execute("insert or replace into inbox values (?, ?, ?, ?)", (name, size, changed_ns, sha256))

    @staticmethod
    def _feed_checked(cursor: sqlite3.Cursor, source_id: str, url: str, at: datetime, validators: Validators) -> None:
        cursor.execute(
            "insert or replace into feeds (source_id, url, etag, last_modified, checked_at, succeeded_at) values (?, ?, ?, ?, ?, ?)",
            (source_id, url, validators.etag, validators.last_modified, _text(at), _text(at)),
        )


def _page(row: sqlite3.Row) -> KnownPage:
    return KnownPage(
        page_key=row["page_key"],
        source_id=row["source_id"],
        entry=FeedEntry.model_validate_json(row["entry"]),
        entry_hash=row["entry_hash"],
        read_hash=row["read_hash"],
        validators=Validators(row["etag"], row["last_modified"]),
        checked_at=datetime.fromisoformat(row["checked_at"]) if row["checked_at"] else None,
        article_id=row["article_id"],
        article_url=row["article_url"],
        current_id=row["current_id"],
    )


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
