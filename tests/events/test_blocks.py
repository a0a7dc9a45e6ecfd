"""Claims that share no chain of keys have nothing to do with each other, and those that may be one event always meet."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.events import clustering
from pipelines.events.blocks import BlockKeys, block_keys, blocks
from pipelines.events.clustering import Placed, cluster
from pipelines.events.fits import Sum
from pipelines.events.identity import one_event
from pipelines.events.sayings import Candidate
from pipelines.events.slots import Lineages, Slots, period

ABOVE = {"google": frozenset({"alphabet"}), "deepmind": frozenset({"google", "alphabet"})}
LINEAGES = Lineages(ABOVE)
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)


def _some(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


def _names(*names: str, at_most: int = 2) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(names), max_size=at_most)


@st.composite
def _sum(draw: st.DrawFn) -> Sum | None:
    low = draw(st.sampled_from([None, 1_000, 1_010, 1_200, 10_000, 10_900, 12_600]))
    if low is None:
        return None
    high = draw(st.sampled_from([low, low, low * 5]))
    currency, rate = draw(st.sampled_from([("USD", None), ("EUR", Decimal("1.13")), ("XYZ", None), (None, None)]))
    usd = Decimal(low) * rate if rate else None
    qualifier = draw(st.sampled_from(["exact", "about", "more_than", "up_to"]))
    return Sum(Decimal(low), Decimal(high), currency, qualifier, usd)


_DATES = _some("2019", "2019-07-22", "2019-07-25", "2023-01", "2024-08-05")
_STAGES = st.sampled_from(["in_talks", "announced", "effective", "terminated"])


@st.composite
def any_slots(draw: st.DrawFn) -> Slots:
    claim_type = draw(st.sampled_from(["investment", "model_adoption", "legal_action", "partnership"]))
    stage = draw(_STAGES)
    amount = draw(_sum()) if claim_type in {"investment", "partnership"} else None
    kinds = {
        "investment": ("equity_round", "acquisition", "ipo", "infrastructure_plan", "compute_commitment"),
        "model_adoption": (),
        "legal_action": ("lawsuit", "class_action", "regulatory_probe"),
        "partnership": ("renegotiation", "exclusivity", "licence", "revenue_share"),
    }[claim_type]
    amount_kinds = st.sampled_from(["tranche", "raise", "cumulative_to_date", "capacity_plan", "deal_value"])
    of = claim_type  # shorter below
    kind = draw(_some(*kinds))
    sides = ("openai", "alphabet", "google", "deepmind", "xai")
    return Slots(
        claim_type=of, stage=stage, is_closing=stage == "terminated", is_background=draw(st.booleans()),
        doers=frozenset({"openai", draw(st.sampled_from(["xai", "google"]))}) if of == "partnership" else draw(_names(*sides)),
        others=draw(_names("openai", "google", "xai", at_most=1)) if of != "partnership" else frozenset(),
        amount=amount, amount_kind=draw(amount_kinds) if amount else None, happened=_period(draw(_DATES)), kind=kind,
        round=draw(_some("a", "b")) if of == "investment" else None,
        stake=draw(_some(Decimal("0.1"), Decimal("0.4"))) if of == "investment" else None,
        product=draw(_some("copilot", "office copilot")) if of == "model_adoption" else None,
        model=draw(_some("o1", "phi 4", "phi")) if of == "model_adoption" else None,
        basis=draw(_names("copyright", "antitrust")) if of == "legal_action" else frozenset(),
        term_end=_period(draw(_some("2030", "2030-06", "2032"))) if of == "partnership" else None,
        undated_in=draw(_some("a0", "a1")) if kind == "renegotiation" else None,
    )  # fmt: skip


def _period(text: str | None) -> Any:
    if text is None:
        return None
    return period(date.fromisoformat((text + "-01-01")[:10]), {4: "year", 7: "month", 10: "day"}[len(text)])


def _candidates(said: list[Slots]) -> list[Candidate]:
    times = [BEGINS + timedelta(days=(n % 4) * 170) for n in range(len(said))]
    return [Candidate(f"c{n:02}", times[n], slots, f"a{n // 2}") for n, slots in enumerate(said)]


def _keys(candidates: list[Candidate]) -> dict[str, BlockKeys]:
    return {candidate.claim_key: block_keys(candidate.slots, LINEAGES) for candidate in candidates}


@given(any_slots(), any_slots())
@settings(max_examples=500)
def test_claims_that_may_be_one_event_meet(left: Slots, right: Slots) -> None:
    if one_event(left, right, LINEAGES):
        assert block_keys(left, LINEAGES).meets(block_keys(right, LINEAGES))


@given(st.lists(any_slots(), max_size=12))
@settings(max_examples=120)
def test_claims_without_a_chain_between_them_never_influence_each_other(said: list[Slots]) -> None:
    candidates = _candidates(said)
    by_key = {candidate.claim_key: candidate for candidate in candidates}
    apart: list[Placed] = []
    for block in blocks(_keys(candidates)):
        apart += cluster([by_key[key] for key in block], ABOVE)
    assert sorted(apart, key=lambda row: row.claim_key) == cluster(candidates, ABOVE)


@given(st.lists(any_slots(), max_size=12), st.integers(0, 10**6))
@settings(max_examples=120)
def test_neither_order_nor_where_we_look_matters(said: list[Slots], seed: int) -> None:
    candidates = _candidates(said)
    with pytest.MonkeyPatch.context() as patch:
        everywhere_key = frozenset({"everywhere"})
        patch.setattr(clustering, "block_keys", lambda *_: BlockKeys(everywhere_key, everywhere_key))
        everywhere = cluster(candidates, ABOVE)
    random.Random(seed).shuffle(candidates)
    assert cluster(candidates, ABOVE) == everywhere


def test_a_claim_that_names_nothing_looks_nowhere() -> None:
    empty = frozenset[str]()
    nothing = Slots("investment", "announced", False, False, empty, empty, *[None] * 8, empty, None)  # type: ignore[arg-type]
    assert block_keys(nothing, LINEAGES) == BlockKeys(empty, empty)
