"""The parser of the money grammar: amounts and ranges out of tokens.

phrase  = [opener] amount [connector amount]
amount  = [currency] number {scale} [of] [currency]
number  = digits | words
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from pipelines.extraction.money_tokens import MAX_DIGITS, Token, plain_word, read_number, tokenise
from pipelines.extraction.money_words import (
    ADJECTIVE_ARTICLES,
    AND,
    ARTICLES,
    BETWEEN,
    CHANGE,
    CJK_SCALES,
    CODE_WORDS,
    CURRENCY_WORDS,
    FROM,
    LETTER_SCALES,
    NUMBER_WORDS,
    OF,
    SCALES,
    SCALES_BY_LANGUAGE,
    SHORT_SCALES,
    SIGNS,
    TENS,
    TO,
    TO_BY_LANGUAGE,
)  # fmt: skip

_CHANGE = re.compile(CHANGE, re.IGNORECASE)
_RANGING = re.compile(r"\b(?:rang\w+|anywhere|zwischen|somewhere)\W+$", re.IGNORECASE)


@dataclass(frozen=True)
class Amount:
    """A number with its scale and currency, as tokens ``first`` to ``after`` (exclusive) of the text."""

    first: int
    after: int
    number: Decimal
    power: int
    currency: str | None
    """ISO code; the empty string when a currency is named that the words alone do not tell; null when none is."""
    has_sign_before: bool

    @property
    def value(self) -> Decimal:
        """The number in whole units, without idle zeros."""
        value = self.number.scaleb(self.power)
        return (
            value.quantize(Decimal(1))
            if value == value.to_integral_value() and value < Decimal("1e25")
            else value.normalize()
        )


@dataclass(frozen=True)
class Phrase:
    """An amount, or a range of two; ``start`` and ``end`` are offsets into the text."""

    start: int
    end: int
    low: Amount
    high: Amount | None

    @property
    def currency(self) -> str | None:
        """The currency of the sum; see :class:`Amount`."""
        return self.low.currency


class Grammar:
    """Reads one text. ``phrases`` yields every number in it, money or not."""

    def __init__(self, text: str, language: str | None) -> None:
        self.text = text
        self.language = language
        self.tokens = tokenise(text, language)
        # "¥" is the sign of two currencies; a text that names only one of them means that one.
        self.yen_sign = "CNY" if language == "zh" or _speaks_of_yuan(text) else "JPY"

    def phrases(self) -> Iterator[Phrase]:
        """Yield the numbers of the text in order; a range is one phrase."""
        index = 0
        while index < len(self.tokens):
            low = self.amount(index) if self._may_begin(self.tokens[index]) else None
            if low is None:
                index += 1
                continue
            phrase = self._range(low) or Phrase(self.tokens[low.first].start, self.tokens[low.after - 1].end, low, None)
            index = phrase.high.after if phrase.high else low.after
            yield phrase

    @staticmethod
    def _may_begin(token: Token) -> bool:
        """Whether an amount can begin here at all; most words of a text are neither numbers nor currencies."""
        return token.kind in ("number", "sign") if token.kind != "word" else _begins_amount(token.text)

    def amount(self, first: int) -> Amount | None:
        """Read an amount that begins at this token."""
        prefix, at = self._currency_before(first)
        number = self._number(at)
        if number is None:
            return None
        raw, words, at = number
        power, tongue, at = self._scales(at, prefix is not None)
        suffix, at = (None, at) if prefix is not None else self._currency_after(at)
        currency = prefix if prefix is not None else suffix
        value = (
            words
            if words is not None
            else read_number(raw, tongue or self.language, power, is_money=currency is not None)
        )
        if value is None or not self._stands_as_number(first, at, raw, power):
            return None
        low = Amount(first, at, value, power, currency, prefix is not None)
        return self._compound(low) if self.tokens[at - 1].kind == "cjk" else low

    def _compound(self, low: Amount) -> Amount:
        """ "1兆2000億円": the smaller part is added."""
        token = self._token(low.after)
        rest = self.amount(low.after) if token and token.kind == "number" and token.glued and not low.currency else None
        if rest is None or not 0 < rest.power < low.power:
            return low
        number = low.number + rest.number.scaleb(rest.power - low.power)
        return replace(rest, first=low.first, number=number, power=low.power)

    def _token(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    # --- currency -------------------------------------------------------------------------------------------------

    def _currency_before(self, at: int) -> tuple[str | None, int]:
        token = self._token(at)
        if token is None:
            return None, at
        if token.kind == "sign":
            return self._code_of_sign(token.text), at + 1
        if token.kind == "word" and token.text in CODE_WORDS:
            following = self._token(at + 1)
            if following and following.kind == "sign":  # "USD $5m"
                return CODE_WORDS[token.text], at + 2
            return CODE_WORDS[token.text], at + 1
        return None, at

    def _code_of_sign(self, sign: str) -> str:
        if sign in ("¥", "￥"):
            return self.yen_sign
        return SIGNS.get(sign, "")

    def _currency_after(self, at: int) -> tuple[str | None, int]:
        """A sign, code or word after the number, perhaps behind "of" or a hyphen."""
        skip = at
        token = self._token(skip)
        if self._is_glued_dash(skip) or (token and token.word in OF):
            skip += 1
        token = self._token(skip)
        if token is None:
            return None, at
        if token.kind == "sign" or (token.kind == "cjk" and token.text in SIGNS):
            following = self._token(skip + 1)
            # The sign of the next sum ("2019 $1 billion") is not ours.
            if (
                token.text != "¥"
                and skip == at
                and not (following and following.kind == "number" and token.kind == "sign")
            ):
                return self._code_of_sign(token.text), skip + 1
            return None, at
        return self._currency_word(skip, at)

    def _currency_word(self, skip: int, at: int) -> tuple[str | None, int]:
        token = self._token(skip)
        if token is None or token.kind != "word":
            return None, at
        following = self._token(skip + 1)
        if token.text in CODE_WORDS and not (following and following.kind == "number"):
            return CODE_WORDS[token.text], skip + 1
        words = [t.word for t in self.tokens[skip : skip + 4]]
        words[0] = re.sub(r"^d['’]", "", words[0])
        for length in (4, 3, 2, 1):
            phrase = " ".join(words[:length]).replace(" - ", "-")
            if len(words) >= length and phrase in CURRENCY_WORDS and not self._is_verb_won(phrase, skip):
                return CURRENCY_WORDS[phrase], skip + length
        return None, at

    def _is_verb_won(self, phrase: str, at: int) -> bool:
        """ "A startup worth 13 billion won the case": there "won" is what somebody did."""
        following = self._token(at + 1)
        return phrase == "won" and bool(
            following and following.word in {"the", "a", "an", "by", "its", "his", "her", "their", "over"}
        )

    # --- number and scale -----------------------------------------------------------------------------------------

    def _number(self, at: int) -> tuple[str, Decimal | None, int] | None:
        """The text of the number, its value where the digits alone do not give it, and what comes after."""
        token = self._token(at)
        if token is None:
            return None
        if token.kind == "number":
            half, after = self._and_a_half(at + 1)
            is_plain = half and token.text.isdigit() and len(token.text) <= MAX_DIGITS
            return (token.text, Decimal(token.text) + half, after) if is_plain else (token.text, None, at + 1)
        return self._number_words(at) if token.kind == "word" else None

    def _number_words(self, at: int) -> tuple[str, Decimal, int] | None:
        first = self.tokens[at].word
        if first in ("mil", "mille") and self._is_scale(at + 1):  # "mil millones"
            return first, Decimal(1000), at + 1
        if first not in NUMBER_WORDS:
            return None
        value = Decimal(NUMBER_WORDS[first])
        skip = at + 2 if self._is_glued_dash(at + 1) else at + 1
        following = self._token(skip)
        second = following.word if following else ""
        if first in TENS and 1 <= Decimal(NUMBER_WORDS.get(second, "0")) < 10:  # "twenty-five"
            value, at = value + Decimal(NUMBER_WORDS[second]), skip
        elif {first, second} in ({"a", "half"}, {"half", "an"}):  # "a half-billion", "half a billion"
            return first, Decimal("0.5"), skip + 1
        half, after = self._and_a_half(at + 1)
        return first, value + half, after

    def _and_a_half(self, at: int) -> tuple[Decimal, int]:
        """The half of "two and a half" or "one-and-a-half", and the token after it."""
        after = at
        for word in ("and", "a", "half"):
            after += self._is_glued_dash(after)
            token = self._token(after)
            if token is None or token.word != word:
                return Decimal(0), at
            after += 1
        return Decimal("0.5"), after

    def _is_glued_dash(self, at: int) -> bool:
        token = self._token(at)
        return bool(token and token.kind == "dash" and token.glued)

    def _is_scale(self, at: int) -> bool:
        token = self._token(at)
        return bool(token and (token.word in SCALES or token.text in CJK_SCALES))

    def _scales(self, at: int, has_sign: bool) -> tuple[int, str | None, int]:
        """Scale words multiply: "mil millones", "lakh crore", "hundred million"."""
        power, tongue, found = 0, None, 0
        while found < 3:
            skip = at + 1 if self._is_glued_dash(at) else at
            read = self._scale(skip, has_sign, first=found == 0)
            if read is None or (skip != at and not self.tokens[skip].glued):
                break
            power, tongue, at, found = power + read[0], read[1] or tongue, skip + 1, found + 1
        return power, tongue, at

    def _scale(self, at: int, has_sign: bool, *, first: bool) -> tuple[int, str | None] | None:
        """The power of ten of one word, and the language it speaks where that tells how numbers are written."""
        token = self._token(at)
        if token is None or token.kind not in ("word", "cjk"):
            return None
        word = token.word
        if word in CJK_SCALES:
            return CJK_SCALES[word], None
        if word == "mil" and (self.language not in (None, "en") or self._is_scale(at + 1)):
            return 3, None
        if word in SHORT_SCALES and not (token.glued or has_sign or self.language not in (None, "en")):
            return None
        if (word, self.language) in SCALES_BY_LANGUAGE:
            return SCALES_BY_LANGUAGE[word, self.language], None
        letter = LETTER_SCALES.get(word, 0) if first and self._is_letter_scale(at, has_sign) else 0
        return SCALES.get(word) or ((letter, None) if letter else None)

    def _is_letter_scale(self, at: int, has_sign: bool) -> bool:
        token = self.tokens[at]
        if not LETTER_SCALES.get(token.word) or (self._is_glued_dash(at + 1) and not token.glued):
            return False
        following = self._token(at + 1)
        before_currency = bool(
            following and (following.kind == "sign" or following.text in CODE_WORDS) and self._currency_after(at + 1)[0]
        )
        return before_currency or has_sign or (token.glued and token.text in ("M", "B", "T"))

    def _stands_as_number(self, first: int, after: int, raw: str, power: int) -> bool:
        """Not the 4 of "GPT-4", not an article without a scale, not the adjective "billion-dollar"."""
        before, token = self._token(first - 1), self.tokens[first]
        if token.kind == "number" and token.glued and before and before.kind == "dash" and before.glued:
            two_before = self._token(first - 2)
            if two_before and two_before.kind == "word" and not power:
                return False
        if token.kind != "word" or token.text in CODE_WORDS:
            return True
        if raw in ARTICLES and not power:
            return False
        adjective = (
            raw in ADJECTIVE_ARTICLES
            and any(t.kind == "dash" for t in self.tokens[first:after])
            and "half" not in {t.word for t in self.tokens[first:after]}
        )
        return not adjective

    # --- ranges ---------------------------------------------------------------------------------------------------

    def _range(self, low: Amount) -> Phrase | None:
        """Two amounts with "to", "and" or a dash between them, the second not smaller."""
        connector = self._token(low.after)
        if connector is None:
            return None
        opener = self._token(low.first - 1)
        opening = opener.word if opener else ""
        if connector.word in AND and opening not in BETWEEN:
            return None
        if not (
            connector.kind == "dash"
            or connector.word in TO | AND
            or connector.word == TO_BY_LANGUAGE.get(self.language or "")
        ):
            return None
        high = self.amount(low.after + 1)
        joined = _join(low, high) if high else None
        if joined is None:
            return None
        start = self.tokens[low.first].start
        if opener and opening in FROM and self._is_change(opener):
            return None
        if opener and opening in BETWEEN | FROM:
            start = opener.start
        return Phrase(start, self.tokens[joined[1].after - 1].end, *joined)

    def _is_change(self, opener: Token) -> bool:
        before = self.text[max(0, opener.start - 60) : opener.start]
        return not _RANGING.search(before) and bool(_CHANGE.search(before.rpartition(". ")[2]))


def _join(low: Amount, high: Amount) -> tuple[Amount, Amount] | None:
    """Lend each the scale and currency that it leaves to the other; None when they make no range."""
    if high.has_sign_before and not low.has_sign_before:
        return None
    if low.power and not high.power and not (high.currency and high.number >= 1000):
        return None
    if low.currency and high.currency and low.currency != high.currency:
        return None
    if not low.power and high.power and low.number < high.number:
        low = replace(low, power=high.power)
    currency = low.currency or high.currency
    if currency is None and not high.power:
        return None
    low, high = replace(low, currency=currency), replace(high, currency=currency)
    return (low, high) if low.value < high.value else None


@lru_cache(maxsize=20_000)  # the same words come again in every text
def _begins_amount(word: str) -> bool:
    return word in CODE_WORDS or (plain := plain_word(word)) in NUMBER_WORDS or plain in ("mil", "mille")


def _speaks_of_yuan(text: str) -> bool:
    return bool(re.search(r"\b(?:yuan|renminbi|RMB|CNY)\b|人民币|亿元", text)) and not re.search(
        r"\byen\b|円|\bJPY\b", text
    )
