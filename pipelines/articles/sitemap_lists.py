"""Fetching sitemaps: one list, or an index and those of its lists that changed lately."""

from datetime import datetime, timedelta
from urllib.parse import urldefrag

from pipelines.articles.fetch import Fetcher
from pipelines.articles.worker import WorkerPool
from pipelines.errors import NewsledgerError
from pipelines.sources.feeds import MAX_ENTRIES, FeedEntry, FeedResult

RECENT = timedelta(days=30)
"""A sitemap names pages of many years; what is older is not news and is left to a backfill (set 2026-11-25)."""

MAX_LISTS_READ = 20


async def read_listed(fetcher: Fetcher, pool: WorkerPool, url: str, now: datetime) -> FeedResult:
    """The recent pages of a sitemap; of an index those of its recent lists. A list that fails is said in the note.

    Raises:
        NewsledgerError: The address itself could not be fetched.
    """
    found = await _read(fetcher, pool, url, urldefrag(url).fragment)
    if not found.lists:
        return _recent(found, now)
    due = [entry.url or "" for entry in found.lists if _is_recent(entry, now)][:MAX_LISTS_READ]
    parts, failures = [], []
    for address in due:
        try:
            part = await _read(fetcher, pool, address, urldefrag(url).fragment)
            failure = part.error or ("it is an index again" if part.lists else None)
        except NewsledgerError as error:
            part, failure = FeedResult(), str(error)
        failures += [f"{address}: {failure}"] if failure else []
        parts += [] if failure else [part]
    if due and not parts:
        return FeedResult(error=f"none of the {len(due)} lists of the index could be read: {failures[0]}")
    merged = _recent(FeedResult(entries=tuple(entry for part in parts for entry in part.entries)), now)
    return merged.model_copy(update={"note": "; ".join([*failures, merged.note or ""]).strip("; ") or None})


async def _read(fetcher: Fetcher, pool: WorkerPool, url: str, beginning: str) -> FeedResult:
    async with fetcher.opened(urldefrag(url).url, obey_robots=False) as reply:
        if reply.status != 200:
            return FeedResult(error=f"status {reply.status}")
        answer = await pool.read("sitemap", reply.body, reply.content_type, f"{reply.url}#{beginning}")
        return FeedResult.model_validate(answer)


def _recent(found: FeedResult, now: datetime) -> FeedResult:
    kept = tuple(entry for entry in found.entries if _is_recent(entry, now))
    old = len(found.entries) - len(kept)
    notes = [found.note or "", f"{old} pages older than {RECENT.days} days were left out" if old else ""]
    return FeedResult(entries=kept[:MAX_ENTRIES], error=found.error, note="; ".join(filter(None, notes)) or None)


def _is_recent(entry: FeedEntry, now: datetime) -> bool:
    when = entry.published or entry.updated
    return when is None or now - when.at <= RECENT
