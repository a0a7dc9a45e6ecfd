"""The records a model answers with: the claim contract less the offsets, in the part of JSON Schema that all servers take.

Strict structured output wants every field required (null where nothing is said), no further fields, and knows no
defaults; servers enforce no limits on numbers or lengths, so there are none here and :mod:`pipelines.schemas.claim` checks
again. Amounts are JSON numbers: a schema can hold a model to a number, while a string invites "13 billion". A double
carries every whole amount below 9e15 exactly.
"""

import math
import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from pipelines.schemas.claim import (
    ActionType,
    AdoptionStage,
    AgreementType,
    AmountKind,
    AmountQualifier,
    Attribution,
    Category,
    ClaimBasis,
    DatePrecision,
    DealStage,
    DealType,
    LegalStage,
    Relation,
)


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class WireMoney(_Wire):
    """A sum, in whole units of its currency."""

    value: float
    value_high: float | None
    currency_code: str | None
    currency_basis: Literal["stated", "inferred"]
    qualifier: AmountQualifier
    as_stated: str


class WireAmount(WireMoney):
    """A sum with what the number is."""

    kind: AmountKind


class _WireClaim(_Wire):
    claim_type: str  # first here, so that it is the first thing a model writes: it decides what may follow
    quote: str
    polarity: Literal["affirmed", "denied"]
    attribution: Attribution
    attributed_to: str | None
    event_date: str | None
    event_date_precision: DatePrecision
    is_background: bool
    amount: WireAmount | None


class WireInvestment(_WireClaim):
    """Money put, or to be put, into a company."""

    claim_type: Literal["investment"]
    stage: DealStage
    investors: list[str]
    recipient: str | None
    sellers: list[str]
    deal_type: DealType
    round: str | None
    stake_percent: float | None
    valuation: WireMoney | None


class WireModelAdoption(_WireClaim):
    """A product or organization that uses, tries or drops somebody's model."""

    claim_type: Literal["model_adoption"]
    stage: AdoptionStage
    adopter: str | None
    product: str | None
    provider: str | None
    model: str | None
    relation: Relation


class WireLegalAction(_WireClaim):
    """A suit, a probe or a complaint, or the thought of one."""

    claim_type: Literal["legal_action"]
    stage: LegalStage
    plaintiffs: list[str]
    defendants: list[str]
    action_type: ActionType
    claim_basis: list[ClaimBasis]
    forum: str | None


class WirePartnership(_WireClaim):
    """An agreement between two or more parties, and its terms."""

    claim_type: Literal["partnership"]
    stage: DealStage
    parties: list[str]
    agreement_type: AgreementType
    term_end: str | None
    term_end_precision: DatePrecision
    term_condition: str | None


WireClaim = WireInvestment | WireModelAdoption | WireLegalAction | WirePartnership
_WireClaimByType = Annotated[
    WireInvestment | WireModelAdoption | WireLegalAction | WirePartnership, Field(discriminator="claim_type")
]
WIRE_CLAIM: TypeAdapter[WireInvestment | WireModelAdoption | WireLegalAction | WirePartnership] = TypeAdapter(
    _WireClaimByType
)


class ReadArticle(_Wire):
    """What one article says happened."""

    is_relevant: bool
    category: Category
    summary: str
    key_points: list[str]
    claims: list[WireClaim]


class Envelope(_Wire):
    """The answer with its claims not yet looked into, so that one bad claim does not cost the others."""

    is_relevant: bool
    category: Category
    summary: str
    key_points: list[str]
    claims: list[dict[str, Any]]


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MONTH = r"\d{4}-(0[1-9]|1[0-2])"
_SHAPES: dict[DatePrecision, str] = {
    "day": rf"{_MONTH}-(0[1-9]|[12]\d|3[01])",
    "month": _MONTH,
    "quarter": r"\d{4}-Q[1-4]",
    "year": r"\d{4}",
}
_COARSENESS: tuple[DatePrecision, ...] = ("day", "month", "quarter", "year")


def contract_claim(wire: WireClaim) -> dict[str, Any]:
    """Return the claim as the contract writes it: blanks as null, numbers as decimals, dates no finer than either field says."""
    claim = _tidy(wire.model_dump())
    assert isinstance(claim, dict)  # noqa: S101 -- narrows the type; a record's dump is a dict
    for field in ("event_date", "term_end"):
        if field in claim:
            claim[field], claim[f"{field}_precision"] = _no_finer(claim[field], claim[f"{field}_precision"])
    return claim


def _tidy(value: object) -> object:
    match value:
        case str():
            return _CONTROL.sub("", value).strip() or None
        case float():
            return Decimal(int(value)) if math.isfinite(value) and value.is_integer() else Decimal(repr(value))
        case list():
            return tuple(tidy for item in value if (tidy := _tidy(item)) is not None)
        case dict():
            return {key: _tidy(item) for key, item in value.items()}
        case _:
            return value


def _no_finer(date: str | None, precision: DatePrecision) -> tuple[str | None, DatePrecision]:
    """Cut a date to the coarser of its own shape and the precision named with it: "2026-07-01" to the quarter is 2026-Q3.

    What has no shape of a date is left as it is, for the contract to refuse.
    """
    if date is None or precision == "unknown":
        return None, "unknown"
    shape = next((name for name, pattern in _SHAPES.items() if re.fullmatch(pattern, date)), None)
    if shape is None:
        return date, precision
    match max(shape, precision, key=_COARSENESS.index):
        case "year":
            return date[:4], "year"
        case "quarter" if shape != "quarter":
            return f"{date[:4]}-Q{(int(date[5:7]) + 2) // 3}", "quarter"
        case "month":
            return date[:7], "month"
    return date, shape
