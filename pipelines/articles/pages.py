"""One page of a feed: asked for, kept, read, and made into an article version, or the reason why not."""

import asyncio
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from pipelines.articles.archive import Archive
from pipelines.articles.fetch import (
    NO_VALIDATORS,
    Fetcher,
    FetchFailedError,
    Reply,
    RobotsRefusedError,
    Validators,
)
from pipelines.articles.parse import ParsedPage
from pipelines.articles.robots import RobotsUnknownError
from pipelines.articles.state import KnownPage
from pipelines.articles.terms import plain_text
from pipelines.articles.versions import Versions
from pipelines.articles.worker import ParseFailedError, WorkerPool
from pipelines.errors import PermanentError
from pipelines.schemas.article import Article
from pipelines.sources.registry import Source

_GONE = {404, 410}
_HTML_TYPES = {"", "text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain"}


@dataclass(frozen=True)
class PageOutcome:
    """How one page went: an article, or nothing new, or an answer that the next run must ask for again."""

    kind: Literal["article", "unchanged", "waiting"]
    article: Article | None = None
    validators: Validators = NO_VALIDATORS
    failure: str | None = None
    fetched: bool = False


class PageReader:
    """Reads the pages of one run."""

    def __init__(self, fetcher: Fetcher, pool: WorkerPool, archive: Archive, versions: Versions) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._archive = archive
        self._versions = versions

    async def read(self, page: KnownPage, source: Source) -> PageOutcome:
        """Read a page, whatever happens."""
        url = page.entry.url
        if url is None or source.terms == "link_only":
            return await self._from_entry(page, source, "the entry has no address and no text")
        try:
            async with self._fetcher.opened(url, page.validators if page.article_id else None) as reply:
                return await self._answered(page, source, url, reply)
        except RobotsRefusedError as error:
            return await self._from_entry(page, source, str(error))
        except (FetchFailedError, RobotsUnknownError) as error:
            return PageOutcome("waiting", failure=str(error))
        except PermanentError as error:
            return self._failed(page, source, str(error))

    async def _answered(self, page: KnownPage, source: Source, url: str, reply: Reply) -> PageOutcome:
        if reply.status == 304:
            return PageOutcome("unchanged", validators=page.validators)
        if reply.status in _GONE and page.article_id and page.article_url:
            gone = self._versions.gone(source, page.article_id, page.article_url, page.entry.title, reply.status)
            return PageOutcome("article", gone, fetched=True)
        if reply.status != 200:
            return self._failed(page, source, f"status {reply.status}")
        if urlsplit(reply.url).path in {"", "/"} and urlsplit(url).path not in {"", "/"}:
            return self._failed(page, source, "the address leads to the front page")
        kind = (reply.content_type or "").split(";")[0].strip().lower()
        if kind not in _HTML_TYPES:
            return self._failed(page, source, f"no page but {kind[:60]}")
        return await self._parsed(page, source, reply)

    async def _parsed(self, page: KnownPage, source: Source, reply: Reply) -> PageOutcome:
        kept = None
        if source.terms == "full":  # of other sources no more is stored than their terms allow
            kept = await asyncio.to_thread(
                self._archive.keep, reply.body, url=reply.url, headers=reply.headers, at=self._versions.now,
                source_id=source.source_id, entry=page.entry.model_dump(mode="json", exclude={"content_html"}, exclude_none=True),
            )  # fmt: skip
        try:
            answer = await self._pool.read("page", reply.body, reply.content_type, reply.url)
        except ParseFailedError as error:
            return self._failed(page, source, str(error), "parse_failed")
        parsed = ParsedPage.model_validate(answer)
        article = self._versions.from_page(source, page.entry, parsed, url=reply.url, archive_sha256=kept)
        if article.set_aside and page.article_id:
            return PageOutcome("unchanged", failure=f"read before, but now: {article.set_aside_detail}", fetched=True)
        if article.set_aside == "no_text" and (text := await self._entry_text(page)):
            article = self._versions.from_entry(source, page.entry, article.url, text)
        return PageOutcome("article", article, reply.validators, fetched=True)

    async def _from_entry(self, page: KnownPage, source: Source, otherwise: str) -> PageOutcome:
        """What the feed itself gives, where the page may not be read or there is none."""
        text = page.entry.title or "" if source.terms == "link_only" else await self._entry_text(page)
        if not text:
            return self._failed(page, source, otherwise)
        return PageOutcome("article", self._versions.from_entry(source, page.entry, page.entry.url, text))

    async def _entry_text(self, page: KnownPage) -> str:
        content = page.entry.content_html
        if content:
            body = f"<html><body><article>{content}</article></body></html>".encode("utf-8", "replace")
            try:
                answer = await self._pool.read("page", body, "text/html; charset=utf-8", page.entry.url or "")
                text = str(ParsedPage.model_validate(answer).text)
            except ParseFailedError:
                text = ""
            if text:
                return text
        return plain_text(page.entry.summary)

    def _failed(
        self,
        page: KnownPage,
        source: Source,
        detail: str,
        reason: Literal["unreadable", "parse_failed"] = "unreadable",
    ) -> PageOutcome:
        """A page that will not be read. One that was read before stays as it was."""
        if page.article_id:
            return PageOutcome("unchanged", failure=detail)
        article = self._versions.set_aside(
            source.source_id, reason, f"{detail}: {page.entry.url or page.entry.entry_id}", key=(page.page_key, detail),
            url=page.entry.url, title=page.entry.title, publisher=source.publisher,
        )  # fmt: skip
        return PageOutcome("article", article, failure=detail)
