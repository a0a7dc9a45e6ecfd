"""Keys: short hashes that any order, any machine and any rebuild give again."""

import hashlib
import re
import unicodedata

_SPACE = re.compile(r"\s+")


def normalise(text: str | None) -> str:
    """Text with compatibility forms folded, white space as single spaces, and no case."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text or "")).strip().casefold()


def digest(*parts: str | None) -> str:
    """The first 24 hex digits of the sha256 of the parts; null and the empty string differ."""
    hasher = hashlib.sha256()
    for part in parts:
        encoded = b"" if part is None else part.encode("utf-8", "surrogatepass")
        hasher.update(b"-" if part is None else f"{len(encoded)}:".encode())
        hasher.update(encoded)
    return hasher.hexdigest()[:24]


def page_id(url: str | None, given_id: str | None) -> str:
    """What the versions of one page share: its canonical address, else the id it came with."""
    return digest("url", url) if url else digest("given", given_id)


def article_id(url: str | None, given_id: str | None, title: str | None, text: str) -> str:
    """The key of one version of one page; a re-parse that gives the same words keeps it."""
    return digest(page_id(url, given_id), normalise(title), normalise(text))


def text_sha256(title: str | None, text: str) -> str:
    """The hash that exact copies share, whoever published them."""
    return hashlib.sha256(f"{normalise(title)}\n{normalise(text)}".encode("utf-8", "surrogatepass")).hexdigest()
