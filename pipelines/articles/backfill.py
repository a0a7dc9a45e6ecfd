"""Backfill: pages of the past out of archives of crawls, under the terms of the source that each is of."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.articles.archive import Archive
from pipelines.articles.parse import ParsedPage
from pipelines.articles.result import CollectResult
from pipelines.articles.state import CollectState
from pipelines.articles.together import for_each
from pipelines.articles.urls import site
from pipelines.articles.versions import Versions
from pipelines.articles.worker import ParseFailedError, WorkerPool
from pipelines.articles.writer import ArticleWriter
from pipelines.lake import Lake
from pipelines.schemas.article import Article
from pipelines.settings import Settings
from pipelines.sources.feeds import FeedEntry
from pipelines.sources.registry import Source
from pipelines.sources.warc import CrawledPage, Passed, Wanted, crawled_pages

Progress = Callable[[str, int, int], None]
_AT_A_TIME = 200


@dataclass
class BackfillResult:
    """The counts of one backfill: every answer of a site in the archives is in exactly one of them."""

    files: int = 0
    pages: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    collected: CollectResult = field(default_factory=CollectResult)
    by_source: Counter[str] = field(default_factory=Counter)

    @property
    def batches(self) -> int:
        """Batches written to the lake."""
        return len(self.collected.batches)

    def counts(self) -> dict[str, int]:
        """The figures, flat."""
        return {
            "files": self.files,
            "files_broken": len(self.broken),
            "pages": self.pages,
            "articles_new": self.collected.articles_new,
            "articles_set_aside": self.collected.articles_set_aside.total(),
            "unchanged": self.collected.unchanged,
            "passed_over": self.passed_over.total(),
            "batches": self.batches,
        }


def backfill(
    settings: Settings,
    lake: Lake,
    files: Sequence[Path],
    sources: Sequence[Source],
    wanted: Wanted,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> BackfillResult:
    """Store the pages of registered sites. Safe to repeat and to interrupt: what is stored is known by its id.

    An article is known from the time when the crawler got it. A dry run counts and writes nothing.
    """
    by_site: dict[str, Source] = {}
    for source in sources:
        by_site.setdefault(site(source.url), source)
    wanted = Wanted(wanted.since, wanted.until, lambda url: wanted_site(url, by_site), settings.fetch_max_bytes)
    result = BackfillResult()
    with closing(CollectState(settings.state_dir)) as state:
        run = _Run(settings, lake, state, by_site, result)
        asyncio.run(run.all(files, wanted, progress or (lambda *_: None), dry_run=dry_run))
    return result


def wanted_site(url: str, by_site: dict[str, Source]) -> bool:
    """Whether an address is of a registered site."""
    try:
        return site(url) in by_site
    except ValueError:
        return False


class _Run:
    def __init__(
        self, settings: Settings, lake: Lake, state: CollectState, by_site: dict[str, Source], result: BackfillResult
    ) -> None:
        self._settings = settings
        self._lake = lake
        self._state = state
        self._by_site = by_site
        self._result = result
        self._archive = Archive(settings.archive_dir)

    async def all(self, files: Sequence[Path], wanted: Wanted, progress: Progress, *, dry_run: bool) -> None:
        passed = Passed()
        async with WorkerPool() as pool:
            for number, path in enumerate(files, start=1):
                part: list[CrawledPage] = []
                for page in crawled_pages(path, passed, wanted):
                    self._result.pages += 1
                    self._result.by_source[self._by_site[site(page.url)].source_id] += 1
                    part += [] if dry_run else [page]
                    if len(part) >= _AT_A_TIME:
                        await self._store(part, pool)
                        part = []
                await self._store(part, pool)
                self._result.files += 1
                progress("archives", number, len(files))
        self._result.passed_over.update(passed.reasons)
        self._result.broken += passed.broken

    async def _store(self, pages: list[CrawledPage], pool: WorkerPool) -> None:
        """Read some pages at once and write them by the day on which they were got, as a run on that day would have."""
        read: list[tuple[CrawledPage, Article]] = []

        async def one(page: CrawledPage) -> None:
            read.append((page, await self._article(page, pool)))

        await for_each(one, pages, lambda *_: None)
        for day in sorted({page.at.date() for page in pages}):
            of_day = sorted((item for item in read if item[0].at.date() == day), key=lambda item: item[0].at)
            writer = ArticleWriter(self._lake, self._state, of_day[0][0].at, self._result.collected)
            for _, article in of_day:
                writer.add(article)
            writer.flush()

    async def _article(self, page: CrawledPage, pool: WorkerPool) -> Article:
        source = self._by_site[site(page.url)]
        versions = Versions(page.at, self._settings.article_max_characters)
        sha256 = None
        if source.terms == "full":  # of other sources no more is stored than their terms allow
            headers = {"content-type": page.content_type} if page.content_type else {}
            sha256 = await asyncio.to_thread(
                self._archive.keep, page.body, url=page.url, headers=headers, at=page.at, source_id=source.source_id
            )
        try:
            answer = await pool.read("page", page.body, page.content_type, page.url)
        except ParseFailedError as error:
            return versions.set_aside(
                source.source_id, "parse_failed", str(error), key=(page.url, page.at.isoformat()), url=page.url
            )
        parsed = ParsedPage.model_validate(answer)
        return versions.from_page(source, FeedEntry(url=page.url), parsed, url=page.url, archive_sha256=sha256)
