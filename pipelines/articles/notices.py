"""What a text says about itself: that it corrects or retracts something, or that a wire wrote it."""

import re

from pipelines.schemas.article import Notice

_CORRECTION = re.compile(
    r"(?:editor[’']?s?['’]? note:? (?:this|an earlier|a previous)|corrections?\b(?:\s*\([^)]*\))?\s*[:.—–-]|corrected\b[^.]{0,40}[:—–]"
    r"|correction(?: and clarification)?\s*\Z|clarification\s*:"
    r"|(?:an? )?(?:earlier|previous) version of this (?:article|story|report|post)\b"
    r"|this (?:article|story|report|post) (?:has been|was) (?:corrected|amended)\b"
    r"|fe de (?:errores|erratas)\b|correcci[oó]n\s*:|corregido\s*:|una versi[oó]n anterior de (?:este|esta)\b"
    r"|korrektur\b\s*(?:\([^)]*\))?\s*[:.—–-]|berichtigung\b|richtigstellung\b|in einer früheren (?:version|fassung)\b"
    r"|rectificatif\b|une version (?:antérieure|précédente) de cet\b)",
    re.IGNORECASE,
)
_RETRACTION = re.compile(
    r"(?:retraction\b|retracted\s*[:—–-]|(?:this|the) (?:article|story|report|post) (?:has been|was|is) (?:retracted|withdrawn|removed|taken down)\b"
    r"|we (?:have )?(?:retracted|withdrawn) this (?:article|story|report|post)\b|(?:editor[’']?s?['’]? note: )?we (?:retract|withdraw) this\b"
    r"|retractaci[oó]n\b|este art[ií]culo ha sido (?:retirado|retractado|eliminado)\b|hemos retirado este art[ií]culo\b"
    r"|dieser (?:artikel|beitrag|bericht) wurde (?:zurückgezogen|gelöscht|entfernt)\b|wir (?:ziehen|haben) diesen (?:artikel|beitrag|bericht) zurück)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\A[\s*_\[(\"“‘>•–—-]+")
_NAME = r"(?P<name>[A-Z][\w&.'’-]*(?: (?:[A-Z][\w&.'’-]*|of|and|for|the)){0,4})"
_DATELINE = re.compile(r"\A(?:[A-Z][\w.,’' ]{1,60}?,? )?\((?P<name>[A-Z][\w&.’' -]{1,40})\)\s*[-—–:]\s")
_BYLINE = re.compile(rf"\A(?:By|Von|Por) {_NAME} (?:staff|wire|news agency|newsroom)\b\.?\Z", re.IGNORECASE)
_CLOSING = re.compile(rf"\A(?:[-—–]\s*|Source: |Quelle: |Fuente: |Credit: |\(){_NAME}\)?\.?\Z")
_FIRST = re.compile(rf"\b(?:was|were) first (?:reported|published) by {_NAME}")
_WIRE_AUTHOR = re.compile(r"\b(?:Reuters|Associated Press|AFP|Bloomberg News|dpa|EFE|ANSA|PA Media|[A-Z]\w+ Wire)\b")


def notice_of(title: str | None, text: str) -> Notice | None:
    """Whether the title, or one of the first or last three paragraphs, begins as a correction or a retraction does."""
    paragraphs = [line for line in text.splitlines() if line.strip()]
    spots = [title or "", *paragraphs[:3], *paragraphs[-3:]]
    heads = [_LEAD.sub("", spot)[:300] for spot in spots]
    if any(_RETRACTION.match(head) for head in heads):
        return "retraction"
    return "correction" if any(_CORRECTION.match(head) for head in heads) else None


def credit_of(text: str, authors: tuple[str, ...] = ()) -> str | None:
    """Whom the whole text is credited to: a wire's dateline, byline or closing line. A source of one sentence is none."""
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    if not paragraphs:
        return None
    for head in paragraphs[:3]:
        match = _DATELINE.match(head) or _BYLINE.match(head)
        if match:
            return _clean(match["name"])
    for tail in paragraphs[-3:]:
        match = _CLOSING.match(tail) if len(tail) <= 60 else None
        if match:
            return _clean(match["name"])
    first = next((match for spot in paragraphs[-2:] if (match := _FIRST.search(spot))), None)
    if first:
        return _clean(first["name"])
    by = next((match for author in authors if (match := _WIRE_AUTHOR.search(author))), None)
    return by.group(0) if by else None


def _clean(name: str) -> str:
    return name.strip(" .,'’-")
