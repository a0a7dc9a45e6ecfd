"""What of a resolved claim identifies its event."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pipelines.events.slots import period, slots_of

ABOVE = {"github": frozenset({"microsoft"})}
PUBLISHED = datetime(2026, 7, 1, 12, tzinfo=UTC)


def row(**said: Any) -> dict[str, Any]:
    """A claim of which nothing is said but what is given."""
    lists = ("investor_ids", "seller_ids", "plaintiff_ids", "defendant_ids", "party_ids", "claim_basis")
    names = (
        "amount", "amount_high", "currency_code", "amount_qualifier", "amount_kind", "comparable_usd", "deal_type", "action_type",
        "agreement_type", "event_date", "round_form", "stake_share", "product_name", "model_name", "term_end", "recipient_id",
        "adopter_id", "owner_id", "provider_id",
    )  # fmt: skip
    empty = dict.fromkeys(names) | {name: [] for name in lists}
    more = {
        "event_date_precision": "unknown",
        "term_end_precision": "unknown",
        "is_background": False,
        "stage": "announced",
        "article_id": "a1",
        "known_at": PUBLISHED,
        "recorded_at": PUBLISHED + timedelta(hours=1),
    }
    return empty | more | said


def test_a_subsidiary_adopts_for_its_own_product_and_nobody_else_for_theirs() -> None:
    use = {"claim_type": "model_adoption", "adopter_id": "microsoft", "provider_id": "anthropic"}
    assert slots_of(row(**use, owner_id="github"), ABOVE).doers == {"github"}
    assert slots_of(row(**use, owner_id="openai"), ABOVE).doers == {"microsoft"}


@pytest.mark.parametrize(
    ("claim_type", "stage"),
    [
        ("investment", "withdrawn"), ("investment", "blocked"), ("investment", "terminated"), ("investment", "expired"),
        ("model_adoption", "scaled_back"), ("model_adoption", "replaced"), ("model_adoption", "dropped"),
        ("model_adoption", "declined"), ("legal_action", "settled"), ("legal_action", "fined"), ("legal_action", "dismissed"),
    ],
)  # fmt: skip
def test_an_end_is_known_as_an_end(claim_type: str, stage: str) -> None:
    assert slots_of(row(claim_type=claim_type, stage=stage), ABOVE).is_closing


@pytest.mark.parametrize("stage", ["announced", "signed", "ruled", "deployed"])
def test_progress_is_no_end(stage: str) -> None:
    assert not slots_of(row(claim_type="investment", stage=stage), ABOVE).is_closing


def test_what_is_said_of_an_agreement_identifies_it_and_what_is_unspecified_does_not() -> None:
    said = slots_of(
        row(
            claim_type="partnership", agreement_type="licence", term_end=date(2030, 1, 1), term_end_precision="year",
            claim_basis=["copyright"], is_background=True, party_ids=["a", "b"],
        ),
        ABOVE,
    )  # fmt: skip
    assert (said.kind, said.basis, said.is_background, said.doers) == ("licence", {"copyright"}, True, {"a", "b"})
    assert said.term_end == period(date(2030, 1, 1), "year")
    assert slots_of(row(claim_type="partnership", agreement_type="unspecified"), ABOVE).kind is None


def test_word_of_a_renegotiation_is_of_its_article_alone_where_neither_tells_when() -> None:
    talks = {"claim_type": "partnership", "agreement_type": "renegotiation", "known_at": PUBLISHED}
    undated, dated = {"recorded_at": PUBLISHED}, {"recorded_at": PUBLISHED + timedelta(minutes=1)}
    assert slots_of(row(**talks, **undated), ABOVE).undated_in == "a1"
    assert slots_of(row(**talks, **dated), ABOVE).undated_in is None
    assert slots_of(row(**talks, **undated, event_date=date(2026, 1, 27)), ABOVE).undated_in is None


def test_a_sum_has_a_range_and_what_it_comes_to_in_dollars() -> None:
    said = row(
        claim_type="investment",
        amount=Decimal(10),
        amount_high=Decimal(12),
        currency_code="EUR",
        comparable_usd=Decimal(11),
    )
    amount = slots_of(said, ABOVE).amount
    assert amount is not None
    assert (amount.low, amount.high, amount.usd, amount.qualifier) == (10, 12, 11, "exact")


@pytest.mark.parametrize(
    ("precision", "last"),
    [
        ("day", date(2026, 10, 1)), ("month", date(2026, 10, 31)), ("quarter", date(2026, 12, 31)), ("year", date(2027, 9, 30)),
    ],
)  # fmt: skip
def test_a_partial_date_covers_its_period(precision: str, last: date) -> None:
    found = period(date(2026, 10, 1), precision)
    assert found is not None
    assert (found.first, found.last) == (date(2026, 10, 1), last)
