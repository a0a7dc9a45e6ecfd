"""Collect: read the feeds, the pages they lead to, the inbox and the queue, and write what is new to the lake.

Each run takes all that is due. Crash at any point and run again: what was stored is known by its id, what was not is
read again.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, closing
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from pipelines import clock, ids
from pipelines.articles.archive import Archive
from pipelines.articles.feed_checks import FeedChecker
from pipelines.articles.fetch import Fetcher
from pipelines.articles.handed_in import HandedIn
from pipelines.articles.pages import PageOutcome, PageReader
from pipelines.articles.result import CollectResult
from pipelines.articles.state import CollectState, KnownPage, PageRead
from pipelines.articles.together import Lanes
from pipelines.articles.urls import canonicalise
from pipelines.articles.versions import Versions
from pipelines.articles.worker import WorkerPool
from pipelines.articles.writer import ArticleWriter
from pipelines.lake import Forgotten, Lake
from pipelines.settings import Settings
from pipelines.sources.registry import Source

__all__ = ["CollectResult", "Progress", "collect"]

Progress = Callable[[str, int, int], None]


def collect(
    settings: Settings,
    lake: Lake,
    *,
    sources: Sequence[Source] = (),
    inbox: Path | None = None,
    queue: bool = False,
    progress: Progress | None = None,
) -> CollectResult:
    """Take in all that is new in the feeds and in the inbox folder, and on demand in the queue of the settings.

    A feed or page that fails is counted and tried again by the next run; nothing of it is an exception.
    """
    run = _Run(settings, lake, clock.now(), progress or (lambda *_: None))
    with closing(run.state):
        asyncio.run(run.all(sources, inbox, queue=queue))
    return run.result


class _Run:
    def __init__(self, settings: Settings, lake: Lake, now: datetime, progress: Progress) -> None:
        self._settings = settings
        self._lake = lake
        self._now = now
        self._progress = progress
        self.state = CollectState(settings.state_dir)
        self.result = CollectResult()
        self._versions = Versions(now, settings.article_max_characters)
        self._forgotten = Forgotten(lake)
        self._writer = ArticleWriter(lake, self.state, now, self.result)

    async def all(self, sources: Sequence[Source], inbox: Path | None, *, queue: bool) -> None:
        # Names are looked up in threads, and there are few of them by default: a slow name would hold up all.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(self._settings.fetch_connections))
        async with AsyncExitStack() as stack:
            pool = await stack.enter_async_context(WorkerPool())
            handed_in = HandedIn(self.state, self._versions, self._writer, pool, self.result)
            if inbox is not None and inbox.is_dir():
                await handed_in.take_inbox(inbox, self._progress)
            if queue:
                await handed_in.take_queue(self._settings, self._progress)
            if sources:
                fetcher = await stack.enter_async_context(Fetcher(self._settings))
                await self._feeds(sources, fetcher, pool)
        self._writer.flush()
        balance = self.result.balance(self._now)
        if balance.pages_due or balance.inbox_records or balance.queue_messages:
            self._lake.write_collect_run(balance)

    async def _feeds(self, sources: Sequence[Source], fetcher: Fetcher, pool: WorkerPool) -> None:
        """Check the feeds, and read what is due of each as soon as it is known, within the limit of each host."""
        reader = PageReader(fetcher, pool, Archive(self._settings.archive_dir), self._versions)
        done = total = 0

        async def read(found: tuple[KnownPage, Source]) -> None:
            nonlocal done
            page, source = found
            self._keep(page, await reader.read(page, source))
            done += 1
            self._progress("pages", done, total)

        async with Lanes(read, self._settings.fetch_connections_per_host) as lanes:

            def checked(source: Source) -> None:
                nonlocal total
                known = self.state.pages_in_feed(source.source_id)
                rest = self._settings.recheck_hours * 3600
                asked = [page for page in known if page.is_due(self._now, rest)]
                asked += self.state.pages_to_look_after(source.source_id, self._now)
                due = [page for page in asked if not self._is_forgotten(page)]
                total += len(due)
                self.result.pages_due += len(due)
                for page in due:
                    lanes.add(urlsplit(page.entry.url or "").netloc, (page, source))

            checker = FeedChecker(fetcher, pool, self.state, self._now, self.result)
            await checker.check_all(sources, self._progress, checked)
        self._lake.write_source_checks(self.result.source_checks, self._now.date())

    def _is_forgotten(self, page: KnownPage) -> bool:
        addresses = (page.article_url, canonicalise(page.entry.url) if page.entry.url else None)
        return any(self._forgotten.has_page(ids.page_id(address, None)) for address in addresses if address)

    def _keep(self, page: KnownPage, outcome: PageOutcome) -> None:
        """Count and store what came of a page; a page that waits is not remembered as read."""
        self.result.pages_fetched += outcome.fetched
        if outcome.kind == "waiting":
            self.result.waiting += 1
            return
        article = outcome.article
        good = article if article is not None and article.set_aside is None else None
        speaks = article if article is not None and article.set_aside in (None, "gone") else None
        self._writer.page_done(
            PageRead(
                page.page_key, page.entry_hash, self._now, outcome.validators,
                article_id=good.article_id if good else None, article_url=good.url if good else None,
                current_id=speaks.article_id if speaks else None, failure=outcome.failure,
            )
        )  # fmt: skip
        if article is None:
            self.result.unchanged += 1
        elif speaks and page.current_id not in (None, speaks.article_id) and self.state.is_known(speaks.article_id):
            self._writer.add_again(speaks)
        else:
            self._writer.add(article)
