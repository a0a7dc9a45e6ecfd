"""Sums of money in text: a small grammar, not one pattern a case.

The words are in ``money_words.py``, the tokens in ``money_tokens.py``, the parser in ``money_grammar.py``.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pipelines.extraction.money_grammar import Grammar, Phrase
from pipelines.extraction.money_words import (
    AFTER_QUALIFIERS,
    COUNTED,
    FILLERS,
    QUALIFIERS,
    QUARRELS,
    ROLE_HINTS,
    STOPPERS,
)
from pipelines.extraction.sparse import Rows
from pipelines.schemas.claim import AmountQualifier, Money

_LIMIT = Decimal("1e16")
_LONGEST = 120
# Up to this length a text counts as a sentence, whose sums are remembered for a while.
_SENTENCE = 1_200
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_BEFORE = re.compile(
    rf"(?<!\w)(?:{'|'.join(f'(?P<{name}>{words})' for name, words in QUALIFIERS.items())})(?:\s+(?:{FILLERS}))?\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile("|".join(f"(?P<{name}>{words})" for name, words in AFTER_QUALIFIERS.items()), re.IGNORECASE)
_QUARREL = re.compile(rf"\b{QUARRELS}", re.IGNORECASE)
_ROLES = Rows((re.compile(words, re.IGNORECASE), role) for role, words in ROLE_HINTS)
# A clause ends at its mark, and at the next sum, which has a role of its own.
_CLAUSE = re.compile(r"[.;:\n](?:\s|$)|,\s|\s[–—-]\s|[0-9$€£¥₹]+")
_NEXT_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\w\s]|\n")


@dataclass(frozen=True)
class MoneyMention:
    """A sum and where it stands; ``text[start:end] == money.as_stated``.

    ``is_explicit_money`` is false for a scaled number without sign or name of a currency ("13 billion"): whether that is
    money is the caller's to decide. ``role_hint`` names what the words of the clause suggest that the sum is:
    ``valuation``, ``revenue``, ``result``, ``damages``, ``settlement``, ``fine``, ``debt``, ``price`` or ``stake``.
    """

    start: int
    end: int
    money: Money
    is_explicit_money: bool
    role_hint: str | None


def find_money(text: str, language: str | None = None) -> list[MoneyMention]:
    """Return the sums of money in the order of the text; a range is one mention."""
    return list(_found_again(text, language) if len(text) <= _SENTENCE else _found(text, language))


def _found(text: str, language: str | None) -> tuple[MoneyMention, ...]:
    mentions = (_mention(text, phrase) for phrase in Grammar(text, language).phrases())
    return tuple(mention for mention in mentions if mention)


# A sentence is asked for its sums when it is read, and again for each claim that quotes it.
_found_again = lru_cache(maxsize=512)(_found)


def numbers_in(text: str, language: str | None = None) -> set[Decimal]:
    """All numbers of the text; a scaled one ("13 billion") counts with its scale only."""
    phrases = Grammar(text, language).phrases()
    return {amount.value for phrase in phrases for amount in (phrase.low, phrase.high) if amount}


def say_money(money: Money) -> str:
    """Words that :func:`find_money` reads back as the same sum."""
    qualifier = {"exact": "", "about": "about ", "more_than": "more than ", "up_to": "up to "}[money.qualifier]
    if money.value_high is None:
        return qualifier + _say_value(money.value, money.currency_code)
    # "Between USD 1 and USD 2 million" would lend the lower end the scale of the upper.
    is_scaled = money.value >= _SCALES[-1][0]
    low, high = (
        _say_value(value, money.currency_code, is_scaled=is_scaled) for value in (money.value, money.value_high)
    )
    return f"between {low} and {high}"


def _say_value(value: Decimal, code: str | None, *, is_scaled: bool = True) -> str:
    size, word = next((scale for scale in _SCALES if is_scaled and value >= scale[0]), (1, "") if code else _SCALES[-1])
    number = f"{(value / size).normalize():f}"
    whole, _, fraction = number.partition(".")
    # Three decimals could be read as a thousands group; a fourth, idle one cannot.
    number = f"{int(whole):,}" + (f".{fraction.ljust(4, '0') if len(fraction) == 3 else fraction}" if fraction else "")
    return " ".join(part for part in (code, number, word) if part)


def _mention(text: str, phrase: Phrase) -> MoneyMention | None:
    explicit = phrase.currency is not None
    values = [amount.value for amount in (phrase.low, phrase.high) if amount]
    if not all(0 < value < _LIMIT for value in values) or not (explicit or _may_be_money(text, phrase)):
        return None
    if explicit and _is_year_of_prices(text, phrase):
        return None
    start, end, qualifier = _qualified(text, phrase)
    if end - start > _LONGEST:
        start, end, qualifier = phrase.start, phrase.end, "exact"
    if end - start > _LONGEST:
        return None
    # Built from our own tables and limits: checking it again by the schema cost as much as reading it (2026-11-26).
    money = Money.model_construct(
        value=values[0],
        value_high=values[1] if phrase.high else None,
        currency_code=phrase.currency or None,
        currency_basis="stated" if explicit else "inferred",
        qualifier="exact" if phrase.high else qualifier,
        as_stated=text[start:end],
    )
    return MoneyMention(start, end, money, explicit, _role(text, start, end))


def _may_be_money(text: str, phrase: Phrase) -> bool:
    """A scaled number that does not count users, chips, square feet or the like."""
    amount = phrase.high or phrase.low
    said = text[phrase.start : phrase.end]
    if amount.power < 5 or said in ("3M", "3m") or _is_model_size(text, phrase, said):
        return False
    first = True
    for word in _NEXT_WORDS.findall(text[phrase.end : phrase.end + 60])[:4]:
        lower = word.lower()
        if lower in COUNTED or word == "%" or (first and word == "-"):
            return False
        if first and lower in ("of", "de", "d", "di", "des", "von"):
            return False  # "of those", "de usuarios": counted; "de dólares" was read as a currency
        if lower in STOPPERS or not word[0].isalpha():
            return True
        if word.islower() and lower.endswith("s") and len(lower) > 3:
            return False  # a plural that the table does not know
        first = False
    return True


def _is_year_of_prices(text: str, phrase: Phrase) -> bool:
    """ "In 2019 dollars" is no sum."""
    return (
        phrase.high is None
        and not phrase.low.has_sign_before
        and bool(
            re.match(r"(?:19|20)[0-9]{2} [a-z]", text[phrase.start : phrase.end])
            and re.search(r"\b[Ii]n $", text[: phrase.start][-4:])
        )
    )


def _is_model_size(text: str, phrase: Phrase, said: str) -> bool:
    """ "Llama 70B": a glued B right after a name."""
    before = text[max(0, phrase.start - 30) : phrase.start]
    return bool(re.fullmatch(r"[0-9.]+[BMT]", said) and re.search(r"[A-Z]\w*(?:[- ][0-9.]+)?[- ]$", before))


def _qualified(text: str, phrase: Phrase) -> tuple[int, int, AmountQualifier]:
    """The span with the words before and after that say how exact the sum is; the outermost word counts."""
    start, end, found = phrase.start, phrase.end, "exact"
    for _ in range(3):
        window = text[max(0, start - 60) : start]
        match = _BEFORE.search(window)
        if match is None or not match.lastgroup or _is_quarrel(window[: match.start()], match[0]) or "\n" in match[0]:
            break
        start -= len(window) - match.start()
        found = match.lastgroup if found == "exact" or match.lastgroup != "about" else found
    after = _AFTER.match(text, end)
    if after and after.lastgroup:
        end, found = after.end(), after.lastgroup
    return start, end, found  # type: ignore[return-value]


def _is_quarrel(before: str, words: str) -> bool:
    return words.lower().split()[0] in ("over", "about") and bool(_QUARREL.search(before))


def _role(text: str, start: int, end: int) -> str | None:
    """The role whose word stands nearest to the sum within its clause; a word after it counts as nearer."""
    before = _CLAUSE.split(text[max(0, start - 60) : start])[-1]
    after = _CLAUSE.split(text[end : end + 40], maxsplit=1)[0]
    distances = [(found.start() - 10, role) for found, role in _ROLES.matches(after)]
    for found, role in _ROLES.matches(before):
        distances += [(len(before) - match.end(), role) for match in found.re.finditer(before)]
    return min(distances, default=(0, None))[1]
