"""A claim passes only with what its text carries; nothing invented passes, and nothing hostile raises."""

import datetime
import json
import random
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.grounding import MAX_CLAIMS, ground, ground_all
from pipelines.schemas.claim import CLAIM, Claim
from pipelines.schemas.extraction import Rejection

TITLE = "Northwind backs Larkspur with $4 billion"
TEXT = (
    "Northwind Corp. said on Monday that it will invest $4 billion in Larkspur, an AI startup in Lyon.\n"
    "The round values the company at “more than €61.5 billion”, two people familiar with the matter said. "
    "Northwind’s stake will rise to 49% by 2027 under the agreement.\n"
    "Larkspur has filed a lawsuit against Rókur Inc. in a federal court in Oregon over training data; Rókur denied the claims. "
    "Northwind has put between $10 million and $15 million into Tern Labs since 2019.\n"
    "The deal gives Northwind access to Larkspur’s models until June 2032. Some 400 million users rely on them, it said.\n"
    "Tern Labs received 300 million from Northwind, the minister told reporters."
)
PUBLISHED = datetime.date(2026, 7, 10)
SENTENCES = [
    part.strip() for line in TEXT.split("\n") for part in re.split(r"(?<=[.;]) (?=[A-Z])", line) if len(part) > 30
]

MONEY = {
    "value": "4000000000",
    "currency_code": "USD",
    "currency_basis": "stated",
    "kind": "raise",
    "as_stated": "$4 billion",
}
INVESTMENT: dict[str, Any] = {
    "claim_type": "investment",
    "stage": "announced",
    "quote": "Northwind Corp. said on Monday that it will invest $4 billion in Larkspur, an AI startup in Lyon.",
    "investors": ["Northwind"],
    "recipient": "Larkspur",
    "amount": MONEY,
}
LAWSUIT: dict[str, Any] = {
    "claim_type": "legal_action",
    "stage": "filed",
    "quote": "Larkspur has filed a lawsuit against Rókur Inc. in a federal court in Oregon over training data; Rókur denied the claims.",
    "plaintiffs": ["Larkspur"],
    "defendants": ["Rókur"],
}
VALUED = {
    **INVESTMENT,
    "quote": "The round values the company at “more than €61.5 billion”, two people familiar with the matter said.",
    "amount": None,
    "valuation": {"value": "61500000000", "currency_code": "EUR", "as_stated": "more than €61.5 billion"},
}


def run(claim: Any, **changes: Any) -> Claim | Rejection:
    return ground({**claim, **changes}, TEXT, TITLE, "en", PUBLISHED)


def kept(claim: Any, **changes: Any) -> Any:
    result = run(claim, **changes)
    assert not isinstance(result, Rejection), result
    assert TEXT[result.quote_start : result.quote_end] == result.quote
    return result


def reason(claim: Any, **changes: Any) -> str:
    result = run(claim, **changes)
    assert isinstance(result, Rejection), result
    return result.reason


# --- the quote --------------------------------------------------------------------------------------------------------


def test_a_claim_that_its_text_carries_is_kept_with_offsets() -> None:
    claim = kept(INVESTMENT)
    assert (claim.quote_start, claim.quote_end) == (0, len(INVESTMENT["quote"]))
    assert claim.amount.value == 4_000_000_000


@pytest.mark.parametrize(
    "quote",
    [
        'The round values the company at "more than €61.5 billion", two people familiar with the matter said.',
        "  The round values  the company\nat “more than €61.5 billion”, two people\u00a0familiar with the matter said. ",
        "The round va\u00adlues the com\u200bpany at “more than €61.5 billion”, two people familiar with the matter said.",
        '"The round values the company at "more than €61.5 billion", two people familiar with the matter said."',
        "The round values the company at “more than €61.5 billion”, two people with the matter said.",
    ],
)
def test_typography_and_words_left_out_are_forgiven_and_the_text_is_kept(quote: str) -> None:
    assert kept(VALUED, quote=quote).quote == VALUED["quote"]


@pytest.mark.parametrize(
    "quote",
    [
        TITLE,
        "Northwind Corp. said on Tuesday that it will invest $4 billion in Larkspur, an AI startup in Lyon.",
        "Northwind Corp. said on Monday that it will invest $5 billion in Larkspur, an AI startup in Lyon.",
        "Northwind Corp. said on Monday that it has invested $4 billion in Larkspur, an AI startup in Lyon.",
        "Larkspur said on Monday that it will invest $4 billion in Northwind Corp., an AI startup in Lyon.",
        "Northwind Corp. said on Monday that it will invest $4 billion in Larkspur, an AI startup in Lyon, after all.",
        "Northwind Corp. will invest $4",
        "orthwind Corp. said on Monday that it will invest $4 billion in Larkspur, an AI startup in Ly",
    ],
)
def test_a_quote_that_the_text_does_not_hold_is_refused(quote: str) -> None:
    assert reason(INVESTMENT, quote=quote) == "quote_not_in_text"


