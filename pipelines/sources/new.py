"""The row of a source that nobody has described yet, as far as its address and an OPML list tell."""

import re
from collections.abc import Mapping, Set
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError
from tld import get_fld

from pipelines.errors import UsageError
from pipelines.sources.opml import Outline
from pipelines.sources.registry import Source, fault_of

_MAX_ID = 60
# Where many publishers have their feeds: the address says nothing of the family.
_SHARED_HOSTS = frozenset(
    {
        "beehiiv.com",
        "blogspot.com",
        "feedburner.com",
        "libsyn.com",
        "medium.com",
        "megaphone.fm",
        "substack.com",
        "wordpress.com",
        "youtube.com",
    }
)
_WORDS_OF_FEEDS = {"rss", "atom", "rdf", "xml", "feed", "feeds", "index", "php", "json", "html"}
_NO_WORD = re.compile(r"[^a-z0-9]+")


def new_source(url: str, taken: Set[str], said: Mapping[str, Any]) -> Source:
    """The row of a feed: what is not said of it is read off its address.

    Raises:
        UsageError: Its id is taken, or something said of it cannot be; the message names the column.
    """
    address = plain_address(url)
    given = {name: value for name, value in said.items() if value is not None}
    source_id = said.get("source_id") or _free_id(address, given.get("publisher") or "", taken)
    if source_id in taken:
        raise UsageError(f"The source id {source_id!r} is taken; give another.")
    row = {
        "source_id": source_id,
        "publisher": urlsplit(address).hostname or address[:200] or "nobody",
        "publisher_family": _family(address, source_id),
        "url": address,
    }
    try:
        return Source.model_validate(row | given)
    except ValidationError as error:
        column, fault = fault_of(error)
        raise UsageError(f"{column}: {fault}" if column else fault) from error


def of_outline(outline: Outline) -> dict[str, Any]:
    """What an entry of an OPML list says of its feed."""
    topic = _slug(outline.folder or "")[:50] or None
    language = (outline.language or "").split("-")[0].lower()
    kind = outline.kind if outline.kind in {"rss", "atom", "rdf", "json"} else None
    return {
        "publisher": (outline.title or "")[:200] or None,
        "topic": topic,
        "language_code": language if 2 <= len(language) <= 3 and language.isalpha() else None,
        "kind": kind,
    }


def plain_address(url: str) -> str:
    """The address without the schemes that some readers put before it."""
    bare = url.strip()
    for prefix in ("feed://", "feed:"):
        if bare.lower().startswith(prefix):
            rest = bare[len(prefix) :]
            return rest if "://" in rest[:9] else f"https://{rest}"
    return bare


def _free_id(url: str, title: str, taken: Set[str]) -> str:
    parts = urlsplit(url)
    host = _slug((parts.hostname or "source").removeprefix("www."))
    words = [word for word in _slug(parts.path).split("_") if word and word not in _WORDS_OF_FEEDS]
    by_title = _slug(title)
    ends = [by_title] if _is_shared(url) else [host, "_".join([host, *words[-2:]]), "_".join([host, by_title])]
    for end in ends:
        if end and end[:_MAX_ID] not in taken:
            return end[:_MAX_ID]
    return next(name for number in range(2, len(taken) + 3) if (name := f"{host}_{number}") not in taken)


def _is_shared(url: str) -> bool:
    host = (urlsplit(url).hostname or "").lower()
    return any(host == shared or host.endswith(f".{shared}") for shared in _SHARED_HOSTS)


def _family(url: str, source_id: str) -> str:
    if _is_shared(url):
        return source_id
    domain = get_fld(url, fail_silently=True, search_private=True)
    return _slug(str(domain or (urlsplit(url).hostname or "").removeprefix("www."))) or source_id


def _slug(text: str) -> str:
    return _NO_WORD.sub("_", text.lower()).strip("_")
