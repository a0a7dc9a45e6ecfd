"""A page's bytes read into text and metadata. Runs in a worker that can be killed: see ``articles/worker.py``."""

import re
from typing import Any

from lxml.html import HtmlElement  # type: ignore[import-untyped]
from pydantic import BaseModel, ConfigDict
from trafilatura import bare_extraction
from trafilatura.xml import xmltotxt

from pipelines.articles.html import decode, drop_unseen, parse_html
from pipelines.articles.metadata import PageHead, read_head

_LITTLE = 200  # characters; below, the thorough way is worth its time
_SPACE = re.compile(r"[^\S\n]+")


class ParsedPage(BaseModel):
    """What a page says: its main text, one paragraph a line, and its metadata."""

    model_config = ConfigDict(frozen=True)

    text: str
    head: PageHead


def parse_page(body: bytes, content_type: str | None = None) -> ParsedPage:
    """Read a page; without any text in it the text is empty."""
    tree = parse_html(decode(body, content_type))
    if tree is None:
        return ParsedPage(text="", head=PageHead())
    head = read_head(tree)
    drop_unseen(tree)
    text = _main_text(tree, fast=True)
    if len(text) < _LITTLE:
        thorough = _main_text(tree, fast=False)
        text = thorough if len(thorough) > len(text) else text
    return ParsedPage(text=text, head=head)


def _main_text(tree: HtmlElement, *, fast: bool) -> str:
    found: Any = bare_extraction(tree, fast=fast, include_comments=False, include_formatting=False)
    if found is None or found.body is None:
        return ""
    lines = (_SPACE.sub(" ", line).strip() for line in xmltotxt(found.body, False).splitlines())
    return "\n".join(line for line in lines if line)