def test_words_that_turn_a_sentence_round_cannot_be_left_out() -> None:
    text = "Northwind said on Monday that it would not invest any money in Larkspur this year."
    claim = {**INVESTMENT, "amount": None, "quote": text.replace("would not ", "")}
    assert isinstance(ground(claim, text), Rejection)
    assert not isinstance(ground({**claim, "quote": text}, text), Rejection)


def test_of_several_places_the_first_is_taken() -> None:
    text = f"{INVESTMENT['quote']}\n{INVESTMENT['quote']}"
    claim = ground(INVESTMENT, text)
    assert not isinstance(claim, Rejection)
    assert claim.quote_start == 0


def test_a_quote_of_a_few_letters_is_ambiguous() -> None:
    assert reason(INVESTMENT, quote="it said", amount=None) == "ambiguous_quote"


def test_offsets_of_the_extractor_are_not_believed() -> None:
    claim = kept(INVESTMENT, quote_start=7, quote_end=9)
    assert (claim.quote_start, claim.quote_end) == (0, len(INVESTMENT["quote"]))


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["4", "4000000", "40000000000", "4000000001", "400000000", "61500000000", "49"])
def test_a_sum_that_is_not_in_the_quote_is_refused(value: str) -> None:
    assert reason(INVESTMENT, amount={**MONEY, "value": value}) == "number_not_in_quote"


def test_a_sum_cut_out_of_a_larger_one_is_refused() -> None:
    claim = {
        **INVESTMENT,
        "quote": "Northwind Corp. said on Monday that it will invest $4",
        "amount": {**MONEY, "value": "4"},
    }
    assert reason(claim) == "number_not_in_quote"


def test_what_counts_users_is_no_sum() -> None:
    quote = "Some 400 million users rely on them, it said."
    assert reason(INVESTMENT, quote=quote, amount={**MONEY, "value": "400000000"}) == "number_not_in_quote"


def test_a_currency_other_than_the_stated_one_is_refused_and_a_missing_one_is_filled() -> None:
    for basis in ("stated", "inferred"):
        assert (
            reason(INVESTMENT, amount={**MONEY, "currency_code": "EUR", "currency_basis": basis})
            == "number_not_in_quote"
        )
    amount = kept(INVESTMENT, amount={**MONEY, "currency_code": None, "currency_basis": "inferred"}).amount
    assert (amount.currency_code, amount.currency_basis) == ("USD", "stated")


def test_a_currency_that_the_quote_does_not_state_is_inferred() -> None:
    quote = "Tern Labs received 300 million from Northwind, the minister told reporters."
    amount = kept(
        INVESTMENT,
        recipient="Tern Labs",
        quote=quote,
        amount={**MONEY, "value": "300000000", "as_stated": "300 million"},
    ).amount
    assert (amount.currency_code, amount.currency_basis) == ("USD", "inferred")


def test_the_words_of_a_sum_are_those_of_the_quote() -> None:
    assert kept(INVESTMENT, amount={**MONEY, "as_stated": "four billion US dollars"}).amount.as_stated == "$4 billion"
    assert kept(INVESTMENT, amount=MONEY).amount.as_stated == "$4 billion"


def test_a_qualifier_of_the_quote_is_not_lost() -> None:
    valuation = kept(
        VALUED, valuation={**VALUED["valuation"], "qualifier": "exact", "as_stated": "€61.5 billion"}
    ).valuation
    assert (valuation.qualifier, valuation.as_stated) == ("more_than", "€61.5 billion")


def test_both_ends_of_a_range_must_be_those_of_the_quote() -> None:
    quote = "Northwind has put between $10 million and $15 million into Tern Labs since 2019."
    claim = {**INVESTMENT, "quote": quote, "recipient": "Tern Labs"}
    good = {**MONEY, "value": "10000000", "value_high": "15000000"}
    assert kept(claim, amount=good).amount.as_stated == "between $10 million and $15 million"
    for low, high in (("10000000", "16000000"), ("9000000", "15000000"), ("15000000", "10000000")):
        assert reason(claim, amount={**good, "value": low, "value_high": high}) == "number_not_in_quote"


@pytest.mark.parametrize(("percent", "passes"), [("49", True), ("48", False), ("2027", False), ("4.9", False)])
def test_a_stake_must_be_a_percentage_of_the_quote(percent: str, passes: bool) -> None:
    quote = "Northwind’s stake will rise to 49% by 2027 under the agreement."
    assert isinstance(run(INVESTMENT, quote=quote, amount=None, stake_percent=percent), Rejection) is not passes


