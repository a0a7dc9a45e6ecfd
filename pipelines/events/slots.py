"""What identifies the event of a claim, read off its row in ``int_claims_resolved``, and who stands above whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pipelines.events.fits import Period, Sum
from pipelines.events.resolution import normalise_name

# Stages in which a thing is over.
_CLOSING = frozenset({
    "withdrawn", "blocked", "terminated", "expired", "scaled_back", "replaced", "dropped", "declined", "settled", "fined",
    "dismissed",
})  # fmt: skip
SLOT_COLUMNS = (
    "claim_key, article_id, known_at, recorded_at, claim_type, stage, is_background, investor_ids, recipient_id, adopter_id, "
    "owner_id, provider_id, plaintiff_ids, defendant_ids, party_ids, amount, amount_high, currency_code, amount_qualifier, "
    "comparable_usd, amount_kind, event_date, event_date_precision, deal_type, action_type, agreement_type, round_form, "
    "stake_share, product_name, model_name, claim_basis, term_end, term_end_precision"
)
"""The columns that ``slots_of`` reads."""


@dataclass(frozen=True)
class Slots:
    """What identifies a claim's event. Parties are keys of organizations; ``doers`` act on ``others``.

    Investors and recipient, adopter and provider, plaintiffs and defendants; a partnership has only ``doers``.
    """

    claim_type: str
    stage: str
    is_closing: bool
    is_background: bool
    doers: frozenset[str]
    others: frozenset[str]
    amount: Sum | None
    amount_kind: str | None
    happened: Period | None
    # investment: deal type; adoption: nothing; legal action: action type; partnership: agreement type
    kind: str | None
    round: str | None
    stake: Decimal | None
    product: str | None
    model: str | None
    basis: frozenset[str]
    term_end: Period | None
    undated_in: str | None = None  # the article, where nothing tells when parties renegotiate


@dataclass(frozen=True)
class Lineages:
    """Each organization with those above it, so that a subsidiary and its owner can be one party."""

    above: Mapping[str, frozenset[str]]

    def related(self, left: str, right: str) -> bool:
        """Whether the two are one organization, or one stands above the other."""
        return left == right or left in self.above.get(right, ()) or right in self.above.get(left, ())

    def overlap(self, left: frozenset[str], right: frozenset[str]) -> bool:
        """Whether a party of one side is a party of the other."""
        return bool(left & right) or any(self.related(a, b) for a in left for b in right)

    def equal(self, left: frozenset[str], right: frozenset[str]) -> bool:
        """Whether each party of one side has its like on the other."""
        return all(any(self.related(a, b) for b in right) for a in left) and all(
            any(self.related(a, b) for a in left) for b in right
        )


def slots_of(row: dict[str, Any], above: dict[str, frozenset[str]]) -> Slots:
    """What identifies a resolved claim's event."""
    doers, others = _sides(row, above)
    amount = None
    if row["amount"] is not None:
        amount = Sum(
            row["amount"],
            row["amount_high"] or row["amount"],
            row["currency_code"],
            row["amount_qualifier"] or "exact",
            row["comparable_usd"],
        )
    kind = row["deal_type"] or row["action_type"] or row["agreement_type"]
    return Slots(
        claim_type=row["claim_type"],
        stage=row["stage"],
        is_closing=row["stage"] in _CLOSING,
        is_background=row["is_background"],
        doers=doers,
        others=others,
        amount=amount,
        amount_kind=row["amount_kind"],
        happened=period(row["event_date"], row["event_date_precision"]),
        kind=None if kind == "unspecified" else kind,
        round=row["round_form"],
        stake=row["stake_share"],
        product=_form(row["product_name"]),
        model=_form(row["model_name"]),
        basis=frozenset(row["claim_basis"] or ()),
        term_end=period(row["term_end"], row["term_end_precision"]),
        undated_in=row["article_id"] if _is_timeless(row) else None,
    )


def _is_timeless(row: dict[str, Any]) -> bool:
    """Whether parties are said to renegotiate at no time, in an article of which only the receipt is dated."""
    told = (row["event_date"], row["term_end"], row["amount"])
    return row["agreement_type"] == "renegotiation" and row["known_at"] >= row["recorded_at"] and not any(told)


def _sides(row: dict[str, Any], above: dict[str, frozenset[str]]) -> tuple[frozenset[str], frozenset[str]]:
    match row["claim_type"]:
        case "investment":
            doers, others = row["investor_ids"], [row["recipient_id"]]
        case "model_adoption":
            adopter, owner = row["adopter_id"], row["owner_id"]
            # "Microsoft ... in GitHub Copilot": who adopts is the subsidiary whose product it is.
            doers, others = [owner if owner and adopter in above.get(owner, ()) else adopter], [row["provider_id"]]
        case "legal_action":
            doers, others = row["plaintiff_ids"], row["defendant_ids"]
        case _:
            doers, others = row["party_ids"], []
    return frozenset(party for party in doers if party), frozenset(party for party in others if party)


def _form(name: str | None) -> str | None:
    return normalise_name(name) if name else None


def period(first: date | None, precision: str | None) -> Period | None:
    """The days that a date of that precision covers."""
    months = {"day": 0, "month": 1, "quarter": 3, "year": 12}.get(precision or "unknown")
    if first is None or months is None:
        return None
    if months == 0:
        return Period(first, first)
    after = date(first.year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1, 1)
    return Period(first, after - timedelta(days=1))
