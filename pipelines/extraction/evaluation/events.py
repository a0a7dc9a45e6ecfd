"""Labels written by hand as events: coarser than the contract, with other answers that are as good.

An event has a type, its parties, how far it has come (``status``, for adoptions ``stage``), an amount, and whether an
analyst would demand it (``salient``). ``alt``, ``alt_type`` and ``alt_amount`` hold answers that are as good, ``optional_*``
parties that need not be named, ``split_ok`` that several claims are as good as one.
"""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from pipelines.extraction.evaluation.labels import Label, Side, Sum
from pipelines.extraction.evaluation.statuses import stages_of
from pipelines.schemas.claim import ClaimType


def _listed(value: Any) -> Any:
    """One name, several, none, or true (which names nobody) as a list."""
    if value is None or isinstance(value, bool):
        return []
    return [item for item in value if item] if isinstance(value, list) else [value]


Names = Annotated[list[str], BeforeValidator(_listed)]


class LabelledSum(BaseModel):
    """A sum of a labelled event."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    value: Decimal | None = None
    currency: str | None = None


class Event(BaseModel):
    """One labelled event, as written."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    type: ClaimType
    investors: Names = []
    recipient: Names = []
    adopter: Names = []
    product: Names = []
    provider: Names = []
    model: Names = []
    plaintiffs: Names = []
    defendants: Names = []
    parties: Names = []
    optional_investors: bool | list[str] = False
    optional_plaintiffs: Names = []
    optional_defendants: Names = []
    status: str | None = None
    stage: str | None = None
    amount: LabelledSum | None = None
    alt_amount: LabelledSum | None = None
    salient: bool = True
    split_ok: bool = False
    evidence: Names = []
    alt_evidence: Names = []
    alt: dict[str, list[str | None]] = Field(default_factory=dict)
    alt_type: list[str] = []

    def label(self) -> Label:
        """The event as what claims are measured by. It says nothing of amount kinds, attribution and background."""
        words = [self.status, self.stage, *self.alt.get("status", []), *self.alt.get("stage", [])]
        sums = (self.amount, self.alt_amount) if self.type == "investment" else None
        return Label(
            claim_type=self.type,
            sides=self._sides(),
            stages=stages_of(self.type, [word for word in words if word]),
            quotes=(*self.evidence, *self.alt_evidence),
            is_asked=self.salient,
            other_types=frozenset(self.alt_type),
            sums=_sums(sums),
            sum_is_optional=bool(sums) and self.amount is None,
            may_be_split=self.split_ok,
        )

    def _sides(self) -> tuple[Side, ...]:
        match self.type:
            case "investment":
                more = self.optional_investors if isinstance(self.optional_investors, list) else []
                others = self.alt.get("recipient", [])
                recipients = [*self.recipient, *(name for name in others if name)]
                is_open = not recipients or None in others or any("unnamed" in name for name in recipients)
                investors = Side((*self.investors, *more), not self.investors, bool(self.optional_investors))
                return Side(tuple(recipients), is_open), investors
            case "model_adoption":
                adopters, providers = (*self.adopter, *self.product), (*self.provider, *self.model)
                return Side(adopters, not adopters), Side(providers, not providers)
            case "legal_action":
                defendants, plaintiffs = (
                    (*self.defendants, *self.optional_defendants),
                    (*self.plaintiffs, *self.optional_plaintiffs),
                )
                is_open = not plaintiffs or any(_is_description(name) for name in plaintiffs)
                return Side(defendants, not defendants), Side(plaintiffs, is_open)
            case "partnership":
                return (Side(tuple(self.parties)),)


def _sums(amounts: tuple[LabelledSum | None, ...] | None) -> tuple[Sum, ...] | None:
    if amounts is None:
        return None
    return tuple(Sum(a.value, a.currency) for a in amounts if a and a.value is not None)


def _is_description(name: str) -> bool:
    """A party called by what it is ("authors", "Doe (class action)"), which no name can be held against."""
    return "(" in name or not name[:1].isupper()
