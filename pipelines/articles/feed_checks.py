"""Asking every feed what is new, and remembering its entries; a feed that fails harms no other."""

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urljoin

from pipelines import ids
from pipelines.articles.addresses import is_loopback_url
from pipelines.articles.fetch import Fetcher, Reply
from pipelines.articles.result import CollectResult
from pipelines.articles.state import CollectState
from pipelines.articles.together import for_each
from pipelines.articles.urls import canonicalise
from pipelines.articles.worker import WorkerPool
from pipelines.errors import NewsledgerError
from pipelines.sources.feeds import FeedEntry, FeedResult
from pipelines.sources.registry import Source

Progress = Callable[[str, int, int], None]


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
        known = self._state.feed_validators(source.source_id, source.url)
        try:
            # A feed is made for programs, and a person has registered this one: robots.txt speaks for the pages.
            async with self._fetcher.opened(source.url, known, obey_robots=False) as reply:
                failure = await self._read(source, reply)
        except NewsledgerError as error:
            failure = str(error)
        if failure:
            self._state.feed_failed(source.source_id, source.url, self._now, failure)
            self._result.sources_failed.append((source.source_id, failure))
        return source

    async def _read(self, source: Source, reply: Reply) -> str | None:
        """Remember the entries of a feed; what is returned is why it failed."""
        if reply.status == 304:
            self._state.feed_unchanged(source.source_id, source.url, self._now)
            return None
        if reply.status != 200:
            return f"status {reply.status}"
        answer = await self._pool.read("feed", reply.body, reply.content_type, reply.url)
        feed = FeedResult.model_validate(answer)
        if feed.error:
            return feed.error
        self._result.entries_seen += len(feed.entries)
        entries = [_with_address(entry, reply.url) for entry in feed.entries]
        rows = [(page_key(source, entry), entry, _entry_hash(entry)) for entry in entries]
        self._state.feed_read(source.source_id, source.url, self._now, reply.validators, rows)
        return None


def page_key(source: Source, entry: FeedEntry) -> str:
    """What the entries of one page share, in this feed and in others.

    The sample newsroom is served on another port each time, so there the path stands for the page.
    """
    url = canonicalise(entry.url) if entry.url else None
    if url is None:
        return f"{source.source_id}#{ids.digest(entry.entry_id or entry.title)}"
    return f"{source.source_id}#{url.split('/', 3)[3]}" if is_loopback_url(url) else url


def _with_address(entry: FeedEntry, feed_url: str) -> FeedEntry:
    """The entry with a full address; some feeds give only a path."""
    try:
        url = urljoin(feed_url, entry.url) if entry.url else None
    except ValueError:
        url = entry.url
    return entry.model_copy(update={"url": url})


def _entry_hash(entry: FeedEntry) -> str:
    """Changes when the feed says that the article did. Addresses and snippets change for other reasons."""
    when = [moment.at.isoformat() if moment else None for moment in (entry.published, entry.updated)]
    return ids.digest(entry.title, *when)
