"""How two values of one slot stand to each other, each as exactly as it was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

EQUAL_WITHIN = Decimal("0.02")  # 13 and 13.2 billion are one sum said twice
ROUGH_WITHIN = Decimal("0.08")  # "more than 13", 13.75 and "nearly 14" billion
UP_TO_WITHIN = Decimal("0.15")  # "up to 10" and what it came to
EXCHANGED_WITHIN = Decimal("0.20")  # rates are of the month, and papers round what they convert
PRICE_WITHIN = Decimal("0.10")  # papers that disagree on the price of one deal


class Fit(Enum):
    """How the values of one slot stand to each other."""

    SAME = "same"
    OPEN = "open"
    OTHER = "other"


@dataclass(frozen=True)
class Sum:
    """An amount and how exactly it was said; ``usd`` is what its lower end comes to, where there is a rate."""

    low: Decimal
    high: Decimal
    currency_code: str | None
    qualifier: str
    usd: Decimal | None = None


@dataclass(frozen=True)
class Period:
    """The days that a partial date covers."""

    first: date
    last: date


def values_of(left: frozenset[str], right: frozenset[str]) -> Fit:
    """Whether two sets have something in common."""
    if not left or not right:
        return Fit.OPEN
    return Fit.SAME if left & right else Fit.OTHER


def values(left: str | None, right: str | None) -> Fit:
    """Whether two values are equal."""
    if not left or not right:
        return Fit.OPEN
    return Fit.SAME if left == right else Fit.OTHER


def names(left: str | None, right: str | None) -> Fit:
    """Names of products or models: equal, or the words of one within the other ("Copilot", "Microsoft 365 Copilot").

    A list of them ("Azure, Windows and Office") is not one of its members.
    """
    if not left or not right:
        return Fit.OPEN
    one, two = set(left.split()), set(right.split())
    is_list = ("and" in one) != ("and" in two)
    return Fit.SAME if not is_list and (one <= two or two <= one) else Fit.OTHER


def classes(classes: Mapping[str, str], left: str | None, right: str | None, *, default_is_own: bool = False) -> Fit:
    """Whether two values are of one class; what has no class says nothing, unless it is a class of its own."""
    one = classes.get(left or "", left if default_is_own else None)
    two = classes.get(right or "", right if default_is_own else None)
    return values(one, two)


def sums(left: Sum | None, right: Sum | None) -> Fit:
    """Whether two amounts can be one, as far as they were said exactly."""
    if left is None or right is None:
        return Fit.OPEN
    if left.currency_code and right.currency_code and left.currency_code != right.currency_code:
        return _exchanged(left, right)
    low, high = sorted((left, right), key=lambda amount: (amount.low, amount.high))
    gap = max(high.low - low.high, Decimal(0)) / high.low  # nothing where ranges touch
    # A lower bound lies below the exact sum, an upper bound above it; "about" may lie on either side.
    if low.qualifier in {"more_than", "about"} or high.qualifier == "about":
        allowed = ROUGH_WITHIN
    else:
        allowed = UP_TO_WITHIN if high.qualifier == "up_to" else EQUAL_WITHIN
    return Fit.SAME if gap <= allowed else Fit.OTHER


def _exchanged(left: Sum, right: Sum) -> Fit:
    """1.7 billion euros may be 2 billion dollars, and never 500 billion. That they match identifies nothing."""
    if not left.usd or not right.usd:
        return Fit.OPEN
    low, high = sorted((left.usd, right.usd))
    return Fit.OPEN if (high - low) / high <= EXCHANGED_WITHIN else Fit.OTHER


def near(left: Sum | None, right: Sum | None) -> bool:
    """Whether two prices are near enough to be papers' reports of one, or one of them is not said."""
    if left is None or right is None:
        return True
    low, high = sorted((left.low, right.low))
    return (high - low) / high <= PRICE_WITHIN


def stakes(left: Decimal | None, right: Decimal | None) -> Fit:
    """Whether two shares of a company are one, rounded."""
    if left is None or right is None:
        return Fit.OPEN
    return Fit.SAME if abs(left - right) <= max(left, right) * EQUAL_WITHIN else Fit.OTHER


def periods(left: Period | None, right: Period | None, slack: timedelta = timedelta(0)) -> Fit:
    """Whether two partial dates overlap."""
    if left is None or right is None:
        return Fit.OPEN
    return Fit.SAME if left.first - slack <= right.last and right.first - slack <= left.last else Fit.OTHER
