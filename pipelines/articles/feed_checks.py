"""Asking every feed what is new, and remembering its entries; a feed that fails harms no other."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urljoin

from pipelines import ids
from pipelines.articles.addresses import is_loopback_url
from pipelines.articles.fetch import NO_VALIDATORS, Fetcher, Validators
from pipelines.articles.redirects import target_of
from pipelines.articles.result import CollectResult
from pipelines.articles.sitemap_lists import read_listed
from pipelines.articles.state import CollectState
from pipelines.articles.terms import entry_within_terms
from pipelines.articles.together import for_each
from pipelines.articles.urls import canonicalise
from pipelines.articles.worker import WorkerPool
from pipelines.errors import NewsledgerError
from pipelines.schemas.source_check import SourceCheck
from pipelines.sources.feeds import FeedEntry, FeedResult
from pipelines.sources.registry import Source

Progress = Callable[[str, int, int], None]


LATE = timedelta(days=1)
"""Feeds are asked every quarter of an hour: an item that is a day old when it is first seen came late (set 2026-11-25)."""


class _Found:
    """What a source held, its entries with full addresses."""

    def __init__(self, feed: FeedResult, url: str, validators: Validators) -> None:
        self.error = feed.error
        self.note = feed.note
        self.entries = [_with_address(entry, url) for entry in feed.entries]
        self.validators = validators


class FeedChecker:
    """Checks the feeds of one run."""

    def __init__(
        self, fetcher: Fetcher, pool: WorkerPool, state: CollectState, now: datetime, result: CollectResult
    ) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._state = state
        self._now = now
        self._result = result

    async def check_all(self, sources: Sequence[Source], progress: Progress, checked: Callable[[Source], None]) -> None:
        """Check all feeds at once, within the limits of the fetcher; ``checked`` hears of each, also of those that failed."""

        def done(count: int, source: Source) -> None:
            progress("feeds", count, len(sources))
            checked(source)

        await for_each(self._check, sources, done)
        self._result.sources_checked += len(sources)
        self._result.sources_failed.sort()

    async def _check(self, source: Source) -> Source:
        is_first = not self._state.feed_was_read(source.source_id, source.url)
        try:
            found = await self._ask(source)
            failure = found.error if found else None
        except NewsledgerError as error:
            found, failure = None, str(error)
        counts = self._counts(source, found) if found and not failure else {}
        if failure:
            self._state.feed_failed(source.source_id, source.url, self._now, failure)
            self._result.sources_failed.append((source.source_id, failure))
        elif found:
            self._remember(source, found)
        else:
            self._state.feed_unchanged(source.source_id, source.url, self._now)
        self._result.source_checks.append(
            SourceCheck(
                source_id=source.source_id, publisher=source.publisher, url=source.url, checked_at=self._now, is_first=is_first,
                outcome="failed" if failure else "read" if found else "unchanged",
                reason=(failure or (found.note if found else None) or "")[:500] or None,
                items_per_week_low=source.items_per_week_low, items_per_week_high=source.items_per_week_high, **counts,
            )
        )  # fmt: skip
        return source

    async def _ask(self, source: Source) -> _Found | None:
        """What the source holds now; null when the site says that it is as before."""
        if source.kind == "sitemap":
            return _Found(
                await read_listed(self._fetcher, self._pool, source.url, self._now), source.url, NO_VALIDATORS
            )
        known = self._state.feed_validators(source.source_id, source.url)
        # A feed is made for programs, and a person has registered this one: robots.txt speaks for the pages.
        async with self._fetcher.opened(source.url, known, obey_robots=False) as reply:
            if reply.status == 304:
                return None
            if reply.status != 200:
                return _Found(FeedResult(error=f"status {reply.status}"), reply.url, NO_VALIDATORS)
            answer = await self._pool.read("feed", reply.body, reply.content_type, reply.url)
            return _Found(FeedResult.model_validate(answer), reply.url, reply.validators)

    def _remember(self, source: Source, found: _Found) -> None:
        self._result.entries_seen += len(found.entries)
        rows = [
            (page_key(source, entry), entry_within_terms(source, entry), _entry_hash(entry)) for entry in found.entries
        ]
        self._state.feed_read(source.source_id, source.url, self._now, found.validators, rows)

    def _counts(self, source: Source, found: _Found) -> dict[str, int]:
        by_key = {page_key(source, entry): entry for entry in found.entries}
        unseen = self._state.unseen_pages(by_key)
        late = [key for key in unseen if (when := by_key[key].published) and self._now - when.at > LATE]
        return {"item_count": len(by_key), "new_count": len(unseen), "late_count": len(late)}


def page_key(source: Source, entry: FeedEntry) -> str:
    """What the entries of one page share, in this feed and in others.

    The sample newsroom is served on another port each time, so there the path stands for the page.
    """
    url = canonicalise(entry.url) if entry.url else None
    if url is None:
        return f"{source.source_id}#{ids.digest(entry.entry_id or entry.title)}"
    return f"{source.source_id}#{url.split('/', 3)[3]}" if is_loopback_url(url) else url


def _with_address(entry: FeedEntry, feed_url: str) -> FeedEntry:
    """The entry with a full address, of the publisher where it is known; some feeds give only a path."""
    try:
        url = urljoin(feed_url, entry.url) if entry.url else None
    except ValueError:
        url = entry.url
    return entry.model_copy(update={"url": url and (target_of(url) or url)})


def _entry_hash(entry: FeedEntry) -> str:
    """Changes when the feed says that the article did. Addresses and snippets change for other reasons."""
    when = [moment.at.isoformat() if moment else None for moment in (entry.published, entry.updated)]
    return ids.digest(entry.title, *when)
