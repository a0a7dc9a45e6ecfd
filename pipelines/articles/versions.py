"""From what was read to an article version: the one place where an ``Article`` is made."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from pipelines import ids
from pipelines.articles.dating import Dates, Said, settle_dates
from pipelines.articles.language import language_code, settle_language
from pipelines.articles.notices import credit_of, notice_of
from pipelines.articles.parse import ParsedPage
from pipelines.articles.quality import is_headline_apart
from pipelines.articles.terms import within_terms
from pipelines.articles.urls import canonical_address, canonicalise
from pipelines.articles.words import Words, read_words
from pipelines.schemas.article import Article, ArticleSetAside, QualityFlag
from pipelines.sources.feeds import FeedEntry
from pipelines.sources.given import InboxRecord
from pipelines.sources.registry import Source
from pipelines.sources.written_dates import date_in_address, date_in_text

SET_ASIDE_REASONS: tuple[str, ...] = get_args(ArticleSetAside)
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class _Told:
    """What was said of an article and when; ``text`` is what may be kept of it, ``full_text`` all of it where that is more."""

    source_id: str
    url: str | None
    publisher: str | None
    authors: tuple[str, ...]
    title: str | None
    text: str
    dates: Dates
    language: str | None
    trust_language: bool = False
    site_name: str | None = None
    page_flags: tuple[QualityFlag, ...] = ()
    full_text: str | None = None
    words: Words | None = None
    given_id: str | None = None
    archive_sha256: str | None = None

    def language_of(self, words: Words) -> str | None:
        """As it was given, or as the words and what the page says settle it."""
        return language_code(self.language) if self.trust_language else settle_language(words.language, self.language)


class Versions:
    """Makes the articles of one run: same time, same limits."""

    def __init__(self, now: datetime, max_characters: int) -> None:
        self.now = now
        self._max = max_characters

    def from_page(
        self, source: Source, entry: FeedEntry, page: ParsedPage, *, url: str, archive_sha256: str | None
    ) -> Article:
        """A page that a feed led to; of a source with narrower terms only the part that may be kept."""
        head = page.head
        told = _Told(
            source_id=source.source_id,
            url=canonical_address(url, head.canonical),
            publisher=source.publisher,
            authors=head.authors or ((entry.author,) if entry.author else ()),
            title=head.title or entry.title,
            text=within_terms(source, entry, page.text),
            full_text=page.text,
            words=page.words,
            language=head.language or entry.language or source.language_code,
            site_name=head.site_name,
            # An Atom feed may say only when it was changed: not before it was published, so safe to know it by.
            dates=self._dates(
                (entry.published, "feed"),
                (head.published, "metadata"),
                (entry.updated, "feed"),
                (date_in_text(page.text), "text"),
                (date_in_address(url), "address"),
                modified=((head.modified, "metadata"), (entry.updated, "feed")),
            ),
            page_flags=("machine_translated",) if head.is_translated else (),
            archive_sha256=archive_sha256,
        )
        return self._article(told)

    def from_entry(self, source: Source, entry: FeedEntry, url: str | None, text: str) -> Article:
        """An entry whose page is not read: what the feed itself gives."""
        told = _Told(
            source_id=source.source_id,
            url=canonicalise(url) if url else None,
            given_id=None if url else entry.entry_id or entry.title,
            publisher=source.publisher,
            authors=(entry.author,) if entry.author else (),
            title=entry.title,
            text=within_terms(source, entry, text),
            full_text=text,
            language=entry.language or source.language_code,
            dates=self._dates(
                (entry.published, "feed"),
                (entry.updated, "feed"),
                (date_in_text(text), "text"),
                (date_in_address(url), "address"),
                modified=((entry.updated, "feed"),),
            ),
        )
        return self._article(told)

    def from_inbox(self, record: InboxRecord, page: ParsedPage | None, source_id: str = "inbox") -> Article:
        """A record that a person or program handed in; of a file of HTML, the page read from it."""
        head = page.head if page else None
        told = _Told(
            source_id=source_id,
            given_id=record.given_id,
            url=canonicalise(record.url) if record.url else canonicalise(head.canonical or "") if head else None,
            publisher=record.publisher or (head.site_name if head else None),
            authors=head.authors if head else (),
            title=record.title or (head.title if head else None),
            text=page.text if page else record.text,
            words=page.words if page else None,
            language=record.language or (head.language if head else None),
            trust_language=record.language is not None,
            site_name=head.site_name if head else None,
            dates=self._dates(
                *(((record.published, "given"),) if record.published or not head else ((head.published, "metadata"),)),
                modified=((head.modified if head else None, "metadata"),),
            ),
        )
        return self._article(told)

    def set_aside(
        self,
        source_id: str,
        reason: ArticleSetAside,
        detail: str,
        *,
        key: tuple[str, ...],
        url: str | None = None,
        given_id: str | None = None,
        title: str | None = None,
        publisher: str | None = None,
    ) -> Article:
        """What could not be read, as a row that says why; ``key`` is what makes it the same row next time."""
        address = canonicalise(url) if url else None
        row = ids.digest("set aside", source_id, reason, *key)
        return Article(
            article_id=row,
            # Without an address it is a page of its own: a broken file must not pass for a version of a good one.
            page_id=ids.page_id(address, row),
            given_id=_plain(given_id, 300),
            source_id=source_id,
            url=address,
            publisher=_plain(publisher, 200),
            title=_plain(title, 500),
            retrieved_at=self.now,
            text_sha256=ids.text_sha256(None, ""),
            set_aside=reason,
            set_aside_detail=_plain(detail, 500),
        )

    def gone(self, source: Source, last_article_id: str, url: str, title: str | None, status: int) -> Article:
        """A page that was read before and is no more: a version that retracts what it said."""
        row = self.set_aside(
            source.source_id, "gone", f"the page is gone (status {status})",
            key=(last_article_id,), url=url, title=title, publisher=source.publisher,
        )  # fmt: skip
        return row.model_copy(update={"notice": "retraction"})

    def _article(self, told: _Told) -> Article:
        title, text, given = _plain(told.title, 500), _storable(told.text), _plain(told.given_id, 300)
        whole = _storable(told.full_text) if told.full_text is not None else text
        words = told.words or read_words(whole)
        reason, detail = self._fitness(title, text, whole)
        return Article(
            article_id=ids.article_id(told.url, given, title, text),
            page_id=ids.page_id(told.url, given),
            given_id=given,
            source_id=told.source_id,
            url=told.url,
            publisher=_plain(told.publisher, 200),
            site_name=_plain(told.site_name, 200),
            authors=tuple(name for author in told.authors[:20] if (name := _plain(author, 200))),
            title=title,
            text=text[: self._max],
            language=told.language_of(words),
            **_times(told.dates),
            retrieved_at=self.now,
            text_sha256=ids.text_sha256(title, text),
            fingerprint=words.fingerprint.sketch,
            marks=words.fingerprint.marks,
            fact_keys=words.fingerprint.fact_keys,
            notice=notice_of(title, whole),
            credited_to=_plain(credit_of(whole, told.authors), 200),
            quality_flags=_flags(told, words, is_apart=is_headline_apart(title, whole)),
            archive_sha256=told.archive_sha256,
            set_aside=reason,
            set_aside_detail=detail,
        )

    def _dates(self, *published: Said, modified: tuple[Said, ...]) -> Dates:
        return settle_dates(published, modified, self.now)

    def _fitness(self, title: str | None, text: str, whole: str) -> tuple[ArticleSetAside | None, str | None]:
        if not text.strip():
            return "no_text", "no text was found" if title is None else "nothing but a title was found"
        if len(whole) > self._max:
            return "too_long", f"{len(whole)} characters, more than the {self._max} that are read"
        return None, None


def _times(dates: Dates) -> dict[str, Any]:
    """When it was published and changed, each as exactly as it was said."""
    published, modified = dates.published, dates.modified
    return {
        "published_at": published.at if published else None,
        "published_precision": published.precision if published else "unknown",
        "published_from": dates.published_from,
        "published_offset_minutes": published.offset_minutes if published else None,
        "modified_at": modified.at if modified else None,
        "modified_precision": modified.precision if modified else "unknown",
        "modified_from": dates.modified_from,
    }


def _flags(told: _Told, words: Words, *, is_apart: bool) -> tuple[QualityFlag, ...]:
    """What makes it carry less: of its words, its page and its dates, and a headline that is not of this text."""
    apart: tuple[QualityFlag, ...] = ("headline_mismatch",) if is_apart else ()
    return tuple(sorted({*words.flags, *told.page_flags, *told.dates.flags, *apart}))


def _storable(text: str) -> str:
    """Without what no store can hold, character for character, so that offsets stay."""
    return _UNSTORABLE.sub(" ", text)


def _plain(text: str | None, limit: int) -> str | None:
    return " ".join(_storable(text).split())[:limit] or None if text else None
