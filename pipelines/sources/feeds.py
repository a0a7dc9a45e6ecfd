"""Feeds: RSS, Atom and RDF by feedparser, JSON Feed by hand. Only bytes already fetched are read."""

import io
import json
import re
from html import unescape
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXParseException  # the class alone; nothing is parsed with it

import feedparser
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.sources.dates import When, parse_when

MAX_ENTRIES = 1000
_CUT = f"only its first {MAX_ENTRIES} entries were read"
_MAX_TITLE, _MAX_SUMMARY, _MAX_CONTENT = 500, 20_000, 1_000_000

_HTML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_SITEMAP = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<[?!][^>]*>\s*)*<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE
)
_HEAD = 200_000  # bytes of a page in which its head stands
_LINK = re.compile(rb"<link\s[^>]{1,2000}>", re.IGNORECASE)
_ALTERNATE = re.compile(rb"\brel\s*=\s*[\"']?[^\"'>]*\balternate\b", re.IGNORECASE)
_FEED_TYPE = re.compile(rb"application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE)
_HREF = re.compile(rb"\bhref\s*=\s*[\"']?([^\"'\s>]{1,2000})", re.IGNORECASE)
_ITEM = re.compile(rb"<(?:\w+:)?(item|entry)[\s>]", re.IGNORECASE)
_ITEM_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)

_ENTITY = re.compile(rb"<!ENTITY\s[^>]{0,10000}>", re.IGNORECASE)
# What names one character may stay; an entity of entities or of a file never names one.
_CHARACTER = re.compile(rb"<!ENTITY\s+\w+\s+([\"'])(?:&#\w{1,8};|[^&%<>\"']{0,8})\1\s*>", re.IGNORECASE)


class FeedEntry(BaseModel):
    """One item of a feed, as the feed says it."""

    model_config = ConfigDict(frozen=True)

    entry_id: str | None = None
    url: str | None = None
    title: str | None = None
    summary: str | None = None
    content_html: str | None = None
    published: When | None = None
    updated: When | None = None
    author: str | None = None
    language: str | None = None


class FeedResult(BaseModel):
    """What a feed held. With an ``error`` it is a failed feed, which is not the same as a feed without news."""

    model_config = ConfigDict(frozen=True)

    entries: tuple[FeedEntry, ...] = ()
    lists: tuple[FeedEntry, ...] = Field(
        default=(), description="Of an index of sitemaps: the sitemaps, with when they changed."
    )
    error: str | None = None
    note: str | None = None


def read_feed(body: bytes, content_type: str | None, url: str) -> FeedResult:
    """Read a feed; anything that has no recognisable feed in it is an error."""
    if not body.strip():
        return FeedResult(error="the body is empty")
    if looks_like_html(body):
        return FeedResult(error=f"an HTML page stands where the feed should be{_feed_named(body, url)}")
    if _SITEMAP.match(body[:5000]):
        return FeedResult(error="a sitemap stands where the feed should be; register it with the kind sitemap")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json(body)
    kept, cut = _first_items(_ENTITY.sub(lambda found: found[0] if _CHARACTER.match(found[0]) else b"", body))
    return _read_xml(kept, content_type, url, cut)


def looks_like_html(body: bytes) -> bool:
    """Whether the bytes begin as a page does, such as the page of an error that was sent as if all were well."""
    return bool(_HTML.match(body[:5000]))


def _feed_named(page: bytes, url: str) -> str:
    """The feed that a page's head names, for whoever registered the page in its place."""
    for link in _LINK.findall(page[:_HEAD]):
        address = _HREF.search(link)
        if _ALTERNATE.search(link) and _FEED_TYPE.search(link) and address:
            try:
                return f"; it names {urljoin(url, unescape(address[1].decode('utf-8', 'replace')))[:300]}"
            except ValueError:
                continue
    return ""


def _first_items(body: bytes) -> tuple[bytes, bool]:
    """The document without the items past the cap, so that reading 50,000 of them costs no more than reading 1,000."""
    start = next((match.start() for count, match in enumerate(_ITEM.finditer(body)) if count == MAX_ENTRIES), None)
    if start is None:
        return body, False
    ends = [match.end() for match in _ITEM_END.finditer(body, max(start, len(body) - 5000))]
    return body[:start] + (body[ends[-1] :] if ends else b""), True


