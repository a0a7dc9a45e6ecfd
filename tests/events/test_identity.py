"""How near two claims must be to speak of one event: each threshold from both sides."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pipelines.events.fits import Period, Sum
from pipelines.events.identity import one_event
from pipelines.events.slots import Lineages, Slots

NOBODY_ABOVE = Lineages({})


def claim(claim_type: str = "investment", **said: Any) -> Slots:
    """Microsoft's money for OpenAI, unless said otherwise."""
    values: dict[str, Any] = {
        "stage": "effective", "is_closing": False, "is_background": False, "doers": "microsoft", "others": "openai",
        "amount": None, "amount_kind": None, "happened": None, "kind": None, "round": None, "stake": None, "product": None,
        "model": None, "basis": (), "term_end": None,
    } | said  # fmt: skip
    for name in ("doers", "others", "basis"):
        values[name] = frozenset([values[name]] if isinstance(values[name], str) else values[name])
    if values["happened"]:
        day = date.fromisoformat(values["happened"])
        values["happened"] = Period(day, day)
    return Slots(claim_type=claim_type, **values)


def money(low: int, qualifier: str = "exact", *, currency: str = "USD", usd: int | None = None) -> Sum:
    return Sum(Decimal(low), Decimal(low), currency, qualifier, Decimal(usd) if usd else None)


def are_one(left: Slots, right: Slots) -> bool:
    both = {one_event(left, right, NOBODY_ABOVE), one_event(right, left, NOBODY_ABOVE)}
    assert len(both) == 1, "the order of two claims says nothing"
    return both.pop()


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        (money(10_000), money(10_150), True),
        (money(10_000), money(10_500), False),
        (money(10_000, "more_than"), money(10_700), True),
        (money(10_000, "more_than"), money(12_000), False),
        (money(10_000), money(10_700, "about"), True),
        (money(10_000, "up_to"), money(8_800), True),
        (money(10_000, "up_to"), money(7_000), False),
        (money(10_000, currency="EUR", usd=11_300), money(13_000, usd=13_000), True),
        (money(10_000, currency="EUR", usd=11_300), money(20_000, usd=20_000), False),
    ],
)
def test_a_cheque_and_a_price_are_one_sum_as_far_as_they_were_said_exactly(left: Sum, right: Sum, one: bool) -> None:
    assert are_one(claim(amount=left, amount_kind="tranche"), claim(amount=right, amount_kind="deal_value")) is one


@pytest.mark.parametrize(("other", "one"), [(10_900, True), (12_500, False)])
def test_papers_that_differ_by_a_tenth_on_one_price_disagree_and_by_more_speak_of_another(
    other: int, one: bool
) -> None:
    first = claim(amount=money(10_000), amount_kind="tranche")
    assert are_one(first, claim(amount=money(other), amount_kind="tranche")) is one


@pytest.mark.parametrize(("day", "one"), [("2026-03-07", True), ("2026-03-20", False)])
def test_what_happens_once_happens_within_a_week(day: str, one: bool) -> None:
    assert are_one(claim(happened="2026-03-01"), claim(happened=day)) is one


@pytest.mark.parametrize(
    ("claim_type", "first", "last", "days", "one"),
    [
        ("investment", "announced", "effective", 300, True),
        ("investment", "announced", "effective", 500, False),
        ("legal_action", "considered", "filed", 700, True),
        ("legal_action", "considered", "filed", 3_000, False),
        ("model_adoption", "testing", "deployed", 400, True),
        ("model_adoption", "testing", "deployed", 1_500, False),
    ],
)
def test_from_first_talk_to_the_end_each_kind_of_thing_takes_its_time(
    claim_type: str, first: str, last: str, days: int, one: bool
) -> None:
    product = "copilot" if claim_type == "model_adoption" else None
    later = str(date(2020, 1, 1) + timedelta(days=days))
    assert (
        are_one(
            claim(claim_type, stage=first, happened="2020-01-01", product=product),
            claim(claim_type, stage=last, happened=later, product=product),
        )
        is one
    )


@pytest.mark.parametrize(("day", "one"), [("2026-01-20", True), ("2026-06-10", False)])
def test_a_round_and_a_cheque_of_one_sum_are_one_when_told_at_one_time(day: str, one: bool) -> None:
    whole = claim(amount=money(5_000), amount_kind="raise", stage="announced", happened="2026-01-10")
    assert are_one(whole, claim(amount=money(5_000), amount_kind="tranche", happened=day)) is one


def test_one_party_in_common_makes_no_event() -> None:
    assert not are_one(claim(others=(), amount=money(5_000), amount_kind="tranche"), claim())


@pytest.mark.parametrize("kind", ["tranche", "raise", "cumulative_to_date", "grant", "pledge", "capacity_plan"])
def test_money_that_buys_no_company_is_not_its_takeover(kind: str) -> None:
    assert not are_one(claim(kind="acquisition"), claim(amount=money(5_000), amount_kind=kind))


