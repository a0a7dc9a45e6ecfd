"""Where to look for claims that may speak of one event, so that not every claim is compared with every other.

A claim is filed under all tokens under which another could look for it, and looks under the fewest that hold all it may fit.
Tokens only narrow the search: whether two claims are one event is said by ``identity`` alone.
"""

import math
from collections.abc import Callable

from pipelines.warehouse.identity import DEAL_CLASS, Lineages, Slots

Token = tuple[str, ...]
# Sums that may be one differ by less than this (identity: at most 0.20), so they lie in one bucket or in two neighbours.
BUCKET = math.log(1.3)
NONE = "none"


def filed_under(slots: Slots, lineages: Lineages) -> set[Token]:
    """Every token under which another claim could look for this one."""
    doers, others = _families(slots, lineages)
    if slots.claim_type == "partnership":
        return {_all_parties(doers)}
    tokens: set[Token] = {("doer", party) for party in doers} | {("other", party) for party in others}
    tokens |= {("pair", doer, other) for doer in doers or {NONE} for other in others or {NONE}}
    if slots.claim_type == "investment":
        tokens |= {(mark, other) for other in others for mark in _marks(slots, lambda bucket: (bucket,))}
    return {(slots.claim_type, *token) for token in tokens}


def looked_up(slots: Slots, lineages: Lineages) -> set[Token]:
    """The narrowest tokens that hold every claim this one may fit."""
    doers, others = _families(slots, lineages)
    if slots.claim_type == "partnership":
        return {_all_parties(doers)}
    tokens: set[Token]
    if slots.claim_type == "investment" and others and _dollars(slots) and slots.amount_kind != "capacity_plan":
        # A sum finds sums near it, and those who say none; a round, a stake or a takeover finds its like at any price.
        marks = _marks(slots, lambda bucket: (bucket - 1, bucket, bucket + 1)) | {NONE}
        tokens = {(mark, other) for other in others for mark in marks}
    elif doers and others and not (slots.round or slots.amount):
        tokens = {("pair", doer, other) for doer in doers for other in others}
        tokens |= {("pair", NONE, other) for other in others} | {("pair", doer, NONE) for doer in doers}
    else:
        tokens = {("other", party) for party in others}
        if not others or slots.amount_kind == "capacity_plan":
            tokens |= {("doer", party) for party in doers}  # a plan's recipient has no settled name
    return {(slots.claim_type, *token) for token in tokens}


def _marks(slots: Slots, buckets: Callable[[int], tuple[int, ...]]) -> set[str]:
    """What marks an investment besides its parties."""
    marks = {f"round {slots.round}"} if slots.round else set()
    if slots.stake:
        marks.add("stake")
    if DEAL_CLASS.get(slots.kind or "") == "takeover":
        marks.add("takeover")
    dollars = _dollars(slots)
    if dollars is None:
        return marks | {NONE}  # no sum, or none that can be compared
    return marks | {f"sum {bucket}" for bucket in buckets(int(math.log(dollars) / BUCKET))}


def _dollars(slots: Slots) -> float | None:
    """What the sum comes to, if that can be said."""
    if slots.amount is None or (slots.amount.usd is None and slots.amount.currency_code != "USD"):
        return None
    return float(slots.amount.usd or slots.amount.low)


def _families(slots: Slots, lineages: Lineages) -> tuple[set[str], set[str]]:
    return {_family(p, lineages) for p in slots.doers}, {_family(p, lineages) for p in slots.others}


def _all_parties(families: set[str]) -> Token:
    return ("partnership", *sorted(families))


def _family(organization: str, lineages: Lineages) -> str:
    """One name for all that are related: the topmost above it."""
    above = lineages.above.get(organization, frozenset())
    return next((top for top in sorted(above) if not lineages.above.get(top)), organization)
