"""Which claims are one event."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.events import clustering
from pipelines.events.blocks import BlockKeys
from pipelines.events.clustering import Placed, cluster
from pipelines.events.fits import Sum
from pipelines.events.sayings import Candidate
from pipelines.events.slots import Slots, period
from pipelines.ids import digest

KNOWN = datetime(2026, 7, 1, tzinfo=UTC)
ABOVE = {
    "google": frozenset({"alphabet"}),
    "google_deepmind": frozenset({"google", "alphabet"}),
    "github": frozenset({"microsoft"}),
}


def slots(claim_type: str = "investment", **given_slots: Any) -> Slots:
    empty: dict[str, Any] = {
        "stage": "announced", "is_closing": False, "is_background": False, "doers": (), "others": (), "amount": None,
        "amount_kind": None, "happened": None, "kind": None, "round": None, "stake": None, "product": None, "model": None,
        "basis": (), "term_end": None,
    }  # fmt: skip
    values = empty | given_slots
    for name in ("doers", "others", "basis"):
        value = values[name]
        values[name] = frozenset([value] if isinstance(value, str) else value)
    if isinstance(values["amount"], tuple | int):
        value, qualifier = values["amount"] if isinstance(values["amount"], tuple) else (values["amount"], "exact")
        values["amount"] = Sum(Decimal(value), Decimal(value), "USD", qualifier)
    for name in ("happened", "term_end"):
        text = values[name]
        if text:
            precision = {4: "year", 7: "month", 10: "day"}[len(text)]
            values[name] = period(date.fromisoformat((text + "-01-01")[:10]), precision)
    return Slots(claim_type=claim_type, **values)


def placed(*claims: Slots, days: float = 0) -> list[Placed]:
    candidates = [Candidate(f"c{n}", KNOWN + timedelta(days=n * days), claim) for n, claim in enumerate(claims)]
    return cluster(candidates, ABOVE)


def events(*claims: Slots, days: float = 0) -> list[str]:
    return [row.event_key for row in placed(*claims, days=days)]


def are_one(*claims: Slots, days: float = 0) -> bool:
    return len(set(events(*claims, days=days))) == 1


def cheque(amount: Any = 10_000, **more: Any) -> Slots:
    base: dict[str, Any] = {
        "doers": "microsoft",
        "others": "openai",
        "amount": amount,
        "amount_kind": "tranche",
        "stage": "effective",
    }
    return slots(**(base | more))


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        (13_000, 13_200, True),  # one sum, rounded
        ((13_000, "more_than"), 13_750, True),
        ((13_000, "more_than"), (13_000, "more_than"), True),
        ((10_000, "up_to"), 10_000, True),
        ((10_000, "up_to"), 3_000, False),
        (1_000, 10_000, False),
    ],
)
def test_amounts_are_one_as_far_as_they_were_said_exactly(left: Any, right: Any, one: bool) -> None:
    assert are_one(cheque(left), cheque(right)) is one


@pytest.mark.parametrize("kind", ["cumulative_to_date", "capacity_plan", "debt", "revenue_share_cap"])
def test_unlike_kinds_of_the_same_sum_are_never_one_event(kind: str) -> None:
    assert not are_one(cheque(), cheque(amount_kind=kind))


def test_a_cheque_of_another_year_is_another_cheque() -> None:
    assert not are_one(cheque(happened="2019"), cheque(happened="2023-01"))
    assert are_one(cheque(happened="2019"), cheque(happened="2019-07-22"))
    assert are_one(cheque(happened="2019"), cheque())


def test_each_part_of_a_round_keeps_apart_from_the_others_and_from_the_whole() -> None:
    whole = slots(others="openai", amount=110_000, amount_kind="raise", round="series x")
    parts = [cheque(30_000, doers=who, round="series x") for who in ("nvidia", "softbank")]
    assert len(set(events(whole, *parts))) == 3


def test_papers_that_name_other_investors_of_one_round_speak_of_one_round() -> None:
    first = slots(doers="lightspeed", others="anthropic", amount=13_000, amount_kind="raise", round="f")
    assert are_one(first, slots(doers="iconiq", others="anthropic", amount=13_000, amount_kind="raise", round="f"))


def test_a_stake_is_neither_a_cheque_of_years_ago_nor_part_of_a_running_total() -> None:
    cheque = slots(
        doers="a", others="b", amount=1_000, amount_kind="tranche", happened="2019-07-22", kind="strategic_stake"
    )
    total = slots(doers="a", others="b", amount=13_000, amount_kind="cumulative_to_date", stage="effective")
    stake = slots(doers="a", others="b", stake=Decimal("0.27"), kind="strategic_stake")
    assert len(set(events(cheque, stake, total))) == 3


@pytest.mark.parametrize(("happened", "joins"), [("2023-01-23", True), (None, False)])
def test_a_deal_announced_without_its_sum_is_no_running_total(happened: str | None, joins: bool) -> None:
    total = cheque(13_000, amount_kind="cumulative_to_date", is_background=True)
    announced = cheque(None, amount_kind=None, stage="announced", happened=happened)
    sum_told, _, word = placed(cheque(stage="announced"), total, announced)
    assert (word.event_key == sum_told.event_key) is joins
    assert (word.placed_as == "ambiguous") is not joins


@pytest.mark.parametrize(("happened", "one"), [("2026-06-20", True), ("2026-01-15", False)])
def test_a_sum_and_a_stake_told_apart_are_one_deal_if_told_at_one_time(happened: str, one: bool) -> None:
    cheque = slots(doers="a", others="b", amount=1_000, amount_kind="tranche", happened=happened)
    assert are_one(cheque, slots(doers="a", others="b", stake=Decimal("0.27"))) is one


def test_a_takeover_at_two_prices_is_one_event() -> None:
    price = [
        slots(doers="openai", others="io", kind="acquisition", amount=sum_, amount_kind="deal_value")
        for sum_ in (6_500, 7_500)
    ]
    assert are_one(*price)


def test_kinds_that_only_go_together_are_not_said_to_agree() -> None:
    told = {"doers": "nvidia", "others": "groq"}
    bought, licensed = placed(
        slots(kind="acquisition", amount=20_000, amount_kind="deal_value", **told),
        slots(kind="licence_and_hire", **told),
    )
    assert bought.event_key == licensed.event_key
    assert bought.agrees_on == licensed.agrees_on == ("recipient", "investor")
    again, _ = placed(slots(kind="acquisition", **told), slots(kind="acquisition", stage="signed", **told))
    assert again.agrees_on == ("deal type", "recipient", "investor")


def test_money_raised_is_no_takeover_of_the_same_company() -> None:
    bought = slots(doers="apple", others="perplexity", kind="acquisition")
    assert not are_one(bought, slots(others="perplexity", amount=200, amount_kind="raise"))


def test_a_claim_with_gaps_joins_the_one_event_it_fits() -> None:
    assert are_one(cheque(), slots(doers="microsoft", others="openai", stage="effective"))


def test_a_claim_with_gaps_that_fits_several_events_joins_none_and_names_them() -> None:
    rows = placed(
        cheque(1_000, happened="2019"),
        cheque(10_000, happened="2023"),
        slots(doers="microsoft", others="openai", is_background=True),
    )
    assert rows[2].placed_as == "ambiguous"
    assert rows[2].fits == tuple(sorted({rows[0].event_key, rows[1].event_key}))
    assert rows[2].event_key not in rows[2].fits


def test_two_cores_are_not_chained_through_a_vague_claim() -> None:
    vague = slots(doers="microsoft", others="openai", is_background=True)
    rows = events(cheque(1_000), vague, cheque(10_000))
    assert rows[0] != rows[2]


@pytest.mark.parametrize("stage", ["signed", "effective", "amended"])
def test_new_talks_do_not_join_a_deal_already_done(stage: str) -> None:
    done = cheque(stage=stage)
    assert not are_one(done, slots(doers="microsoft", others="openai", stage="in_talks"), days=60)


def test_talks_join_the_deal_that_came_of_them() -> None:
    assert are_one(slots(doers="microsoft", others="openai", stage="in_talks"), cheque(), days=60)


def test_talks_do_not_join_a_deal_that_is_later_recalled_as_done() -> None:
    talks = slots(doers="microsoft", others="openai", stage="in_talks")
    assert not are_one(talks, cheque(is_background=True), days=60)


def test_an_agreement_recalled_as_signed_is_not_the_one_under_negotiation() -> None:
    sides = {"doers": ("microsoft", "openai")}
    talked_of = slots("partnership", stage="considered", **sides)
    recalled = slots("partnership", stage="signed", is_background=True, **sides)
    assert not are_one(talked_of, recalled)
    assert are_one(slots("partnership", stage="signed", **sides), recalled)
    assert are_one(talked_of, slots("partnership", stage="considered", is_background=True, **sides))


def test_a_report_that_names_only_the_parties_joins_what_was_in_the_news_these_months() -> None:
    gap = slots(doers="microsoft", others="openai", stage="announced")
    assert are_one(cheque(), gap, days=140)
    assert not are_one(cheque(), gap, days=160)
    assert not are_one(gap, cheque(), days=160)
    assert not are_one(gap, gap, days=160)


def test_who_dealt_with_whom_recalled_long_after_the_news_of_a_deal_may_be_any_deal() -> None:
    recalled = slots(doers="microsoft", others="openai", is_background=True)
    assert are_one(cheque(), recalled, days=140)
    assert not are_one(cheque(), recalled, days=160)
    assert are_one(recalled, cheque(), days=160)
    assert are_one(cheque(is_background=True), recalled, days=160)
    assert are_one(
        cheque(), slots(doers="microsoft", others="openai", is_background=True, happened="2026-07"), days=160
    )


def test_a_report_of_the_same_year_joins_and_one_of_years_later_or_before_does_not() -> None:
    gap = slots(doers="microsoft", others="openai", stage="announced", happened="2026-07")
    assert are_one(cheque(), gap, days=200)
    assert not are_one(cheque(), gap, days=800)
    assert not are_one(gap, cheque(), days=800)


def test_talks_that_go_on_long_after_an_announcement_are_of_another_deal() -> None:
    talks = slots(doers="microsoft", others="openai", stage="considered")
    assert are_one(cheque(stage="announced"), talks, days=20)
    assert not are_one(cheque(stage="announced"), talks, days=40)


def test_a_deal_told_as_done_is_not_what_others_talk_of_afterwards() -> None:
    sides = {"doers": "microsoft", "others": "openai"}
    assert not are_one(slots(stage="effective", **sides), slots(stage="in_talks", **sides), days=20)
    assert are_one(slots(stage="in_talks", **sides), slots(stage="effective", **sides), days=20)


def test_parties_that_renegotiate_again_years_later_do_it_a_second_time() -> None:
    talks = slots("partnership", stage="in_talks", kind="renegotiation", doers=("microsoft", "openai"))
    assert are_one(talks, talks, days=60)
    assert not are_one(talks, talks, days=700)


def test_renegotiations_are_one_across_articles_only_if_something_tells_when() -> None:
    talks = {"stage": "in_talks", "kind": "renegotiation", "doers": ("microsoft", "openai")}
    undated, another = (slots("partnership", undated_in=article, **talks) for article in ("a1", "a2"))
    assert not are_one(undated, another)
    assert not are_one(undated, slots("partnership", **talks))
    assert are_one(undated, slots("partnership", **(talks | {"stage": "considered"}), undated_in="a1"))


def test_claims_that_name_next_to_nothing_are_not_one_event_for_naming_the_same() -> None:
    assert not are_one(slots(doers="microsoft"), slots(doers="microsoft"))


def test_undated_reports_with_gaps_years_apart_are_two_events() -> None:
    gap = slots(doers="microsoft", others="openai", stage="announced")
    assert not are_one(gap, gap, days=800)


def test_sums_that_are_one_find_each_other_at_any_size() -> None:
    for step in range(0, 60):
        amount = int(10_000 * 1.01**step)
        assert are_one(cheque(amount), cheque(amount * 101 // 100)), amount


def test_an_event_is_a_hash_of_its_eldest_claim() -> None:
    rows = placed(cheque(), slots(doers="microsoft", others="openai", stage="effective"), days=1)
    assert {row.event_key for row in rows} == {digest("event", "c0")}
    rows = placed(slots(doers="microsoft", others="openai", stage="effective"), cheque(), days=1)
    assert {row.event_key for row in rows} == {digest("event", "c0")}


def test_what_one_article_tells_as_standing_is_not_what_it_tells_as_over() -> None:
    sides = {"doers": ("microsoft", "openai")}
    stands = slots("partnership", stage="effective", kind="licence", term_end="2030", **sides)
    ended = slots("partnership", stage="terminated", is_closing=True, kind="governance", **sides)
    told = [Candidate("c0", KNOWN, stands, "one"), Candidate("c1", KNOWN, ended, "one")]
    assert len({row.event_key for row in cluster(told, ABOVE)}) == 2
    told = [Candidate("c0", KNOWN, stands, "one"), Candidate("c1", KNOWN, ended, "other")]
    assert len({row.event_key for row in cluster(told, ABOVE)}) == 1


def test_claims_with_gaps_that_contradict_each_other_do_not_meet_in_one_event() -> None:
    whole = cheque()
    gaps = [
        slots(doers="microsoft", others="openai", stage="announced", happened=day)
        for day in ("2026-06-01", "2026-03-01")
    ]
    keys = events(whole, *gaps)
    assert len(set(keys[1:])) == 2


def test_an_ambiguous_claim_names_every_event_it_fits() -> None:
    cheques = [cheque(amount * 1_000, happened=str(2010 + amount)) for amount in (1, 2, 4)]
    rows = placed(*cheques, slots(doers="microsoft", others="openai", is_background=True))
    assert len(rows[3].fits) == 3


def test_cores_that_contradict_each_other_are_not_chained_through_one_that_fits_both() -> None:
    keys = events(cheque(10_000, happened="2019"), cheque(10_000), cheque(10_000, happened="2023"))
    assert keys[0] != keys[2]


def test_an_adoption_advances_from_test_to_use_as_one_event() -> None:
    use = {"doers": "microsoft", "others": "xai", "product": "copilot"}
    assert are_one(slots("model_adoption", stage="testing", **use), slots("model_adoption", stage="deployed", **use))


def test_each_provider_is_an_adoption_of_its_own() -> None:
    use = {"doers": "microsoft", "product": "copilot"}
    assert not are_one(slots("model_adoption", others="xai", **use), slots("model_adoption", others="meta", **use))


def test_a_subsidiarys_product_is_not_its_owners() -> None:
    assert not are_one(
        slots("model_adoption", doers="microsoft", others="anthropic", product="copilot"),
        slots("model_adoption", doers="github", others="anthropic", product="github copilot"),
    )


def test_a_vague_product_that_fits_two_is_not_forced_into_either() -> None:
    use = {"doers": "microsoft", "others": "openai"}
    rows = events(
        *(
            slots("model_adoption", product=product, **use)
            for product in ("office copilot", "security copilot", "copilot")
        )
    )
    assert rows[0] != rows[1]


def test_a_suit_thought_of_becomes_the_suit_once_filed() -> None:
    sides = {"doers": "disney", "others": "midjourney", "kind": "lawsuit"}
    filed = slots("legal_action", stage="filed", **(sides | {"doers": ("disney", "universal")}))
    assert are_one(slots("legal_action", stage="considered", **sides), filed)


def test_a_suit_threatened_long_after_one_was_filed_is_a_second_suit() -> None:
    sides = {"doers": "disney", "others": "midjourney", "kind": "lawsuit"}
    filed = slots("legal_action", stage="filed", basis="copyright", **sides)
    threat = slots("legal_action", stage="threatened", **sides)
    assert are_one(threat, filed, days=300)
    assert not are_one(filed, threat, days=300)


def test_a_word_on_a_case_between_two_that_meet_in_two_cases_is_forced_into_neither() -> None:
    sides = {"doers": "xai", "others": "openai", "kind": "lawsuit"}
    cases = [slots("legal_action", stage="filed", basis=basis, **sides) for basis in ("contract", "trade_secret")]
    rows = placed(*cases, slots("legal_action", stage="ongoing", **sides))
    assert rows[2].placed_as == "ambiguous"
    assert len({row.event_key for row in rows}) == 3


@pytest.mark.parametrize(
    "other",
    [
        {"happened": "2024-08-05"},
        {"basis": "trade_secret"},
        {"kind": "regulatory_probe"},
        {"others": "apple"},
        {"doers": "ftc"},
    ],
)
def test_two_suits_that_differ_in_day_ground_kind_or_side_stay_apart(other: dict[str, Any]) -> None:
    suit = {
        "doers": "xai",
        "others": "openai",
        "kind": "lawsuit",
        "stage": "filed",
        "happened": "2024-02-29",
        "basis": "contract",
    }
    assert not are_one(slots("legal_action", **suit), slots("legal_action", **(suit | other)))


@pytest.mark.parametrize(("withdrawn", "second"), [("2024-06", True), ("2026-06-15", False)])
def test_what_goes_on_in_court_is_not_of_a_case_withdrawn_long_before(withdrawn: str, second: bool) -> None:
    suit = {"doers": "musk", "others": "openai", "kind": "lawsuit"}
    cases = [slots("legal_action", stage="filed", happened=day, **suit) for day in ("2024-02-29", "2024-08-05")]
    end = slots("legal_action", stage="withdrawn", is_closing=True, is_background=True, happened=withdrawn, **suit)
    old, new, over, going_on = placed(*cases, end, slots("legal_action", stage="ongoing", **suit))
    assert (over.event_key == old.event_key, going_on.event_key == new.event_key) == (True, second)
    assert going_on.placed_as == ("joined" if second else "ambiguous")


def test_a_day_in_court_does_not_say_which_of_two_cases_it_is_of() -> None:
    one = slots(
        "legal_action", stage="filed", doers="a", others="b", happened="2024-02-29", basis="contract", kind="lawsuit"
    )
    two = slots("legal_action", stage="filed", doers="a", others="b", happened="2024-08-05", kind="lawsuit")
    filing = slots("legal_action", stage="ongoing", doers="a", others="b", happened="2026-01-16", kind="lawsuit")
    assert are_one(one, filing)
    assert [row.placed_as for row in placed(one, two, filing)] == ["core", "core", "ambiguous"]


def test_a_suit_against_the_owner_and_against_its_company_is_one() -> None:
    suit = {"doers": "doj", "kind": "lawsuit", "stage": "filed"}
    assert are_one(slots("legal_action", others="google", **suit), slots("legal_action", others="alphabet", **suit))


def test_one_term_told_as_access_and_as_exclusive_right_is_one_agreement() -> None:
    sides = {"doers": ("microsoft", "openai"), "stage": "effective", "term_end": "2030"}
    assert are_one(slots("partnership", kind="exclusivity", **sides), slots("partnership", kind="licence", **sides))


@pytest.mark.parametrize(
    "other",
    [{"kind": "renegotiation"}, {"kind": "revenue_share"}, {"term_end": "2032"}, {"doers": ("openai", "oracle")}],
)
def test_agreements_that_differ_in_matter_term_or_parties_stay_apart(other: dict[str, Any]) -> None:
    terms = {"doers": ("microsoft", "openai"), "stage": "effective", "term_end": "2030", "kind": "ip_rights"}
    assert not are_one(slots("partnership", **terms), slots("partnership", **(terms | other)))


def test_a_right_that_ended_is_not_the_one_that_runs_on() -> None:
    sides = {"doers": ("microsoft", "openai"), "kind": "exclusivity"}
    runs = slots("partnership", stage="effective", term_end="2030", **sides)
    assert not are_one(runs, slots("partnership", stage="terminated", is_closing=True, happened="2025-01", **sides))
    ended = slots("partnership", stage="terminated", is_closing=True, **sides)
    assert not are_one(runs, ended)
    assert are_one(slots("partnership", stage="effective", happened="2024-01", **sides), ended)
    assert are_one(runs, slots("partnership", stage="terminated", is_closing=True, term_end="2030", **sides))


amounts = st.sampled_from([None, 1_000, 1_010, 1_030, 10_000, (10_000, "more_than"), (10_900, "about")])
dates = st.sampled_from([None, "2019", "2019-07-22", "2023-01", "2024-08-05"])
any_claim = st.builds(
    lambda amount, happened, investor, recipient, stage, kind: slots(
        doers=investor, others=recipient, amount=amount, amount_kind=kind if amount else None, happened=happened, stage=stage
    ),
    amounts, dates, st.sampled_from([(), "microsoft", "google", "alphabet"]), st.sampled_from([(), "openai", "anthropic"]),
    st.sampled_from(["in_talks", "announced", "effective"]), st.sampled_from(["tranche", "raise", "cumulative_to_date"]),
)  # fmt: skip


@given(st.lists(any_claim, max_size=14), st.integers(0, 10**6))
def test_any_order_gives_the_same_events(claims: list[Slots], seed: int) -> None:
    candidates = [Candidate(f"c{n:02}", KNOWN + timedelta(hours=n % 3), claim) for n, claim in enumerate(claims)]
    shuffled = candidates.copy()
    random.Random(seed).shuffle(shuffled)
    assert cluster(shuffled, ABOVE) == cluster(candidates, ABOVE)


@given(st.lists(any_claim, max_size=14))
def test_looking_only_where_a_like_claim_may_be_finds_as_much_as_looking_everywhere(claims: list[Slots]) -> None:
    candidates = [Candidate(f"c{n:02}", KNOWN, claim) for n, claim in enumerate(claims)]
    with pytest.MonkeyPatch.context() as patch:
        everywhere_key = frozenset({"everywhere"})
        patch.setattr(clustering, "block_keys", lambda *_: BlockKeys(everywhere_key, everywhere_key))
        everywhere = cluster(candidates, ABOVE)
    assert cluster(candidates, ABOVE) == everywhere


@given(st.lists(any_claim, max_size=14))
def test_every_claim_is_placed_once_and_events_hold_no_unlike_kinds(claims: list[Slots]) -> None:
    candidates = [Candidate(f"c{n:02}", KNOWN, claim) for n, claim in enumerate(claims)]
    rows = cluster(candidates, ABOVE)
    assert [row.claim_key for row in rows] == sorted(candidate.claim_key for candidate in candidates)
    kinds: dict[str, set[str]] = {}
    for row, candidate in zip(rows, candidates, strict=True):
        if candidate.slots.amount_kind:
            kinds.setdefault(row.event_key, set()).add(
                "total" if candidate.slots.amount_kind == "cumulative_to_date" else "cheque"
            )
    assert all(len(found) == 1 for found in kinds.values())
