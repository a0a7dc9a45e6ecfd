"""The records on the wire are the contract less the offsets, in the schema that strict servers take."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipelines.extraction.llm import wire
from pipelines.schemas import claim as contract

PAIRS = [
    (wire.WireInvestment, contract.InvestmentClaim),
    (wire.WireModelAdoption, contract.ModelAdoptionClaim),
    (wire.WireLegalAction, contract.LegalActionClaim),
    (wire.WirePartnership, contract.PartnershipClaim),
    (wire.WireMoney, contract.Money),
    (wire.WireAmount, contract.Amount),
]
MONEY: dict[str, Any] = {"value": 1.7e9, "value_high": None, "currency_code": "EUR", "currency_basis": "stated"}
MONEY |= {"qualifier": "about", "as_stated": "1,7 Milliarden Euro"}
COMMON: dict[str, Any] = {"quote": "q", "polarity": "affirmed", "attribution": "document", "attributed_to": " "}
COMMON |= {"event_date": None, "event_date_precision": "unknown", "is_background": False, "amount": None}
INVESTMENT = COMMON | {"claim_type": "investment", "stage": "signed", "investors": ["A", "", " B "], "recipient": ""}
INVESTMENT |= {"sellers": [], "deal_type": "debt", "round": "\u0000", "stake_percent": 49.9, "valuation": MONEY}
PARTNERSHIP = COMMON | {"claim_type": "partnership", "stage": "signed", "parties": ["A", "B"], "term_condition": None}
PARTNERSHIP |= {"agreement_type": "licence", "term_end": "2032-06-30", "term_end_precision": "day"}


@pytest.mark.parametrize(("on_wire", "in_contract"), PAIRS)
def test_each_record_has_the_fields_of_the_contract_less_the_offsets(on_wire: Any, in_contract: Any) -> None:
    assert set(on_wire.model_fields) == set(in_contract.model_fields) - {"quote_start", "quote_end"}


def _literals(schema: Any) -> list[str]:
    """The words that a field's schema allows, whatever stands around them."""
    if isinstance(schema, dict):
        own = schema.get("enum", [schema["const"]] if "const" in schema else [])
        return sorted({*own, *(word for part in schema.values() for word in _literals(part))})
    return sorted({word for part in schema for word in _literals(part)}) if isinstance(schema, list) else []


@pytest.mark.parametrize(("on_wire", "in_contract"), PAIRS)
def test_each_field_allows_the_words_of_the_contract(on_wire: Any, in_contract: Any) -> None:
    ours, theirs = on_wire.model_json_schema()["properties"], in_contract.model_json_schema()["properties"]
    assert {name: _literals(schema) for name, schema in ours.items()} == {
        name: _literals(schema) for name, schema in theirs.items() if name in ours
    }


def _objects(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for part in schema for found in _objects(part)]
    if not isinstance(schema, dict):
        return []
    below = [found for part in schema.values() for found in _objects(part)]
    return [schema, *below] if schema.get("type") == "object" else below


def _keywords(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(_keywords, schema))
    if not isinstance(schema, dict):
        return set()
    named = {"properties", "$defs"}
    below = [value for key, part in schema.items() for value in (part.values() if key in named else [part])]
    return set(schema).union(*map(_keywords, below))


def test_the_schema_keeps_to_what_strict_servers_take() -> None:
    schema = wire.ReadArticle.model_json_schema()
    objects = _objects(schema)
    assert len(objects) == 7
    assert all(item["additionalProperties"] is False for item in objects)
    assert all(item["required"] == list(item["properties"]) for item in objects)
    allowed = {"$defs", "$ref", "additionalProperties", "anyOf", "const", "description", "enum", "items", "properties"}
    assert _keywords(schema) <= allowed | {"required", "title", "type"}


def test_the_type_of_a_claim_is_the_first_thing_a_model_writes() -> None:
    assert all(next(iter(model.model_fields)) == "claim_type" for model, _ in PAIRS[:4])


def test_a_claim_on_the_wire_becomes_one_of_the_contract() -> None:
    claim = contract.CLAIM.validate_python(wire.contract_claim(wire.WIRE_CLAIM.validate_python(INVESTMENT)))
    assert isinstance(claim, contract.InvestmentClaim)
    assert claim.investors == ("A", "B")
    assert (claim.recipient, claim.round, claim.attributed_to) == (None, None, None)
    assert claim.stake_percent == Decimal("49.9")
    assert claim.valuation
    assert claim.valuation.value == Decimal(1_700_000_000)


@given(st.integers(min_value=1, max_value=9_007_199_254_740_992))
def test_every_whole_amount_below_nine_quadrillion_passes_unchanged(value: int) -> None:
    claim = wire.WIRE_CLAIM.validate_json(
        wire.WireInvestment(**{**INVESTMENT, "amount": {**MONEY, "kind": "debt"}})
        .model_dump_json()
        .replace('"value":1700000000.0', f'"value":{value}', 1)
    )
    assert wire.contract_claim(claim)["amount"]["value"] == Decimal(value)


@pytest.mark.parametrize(
    ("date", "precision", "kept"),
    [
        ("2026-07-10", "day", ("2026-07-10", "day")),
        ("2026-07-10", "month", ("2026-07", "month")),
        ("2026-07-01", "quarter", ("2026-Q3", "quarter")),
        ("2026-12", "quarter", ("2026-Q4", "quarter")),
        ("2026-07-01", "year", ("2026", "year")),
        ("2026-Q3", "year", ("2026", "year")),
        ("2026-Q3", "day", ("2026-Q3", "quarter")),
        ("2026-07", "day", ("2026-07", "month")),
        ("2026", "day", ("2026", "year")),
        ("2026-07-10", "unknown", (None, "unknown")),
        (None, "month", (None, "unknown")),
        ("", "year", (None, "unknown")),
    ],
)
def test_a_date_is_never_finer_than_either_of_its_fields(date: Any, precision: str, kept: tuple[Any, str]) -> None:
    made = wire.WIRE_CLAIM.validate_python({**PARTNERSHIP, "event_date": date, "event_date_precision": precision})
    claim = wire.contract_claim(made)
    assert (claim["event_date"], claim["event_date_precision"]) == kept
    assert contract.CLAIM.validate_python(claim)


@pytest.mark.parametrize("nonsense", ["July", "2026-7", "2026-13-40", "next year", "10.07.2026", "0", "2026-Q9", "…"])
@pytest.mark.parametrize("precision", ["day", "month", "quarter", "year"])
def test_a_date_that_is_none_reaches_no_claim(nonsense: str, precision: str) -> None:
    claim = wire.WIRE_CLAIM.validate_python({**PARTNERSHIP, "event_date": nonsense, "event_date_precision": precision})
    with pytest.raises(ValidationError):
        contract.CLAIM.validate_python(wire.contract_claim(claim))