# --- parties ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Northwind", "Northwind Corp.", "NORTHWIND CORPORATION", "Northwind's", "Northwind, Inc."]
)
def test_a_party_is_found_whatever_its_suffix_case_or_possessive(name: str) -> None:
    assert kept(INVESTMENT, investors=[name]).investors == (name,)


@pytest.mark.parametrize("name", ["Rokur", "Rókur", "ROKUR INC", "Rókur Ltd"])
def test_a_party_is_found_without_its_accents(name: str) -> None:
    assert kept(LAWSUIT, defendants=[name]).defendants == (name,)


@pytest.mark.parametrize(
    "name", ["Southwind", "North", "Wind", "Larkspur Bank", "Inc.", "…", "Tern Oregon", "Lark spurs"]
)
def test_a_party_that_the_article_does_not_name_is_refused(name: str) -> None:
    assert reason(INVESTMENT, investors=[name]) == "party_not_in_text"


def test_a_quote_that_neither_names_nor_means_a_party_is_refused() -> None:
    text = "Northwind and Larkspur met.\nRain fell on Lyon and on Oregon all through June, forecasters wrote."
    claim = {**INVESTMENT, "amount": None, "quote": text.split("\n")[1]}
    result = ground(claim, text)
    assert isinstance(result, Rejection)
    assert result.reason == "party_not_in_text"


def test_a_description_stands_for_a_party() -> None:
    assert kept(VALUED).quote == VALUED["quote"]


def test_a_claim_without_any_party_is_refused() -> None:
    assert reason(INVESTMENT, investors=[], recipient=None) == "party_not_in_text"


# --- dates and adornments ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "carried", "precision"),
    [
        ("2026-07-06", "2026-07-06", "day"),  # "on Monday"
        ("2026-07-10", "2026-07", "month"),  # the day of publication, which nobody states
        ("2027", "2027", "year"),
        ("2027-03-01", "2027", "year"),
        ("2032-Q2", "2032-Q2", "quarter"),
        ("2019", "2019", "year"),
        ("2024-05-06", None, "unknown"),
        ("2026-02-31", "2026", "year"),
    ],
)
def test_a_date_is_kept_as_far_as_the_text_carries_it(said: str, carried: str | None, precision: str) -> None:
    claim = kept(INVESTMENT, event_date=said, event_date_precision="day")
    assert (claim.event_date, claim.event_date_precision) == (carried, precision)


def test_without_a_day_of_publication_a_resolved_date_is_dropped() -> None:
    claim = ground({**INVESTMENT, "event_date": "2026-07-06", "event_date_precision": "day"}, TEXT, TITLE, "en")
    assert not isinstance(claim, Rejection)
    assert (claim.event_date, claim.event_date_precision) == (None, "unknown")


def test_an_end_of_terms_is_kept_as_far_as_the_text_carries_it() -> None:
    claim = {
        "claim_type": "partnership", "stage": "signed", "parties": ["Northwind", "Larkspur"],
        "quote": "The deal gives Northwind access to Larkspur’s models until June 2032.", "term_end": "2032-06-30",
    }  # fmt: skip
    grounded = kept(claim)
    assert (grounded.term_end, grounded.term_end_precision) == ("2032-06", "month")


def test_who_said_so_must_be_printed_to_weigh() -> None:
    claim = kept(INVESTMENT, attribution="on_record", attributed_to="Jane Imagined")
    assert (claim.attribution, claim.attributed_to) == ("unattributed", None)
    claim = kept(INVESTMENT, attribution="anonymous", attributed_to="people familiar with the matter")
    assert (claim.attribution, claim.attributed_to) == ("anonymous", "people familiar with the matter")


def test_a_court_or_round_that_is_not_printed_is_taken_off() -> None:
    assert kept(LAWSUIT, forum="Supreme Court of Utopia").forum is None
    assert kept(LAWSUIT, forum="federal court in Oregon").forum == "federal court in Oregon"
    assert kept(INVESTMENT, round="Series Q").round is None


# --- all together -----------------------------------------------------------------------------------------------------


def test_of_exact_duplicates_one_is_kept() -> None:
    kept_claims, rejected = ground_all([INVESTMENT, dict(INVESTMENT), LAWSUIT], TEXT, TITLE, "en", PUBLISHED)
    assert [claim.claim_type for claim in kept_claims] == ["investment", "legal_action"]
    assert [item.reason for item in rejected] == ["duplicate_claim"]


def test_a_flood_of_claims_is_bounded() -> None:
    kept_claims, rejected = ground_all([INVESTMENT] * (MAX_CLAIMS + 50), TEXT)
    assert (len(kept_claims), len(rejected)) == (1, MAX_CLAIMS)