def test_investors_differ_from_paper_to_paper_where_a_round_has_no_name() -> None:
    first = claim(doers="lightspeed", amount=money(5_000), amount_kind="raise")
    assert are_one(first, claim(doers="iconiq", amount=money(5_000), amount_kind="raise"))
    assert not are_one(first, claim(doers="iconiq", amount=money(5_000), amount_kind="tranche"))


def test_another_stake_is_another_deal() -> None:
    assert are_one(claim(stake=Decimal("0.49")), claim(stake=Decimal("0.49")))
    assert not are_one(claim(stake=Decimal("0.49")), claim(stake=Decimal("0.10")))


def plan(amount: Sum, doers: Any = "softbank", others: Any = ()) -> Slots:
    return claim(doers=doers, others=others, amount=amount, amount_kind="capacity_plan", kind="infrastructure_plan")


def test_a_plan_is_known_by_who_builds_and_by_its_sum() -> None:
    stargate = plan(money(500_000), ("openai", "oracle", "softbank"), "data centres")
    assert are_one(stargate, plan(money(500_000), ("openai", "softbank"), "stargate"))
    assert not are_one(stargate, plan(money(75_000), others="france"))


@pytest.mark.parametrize("others", ["france", ()])
def test_who_builds_much_has_many_plans_where_a_currency_cannot_be_compared(others: Any) -> None:
    stargate = plan(money(500_000, usd=500_000), ("openai", "oracle", "softbank"), "data centres")
    assert not are_one(stargate, plan(money(75_000, "up_to", currency="EUR"), others=others))
    assert not are_one(stargate, plan(money(450_000, currency="EUR", usd=510_000), others=others))


@pytest.mark.parametrize(
    ("stage", "one"), [("ruled", True), ("dismissed", True), ("appealed", True), ("ongoing", True), ("filed", False)]
)
def test_a_case_is_filed_once_and_ruled_on_again_and_again(stage: str, one: bool) -> None:
    first, later = (claim("legal_action", stage=stage, happened=day) for day in ("2026-02-24", "2026-06-15"))
    assert are_one(first, later) is one


FIRMS = ["microsoft", "openai", "amazon"]


@pytest.mark.parametrize(
    ("others", "day", "one"),
    [
        (FIRMS, None, True),
        ("microsoft", "2024-01-25", True),
        ("microsoft", "2024-06-05", False),
        ("microsoft", None, False),
    ],
)
def test_a_look_at_a_market_is_not_the_probe_of_one_firm_in_it_but_on_one_day(
    others: str | list[str], day: str | None, one: bool
) -> None:
    told: dict[str, Any] = {"stage": "probe_opened", "doers": "ftc", "kind": "regulatory_probe", "basis": "antitrust"}
    study = claim("legal_action", others=FIRMS, happened="2024-01-25", **told)
    assert are_one(study, claim("legal_action", others=others, happened=day, **told)) is one


def test_a_probe_told_without_one_of_the_two_that_it_is_into_is_that_probe() -> None:
    told: dict[str, Any] = {"stage": "probe_opened", "doers": "ftc", "kind": "regulatory_probe"}
    assert are_one(claim("legal_action", others=FIRMS[:2], **told), claim("legal_action", others="openai", **told))


@pytest.mark.parametrize(
    ("kind", "stage", "day", "one"),
    [
        (None, "signed", "2025-10-28", True),
        ("partnership", "announced", "2025-10-28", True),
        ("partnership", "signed", "2025-10-29", False),
        ("licence", "signed", "2025-10-28", False),
        (None, "in_talks", "2025-10-28", False),
    ],
)
def test_what_two_signed_that_day_is_the_contract_that_they_rewrote_that_day(
    kind: str | None, stage: str, day: str, one: bool
) -> None:
    both = {"doers": ["microsoft", "openai"], "others": ()}
    rewritten = claim("partnership", kind="renegotiation", stage="amended", happened="2025-10-28", **both)
    assert are_one(rewritten, claim("partnership", kind=kind, stage=stage, happened=day, **both)) is one


@pytest.mark.parametrize(("others", "one"), [(["microsoft", "openai"], False), (["microsoft"], True)])
def test_the_reviews_of_two_mergers_of_one_buyer_are_two(others: list[str], one: bool) -> None:
    told: dict[str, Any] = {"doers": "cma", "kind": "merger_review", "basis": "antitrust"}
    first = claim("legal_action", stage="probe_opened", others="microsoft", happened="2024-07-16", **told)
    assert are_one(first, claim("legal_action", stage="dismissed", others=others, happened="2025-03-05", **told)) is one


@pytest.mark.parametrize(
    ("stage", "day", "one"),
    [("signed", "2023-10-27", False), ("signed", "2023-02-20", True), ("effective", None, True)],
)
def test_what_was_paid_for_is_not_what_is_signed_months_later(stage: str, day: str | None, one: bool) -> None:
    same: dict[str, Any] = {"amount": money(10_000), "amount_kind": "tranche"}
    paid = claim(stage="effective", happened="2023-02-01", **same)
    assert are_one(paid, claim(stage=stage, happened=day, **same)) is one
