"""Facts are said in their own columns' words, and what strangers wrote stays on its line."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipelines.reporting.reasons import reason_words, thing_words
from pipelines.reporting.rows import one_line
from pipelines.reporting.wording import (
    amount_grade_words,
    amount_words,
    attribution_words,
    fact_date,
    fact_headline,
    money_words,
    number_words,
    origin_words,
    resolution_words,
    value_words,
)
from pipelines.schemas.extraction import RejectionReason


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("13000000000.00", "13 billion"),
        ("6600000000", "6.6 billion"),
        ("1500000000000", "1.5 trillion"),
        ("49385000.00", "49.385 million"),
        ("1234567891", "1,234,567,891"),
        ("500000", "500,000"),
        ("0.50", "0.5"),
    ],
)
def test_a_number_is_read_aloud_unless_that_hides_digits(value: str, words: str) -> None:
    assert number_words(Decimal(value)) == words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"amount": None}, ""),
        ({}, ""),
        ({"amount": Decimal("13e9"), "currency_code": "USD", "amount_qualifier": "more_than"}, "more than $13 billion"),
        ({"amount": Decimal("10e9"), "currency_code": "USD", "amount_qualifier": "up_to"}, "up to $10 billion"),
        ({"amount": Decimal("6e8"), "currency_code": "EUR", "amount_qualifier": "exact"}, "€600 million"),
        ({"amount": Decimal("2e6"), "currency_code": "CHF"}, "CHF 2 million"),
        ({"amount": Decimal("1e6"), "amount_high": Decimal("5e6"), "currency_code": "USD"}, "$1 million to $5 million"),
        ({"amount": Decimal("2e6"), "currency_code": None}, "2 million, currency not said"),
        (
            {"amount": Decimal("2e6"), "currency_code": "USD", "currency_basis": "inferred"},
            "$2 million, currency inferred",
        ),
    ],
)
def test_an_amount_keeps_its_qualifier_range_and_doubt(row: dict[str, Any], words: str) -> None:
    assert amount_words(row) == words


@pytest.mark.parametrize(
    ("grade", "amount_grade", "words"),
    [("E3", "E1", "the amount itself E1: one origin"), ("E3", "E3", ""), ("E3", None, "")],
)
def test_a_sum_that_is_attested_otherwise_than_its_deal_says_so(
    grade: str, amount_grade: str | None, words: str
) -> None:
    assert amount_grade_words({"grade": grade, "amount_grade": amount_grade}) == words


@pytest.mark.parametrize(
    ("day", "precision", "words"),
    [
        (date(2026, 7, 5), "day", "on 5 July 2026"),
        (date(2026, 7, 1), "month", "in July 2026"),
        (date(2026, 7, 1), "quarter", "in Q3 2026"),
        (date(2026, 1, 1), "year", "in 2026"),
        (None, "unknown", ""),
    ],
)
def test_a_date_is_never_said_more_exactly_than_the_article_did(day: date | None, precision: str, words: str) -> None:
    assert fact_date({"event_date": day, "event_date_precision": precision}) == words


@pytest.mark.parametrize(
    ("attribution", "who", "words"),
    [
        ("on_record", "Bolt", "on record: Bolt"),
        ("document", "a court filing", "a document: a court filing"),
        ("document", None, "a document"),
        ("anonymous", "two people \x1b[2J", "unnamed: two people [2J"),
        ("anonymous", None, "unnamed sources"),
        ("publication", "The Wire", "as reported by The Wire"),
        ("unattributed", None, "nobody named"),
    ],
)
def test_who_says_so_is_named_as_the_claim_has_it(attribution: str, who: str | None, words: str) -> None:
    assert attribution_words(attribution, who) == words


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("party:acme", "Acme Inc (a party)"),
        ("party:unknown_co", "unknown co (a party)"),
        ("document:court filing", "a document: court filing"),
        ("wire", "The Wire"),
        ("name:small paper", "small paper"),
        (None, "not traceable"),
    ],
)
def test_an_origin_is_said_by_name(origin: str | None, words: str) -> None:
    assert origin_words(origin, {"party:acme": "Acme Inc", "wire": "The Wire"}) == words


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("amount", "13000000000.00 USD", "$13 billion"),
        ("amount", "1000000.00 to 5000000.00 EUR", "€1 million to €5 million"),
        ("valuation", "5000000.00", "5 million, currency not said"),
        ("stake_share", "0.490000", "49%"),
        ("agreement_type", "revenue_share", "revenue share"),
        ("amount", "<b>much</b>", "<b>much</b>"),
        ("amount", None, ""),
    ],
)
def test_a_value_in_conflict_is_said_in_words(field: str, value: str | None, words: str) -> None:
    assert value_words(field, value) == words


def test_a_conflict_says_how_it_is_settled_or_that_it_is_open() -> None:
    assert "$13 billion" in resolution_words("by_primary", "amount", "13000000000.00 USD")
    assert "$13 billion" in resolution_words("by_newer", "amount", "13000000000.00 USD")
    assert resolution_words("open", "amount", None).startswith("Open")
    assert resolution_words("a_new_rule", "amount", None).startswith("Open")


def test_a_sum_without_a_sign_keeps_its_code_before_the_range() -> None:
    assert money_words(Decimal(2_000_000), "CHF", Decimal(3_000_000)) == "CHF 2 million to 3 million"


@pytest.mark.parametrize(
    ("table", "row", "words"),
    [
        ("fct_investments", {"investors": ["A", "B"], "recipient": "C"}, "A, B → C"),
        ("fct_investments", {"investors": [], "recipient": None}, "Investors not named → recipient not named"),
        ("fct_model_adoptions", {"adopter": "A", "product": "P", "provider": "M", "model": "m1"}, "A in P ← M m1"),
        (
            "fct_model_adoptions",
            {"adopter": None, "product": None, "provider": None, "model": None},
            "Adopter not named ← a model not named",
        ),
        ("fct_legal_actions", {"plaintiffs": ["A"], "defendants": []}, "A v. defendants not named"),
        ("fct_partnership_terms", {"parties": ["A", "B"]}, "A, B"),
    ],
)
def test_a_headline_names_the_roles_and_what_is_not_named(table: str, row: dict[str, Any], words: str) -> None:
    assert fact_headline(table, row) == words


def test_every_reason_of_the_contract_has_plain_words() -> None:
    for reason in RejectionReason.__args__:  # type: ignore[attr-defined]
        assert reason_words("claims", reason) != reason.replace("_", " "), reason
    assert reason_words("articles", "language") == "written in a language that is not read yet"
    assert reason_words("rows", "claims.quote must not be null") == "claims.quote must not be null"
    assert reason_words("articles", None) == "no reason was noted"
    assert (thing_words("articles", 1), thing_words("articles", 2)) == ("article", "articles")


def test_text_of_strangers_becomes_one_line_without_signs_a_terminal_obeys() -> None:
    assert one_line("a\x1b]0;t\x07b\nc\u202ed\x9b31me\t f") == "a ]0;t b c d 31me f"
    assert one_line("日本 é ‘x’") == "日本 é ‘x’"
    assert one_line(None) == ""