def _read_xml(body: bytes, content_type: str | None, url: str, cut: bool) -> FeedResult:
    headers = {"content-type": content_type or "application/xml", "content-location": url}
    parsed = feedparser.parse(io.BytesIO(body), response_headers=headers)
    if not parsed.version and not parsed.entries:
        reason = parsed.get("bozo_exception")
        return FeedResult(
            error=f"no feed was recognised ({type(reason).__name__ if reason else 'no RSS, Atom or RDF'})"
        )
    if parsed.bozo and not parsed.entries:
        return FeedResult(error=f"the feed is broken before its first entry: {str(parsed.bozo_exception)[:200]}")
    language = parsed.feed.get("language")
    is_atom = parsed.version.startswith("atom")
    entries = tuple(_entry(item, language, is_atom=is_atom) for item in parsed.entries[:MAX_ENTRIES])
    if cut or len(parsed.entries) > MAX_ENTRIES:
        return FeedResult(entries=entries, note=_CUT)
    return FeedResult(entries=entries, note=_broken_off(parsed))


def _broken_off(parsed: Any) -> str | None:
    """What was wrong with a feed that was read all the same: what stood behind the fault may be missing."""
    fault = parsed.get("bozo_exception")
    if not parsed.bozo or not isinstance(
        fault, SAXParseException
    ):  # a wrong encoding or type is mended, and loses nothing
        return None
    return f"no well-formed XML, read as far as it went ({len(parsed.entries)} entries): {fault}"[:300]


def _entry(item: Any, language: str | None, *, is_atom: bool) -> FeedEntry:
    published, updated = _when(item, "published"), _when(item, "updated")
    contents = [part.get("value") or "" for part in item.get("content", ()) if "html" in (part.get("type") or "html")]
    return FeedEntry(
        entry_id=_short(item.get("id"), 300),
        url=_link(item),
        title=_short(item.get("title"), _MAX_TITLE),
        summary=_short(item.get("summary"), _MAX_SUMMARY),
        content_html=_short(max(contents, key=len, default=None), _MAX_CONTENT),
        # The one date of RSS and RDF items with Dublin Core is read as "updated"; in Atom the two differ.
        published=published or (None if is_atom else updated),
        updated=updated,
        author=_short(item.get("author"), 200),
        language=_short(item.get("language") or language, 20),
    )


def _link(item: Any) -> str | None:
    link = item.get("link") or (item.get("id") if str(item.get("id", "")).startswith(("http://", "https://")) else None)
    return link.strip() or None if link and len(link) <= 2000 else None


def _when(item: Any, name: str) -> When | None:
    # feedparser answers "published" with "updated" where the former is missing; dict.get does not.
    raw, parsed = dict.get(item, name), dict.get(item, f"{name}_parsed")
    when = parse_when(raw)
    if when is None and parsed is not None:
        # It reads many more forms than ISO and mail, but takes a missing zone for UTC: believe the day alone.
        when = parse_when(f"{parsed.tm_year:04d}-{parsed.tm_mon:02d}-{parsed.tm_mday:02d}")
    return when


def _short(text: Any, limit: int) -> str | None:
    return text.strip()[:limit] or None if isinstance(text, str) else None


def _read_json(body: bytes) -> FeedResult:
    try:
        feed = json.loads(body.decode("utf-8-sig"))
        if not isinstance(feed, dict) or "jsonfeed.org/version" not in str(feed.get("version")):
            return FeedResult(error="JSON, but not a JSON Feed")
        items = feed.get("items")
        if not isinstance(items, list):
            return FeedResult(error="a JSON Feed without items")
        entries = tuple(_json_entry(item, feed) for item in items[:MAX_ENTRIES] if isinstance(item, dict))
    except (ValueError, RecursionError, ValidationError) as error:
        return FeedResult(error=f"the JSON cannot be read: {str(error)[:200]}")
    return FeedResult(entries=entries, note=_CUT if len(items) > MAX_ENTRIES else None)


def _json_entry(item: dict[str, Any], feed: dict[str, Any]) -> FeedEntry:
    authors = item.get("authors") or feed.get("authors") or [item.get("author")]
    names = [a.get("name") for a in authors if isinstance(a, dict)] if isinstance(authors, list) else []
    return FeedEntry(
        entry_id=_short(str(item["id"]), 300) if item.get("id") is not None else None,
        url=_short(item.get("url") or item.get("external_url"), 2000),
        title=_short(item.get("title"), _MAX_TITLE),
        summary=_short(item.get("summary") or item.get("content_text"), _MAX_SUMMARY),
        content_html=_short(item.get("content_html"), _MAX_CONTENT),
        published=parse_when(_short(item.get("date_published"), 80)),
        updated=parse_when(_short(item.get("date_modified"), 80)),
        author=_short(names[0], 200) if names else None,
        language=_short(item.get("language") or feed.get("language"), 20),
    )
