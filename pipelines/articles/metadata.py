"""What a page says about itself in its head: title, authors, address, site, language and dates."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement  # type: ignore[import-untyped]
from pydantic import BaseModel, ConfigDict
from trafilatura.metadata import extract_title

from pipelines.sources.dates import When, parse_when

_ARTICLE_TYPES = re.compile(r"Article|Report|BlogPosting|Posting|WebPage|Analysis|Review", re.IGNORECASE)
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.date", "dcterms.created", "dcterms.issued", "publish-date", "publish_date", "pubdate", "publication_date",
    "publicationdate", "parsely-pub-date", "sailthru.date", "article_date_original",
    "cxenseparse:recs:publishtime", "originalpublicationdate",
    "citation_publication_date", "release_date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "dcterms.modified", "last-modified",
    "lastmod", "revised", "article.updated",
)  # fmt: skip
_AUTHOR_META = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl", "twitter:creator")
_BY = re.compile(r"\A(?:by|von|por|par)\s+", re.IGNORECASE)
_TRANSLATED = re.compile(r"\btranslated-(?:ltr|rtl)\b")  # the mark of a translating browser or proxy
_MAX_JSON, _MAX_NODES = 500_000, 500


class PageHead(BaseModel):
    """The metadata of a page, all as the page says it."""

    model_config = ConfigDict(frozen=True)

    title: str | None = None
    authors: tuple[str, ...] = ()
    canonical: str | None = None
    site_name: str | None = None
    language: str | None = None
    published: When | None = None
    modified: When | None = None
    is_translated: bool = False


def read_head(tree: HtmlElement) -> PageHead:
    """Read a page's metadata: linked data first, then meta tags, then what the body marks as such."""
    meta = _meta(tree)
    linked = list(_linked(tree))
    return PageHead(
        title=_first(
            [meta.get("og:title"), *(_text(node.get("headline")) for node in linked), extract_title(tree)], 500
        ),
        authors=_authors(tree, meta, linked),
        canonical=_canonical(tree, meta),
        site_name=_first([meta.get("og:site_name"), *(_name(node.get("publisher")) for node in linked)], 200),
        language=_first(
            [tree.get("lang"), tree.get("xml:lang"), meta.get("content-language"), meta.get("og:locale")], 20
        ),
        published=_date(linked, "datePublished", meta, _PUBLISHED) or _date_in_body(tree, "datePublished"),
        modified=_date(linked, "dateModified", meta, _MODIFIED) or _date_in_body(tree, "dateModified"),
        is_translated=bool(_TRANSLATED.search(tree.get("class") or "")),
    )


def _meta(tree: HtmlElement) -> dict[str, str]:
    """The first value of each meta tag, whichever attribute names it."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute)
            if name and content:
                found.setdefault(name.lower(), content[:2000])
    return found


def _linked(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The nodes of JSON-LD blocks that describe an article."""
    for element in tree.iter("script"):
        if (element.get("type") or "").split(";")[0].strip().lower() == "application/ld+json" and element.text:
            try:
                yield from _nodes(json.loads(element.text[:_MAX_JSON], strict=False))
            except (ValueError, RecursionError):
                continue


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    queue, seen = [value], 0
    while queue and seen < _MAX_NODES:
        node, seen = queue.pop(0), seen + 1
        if isinstance(node, list):
            queue[:0] = node[:_MAX_NODES]
        elif isinstance(node, dict):
            if _ARTICLE_TYPES.search(str(node.get("@type"))[:200]):
                yield node
            queue += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]


def _authors(tree: HtmlElement, meta: dict[str, str], linked: list[dict[str, Any]]) -> tuple[str, ...]:
    names: list[str | None] = []
    for node in linked:
        said = node.get("author") or node.get("creator")
        names += [_name(item) for item in (said if isinstance(said, list) else [said])]
    if not any(names):
        names = [part for key in _AUTHOR_META for part in re.split(r";|\|", meta.get(key, ""))]
    if not any(names):
        names = _bylines(tree)
    cleaned = (_text(name, 100) for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if name and not name.startswith(("http", "@"))))[:20]


def _bylines(tree: HtmlElement) -> list[str | None]:
    """Names that the body marks as the author's. The library's own search took twice as long as reading the whole text."""
    marked = tree.xpath("(//*[@rel='author' or @itemprop='author' or contains(@class, 'byline')])[position() <= 5]")
    said = [_BY.sub("", " ".join(element.text_content().split())) for element in marked]
    return [name for name in said if 3 <= len(name) <= 60 and not any(sign.isdigit() for sign in name)]


def _canonical(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    return _first([*links, meta.get("og:url")], 2000)


def _date(linked: list[dict[str, Any]], field: str, meta: dict[str, str], names: tuple[str, ...]) -> When | None:
    said = [_text(node.get(field), 80) for node in linked] + [meta.get(name) for name in names]
    read = [when for text in said if (when := parse_when(text))]
    return next((when for when in read if when.precision == "second"), read[0] if read else None)


def _date_in_body(tree: HtmlElement, field: str) -> When | None:
    """A date that the body marks as the article's own; any other date in it may be somebody else's."""
    marked = tree.xpath(f"//*[@itemprop='{field}']/@datetime | //*[@itemprop='{field}']/@content")
    if field == "datePublished":
        marked += tree.xpath("//time[@pubdate]/@datetime")
        times = tree.xpath(
            "//article//time[@datetime][not(ancestor::aside or ancestor::nav or ancestor::footer)]/@datetime"
        )
        marked += times[:1] or tree.xpath("//header//time[@datetime]/@datetime")[:1]
        marked += tree.xpath(
            "//main//time[@datetime][not(ancestor::aside or ancestor::nav or ancestor::footer)]/@datetime"
        )[:1]
    return next((when for text in marked if (when := parse_when(str(text)))), None)


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name") if isinstance(value, dict) else value, 200)


def _text(value: Any, limit: int = 500) -> str | None:
    return " ".join(value.split())[:limit] or None if isinstance(value, str) else None


def _first(values: list[Any], limit: int) -> str | None:
    return next((text for value in values if (text := _text(value, limit))), None)
