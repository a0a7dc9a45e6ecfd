"""From what was read to an article version: the one place where an ``Article`` is made."""

import re
from datetime import datetime
from typing import get_args

from pipelines import ids
from pipelines.articles.language import language_code, settle_language
from pipelines.articles.notices import credit_of, notice_of
from pipelines.articles.parse import ParsedPage
from pipelines.articles.urls import canonical_address, canonicalise
from pipelines.articles.words import Words, read_words
from pipelines.schemas.article import Article, ArticleSetAside, PublishedFrom
from pipelines.sources.dates import When, believable
from pipelines.sources.feeds import FeedEntry
from pipelines.sources.given import InboxRecord
from pipelines.sources.registry import Source

EXCERPT_CHARACTERS = 600
SET_ASIDE_REASONS: tuple[str, ...] = get_args(ArticleSetAside)
_TAG = re.compile(r"<[^>]{0,2000}>")
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


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
        return self._article(
            source_id=source.source_id,
            url=canonical_address(url, head.canonical),
            publisher=source.publisher,
            authors=head.authors or ((entry.author,) if entry.author else ()),
            title=head.title or entry.title,
            text=_within_terms(source, entry, page.text),
            full_text=page.text,
            words=page.words,
            language=head.language or entry.language or source.language_code,
            # Last, when an Atom feed says only when it was changed: not before it was published, so safe to know it by.
            dates=((entry.published, "feed"), (head.published, "metadata"), (entry.updated, "feed")),
            modified=head.modified or entry.updated,
            archive_sha256=archive_sha256,
        )

    def from_entry(self, source: Source, entry: FeedEntry, url: str | None, text: str) -> Article:
        """An entry whose page is not read: what the feed itself gives."""
        return self._article(
            source_id=source.source_id,
            url=canonicalise(url) if url else None,
            given_id=None if url else entry.entry_id or entry.title,
            publisher=source.publisher,
            authors=(entry.author,) if entry.author else (),
            title=entry.title,
            text=_within_terms(source, entry, text),
            full_text=text,
            language=entry.language or source.language_code,
            dates=((entry.published, "feed"), (entry.updated, "feed")),
            modified=entry.updated,
        )

    def from_inbox(self, record: InboxRecord, page: ParsedPage | None, source_id: str = "inbox") -> Article:
        """A record that a person or program handed in; of a file of HTML, the page read from it."""
        head = page.head if page else None
        said = head.published if head and record.published is None else None
        return self._article(
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
            dates=((record.published, "given"), (said, "metadata")),
            modified=head.modified if head else None,
        )

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

    def _article(
        self,
        *,
        source_id: str,
        url: str | None,
        publisher: str | None,
        authors: tuple[str, ...],
        title: str | None,
        text: str,
        dates: tuple[tuple[When | None, PublishedFrom], ...],
        language: str | None,
        modified: When | None,
        full_text: str | None = None,
        words: Words | None = None,
        given_id: str | None = None,
        trust_language: bool = False,
        archive_sha256: str | None = None,
    ) -> Article:
        title, text, given = _plain(title, 500), _storable(text), _plain(given_id, 300)
        whole = _storable(full_text) if full_text is not None else text
        words = words or read_words(whole)
        published, source = self._published(dates)
        believed = believable(modified, self.now)
        reason, detail = self._fitness(title, text, whole)
        kept = text[: self._max]
        return Article(
            article_id=ids.article_id(url, given, title, text),
            page_id=ids.page_id(url, given),
            given_id=given,
            source_id=source_id,
            url=url,
            publisher=_plain(publisher, 200),
            authors=tuple(name for author in authors[:20] if (name := _plain(author, 200))),
            title=title,
            text=kept,
            language=language_code(language) if trust_language else settle_language(words.language, language),
            published_at=published.at if published else None,
            published_precision=published.precision if published else "unknown",
            published_from=source,
            modified_at=believed.at if believed else None,
            retrieved_at=self.now,
            text_sha256=ids.text_sha256(title, text),
            fingerprint=words.fingerprint.sketch,
            marks=words.fingerprint.marks,
            fact_keys=words.fingerprint.fact_keys,
            notice=notice_of(title, whole),
            credited_to=_plain(credit_of(whole, authors), 200),
            archive_sha256=archive_sha256,
            set_aside=reason,
            set_aside_detail=detail,
        )

    def _fitness(self, title: str | None, text: str, whole: str) -> tuple[ArticleSetAside | None, str | None]:
        if not text.strip():
            return "no_text", "no text was found" if title is None else "nothing but a title was found"
        if len(whole) > self._max:
            return "too_long", f"{len(whole)} characters, more than the {self._max} that are read"
        return None, None

    def _published(self, dates: tuple[tuple[When | None, PublishedFrom], ...]) -> tuple[When | None, PublishedFrom]:
        """The first date that can be believed; a later one of the same day may tell the hour."""
        found = [(when, source) for said, source in dates if (when := believable(said, self.now))]
        if not found:
            return None, "none"
        first, source = found[0]
        finer = (pair for pair in found if pair[0].precision == "second" and abs(pair[0].at - first.at).days < 1)
        return (first, source) if first.precision == "second" else next(finer, (first, source))


def plain_text(html: str | None) -> str:
    """The words of a feed's own snippet; for a whole page there is ``parse_page``."""
    from html import unescape  # noqa: PLC0415 - a module of this package has the same name

    return " ".join(unescape(_TAG.sub(" ", html or "")).split())


def _within_terms(source: Source, entry: FeedEntry, text: str) -> str:
    match source.terms:
        case "full":
            return text
        case "excerpt":
            return _excerpt(text or plain_text(entry.summary))
        case "link_only":
            return entry.title or ""


def _excerpt(text: str) -> str:
    """The first 600 characters, cut after a paragraph or a sentence where there is one."""
    if len(text) <= EXCERPT_CHARACTERS:
        return text
    head = text[:EXCERPT_CHARACTERS]
    end = max((match.end() for match in re.finditer(r"[.!?。][\"”’»]?(?=\s)|(?=\n)", head)), default=0)
    return head[:end] if end > EXCERPT_CHARACTERS // 3 else head.rsplit(" ", 1)[0]


def _storable(text: str) -> str:
    """Without what no store can hold, character for character, so that offsets stay."""
    return _UNSTORABLE.sub(" ", text)


def _plain(text: str | None, limit: int) -> str | None:
    return " ".join(_storable(text).split())[:limit] or None if text else None
