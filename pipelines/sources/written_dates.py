"""Dates in words, where a page or feed gives none by itself: a line that is nothing but a date, a dateline, an address."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pipelines.sources.dates import When

_MONTHS = (
    ("january", "jan", "januar", "enero", "ene", "janvier"),
    ("february", "feb", "februar", "febrero", "février", "févr"),
    ("march", "mar", "märz", "marzo", "mars"),
    ("april", "apr", "abril", "abr", "avril"),
    ("may", "mai", "mayo"),
    ("june", "jun", "juni", "junio", "juin"),
    ("july", "jul", "juli", "julio", "juillet"),
    ("august", "aug", "agosto", "ago", "août"),
    ("september", "sep", "sept", "septiembre", "septembre"),
    ("october", "oct", "oktober", "okt", "octubre", "octobre"),
    ("november", "nov", "noviembre", "novembre"),
    ("december", "dec", "dezember", "dez", "diciembre", "dic", "décembre"),
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_NAME = "|".join(sorted(_NUMBER, key=len, reverse=True))
# A date in figures alone is read only with the year first: 07/10/2026 is two days.
_DATE = (
    rf"(?:(?P<d1>\d{{1,2}})\.?(?:st|nd|rd|th|er)?\s+(?:de\s+)?(?P<m1>{_NAME})\.?,?\s+(?:de\s+)?(?P<y1>\d{{4}})"
    rf"|(?P<m2>{_NAME})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})|(?P<y4>\d{4})年(?P<m4>\d{1,2})月(?P<d4>\d{1,2})日)"
)
_LABEL = r"(?:(?:first )?(?:published|posted)(?: on)?|veröffentlicht(?: am)?|publicado(?: el)?|publié(?: le)?)?\s*:?\s*"
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+(?:den\s+|le\s+)?)?"
_CLOCK = r"(?:\s*[,|·–-]?\s*(?:at|um|a las|à)?\s*\d{1,2}[:.h]\d{2}[\w .:()+-]{0,20})?"
_LINE = re.compile(rf"\A{_LABEL}{_WEEKDAY}{_DATE}{_CLOCK}\s*\Z", re.IGNORECASE)
_DATELINE = re.compile(
    rf"\A[A-Z][\w .,'’/-]{{1,60}}?[,(]\s*(?:le\s+|den\s+)?{_DATE}\)?\s*(?:/[\w -]{{2,30}}/|\([\w -]{{2,30}}\))?\s*[-–—]",
    re.IGNORECASE,
)
_IN_PATH = re.compile(r"/(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|\Z)")


def date_in_text(text: str) -> When | None:
    """The day that a text gives for itself: one of its first lines is a date and nothing else, or begins as a dateline does."""
    heads = [line.strip()[:200] for line in text[:2000].splitlines()[:3]]
    found = (_LINE.match(head) or _DATELINE.match(head) for head in heads)
    return next((when for match in found if match and (when := _when(match))), None)


def date_in_address(url: str | None) -> When | None:
    """The day that stands in the path of an address."""
    match = _IN_PATH.search(urlsplit(url).path) if url else None
    return _day(*match.groups()) if match else None


def _when(match: re.Match[str]) -> When | None:
    for form in "1234":
        if match[f"y{form}"]:
            month = match[f"m{form}"].lower()
            return _day(match[f"y{form}"], str(_NUMBER.get(month, month)), match[f"d{form}"])
    return None


def _day(year: str, month: str, day: str) -> When | None:
    try:
        return When(at=datetime(int(year), int(month), int(day), tzinfo=UTC), precision="day")
    except ValueError:
        return None
