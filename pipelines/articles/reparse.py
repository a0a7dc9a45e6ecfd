"""Reading the archive anew: what today's reader makes of the bytes of years ago, where it makes something else of them."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from pipelines import clock, ids
from pipelines.articles.archive import Archive, Receipt
from pipelines.articles.parse import ParsedPage
from pipelines.articles.state import CollectState
from pipelines.articles.together import for_each
from pipelines.articles.versions import Versions
from pipelines.articles.worker import ParseFailedError, WorkerPool
from pipelines.lake import Forgotten, Lake
from pipelines.schemas.article import Article
from pipelines.settings import Settings
from pipelines.sources.feeds import FeedEntry
from pipelines.sources.registry import Source

_AT_ONCE = 500  # receipts in memory, and articles in a batch

Progress = Callable[[str, int, int], None]


@dataclass
class ReparseResult:
    """What came of each receipt of the archive; the counts add up to ``receipts``.

    ``read_otherwise`` are those whose words are the same and whose dates, names, language or marks are not;
    ``left_out`` counts by reason what was not read anew or gave no article.
    """

    receipts: int = 0
    new_versions: int = 0
    read_otherwise: int = 0
    unchanged: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    batches: list[Path] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The figures, flat."""
        left = {f"left_out_{reason}": count for reason, count in sorted(self.left_out.items())}
        read = {"new_versions": self.new_versions, "read_otherwise": self.read_otherwise, "unchanged": self.unchanged}
        return {"receipts": self.receipts} | read | left


def reparse(
    settings: Settings, lake: Lake, sources: Mapping[str, Source], progress: Progress | None = None
) -> ReparseResult:
    """Read every page of the archive again. Words that come out as before keep their article; others are a new version.

    Where the words are as before and something else is not (a date, an author, the language), the article is stored once
    more as it is read now, and the newest reading is the one that holds. A new version has the retrieval time of its
    bytes, so it takes the place of the former reading and of no later page.
    Sources whose terms do not allow the full text any more are left out. Safe to repeat and to interrupt.
    """
    return asyncio.run(_Reparse(settings, lake, sources).all(progress or (lambda *_: None)))


class _Reparse:
    def __init__(self, settings: Settings, lake: Lake, sources: Mapping[str, Source]) -> None:
        self._settings = settings
        self._lake = lake
        self._sources = sources
        self._archive = Archive(settings.archive_dir)
        self._now = clock.now()
        self._known = _readings(lake)
        self._told: set[str] = set()  # articles of which this run has heard the receipt that tells
        self._forgotten = Forgotten(lake)
        self.result = ReparseResult()

    async def all(self, progress: Progress) -> ReparseResult:
        # Of several receipts of one page the first one tells, whatever comes of the others: a repetition finds nothing to do.
        receipts = sorted(self._archive.receipts(), key=lambda receipt: (receipt.retrieved_at, receipt.url))
        self.result.receipts = len(receipts)
        waiting = iter(receipts)
        async with WorkerPool() as pool:
            while part := list(islice(waiting, _AT_ONCE)):
                pages: dict[int, Article] = {}

                async def read(numbered: tuple[int, Receipt], pages: dict[int, Article] = pages) -> None:
                    if article := await self._read(numbered[1], pool):
                        pages[numbered[0]] = article

                await for_each(read, list(enumerate(part)), lambda *_: None)
                self._store(filter(None, (self._otherwise(pages[number]) for number in sorted(pages))), self._now)
                progress("archive", self._done(), len(receipts))
        return self.result

    async def _read(self, receipt: Receipt, pool: WorkerPool) -> Article | None:
        """What today's reader makes of a receipt's bytes, if it makes an article of them."""
        source = self._sources.get(receipt.source_id)
        if source is None or source.terms != "full":
            self.result.left_out["source_unknown" if source is None else "terms"] += 1
            return None
        try:
            body = self._archive.read(receipt.sha256)
            answer = await pool.read("page", body, receipt.headers.get("content-type"), receipt.url)
        except (ParseFailedError, OSError) as error:
            self.result.left_out["unreadable" if isinstance(error, ParseFailedError) else "bytes_missing"] += 1
            return None
        versions = Versions(receipt.retrieved_at, self._settings.article_max_characters)
        entry, page = FeedEntry.model_validate(receipt.entry), ParsedPage.model_validate(answer)
        article = versions.from_page(source, entry, page, url=receipt.url, archive_sha256=receipt.sha256)
        if article.set_aside or self._forgotten.covers(article):
            self.result.left_out[article.set_aside or "forgotten"] += 1
            return None
        return article

    def _otherwise(self, article: Article) -> Article | None:
        """The article, if it is new or reads otherwise than it did."""
        former, reading = self._known.get(article.article_id), _reading(article)
        if former and (former.archive_sha256 != reading.archive_sha256 or article.article_id in self._told):
            self.result.unchanged += (
                1  # the same words came in other bytes or by another way before, which tell the rest
            )
            return None
        self._told.add(article.article_id)
        if former == reading:
            self.result.unchanged += 1
            return None
        if former is None:
            self.result.new_versions += 1
        else:
            self.result.read_otherwise += 1
        self._known[article.article_id] = reading
        return article.model_copy(update={"parsed_at": self._now})

    def _store(self, articles: Iterable[Article], at: datetime) -> None:
        found = sorted(articles, key=lambda article: article.article_id)
        path = self._lake.write_articles(found, at.date(), again=frozenset(article.article_id for article in found))
        if path is not None:
            self.result.batches.append(path)
        with closing(CollectState(self._settings.state_dir)) as state:
            state.pages_read([], [(article.article_id, article.page_id) for article in found])

    def _done(self) -> int:
        read = self.result.new_versions + self.result.read_otherwise + self.result.unchanged
        return read + self.result.left_out.total()


@dataclass(frozen=True)
class _Reading:
    """What was made of some bytes, as a hash."""

    archive_sha256: str | None
    digest: str


def _reading(article: Article) -> _Reading:
    told = article.model_dump_json(exclude={"retrieved_at", "parsed_at"})
    return _Reading(article.archive_sha256, ids.digest(told))


def _readings(lake: Lake) -> dict[str, _Reading]:
    """The newest reading of every article, and of several as old the one that came first."""
    found: dict[str, tuple[tuple[bool, float, float], _Reading]] = {}
    for batch in lake.batches("articles"):
        for article in lake.read_articles(batch.path):
            parsed = article.parsed_at
            age = (parsed is not None, parsed.timestamp() if parsed else 0.0, -article.retrieved_at.timestamp())
            if article.article_id not in found or age > found[article.article_id][0]:
                found[article.article_id] = (age, _reading(article))
    return {article_id: reading for article_id, (_, reading) in found.items()}
