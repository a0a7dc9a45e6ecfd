"""Dates in text, at the precision said; nothing here knows what day it is today.

Each rule is a pattern and a reader; where two overlap, the one that begins first and then the longer one is kept.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipelines.extraction.date_words import (
    BEFORE_MONTH,
    BEFORE_YEAR,
    CAPITAL_MONTHS,
    COUNTS,
    DAY_WORDS,
    FUTURE,
    MONTHS,
    MONTHS_OF_LANGUAGE,
    ORDINALS,
    PART_OF_YEAR,
    SEASONS,
    SINCE,
    STEP_WORDS,
    UNIT_WORDS,
    UNTIL,
    WEEKDAYS,
)
from pipelines.extraction.sparse import Sparse
from pipelines.schemas.claim import DatePrecision

DateKind = Literal["point", "since", "until", "duration"]
Reading = tuple[str | None, DatePrecision]
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
UNKNOWN: Reading = (None, "unknown")
_SKIP: Reading = ("skip", "unknown")
_SOFT = r"\s+(?:(?:at least|early|late|mid|the|end of|el|le)[\s-]+)*$"
_SINCE, _UNTIL, _FUTURE = (
    Sparse(re.compile(rf"\b(?:{words}){_SOFT}", re.IGNORECASE)) for words in (SINCE, UNTIL, FUTURE)
)
# Up to this length a text counts as a sentence, whose dates are remembered for a while.
_SENTENCE = 1_200


@dataclass(frozen=True)
class DateMention:
    """A date as said: ``value`` is ISO at its precision ("2026-07-10", "2026-07", "2026-Q3", "2026"), else null."""

    start: int
    end: int
    value: str | None
    precision: DatePrecision
    kind: DateKind
    text: str


@dataclass(frozen=True)
class _Context:
    """What a reader may know beside its match."""

    published: datetime.date | None
    language: str | None
    is_future: bool


def _any(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_MONTH = rf"(?P<month>{_any(MONTHS)})\b\.?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?![\w-]|[.,][0-9])"
_DAY = r"(?P<day>[0-3]?[0-9])"
_WEEKDAY = rf"(?:(?:{_any(WEEKDAYS)}),?\s+(?:the\s+|den\s+)?)?"
_COUNT = rf"(?P<count>[0-9]{{1,3}}|{_any(COUNTS)})"


def find_dates(text: str, published: datetime.date | None, language: str | None = None) -> list[DateMention]:
    """Return the dates in the order of the text; relative ones are resolved against ``published`` or not at all."""
    if published and not _FIRST_YEAR <= published.year <= _LAST_YEAR:
        published = None  # a slip of a feed, from which nothing can be reckoned
    return list((_found_again if len(text) <= _SENTENCE else _found)(text, published, language))


def _found(text: str, published: datetime.date | None, language: str | None) -> tuple[DateMention, ...]:
    found = sorted(_read_all(text, published, language), key=lambda mention: (mention[0], -mention[1]))
    mentions: list[DateMention] = []
    end = 0
    for start, stop, reading, is_duration in found:
        if start < end:
            continue
        end = stop
        if reading is not None:
            kind: DateKind = "duration" if is_duration else _kind(text, start)
            mentions.append(DateMention(start, stop, *reading, kind, text[start:stop]))
    return tuple(mentions)


# A sentence is asked for its dates when it is read, and again for each claim that quotes it.
_found_again = lru_cache(maxsize=512)(_found)


def _read_all(
    text: str, published: datetime.date | None, language: str | None
) -> Iterator[tuple[int, int, Reading | None, bool]]:
    """Every match of every rule; a reading of None is an impossible date, which hides the dates inside it."""
    for low, high, kinds in _places(text):
        yield from _read_place(text, (low, high), kinds, published, language)


def _read_place(
    text: str, place: tuple[int, int], kinds: frozenset[str], published: datetime.date | None, language: str | None
) -> Iterator[tuple[int, int, Reading | None, bool]]:
    for needs, (pattern, reader) in zip(_NEEDS, _RULES, strict=True):
        if needs not in kinds:
            continue
        said = "said" if "said" in pattern.groupindex else 0
        for match in pattern.finditer(text, *place):
            start, end = match.span(said)
            reading = reader(
                match, _Context(published, language, bool(_FUTURE.search(text, max(0, start - 60), start)))
            )
            if reading != _SKIP:
                yield start, end, reading, reader is _duration


def _places(text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    """The stretches of the text in which a rule can match, and the kinds of telling words inside: every rule has one in it.

    Most of an article is far from any date, and seventeen patterns over all of it were the dearest part of reading it.
    """
    low, high, kinds = 0, -1, set[str]()
    for word in _WORDS.finditer(text.lower() if text.isascii() else text):
        kind = _TELLING.get(word[0]) or _TELLING.get(word[0].lower())
        if kind is None:
            if not word[0][0].isdigit() or not _YEAR_LIKE.match(word[0]):
                continue
            kind = "year"
        if word.start() - _REACH > high:
            if kinds:
                yield low, min(high, len(text)), frozenset(kinds)
            low, kinds = max(0, word.start() - _REACH), set()
        high = word.end() + _REACH
        kinds.add(kind)
    if kinds:
        yield low, min(high, len(text)), frozenset(kinds)


def _kind(text: str, start: int) -> DateKind:
    first = max(0, start - 40)
    if _SINCE.search(text, first, start):
        return "since"
    return "until" if _UNTIL.search(text, first, start) else "point"


# --- readers ----------------------------------------------------------------------------------------------------------


def _day(year: int, month: int, day: int) -> Reading | None:
    try:
        return datetime.date(year, month, day).isoformat(), "day"
    except ValueError:
        return None


def _iso(match: re.Match[str], _: _Context) -> Reading | None:
    return _day(int(match["year"]), int(match["m"]), int(match["day"]))


def _numeric(match: re.Match[str], _: _Context) -> Reading | None:
    """ "22.01.2025" is day first; with slashes only a number above 12 tells, else the year alone is sure."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
    if match["sep"] == "." or first > 12:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 or first == second else (str(year), "year")


