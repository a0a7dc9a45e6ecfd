"""What a source's terms let us keep of an article: all of it, its beginning, or its title."""

import re
from html import escape, unescape

from pipelines.sources.feeds import FeedEntry
from pipelines.sources.registry import Source

EXCERPT_CHARACTERS = 600
_TAG = re.compile(r"<[^>]{0,2000}>")


def within_terms(source: Source, entry: FeedEntry, text: str) -> str:
    """The part of a text that may be kept."""
    match source.terms:
        case "full":
            return text
        case "excerpt":
            return _excerpt(text or plain_text(entry.summary))
        case "link_only":
            return entry.title or ""


def entry_within_terms(source: Source, entry: FeedEntry) -> FeedEntry:
    """The part of a feed's entry that may be remembered: feeds carry whole articles."""
    match source.terms:
        case "full":
            return entry
        case "excerpt":
            content, summary = (_excerpt(plain_text(said)) for said in (entry.content_html, entry.summary))
            kept = {
                "content_html": f"<p>{escape(content)}</p>" if content else None,
                "summary": escape(summary) or None,
            }
            return entry.model_copy(update=kept)
        case "link_only":
            return entry.model_copy(update={"content_html": None, "summary": None})


def plain_text(html: str | None) -> str:
    """The words of a feed's own snippet; for a whole page there is ``parse_page``."""
    return " ".join(unescape(_TAG.sub(" ", html or "")).split())


def _excerpt(text: str) -> str:
    """The first 600 characters, cut after a paragraph or a sentence where there is one."""
    if len(text) <= EXCERPT_CHARACTERS:
        return text
    head = text[:EXCERPT_CHARACTERS]
    end = max((match.end() for match in re.finditer(r"[.!?。][\"”’»]?(?=\s)|(?=\n)", head)), default=0)
    return head[:end] if end > EXCERPT_CHARACTERS // 3 else head.rsplit(" ", 1)[0]
