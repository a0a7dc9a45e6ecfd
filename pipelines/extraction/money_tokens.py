"""Tokens of the money grammar, and how a written number is read."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from pipelines.extraction.money_words import CJK_SCALES, COMMA_DECIMAL, SIGNS

Kind = Literal["sign", "number", "cjk", "word", "dash", "other"]
MAX_DIGITS = 25

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_LETTER = rf"[^\W\d_{_CJK}]"
_BARE_SIGNS = "".join(sorted(sign for sign in SIGNS if len(sign) == 1 and not sign.isalpha()))
_CJK_WORDS = "|".join(
    sorted((word for word in (*CJK_SCALES, *SIGNS) if re.match(f"[{_CJK}]", word)), key=len, reverse=True)
)

_ABBREVIATIONS = r"Mrd|Mio|Bio|Tsd|mln|mld|млн|млрд|трлн|тыс|руб|долл|U\.S"


class Token(NamedTuple):
    """A piece of text; ``glued`` when nothing stands between it and the token before."""

    kind: Kind
    start: int
    end: int
    text: str
    glued: bool

    @property
    def word(self) -> str:
        """The text without case, and without the full stop of an abbreviation."""
        return plain_word(self.text)


@lru_cache(maxsize=20_000)
def plain_word(text: str) -> str:
    """The word without case, and without the full stop of an abbreviation."""
    return text.lower().rstrip(".")


@lru_cache(maxsize=2)
def _pattern(spaces: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<sign>(?<!{_LETTER})(?:[A-Z][A-Za-z]{{0,2}}|U\.S\.)?[$＄¥](?=\s?[0-9])|(?<!\w)Rs\.?(?=\s?[0-9])|[{re.escape(_BARE_SIGNS)}])"
        rf"|(?P<number>[0-9]{{1,3}}(?:[{spaces}][0-9]{{3}})+(?![0-9])(?:[.,][0-9]{{1,2}}(?![0-9]))?|[0-9]+(?:[.,'’][0-9]+)*)"
        rf"|(?P<cjk>{_CJK_WORDS})"
        rf"|(?P<word>(?:{_ABBREVIATIONS})\.(?=\s[\w€$£])|[A-Z]{{3}}(?=[0-9])|{_LETTER}(?:[^\W_{_CJK}]|[.'’](?={_LETTER}))*)"
        r"|(?P<dash>[-‐‑‒–—−])|(?P<other>\S|\n)"
    )


def tokenise(text: str, language: str | None) -> list[Token]:
    """Split the text; white space is left out, a line break is a token of its own."""
    # A plain space groups digits only where English does not rule: "Windows 11 500 million" is two numbers.
    spaces = "\u00a0\u202f\u2009" if language in (None, "en") else "\u00a0\u202f\u2009 "
    tokens: list[Token] = []
    end = -1
    for match in _pattern(spaces).finditer(text):
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        start, stop = match.span()
        tokens.append(Token(kind, start, stop, match[0], start == end))
        end = stop
    return tokens


def read_number(raw: str, tongue: str | None, power: int = 0, *, is_money: bool = False) -> Decimal | None:
    """Read digits with separators; ``tongue`` is the language that the words round it speak, ``power`` that of the scale.

    "13.000 million" is thirteen thousand of them in any language; "1.125 billion" is a decimal in English and a
    thousand in none. Returns None for what is no number, such as a version or a date.
    """
    digits = re.sub(r"[\u00a0\u202f\u2009 '’]", "", raw)
    if len(digits) > MAX_DIGITS or not _groups_are_regular(raw):
        return None
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        decimal, group = (".", ",") if digits.rfind(".") > digits.rfind(",") else (",", ".")
        return _decimal(digits, group, decimal)
    if dots + commas == 0:
        return Decimal(digits)
    mark = "." if dots else ","
    if dots + commas > 1 or _groups_thousands(digits, mark, tongue, power, is_money):
        return _decimal(digits, mark, "")
    return _decimal(digits, "", mark)


def _groups_are_regular(raw: str) -> bool:
    return not re.search(r"['’]", raw) or bool(re.fullmatch(r"[0-9]{1,3}(?:['’][0-9]{3})+(?:[.,][0-9]+)?", raw))


def _groups_thousands(digits: str, mark: str, tongue: str | None, power: int, is_money: bool) -> bool:
    """Whether one mark with three digits after it groups thousands rather than beginning a fraction."""
    whole, fraction = digits.split(mark)
    if len(fraction) != 3 or len(whole) > 3 or whole.startswith("0"):
        return False
    if mark == ",":
        # Mexican Spanish writes 1,250 millones for 1250; nobody gives three decimals of a million.
        return tongue not in COMMA_DECIMAL or power == 6 or fraction == "000"
    # Unscaled money has two decimals or none, so "$1.250" groups; "3.141" alone does not.
    return tongue in COMMA_DECIMAL or (is_money and power == 0) or (fraction == "000" and power <= 6)


def _decimal(digits: str, group: str, decimal: str) -> Decimal | None:
    whole, _, fraction = digits.partition(decimal) if decimal else (digits, "", "")
    if group:
        mark = re.escape(group)
        indian = rf"[0-9]{{1,2}}(?:{mark}[0-9]{{2}})*{mark}[0-9]{{3}}"
        if group in whole and not re.fullmatch(rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|{indian}", whole):
            return None
        whole = whole.replace(group, "")
    if not whole.isdigit() or (fraction and not fraction.isdigit()):
        return None
    return Decimal(f"{whole}.{fraction}" if fraction else whole)
