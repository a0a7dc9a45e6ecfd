"""What a careful reader found in an article: the label that claims are measured by, whatever shape it was written in."""

from dataclasses import dataclass
from decimal import Decimal

from pipelines.extraction.evaluation.parties import sides_of
from pipelines.schemas.claim import Claim, ClaimType, parties_of

# Sums this close are one sum said with other precision: $6.6bn and $6.63bn (set 2026-11-22).
SAME_SUM = Decimal("0.02")


@dataclass(frozen=True)
class Side:
    """One side of an event: some name of it must be met. An open side is named by nobody, or only described."""

    names: tuple[str, ...]
    is_open: bool = False
    may_be_left_out: bool = False


@dataclass(frozen=True)
class Sum:
    """A sum that is right; the currency is null where any will do."""

    value: Decimal
    currency_code: str | None

    def is_said_by(self, claim: Claim) -> bool:
        """Whether the claim's amount is this sum."""
        said = claim.amount
        return bool(
            said
            and abs(said.value - self.value) <= SAME_SUM * self.value
            and self.currency_code in (None, said.currency_code)
        )


@dataclass(frozen=True)
class Label:
    """An event of an article as labelled. Null in ``sums``, ``amount_kind``, ``attribution``, ``polarity``: not labelled, not measured.

    ``is_asked`` says that an analyst would demand it: only such events count for recall. ``sums`` is empty where the
    article gives none. ``may_be_split`` says that several claims for it are as good as one.
    """

    claim_type: ClaimType
    sides: tuple[Side, ...]
    stages: frozenset[str]
    quotes: tuple[str, ...]
    is_asked: bool = True
    other_types: frozenset[str] = frozenset()
    sums: tuple[Sum, ...] | None = None
    sum_is_optional: bool = False
    amount_kind: str | None = None
    attribution: str | None = None
    polarity: str | None = None
    is_background: bool | None = None
    may_be_split: bool = False

    @property
    def parties(self) -> tuple[str, ...]:
        """Every name on any side."""
        return tuple(name for side in self.sides for name in side.names)


def label_of(claim: Claim) -> Label:
    """A claim of the contract as a label: what only gives context is not asked for."""
    return Label(
        claim_type=claim.claim_type,
        sides=tuple(Side(names, is_open=not names) for names in sides_of(claim)),
        stages=frozenset({claim.stage}),
        quotes=(claim.quote,),
        is_asked=not claim.is_background,
        sums=(Sum(claim.amount.value, claim.amount.currency_code),) if claim.amount else (),
        amount_kind=claim.amount.kind if claim.amount else None,
        attribution=claim.attribution,
        polarity=claim.polarity,
        is_background=claim.is_background,
    )


def parties_said(claim: Claim) -> str:
    """The parties of a claim in one line."""
    return ", ".join(dict.fromkeys(parties_of(claim)))
