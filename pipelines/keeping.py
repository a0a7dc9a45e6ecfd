"""What is kept and what is not: reading the archive anew, its retention, and forgetting an article for good."""

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from pipelines import clock, ids
from pipelines.articles.archive import Archive
from pipelines.articles.reparse import ReparseResult, reparse
from pipelines.articles.state import CollectState
from pipelines.articles.urls import canonicalise
from pipelines.errors import UsageError
from pipelines.lake import Lake
from pipelines.lake.forgetting import Row, blank, rows_of
from pipelines.locks import turn
from pipelines.marts import build_marts
from pipelines.settings import Settings
from pipelines.sources.registry import all_sources
from pipelines.warehouse import release
from pipelines.warehouse.old_reports import drop_old_reports

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Tidied:
    """What was deleted: of the archive, where a retention is set, and files with reports of the work."""

    receipts: int = 0
    bodies: int = 0
    work_reports: int = 0

    def counts(self) -> dict[str, int]:
        """The figures, flat."""
        return {"receipts": self.receipts, "bodies": self.bodies, "work_reports": self.work_reports}


@dataclass(frozen=True)
class Forgotten:
    """What was forgotten. ``release_id`` is the release without it, or null with the reason why there is none."""

    article_ids: tuple[str, ...]
    files_changed: int
    bodies: int
    releases_deleted: int
    release_id: str | None
    reason: str | None


def reparse_archive(settings: Settings, *, progress: Progress | None = None) -> ReparseResult:
    """Read every archived page again with today's reader; what comes out differently is a new version.

    Raises:
        StoreLockedError: Another process collects.
    """
    sources = {row.source.source_id: row.source for row in all_sources(settings)}
    with turn(settings, ".lock.collect", "reparse"):
        return reparse(settings, Lake(settings.lake_dir), sources, progress)


def tidy(settings: Settings) -> Tidied:
    """Delete archived bytes older than ``archive_days`` and reports of the work older than ``work_report_days``.

    No fact, quote or text of the lake is touched, and the health of sources is told as before.

    Raises:
        StoreLockedError: Another process collects, or writes the store.
    """
    receipts = bodies = 0
    if settings.archive_days is not None:
        with turn(settings, ".lock.collect", "tidy"):
            before = clock.now() - timedelta(days=settings.archive_days)
            receipts, bodies = Archive(settings.archive_dir).drop_older(before)
    return Tidied(receipts, bodies, drop_old_reports(settings))


def forget(settings: Settings, what: str, why: str) -> Forgotten:
    """Take an article (by its id) or all versions of a page (by its address) out of everything we keep.

    Its words go from lake, archive, state, warehouse and releases; a row stays that says that, when and why. It is not
    read again. A new release without it is built and published, and the former releases are deleted.

    Raises:
        UsageError: Nothing is known under that id or address.
        GateRefusedError: The marts without it break a rule: the words are gone, but the last release still quotes them.
        StoreLockedError: Another process collects, reads or builds.
    """
    lake = Lake(settings.lake_dir)
    with (
        turn(settings, ".lock.collect", "forget"),
        turn(settings, ".lock.extract", "forget"),
        turn(settings, ".lock", "forget"),
    ):
        address = canonicalise(what)
        page = ids.page_id(address, None) if address else None
        rows = rows_of(lake, lambda row: row["page_id"] == page or row["article_id"] == what)
        if not rows:
            raise UsageError(
                f"Nothing is known as {what}. Give an article_id of dim_articles, or the address of a page."
            )
        found = {row["article_id"] for row in rows}
        lake.append_record("forgotten", ids.digest(what), _record(what, why, page, found))
        changed = blank(lake, found, why)
        bodies = _drop_bodies(settings, rows)
        _drop_state(settings, found)
    built = build_marts(settings, full=True, accept_change=True)
    deleted = _drop_former_releases(settings) if built.release_id else 0
    return Forgotten(tuple(sorted(found)), changed, bodies, deleted, built.release_id, built.reason)


def _drop_bodies(settings: Settings, rows: list[Row]) -> int:
    """All bytes that the pages of these rows ever sent: which of them hold the words besides the named cannot be told."""
    archive, pages = Archive(settings.archive_dir), {row["page_id"] for row in rows}

    def is_theirs(url: str) -> bool:
        address = canonicalise(url)
        return address is not None and ids.page_id(address, None) in pages

    names = {row["archive_sha256"] for row in rows if row["archive_sha256"]}
    return archive.drop(names | archive.sent_by(names, is_theirs))


def _record(what: str, why: str, page: str | None, article_ids: set[str]) -> dict[str, object]:
    return {"what": what, "why": why, "page_id": page, "article_ids": sorted(article_ids), "at": clock.now()}


def _drop_state(settings: Settings, article_ids: set[str]) -> None:
    """What is made anew from the lake goes whole, and so do replies that may quote what is to be forgotten."""
    with closing(CollectState(settings.state_dir)) as state:
        state.forget(article_ids)
    for path in (settings.warehouse_path, settings.marts_path):
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()
    for file in settings.state_dir.glob("replies.sqlite*"):
        file.unlink()


def _drop_former_releases(settings: Settings) -> int:
    shown = release.current(settings)
    former = [one for one in release.releases(settings) if shown and one.release_id != shown.release_id]
    for one in former:
        shutil.rmtree(one.path)
    return len(former)
