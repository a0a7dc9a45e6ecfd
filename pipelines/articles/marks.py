"""The marks of a text: the names and the numbers in it, in the order in which they first stand. They survive a rewrite,
and numbers and most names a translation, where the words around them do not."""

import re
from functools import lru_cache
from zlib import crc32

MOST_MARKS = 64
LEAD = 8  # marks; about the first two paragraphs of a news story
KEYS = 8
_PLACES = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)
_64_BITS = 0xFFFFFFFFFFFFFFFF
_THOUSAND = r"thousand|tausend|mil(?! (?:mill|milh))|mille|тыс\w{0,2}|k|万"
_MAGNITUDE = (
    r"(?:mil )?(?:million|milione|millon|millón|mill|milh|milhão|miljoen|billion|bilion|billón|bilh|bilhão|milliard|miliard|miljard|"
    r"miljoon|trillion|млн|млрд|миллион|миллиард)\w{0,3}|mio|mrd|mds?|mn|bn|tn|[mb億亿兆]"
)
_PERCENT = r"%|per ?cent|prozent|por ciento|por cento|pour cent|procent|процент"
_UPPER = "A-ZÀ-ÖØ-ÞĄĆĘŁŃŚŹŻČĎĚŇŘŠŤŮŽĞİŞА-ЯЁΑ-Ω"
# The engine is quick to find what begins with one of a set of signs; what stands before it is looked at afterwards.
_START = re.compile(rf"[0-9{_UPPER}][\w&]*")
_NUMBER = re.compile(
    r"(\d+(?:[.,’'\u00a0\u202f ]\d{3})*(?:[.,]\d+)?)(?!\d)"
    rf"(?:[\s-]?(?:(?P<percent>{_PERCENT})|(?P<thousand>{_THOUSAND})(?!\w)|(?P<magnitude>{_MAGNITUDE})(?!\w)))?",
    re.IGNORECASE,
)
_INSIDE = frozenset(",;’'-–)&(/")  # signs after which, with a blank or without, a sentence goes on
_DATELINE = re.compile(rf"\A\s*[{_UPPER}][^\n.!?]{{0,90}}?\s(?:--|[-—–])\s")
_DATES = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember",
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
    "i", "the", "a", "an", "in", "on", "at", "it", "he", "she", "they", "we", "this", "that",
})  # fmt: skip
# Who passed a text on says nothing about what it reports.
_CARRIERS = frozenset({
    "reuters", "ap", "afp", "dpa", "efe", "ansa", "pti", "ians", "upi", "bloomberg", "associated", "press", "wire", "newswire",
    "prnewswire",
})  # fmt: skip
_NO_DIGIT = re.compile(r"\D")


def marks(text: str) -> tuple[int, ...]:
    """Up to 64 names and numbers, each once; a number is odd, a name even.

    A number stands for its digits without zeros at either end, and for whether it is a share, or counted in millions and
    more: "$13 billion", "13.000 Millionen" and "13 mil millones" are one mark. Years, and numbers that may be days of a month, are none.
    """
    dateline = _DATELINE.match(text)
    found: dict[int, None] = {}
    end = 0
    for match in _START.finditer(text, dateline.end() if dateline else 0):
        start, word = match.start(), match[0]
        if start < end:
            continue
        if word[0].isdigit():
            mark, end = _number(text, start)
        else:
            mark = _name(word) if _is_name(text, start, word) else None
        if mark is not None:
            found[mark] = None
            if len(found) == MOST_MARKS:
                break
    return tuple(found)


def is_number(mark: int) -> bool:
    """Whether the mark is a number's."""
    return bool(mark & 1)


def fact_keys(found: tuple[int, ...]) -> tuple[int, ...]:
    """The lowest eight hashes of a number paired with a name of the lead: texts that tell the same share some of them."""
    lead = found[: 2 * LEAD]
    names = [mark for mark in lead if not is_number(mark)]
    numbers = [mark for mark in lead if is_number(mark)]
    halves = [number * _PLACES[0] for number in numbers]
    keys = {(half + name * _PLACES[1]) & _64_BITS for half in halves for name in names}
    return tuple(sorted(keys)[:KEYS])


def _is_name(text: str, start: int, word: str) -> bool:
    """A capital inside a sentence makes a name, and so does a second capital or a digit anywhere."""
    before = text[start - 1 : start]
    if before == " ":
        before = text[start - 2 : start - 1]
    return before.isalnum() or before in _INSIDE or not word[1:].islower()


@lru_cache(maxsize=50_000)
def _name(word: str) -> int | None:
    word = word.casefold()
    if len(word) < 2 or word in _DATES or word in _CARRIERS:
        return None
    return crc32(word.encode("utf-8", "replace")) << 1


def _number(text: str, start: int) -> tuple[int | None, int]:
    match = _NUMBER.match(text, start)
    if match is None:
        return None, start
    kind = "%" if match["percent"] else "m" if match["magnitude"] else "n"
    digits = _NO_DIGIT.sub("", match[1])
    is_plain = kind == "n" and not match["thousand"] and (text[start - 1 : start] or " ") not in "$€£¥₹"
    if is_plain and (int(digits) <= 31 or (len(match[1]) == 4 and digits[:2] in {"19", "20"})):
        return None, match.end()
    return crc32((digits.strip("0") + kind).encode()) << 1 | 1, match.end()
