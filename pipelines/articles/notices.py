"""What a text says about itself: that it corrects or retracts something, or that a wire wrote it."""

import re

from pipelines.schemas.article import Notice

_DAY = r"(?:\s*\([^)]{0,40}\)|,? [\w ,.]{3,30})?"  # "Correction, March 11, 2025:"
_MARK = rf"{_DAY}\s*(?:[:.—–-]|\Z)"
# Each stands at the beginning of the title or of a paragraph; "the report was withdrawn" inside a text is news.
_CORRECTIONS = (
    rf"corrections?(?: and clarifications?)?\b{_MARK}",
    rf"(?:corrected|clarification)\b{_MARK}",
    r"(?:editor[’']?s?[’']? note:? )?(?:an )?(?:earlier|previous) version of this (?:article|story|report|post)\b",
    r"(?:editor[’']?s?[’']? note:? )?this (?:article|story|report|post) (?:has been|was) (?:corrected|amended)\b",
    rf"(?:fe de (?:errores|erratas)|correcci[oó]n|corregido)\b{_MARK}",
    r"(?:en )?una versi[oó]n anterior de (?:este|esta)\b",
    rf"(?:korrektur|korrigiert|berichtigung|richtigstellung)\b{_MARK}",
    r"in einer (?:früheren|vorherigen) (?:version|fassung)\b",
    rf"(?:rectificatif|correctif)\b{_MARK}",
    r"(?:dans )?une version (?:antérieure|précédente) de (?:cet|ce)\b",
)
_RETRACTIONS = (
    rf"(?:retraction(?: notice)?|retracted|withdrawn)\b{_MARK}",
    r"(?:editor[’']?s?[’']? note:? )?this (?:article|story) (?:has been|was|is) (?:retracted|withdrawn|removed|taken down)\b",
    r"(?:editor[’']?s?[’']? note:? )?we (?:have |are )?(?:retract|withdr[ae]w)(?:ed|n|ing)? (?:this|our) (?:article|story|report)\b",
    rf"(?:retractaci[oó]n|retirado)\b{_MARK}",
    r"(?:este art[ií]culo|esta noticia) ha sido (?:retirad|retractad|eliminad)[oa]\b",
    r"hemos retirado (?:este art[ií]culo|esta noticia)\b",
    rf"(?:zurückgezogen|widerruf)\b{_MARK}",
    r"dieser (?:artikel|beitrag|bericht) (?:wurde|ist) (?:zurückgezogen|gelöscht|entfernt)\b",
    r"wir haben diesen (?:artikel|beitrag|bericht) (?:zurückgezogen|gelöscht|entfernt)\b",
)
_CORRECTION = re.compile("|".join(f"(?:{form})" for form in _CORRECTIONS), re.IGNORECASE)
_RETRACTION = re.compile("|".join(f"(?:{form})" for form in _RETRACTIONS), re.IGNORECASE)
_LEAD = re.compile(r"\A[\s*_\[(\"“‘>•–—-]+")

_NAME = r"(?P<name>[A-Z][\w&.'’-]*(?: (?:[A-Z][\w&.'’-]*|of|and|the)){0,4})"
_PLACE = r"(?:(?:[A-Z][A-Z.]+[\w .,/’'-]{0,60}?|[A-Z]\w+, \d{1,2} \w{3,10}\.?) )?"  # "LONDON/PARIS, July 10 ", "Madrid, 10 jul "
_DATELINE = re.compile(rf"\A{_PLACE}\({_NAME}\)\.?\s*[-—–:]+\s")
_BYLINE = re.compile(rf"\A(?:By|Von|Por|Par) (?:the )?{_NAME} (?:staff|newsroom|news agency)\b\.?\Z")
_CLOSING = re.compile(rf"\A(?:[-—–]\s*{_NAME}|\({_NAME.replace('name', 'bracketed')}\))\.?\Z")
_SOURCE = re.compile(rf"\A(?:Source|Quelle|Fuente|Credit|Via):? {_NAME}\.?\Z")
_FIRST = re.compile(
    rf"\A(?:This|The) (?:story|article|report|news) (?:was|were) (?:first|originally) (?:reported|published) (?:by|in|on) {_NAME}"
)
_AGENCIES = (
    r"Reuters|Associated Press|AP|AFP|Agence France-Presse|Bloomberg News|dpa|DPA|EFE|ANSA|PTI|IANS|UPI|PA Media"
)
_AGENCY_AUTHOR = re.compile(rf"\A(?:The )?(?P<name>{_AGENCIES}|(?:[A-Z]\w+ )+Wire)(?: staff)?\Z")
_TICKER = re.compile(rf"(?!(?:{_AGENCIES})\Z)[A-Z.]{{1,6}}\Z")


def notice_of(title: str | None, text: str) -> Notice | None:
    """Whether the title, or one of the first or last three paragraphs, begins as a correction or a retraction does."""
    paragraphs = _paragraphs(text)
    heads = [_LEAD.sub("", spot)[:300] for spot in (title or "", *paragraphs[:3], *paragraphs[-3:])]
    if any(_RETRACTION.match(head) for head in heads):
        return "retraction"
    return "correction" if any(_CORRECTION.match(head) for head in heads) else None


def credit_of(text: str, authors: tuple[str, ...] = ()) -> str | None:
    """Whom the whole text is credited to: a wire's dateline, byline or closing line. Who is cited for one fact is not."""
    paragraphs = _paragraphs(text)
    matches = [form.match(head) for head in paragraphs[:3] for form in (_DATELINE, _BYLINE)]
    matches += [_CLOSING.match(tail) for tail in paragraphs[-3:] if len(tail) <= 60]
    matches += [form.match(tail) for tail in paragraphs[-1:] for form in (_SOURCE, _FIRST)]
    matches += [_AGENCY_AUTHOR.match(author) for author in authors]
    names = (match.groupdict().get("name") or match.groupdict().get("bracketed") or "" for match in matches if match)
    return next((name for said in names if (name := said.strip(" .,'’-")) and not _TICKER.match(name)), None)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
