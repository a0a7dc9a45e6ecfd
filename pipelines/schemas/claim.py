"""What one article says happened: the claim contract, version 1.

One discriminated record a claim type. Names are as printed in the article; nothing here is resolved.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

ClaimType = Literal["investment", "model_adoption", "legal_action", "partnership"]
CLAIM_TYPES: tuple[ClaimType, ...] = ("investment", "model_adoption", "legal_action", "partnership")
Category = Literal["investment", "model_adoption", "legal_action", "partnership", "other"]

AmountKind = Literal[
    "raise", "tranche", "cumulative_to_date", "deal_value", "contract_value", "capacity_plan", "debt", "grant", "pledge",
    "revenue_share_cap", "damages_sought", "settlement", "fine",
]  # fmt: skip
AmountQualifier = Literal["exact", "about", "more_than", "up_to"]
Attribution = Literal["on_record", "document", "anonymous", "publication", "unattributed"]
DatePrecision = Literal["day", "month", "quarter", "year", "unknown"]
DealStage = Literal[
    "rumoured", "considered", "in_talks", "announced", "signed", "effective", "amended", "withdrawn", "blocked", "terminated",
    "expired",
]  # fmt: skip
AdoptionStage = Literal[
    "exploring", "testing", "pilot", "announced", "limited_release", "deployed", "default", "scaled_back", "replaced", "dropped",
    "declined",
]  # fmt: skip
LegalStage = Literal[
    "considered", "threatened", "filed", "probe_opened", "ongoing", "ruled", "settled", "fined", "dismissed", "withdrawn",
    "appealed",
]  # fmt: skip
DealType = Literal[
    "equity_round", "strategic_stake", "acquisition", "licence_and_hire", "compute_commitment", "infrastructure_plan", "debt",
    "grant", "pledge", "ipo", "secondary_sale", "unspecified",
]  # fmt: skip
Relation = Literal["additive", "replacing", "exclusive", "in_house", "unspecified"]
ActionType = Literal[
    "lawsuit", "class_action", "regulatory_probe", "regulatory_complaint", "merger_review", "arbitration", "criminal",
]  # fmt: skip
ClaimBasis = Literal[
    "contract", "exclusivity", "antitrust", "copyright", "trade_secret", "privacy", "defamation", "fiduciary", "safety",
    "securities", "employment", "patent", "trademark", "publicity", "other",
]  # fmt: skip
AgreementType = Literal[
    "partnership", "licence", "capacity_contract", "distribution", "exclusivity", "revenue_share", "ip_rights", "governance",
    "renegotiation", "unspecified",
]  # fmt: skip

Name = Annotated[str, Field(min_length=1, max_length=200)]
PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|-Q[1-4])?$")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Money(_Strict):
    """A sum as said, in whole units of its currency (13000000000, not 13 billion)."""

    value: Decimal = Field(
        gt=0, lt=Decimal("1e16"), description="Face value; a sum that is not given has no record, never 0."
    )
    value_high: Decimal | None = Field(
        default=None, gt=0, lt=Decimal("1e16"), description="Upper end, only for a range."
    )
    currency_code: str | None = Field(
        default=None, pattern=r"^[A-Z]{3}$", description="ISO 4217; null when not to be inferred."
    )
    currency_basis: Literal["stated", "inferred"] = "stated"
    qualifier: AmountQualifier = "exact"
    as_stated: str = Field(min_length=1, max_length=120, description="The words of the article.")


class Amount(Money):
    """A sum with what the number is; amounts of unlike kind are never added."""

    kind: AmountKind


class _Claim(_Strict):
    """The fields that every claim has. ``quote_start`` and ``quote_end`` are offsets into the article's text."""

    quote: str = Field(min_length=1, max_length=2000, description="The sentence that says it, verbatim.")
    quote_start: int | None = Field(default=None, ge=0)
    quote_end: int | None = Field(default=None, ge=0)
    polarity: Literal["affirmed", "denied"] = "affirmed"
    attribution: Attribution = "unattributed"
    attributed_to: str | None = Field(default=None, max_length=200)
    event_date: PartialDate | None = None
    event_date_precision: DatePrecision = "unknown"
    is_background: bool = False
    amount: Amount | None = None


class InvestmentClaim(_Claim):
    """Money put, or to be put, into a company."""

    claim_type: Literal["investment"] = "investment"
    stage: DealStage
    investors: tuple[Name, ...] = Field(default=(), max_length=60)
    recipient: Name | None = None
    sellers: tuple[Name, ...] = Field(default=(), max_length=60)
    deal_type: DealType = "unspecified"
    round: str | None = Field(default=None, max_length=60)
    stake_percent: Decimal | None = Field(default=None, gt=0, le=100)
    valuation: Money | None = None


class ModelAdoptionClaim(_Claim):
    """A product or organization that uses, tries or drops somebody's model."""

    claim_type: Literal["model_adoption"] = "model_adoption"
    stage: AdoptionStage
    adopter: Name | None = None
    product: Name | None = None
    provider: Name | None = None
    model: Name | None = None
    relation: Relation = "unspecified"


class LegalActionClaim(_Claim):
    """A suit, a probe or a complaint, or the thought of one."""

    claim_type: Literal["legal_action"] = "legal_action"
    stage: LegalStage
    plaintiffs: tuple[Name, ...] = Field(default=(), max_length=60)
    defendants: tuple[Name, ...] = Field(default=(), max_length=60)
    action_type: ActionType = "lawsuit"
    claim_basis: tuple[ClaimBasis, ...] = Field(default=(), max_length=15)
    forum: str | None = Field(default=None, max_length=200)


class PartnershipClaim(_Claim):
    """An agreement between two or more parties, and its terms."""

    claim_type: Literal["partnership"] = "partnership"
    stage: DealStage
    parties: tuple[Name, ...] = Field(min_length=2, max_length=60)
    agreement_type: AgreementType = "unspecified"
    term_end: PartialDate | None = None
    term_end_precision: DatePrecision = "unknown"
    term_condition: str | None = Field(default=None, max_length=200)


Claim = Annotated[
    InvestmentClaim | ModelAdoptionClaim | LegalActionClaim | PartnershipClaim, Field(discriminator="claim_type")
]
CLAIM: TypeAdapter[InvestmentClaim | ModelAdoptionClaim | LegalActionClaim | PartnershipClaim] = TypeAdapter(Claim)


def parties_of(claim: Claim) -> tuple[str, ...]:
    """Every name that the claim gives a role, as printed, in the order of the roles."""
    match claim:
        case InvestmentClaim():
            return (*claim.investors, *((claim.recipient,) if claim.recipient else ()), *claim.sellers)
        case ModelAdoptionClaim():
            return tuple(name for name in (claim.adopter, claim.product, claim.provider, claim.model) if name)
        case LegalActionClaim():
            return (*claim.plaintiffs, *claim.defendants)
        case PartnershipClaim():
            return claim.parties
