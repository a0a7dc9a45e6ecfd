"""What an article begins with and when it was: "X and Y said on Tuesday they had signed ... X will buy $250 billion of services"."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pipelines.extraction.rules.draft import Draft

_LEAD_CHARACTERS = 400
_DEALS = frozenset({"investment", "partnership"})
_CAME_ABOUT = frozenset({"announced", "signed", "amended", "effective"})
_ANNOUNCED = frozenset({"announced", "signed"})
_SIDES = ("investors", "recipient", "sellers", "parties", "a", "b")

Told = tuple[Draft, dict[str, Any], Collection[str | None]]
"""A draft, the claim made of it, and the dates that its sentence says."""


def dated_as_announced(told: Iterable[Told]) -> list[dict[str, Any]]:
    """Return the claims of an article; a deal told further down has the day of the announcement that it is part of.

    That is one of the same sides, or of a round whose investors it does not name.
    """
    told = list(told)
    announced = [(draft, claim["event_date"]) for draft, claim, _ in told if _is_announcement(draft, claim)]
    claims = []
    for draft, claim, dates in told:
        days = {day for other, day in announced if _is_of(draft, other)} if _is_undated_deal(claim) else set()
        is_of_one = len(days) == 1 and days.issuperset(dates)
        claims.append(claim | ({"event_date": days.pop(), "event_date_precision": "day"} if is_of_one else {}))
    return claims


def _is_of(part: Draft, announced: Draft) -> bool:
    sides, whole = part.ids(*_SIDES), announced.ids(*_SIDES)
    return len(sides) > 1 and (sides <= whole or part.ids("recipient") == whole)


def _is_announcement(draft: Draft, claim: Mapping[str, Any]) -> bool:
    is_day = claim.get("event_date_precision") == "day"
    return is_day and draft.masked.start <= _LEAD_CHARACTERS and _is_news(claim, _CAME_ABOUT)


def _is_undated_deal(claim: Mapping[str, Any]) -> bool:
    kind = (claim.get("amount") or {}).get("kind")
    is_open = not claim.get("event_date") and kind != "cumulative_to_date" and claim["attribution"] != "anonymous"
    return is_open and _is_news(claim, _ANNOUNCED)


def _is_news(claim: Mapping[str, Any], stages: frozenset[str]) -> bool:
    is_deal = claim["claim_type"] in _DEALS and claim["stage"] in stages
    return is_deal and claim["polarity"] == "affirmed" and not claim["is_background"]
