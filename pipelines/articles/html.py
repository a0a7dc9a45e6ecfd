"""From bytes to a tree without what a reader does not see: what is hidden from people must not reach the text."""

import re

from lxml import etree  # type: ignore[import-untyped]
from lxml.html import HtmlElement, HTMLParser, document_fromstring  # type: ignore[import-untyped]

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?(?:\.0+)?\s*(?:;|!|\Z)|opacity\s*:\s*0\s*(?:;|!|\Z)"
    r"|font-size\s*:\s*0(?:\.0+)?(?:[a-z%]+)?\s*(?:;|!|\Z)|(?:left|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%",
    re.IGNORECASE,
)
# The last row holds no words: without them the tree is smaller, and reading it takes less.
_UNSEEN_TAGS = (
    "script", "style", "template", "noscript", "iframe", "object", "svg", "canvas", "select", "dialog",
    "link", "meta", "source", "input",
)  # fmt: skip
_MARKED = etree.XPath("//*[@hidden or @aria-hidden='true' or @style]")


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a page: by its mark, its header, its own word, else UTF-8, else the web's old default."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    header = _CHARSET.search(content_type or "")
    meta = _META.search(body[:4096])
    named = [header.group(1)] if header else []
    named += [meta.group(1).decode("ascii", "replace")] if meta else []
    for name in [*named, "utf-8"]:
        try:
            return body.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("windows-1252", "replace")


def parse_html(text: str) -> HtmlElement | None:
    """The tree of a page; null when there is none in it."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def drop_unseen(tree: HtmlElement) -> None:
    """Take out of the tree, in place, what is not shown: by attribute, by inline style, by nature."""
    etree.strip_elements(tree, *_UNSEEN_TAGS, with_tail=False)
    for element in _MARKED(tree):
        if element.getparent() is not None and element.tag not in {"html", "body"} and _is_unseen(element):
            element.drop_tree()


def _is_unseen(element: HtmlElement) -> bool:
    hidden = element.get("hidden")
    if (hidden is not None and hidden != "until-found") or element.get("aria-hidden", "").lower() == "true":
        return True
    return bool(_HIDDEN.search(element.get("style", "")[:2000]))


def clean(text: str) -> str:
    """Text without control characters and halves of characters, which no tree and no store can hold.

    Zero bytes go as if they had not been there, as in a browser.
    """
    return _CONTROL.sub(" ", text.replace("\0", ""))
