"""OPML, the lists of feeds that readers exchange, as it is found: often no XML, and read to its last outline all the same.

The tolerant parser of HTML reads every file, since it gives up on nothing; the strict parser of XML only tells what is wrong.
"""

import codecs
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from lxml import etree  # type: ignore[import-untyped]

from pipelines.errors import UsageError
from pipelines.sources.registry import Source

MAX_BYTES = 20_000_000
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
# An ampersand that begins no entity: what an address with a query most often suffers from.
_BARE = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)")
_ADDRESS = re.compile(r"\bxmlUrl\s*=", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MAX_SAID = 5


@dataclass(frozen=True)
class Outline:
    """One entry of the list. ``folder`` is the innermost heading above it; ``line`` is where it stands."""

    title: str | None
    url: str
    kind: str | None
    language: str | None
    folder: str | None
    line: int


@dataclass
class OpmlResult:
    """What a file held: its entries, how many headings without an address, and what had to be mended to read it."""

    outlines: list[Outline] = field(default_factory=list)
    headings: int = 0
    mended: list[str] = field(default_factory=list)


def read_opml(content: bytes) -> OpmlResult:
    """Every outline of a file that has an address.

    Raises:
        UsageError: It is too large, or there is no outline in it.
    """
    if len(content) > MAX_BYTES:
        raise UsageError(f"The file has {len(content)} bytes; a list of feeds has {MAX_BYTES} at most.")
    text, mended = _decode(content)
    faults = _faults(text)
    if faults:
        bare = len(_BARE.findall(text))
        mended += [f"{bare} bare ampersand{'s' if bare > 1 else ''}"] if bare else []
        mended += _rest(faults)
    reader = _Reader()
    reader.feed(_BARE.sub("&amp;", text))
    reader.close()
    if not reader.outlines and not reader.headings:
        raise UsageError(
            "There is no outline in the file; an OPML list has lines such as <outline xmlUrl='https://…'/>."
        )
    lost = len(_ADDRESS.findall(_COMMENT.sub("", text))) - len(reader.outlines) - reader.empty
    mended += [f"{lost} more addresses stand where no outline could be read"] if lost > 0 else []
    return OpmlResult(reader.outlines, reader.headings, mended)


def write_opml(sources: Iterable[Source], title: str) -> bytes:
    """The sources as a list that other readers can import, under their topics."""
    by_topic: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        by_topic[source.topic].append(source)
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for topic in sorted(by_topic):
        folder = etree.SubElement(body, "outline", text=topic, title=topic)
        for source in by_topic[topic]:
            etree.SubElement(folder, "outline", _attributes(source))
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _attributes(source: Source) -> dict[str, str]:
    said = {"text": source.publisher, "title": source.publisher, "type": "rss", "xmlUrl": source.url}
    return said | ({"language": source.language_code} if source.language_code else {})


class _Reader(HTMLParser):
    """Collects outlines; tags that are never closed cost a heading, no entry."""

    # A <title> or <style> without its end must not swallow the list.
    CDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc]
    RCDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc]

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.outlines: list[Outline] = []
        self.headings = 0
        self.empty = 0
        self._above: list[str | None] = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "outline":
            self._outline({name: (value or "").strip() for name, value in attrs})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "outline":
            return
        said = {name: (value or "").strip() for name, value in attrs}
        is_entry = self._outline(said)
        # An entry that is never closed is no heading of what follows: the nearest heading stays.
        nearest = self._above[-1] if self._above else None
        self._above.append(nearest if is_entry else said.get("title") or said.get("text") or None)

    def handle_endtag(self, tag: str) -> None:
        if tag == "outline" and self._above:
            self._above.pop()

    def _outline(self, said: dict[str, str]) -> bool:
        kind = said.get("type", "").lower() or None
        url = said.get("xmlurl") or (said.get("url") if kind in {"rss", "atom", "feed"} else None)
        if not url:
            self.headings += 1
            self.empty += "xmlurl" in said
            return False
        title = said.get("title") or said.get("text") or None
        folder = self._above[-1] if self._above else None
        self.outlines.append(Outline(title, url, kind, said.get("language") or None, folder, self.getpos()[0]))
        return True


def _decode(content: bytes) -> tuple[str, list[str]]:
    """The text, by its byte order mark, else as declared, else as UTF-8, else as Western European; said where that differs."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace"), []
    found = _DECLARED.match(content)
    declared = found[1].decode("ascii").lower() if found else "utf-8"
    for encoding in dict.fromkeys((declared, "utf-8", "cp1252")):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return text, [] if encoding == declared else [f"it is not {declared} as declared; read as {encoding}"]
    return content.decode("latin-1"), [f"it is not {declared} as declared; read as latin-1"]


def _faults(text: str) -> list[str]:
    """What keeps the text from being XML, each with its line; nothing when it is XML."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    body = _DECLARATION.sub("", text, count=1).encode("utf-8", "surrogatepass")
    try:
        etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:  # nothing could be recovered at all
        return [f"line {error.lineno}: {error.msg}"]
    return list(dict.fromkeys(f"line {entry.line}: {entry.message}" for entry in parser.error_log))


def _rest(faults: list[str]) -> list[str]:
    more = len(faults) - _MAX_SAID
    return faults[:_MAX_SAID] + ([f"and {more} more faults"] if more > 0 else [])
