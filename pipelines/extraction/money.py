"""Sums of money in text: a small grammar, not one pattern a case."""

from dataclasses import dataclass
from decimal import Decimal

from pipelines.schemas.claim import Money


@dataclass(frozen=True)
class MoneyMention:
    """A sum and where it stands; ``text[start:end] == money.as_stated``.

    ``is_explicit_money`` is false for a scaled number without sign or name of a currency ("13 billion"): whether that is
    money is the caller's to decide. ``role_hint`` names what the words round it suggest: ``valuation``, ``revenue``, ...
    """

    start: int
    end: int
    money: Money
    is_explicit_money: bool
    role_hint: str | None


def find_money(text: str, language: str | None = None) -> list[MoneyMention]:
    """Return the sums of money in the order of the text; a range is one mention."""
    return []


def numbers_in(text: str, language: str | None = None) -> set[Decimal]:
    """All numbers of the text; a scaled one ("13 billion") counts with its scale only."""
    return set()


def say_money(money: Money) -> str:
    """Words that :func:`find_money` reads back as the same sum."""
    return ""