def _month_day(match: re.Match[str], context: _Context) -> Reading | None:
    month, day = MONTHS[match["month"].lower()], int(match["day"])
    if match["year"]:
        return _day(int(match["year"]), month, day)
    if _day(2024, month, day) is None:
        return None
    if context.published is None:
        return UNKNOWN
    years = (context.published.year + step for step in ((0, 1) if context.is_future else (0, -1)))
    for year in years:
        reading = _day(year, month, day)
        if reading and reading[0] and (reading[0] >= context.published.isoformat()) == context.is_future:
            return reading
        if reading and reading[0] == context.published.isoformat():
            return reading
    return UNKNOWN


def _month_year(match: re.Match[str], _: _Context) -> Reading:
    return f"{match['year']}-{MONTHS[match['month'].lower()]:02}", "month"


def _month_only(match: re.Match[str], context: _Context) -> Reading:
    """ "In January": the latest one that has begun, unless the words point ahead."""
    if not _is_month(match["month"], context.language):
        return _SKIP
    if context.published is None:
        return UNKNOWN
    month, published = MONTHS[match["month"].lower()], context.published
    match (match["step"] or "").lower():
        case "next":
            step = int(month <= published.month)
        case "last":
            step = -int(month >= published.month)
        case "this":
            step = 0
        case _:
            step = int(month < published.month) if context.is_future else -int(month > published.month)
    return f"{published.year + step}-{month:02}", "month"


def _is_month(word: str, language: str | None) -> bool:
    """ "May" and "mars" are months only with a capital, or in the language that has them so."""
    wanted = MONTHS_OF_LANGUAGE.get(word.lower())
    if wanted:
        return language == wanted
    return word.lower() not in CAPITAL_MONTHS or word[0].isupper()


def _quarter(match: re.Match[str], context: _Context) -> Reading:
    groups = match.groupdict()
    quarter = int(groups["q"]) if groups.get("q") else ORDINALS[match["ordinal"].lower()]
    year = groups.get("year")
    if "fiscal" in match[0].lower() or "FY" in match[0]:
        return (year, "year") if year else UNKNOWN
    if year:
        return f"{year}-Q{quarter}", "quarter"
    if context.published is None:
        return UNKNOWN
    now = (context.published.month + 2) // 3
    step = int(quarter < now) if context.is_future else -int(quarter > now)
    return f"{context.published.year + step}-Q{quarter}", "quarter"


def _year(match: re.Match[str], _: _Context) -> Reading:
    """A bare number is a year only behind a word that dates."""
    return (match["year"], "year") if match["lead"] or match["part"] else _SKIP


