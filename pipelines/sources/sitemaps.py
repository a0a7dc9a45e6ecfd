"""Sitemaps: lists of pages, and lists of such lists, packed or not; with the tags for news where a publisher gives them.

Only bytes already fetched are read. What follows ``#`` in the address is the beginning of the paths that are wanted, such
as ``https://lab.example/sitemap.xml#/news/``: a site's own list names all its pages.
"""

import zlib
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree  # type: ignore[import-untyped]

from pipelines.sources.dates import parse_when
from pipelines.sources.feeds import MAX_ENTRIES, FeedEntry, FeedResult, looks_like_html

MAX_BYTES = 50_000_000  # unpacked, by the protocol
MAX_LISTS = 500
_PACKED = b"\x1f\x8b"


def read_sitemap(body: bytes, url: str) -> FeedResult:
    """Read a sitemap, or an index of sitemaps (its ``lists``); anything else is an error."""
    address, beginning = urldefrag(url)
    unpacked = _unpacked(body)
    if unpacked is None:
        return FeedResult(error=f"the packed sitemap is broken, or has more than {MAX_BYTES} bytes")
    if not unpacked.strip():
        return FeedResult(error="the body is empty")
    if looks_like_html(unpacked):
        return FeedResult(error="an HTML page stands where the sitemap should be")
    root = _root(unpacked)
    match etree.QName(root).localname if root is not None else None:
        case "sitemapindex":
            return _index(root, address)
        case "urlset":
            return _pages(root, address, beginning)
        case kind:
            return FeedResult(error=f"no sitemap was recognised (its root is {kind or 'no XML'})")


def _root(unpacked: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(unpacked, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _unpacked(body: bytes) -> bytes | None:
    if not body.startswith(_PACKED):
        return body
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unpacked = unpacker.decompress(body, MAX_BYTES)
    except zlib.error:
        return None
    return unpacked if unpacker.eof else None


def _index(root: etree._Element, address: str) -> FeedResult:
    """The lists of an index, the newest first."""
    found = [_texts(item) for item in _children(root, "sitemap")]
    dated = [(parse_when(said.get("lastmod")), urljoin(address, said["loc"])) for said in found if said.get("loc")]
    dated.sort(key=lambda item: item[0].at.timestamp() if item[0] else float("inf"), reverse=True)
    lists = tuple(FeedEntry(url=url[:2000], updated=when) for when, url in dated[:MAX_LISTS] if len(url) <= 2000)
    if not lists:
        return FeedResult(error="an index of sitemaps that names none")
    cut = f"only {MAX_LISTS} of its {len(dated)} lists were read" if len(dated) > MAX_LISTS else None
    return FeedResult(lists=lists, note=cut)


def _pages(root: etree._Element, address: str, beginning: str) -> FeedResult:
    entries = [
        entry
        for item in _children(root, "url")
        if (entry := _entry(_texts(item), address)) and _is_wanted(entry.url or "", beginning)
    ]
    # A list of a whole site is in no order: the newest are kept, and what bears no date after them.
    entries.sort(key=_age)
    cut = f"only its newest {MAX_ENTRIES} of {len(entries)} pages were read" if len(entries) > MAX_ENTRIES else None
    return FeedResult(entries=tuple(entries[:MAX_ENTRIES]), note=cut)


def _age(entry: FeedEntry) -> float:
    when = entry.published or entry.updated
    return -when.at.timestamp() if when else float("inf")


def _is_wanted(url: str, beginning: str) -> bool:
    path = urlsplit(url).path
    return path.startswith(beginning) and path != beginning if beginning else True


def _entry(said: dict[str, str], address: str) -> FeedEntry | None:
    loc = said.get("loc")
    if not loc or len(loc) > 2000:
        return None
    url = urljoin(address, loc)
    return FeedEntry(
        entry_id=url[:300],
        url=url,
        title=(said.get("title") or "")[:500] or None,
        published=parse_when(said.get("publication_date")),
        updated=parse_when(said.get("lastmod")),
        language=(said.get("language") or "")[:20] or None,
    )


def _children(root: etree._Element, name: str) -> Iterator[etree._Element]:
    for item in root:
        if isinstance(item.tag, str) and etree.QName(item).localname == name:
            yield item


def _texts(item: etree._Element) -> dict[str, str]:
    """The words of an item by the plain name of their tag; of several (pictures have titles too) those of news, then the first."""
    said: dict[str, str] = {}
    for part in item.iter(etree.Element):
        words = (part.text or "").strip()
        if not words:
            continue
        name = etree.QName(part).localname
        is_news = "sitemap-news" in (etree.QName(part).namespace or "")
        if is_news or (name in {"loc", "lastmod"} and part.getparent() is item):
            said.setdefault(name, words)
    return said