def test_a_hundred_inventions_of_each_kind_are_all_refused() -> None:
    dice = random.Random(20261122)
    words = "copper lantern meadow orbit velvet harbour quartz willow ember falcon".split()  # noqa: SIM905
    for _ in range(100):
        invented = " ".join(dice.sample(words, 6))
        assert reason(INVESTMENT, quote=f"Northwind will invest $4 billion in {invented}.") == "quote_not_in_text"
        assert (
            reason(INVESTMENT, amount={**MONEY, "value": str(dice.randint(1, 10**13) * 2 + 1)}) == "number_not_in_quote"
        )
        assert reason(INVESTMENT, recipient=invented.title()) == "party_not_in_text"


@settings(deadline=None)
@given(
    st.sampled_from(SENTENCES),
    st.integers(0, 40),
    st.sampled_from(["denied", "Zephyr", "17", "never", "acquired", "€", "billions"]),
)
def test_a_quote_with_a_word_changed_or_put_in_never_passes(sentence: str, place: int, word: str) -> None:
    words = sentence.split()
    place %= len(words)
    for changed in ([*words[:place], word, *words[place + 1 :]], [*words[:place], word, *words[place:]]):
        quote = " ".join(changed)
        result = ground({**INVESTMENT, "amount": None, "quote": quote}, TEXT, TITLE, "en")
        assert isinstance(result, Rejection) or quote in TEXT, quote


@settings(deadline=None)
@given(st.integers(1, 10**16 - 1))
def test_a_number_changed_at_random_never_passes(value: int) -> None:
    result = run(INVESTMENT, amount={**MONEY, "value": str(value)})
    assert isinstance(result, Rejection) is (value != 4_000_000_000)


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["1e999", "NaN", "-1", "x" * 5_000]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([*INVESTMENT, *LAWSUIT, "valuation", "stake_percent", "event_date"]), junk))
def test_whatever_is_claimed_is_refused_or_stands_in_the_text(changes: dict[str, Any]) -> None:
    result = run(INVESTMENT, **changes)
    if isinstance(result, Rejection):
        json.dumps(result.model_dump(mode="json"))
    else:
        assert TEXT[result.quote_start : result.quote_end] == result.quote
        assert CLAIM.validate_python(result.model_dump()) == result


@pytest.mark.parametrize(
    "claim",
    [
        None, [], "a claim", 7, float("nan"), {}, {"claim_type": "gossip"}, {"claim_type": []}, [INVESTMENT], {1: 2},
        {**INVESTMENT, "amount": {**MONEY, "value": "1e999"}}, {**INVESTMENT, "amount": {**MONEY, "value": float("nan")}},
        {**INVESTMENT, "amount": {**MONEY, "value": "Infinity"}}, {**INVESTMENT, "amount": {**MONEY, "value": 10**5000}},
        {**INVESTMENT, "amount": {**MONEY, "value": "9" * 100_000}}, {**INVESTMENT, "amount": {**MONEY, "value": -4}},
        {**INVESTMENT, "quote": "x" * 1_000_000}, {**INVESTMENT, "quote": None}, {**INVESTMENT, "quote": "   "},
        {**INVESTMENT, "quote": "\ud800 and a lone surrogate"}, {**INVESTMENT, "investors": ["Northwind"] * 10_000},
        {**INVESTMENT, "investors": "Northwind"}, {**INVESTMENT, "recipient": {"name": "Larkspur"}},
        {**INVESTMENT, "event_date": "yesterday"}, {**INVESTMENT, "unheard_of": "field"}, {**INVESTMENT, "recipient": "\ud800"},
    ],
)  # fmt: skip
def test_hostile_claims_are_refused_and_never_raise(claim: Any) -> None:
    kept_claims, rejected = ground_all([claim], TEXT, TITLE, "en", PUBLISHED)
    assert (kept_claims, len(rejected)) == ((), 1)
    assert len(json.dumps(rejected[0].model_dump(mode="json"))) < 200_000


def test_endless_nesting_is_refused() -> None:
    nest: dict[str, Any] = {"claim_type": "investment"}
    nest["amount"] = nest
    _, rejected = ground_all([nest, None], TEXT)
    assert [item.reason for item in rejected] == ["invalid_claim", "invalid_claim"]


@pytest.mark.parametrize("claims", [None, "text", 7, {"claims": []}])
def test_what_is_no_list_of_claims_is_one_refusal(claims: Any) -> None:
    kept_claims, rejected = ground_all(claims, TEXT)
    assert (kept_claims, [item.reason for item in rejected]) == ((), ["invalid_claim"])