def _day_word(match: re.Match[str], context: _Context) -> Reading:
    days, language = DAY_WORDS[re.sub(r"\s+", " ", match[0].lower())]
    if language and language != context.language:
        return _SKIP
    return UNKNOWN if context.published is None else _shifted(context.published, days)


def _shifted(day: datetime.date, days: int) -> Reading:
    try:
        return (day + datetime.timedelta(days=days)).isoformat(), "day"
    except OverflowError:
        return UNKNOWN


def _weekday(match: re.Match[str], context: _Context) -> Reading:
    if context.published is None:
        return UNKNOWN
    back = (context.published.weekday() - WEEKDAYS[match["weekday"].lower()]) % 7
    step = STEP_WORDS.get((match["step"] or match["after"] or "").lower())
    if step == 1:
        return _shifted(context.published, 7 - back)
    return _shifted(context.published, -(back or 7) if step == -1 else -back)


def _unit(match: re.Match[str], context: _Context) -> Reading:
    """ "Last week", "el mes pasado", "early next year"."""
    if context.published is None:
        return UNKNOWN
    word = (match["step"] or match["after"] or "").lower()
    return _step(context.published, UNIT_WORDS[match["unit"].lower()], STEP_WORDS[re.sub(r"\s+", " ", word)])


def _ago(match: re.Match[str], context: _Context) -> Reading:
    if context.published is None:
        return UNKNOWN
    said = match["count"].lower()
    count = int(said) if said.isdigit() else COUNTS[said]
    unit = match["unit"].lower()
    return _shifted(context.published, -count) if unit == "day" else _step(context.published, unit, -count)


