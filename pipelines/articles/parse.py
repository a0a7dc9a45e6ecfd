"""A page's bytes read into text and metadata. Runs in a worker that can be killed: see ``articles/worker.py``."""

import re
from functools import cache
from typing import Any

from lxml.html import HtmlElement  # type: ignore[import-untyped]
from pydantic import BaseModel, ConfigDict
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG, Extractor

from pipelines.articles.html import clean, decode, drop_unseen, parse_html
from pipelines.articles.metadata import PageHead, read_head
from pipelines.articles.words import Words, read_words

_LITTLE = 200  # characters; below, the thorough way is worth its time
_LOOKED_AT = 10_000
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")


class ParsedPage(BaseModel):
    """What a page says: its main text, one paragraph a line, and its metadata."""

    model_config = ConfigDict(frozen=True)

    text: str
    head: PageHead
    words: Words | None = None


def read_page(body: bytes, content_type: str | None = None) -> ParsedPage:
    """Read a page and what its words tell; see ``parse_page``."""
    page = parse_page(body, content_type)
    return page.model_copy(update={"words": read_words(page.text)})


def parse_page(body: bytes, content_type: str | None = None) -> ParsedPage:
    """Read a page; without any text in it the text is empty.

    Raises:
        ValueError: The body is an image, a document or the like, and no text.
    """
    decoded = decode(body, content_type)
    if _is_binary(decoded[:_LOOKED_AT]):
        raise ValueError("this is no text")
    tree = parse_html(clean(decoded))
    if tree is None:
        return ParsedPage(text="", head=PageHead())
    head = read_head(tree)
    drop_unseen(tree)
    text = _main_text(tree, fast=True)
    if len(text) < _LITTLE:
        thorough = _main_text(tree, fast=False)
        text = thorough if len(thorough) > len(text) else text
    return ParsedPage(text=text, head=head)


def _is_binary(text: str) -> bool:
    """Whether more than a twentieth of it are signs that no text has; a few stray zero bytes are no reason."""
    strange = len(_STRANGE.findall(text))
    return strange > 32 and strange * 20 > len(text) and "<html" not in text.lower()


def _main_text(tree: HtmlElement, *, fast: bool) -> str:
    found: Any = bare_extraction(tree, options=_options(fast=fast))
    lines = (" ".join(line.split()) for line in (found.text or "").split("\n")) if found else ()
    return "\n".join(line for line in lines if line)


@cache
def _options(*, fast: bool) -> Extractor:
    """What the library is asked for; it keeps nothing of a page in it."""
    return Extractor(config=DEFAULT_CONFIG, output_format="python", fast=fast, comments=False, formatting=False)