def _step(day: datetime.date, unit: str, step: int) -> Reading:
    """The week, month, quarter or year that lies so many steps from the one of this day."""
    if unit == "week":
        monday = day + datetime.timedelta(days=7 * step - day.weekday())
        sunday = monday + datetime.timedelta(days=6)
        return (f"{monday:%Y-%m}", "month") if monday.month == sunday.month else UNKNOWN
    if unit == "year":
        return str(day.year + step), "year"
    size = 12 if unit == "month" else 4
    here = day.year * size + (day.month - 1 if unit == "month" else (day.month - 1) // 3) + step
    year, index = divmod(here, size)
    return (f"{year}-{index + 1:02}", "month") if unit == "month" else (f"{year}-Q{index + 1}", "quarter")


def _season(match: re.Match[str], context: _Context) -> Reading:
    if match["year"]:
        return match["year"], "year"
    months = SEASONS[match["season"].lower()]
    if context.published is None or months is None:
        return UNKNOWN
    first, last = months
    published = context.published
    step = {
        "last": -int(published.month <= last),
        "past": -int(published.month <= last),
        "next": int(published.month >= first),
    }
    return str(published.year + step.get(match["step"].lower(), 0)), "year"


def _duration(_: re.Match[str], __: _Context) -> Reading:
    return UNKNOWN


_Reader = Callable[[re.Match[str], _Context], Reading | None]
_UNITS = _any(UNIT_WORDS)
_STEPS = _any(word for word in STEP_WORDS if word not in ("pasado", "pasada", "dernier", "dernière", "que viene"))
_STEPS_AFTER = r"pasad[oa]|dernier|dernière|prochaine?|que viene|próxim[oa]"
_RULES: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (r"(?<![\w-])(?P<year>(?:19|20)[0-9]{2})-(?P<m>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9-])", _iso),
        (
            r"(?<![\w./-])(?P<a>[0-3]?[0-9])(?P<sep>[./])(?P<b>[0-3]?[0-9])(?P=sep)(?P<year>(?:19|20)[0-9]{2})(?![\w/-])",
            _numeric,
        ),
        (rf"(?<!\w){_WEEKDAY}{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?(?!\w|[.,][0-9])(?:,?\s+(?:of\s+)?{_YEAR})?", _month_day),
        (
            rf"(?<![\w$€£.,]){_WEEKDAY}{_DAY}(?:st|nd|rd|th|\.|er|º)?\s+(?:of\s+|de\s+)?{_MONTH}(?!\w)(?:,?\s+(?:de\s+|del\s+)?{_YEAR})?",
            _month_day,
        ),
        (rf"(?<!\w){_MONTH}(?:,?\s+(?:of\s+|de\s+|del\s+)?){_YEAR}", _month_year),
        (
            rf"(?<!\w)(?:(?:{BEFORE_MONTH})[\s-]+|(?=last|this|next))(?P<said>(?:(?P<step>last|this|next)\s+)?{_MONTH})(?!\w|\s+[0-9])",
            _month_only,
        ),
        (rf"(?<!\w)(?:fiscal\s+)?Q(?P<q>[1-4])(?!\w)(?:\s+(?:of\s+)?(?:fiscal\s+|FY\s*)?{_YEAR})?", _quarter),
        (
            rf"(?<!\w)(?:fiscal[\s-]+)?(?P<ordinal>{_any(ORDINALS)})[\s-]+(?:fiscal\s+)?(?:quarter|quartal|trimestre)s?(?!\w)"
            rf"(?:\s+(?:of\s+|de\s+|del\s+|des\s+jahres\s+)?(?:fiscal\s+)?(?:year\s+)?{_YEAR})?",
            _quarter,
        ),
        (
            rf"(?<![\w$€£¥₹.,:/-])(?P<lead>(?:{BEFORE_YEAR})\s+|\()?(?P<said>(?P<part>(?:(?:{PART_OF_YEAR})[\s-]+){{0,2}})"
            r"(?P<year>(?:19|20)[0-9]{2}))(?![\w-]|[.,][0-9]|\s*%|\s+(?:million|billion|trillion|dollars|euros|users|people|"
            r"employees|engineers|workers|jobs|gpus|chips))",
            _year,
        ),
        (rf"(?<![\w-])(?:{_any(DAY_WORDS)})(?![\w-])", _day_word),
        (
            rf"(?<!\w)(?:(?P<step>{_STEPS})\s+)?(?P<weekday>{_any(WEEKDAYS)})(?![\w-]|\.[a-z])(?:\s+(?P<after>{_STEPS_AFTER})(?!\w))?",
            _weekday,
        ),
        (
            rf"(?<!\w)(?:(?:early|late|later|earlier|mid)[\s-]+)?(?P<step>{_STEPS})\s+(?P<unit>{_UNITS})(?![\w-])(?P<after>)",
            _unit,
        ),
        (rf"(?<!\w)(?P<step>)(?P<unit>{_UNITS})\s+(?P<after>{_STEPS_AFTER})(?!\w)", _unit),
        (rf"(?<!\w){_COUNT}\s+(?P<unit>day|week|month|year)s?\s+ago(?!\w)", _ago),
        (rf"(?<!\w)(?P<step>last|past|this|next)\s+(?P<season>{_any(SEASONS)})(?!\w)(?P<year>)", _season),
        (rf"(?<!\w)(?P<season>{_any(SEASONS)})(?P<step>)\s+(?:of\s+)?{_YEAR}", _season),
        (
            rf"(?<![\w.,])(?:(?:{_COUNT}|multi|several)[\s-]+(?:days?|weeks?|months?|years?|decades?|quarters?|jahren?|monaten?|"
            r"años|meses|ans|mois)|multiyear|mehrjährig\w*|decade-long)(?![\w]|\s+ago)",
            _duration,
        ),
    )
)

# The kind of word that each rule needs, in the order of the rules; found where they stand ("_TELLING").
_NEEDS = (
    "year", "year", "month", "month", "month", "month", "quarter", "unit", "year", "day", "weekday", "unit", "unit", "unit",
    "season", "season", "unit",
)  # fmt: skip
# Farther from its telling word no match reaches (2026-11-22: the longest of any rule has some 70 characters).
_REACH = 120
_WORDS = re.compile(r"\w+")
_YEAR_LIKE = re.compile(r"(?:19|20)[0-9]{2}$")
_MORE_UNITS = """days weeks months years decade decades quarters day jahren jahre monaten años meses ans mois multiyear
    trimestres quartals multi several mehrjährig mehrjährige mehrjährigen mehrjähriger mehrjähriges mehrjährigem"""


def _telling() -> dict[str, str]:
    """Each word that a date cannot do without, and its kind."""
    words = dict.fromkeys([*UNIT_WORDS, *_MORE_UNITS.split()], "unit")
    words |= dict.fromkeys(MONTHS, "month") | dict.fromkeys(WEEKDAYS, "weekday") | dict.fromkeys(SEASONS, "season")
    words |= {_WORDS.findall(phrase)[-1]: "day" for phrase in DAY_WORDS}
    return words | {f"q{number}": "quarter" for number in range(1, 5)}


_TELLING = _telling()
