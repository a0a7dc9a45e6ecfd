"""The sides of a claim: the groups of names that make it the event it is."""

from pipelines.schemas.claim import Claim, InvestmentClaim, LegalActionClaim, ModelAdoptionClaim, PartnershipClaim


def sides_of(claim: Claim) -> tuple[tuple[str, ...], ...]:
    """Recipient and investors; adopter and provider; defendants and plaintiffs; the parties of an agreement as one side."""
    match claim:
        case InvestmentClaim():
            return _named(claim.recipient), claim.investors
        case ModelAdoptionClaim():
            return _named(claim.adopter, claim.product), _named(claim.provider, claim.model)
        case LegalActionClaim():
            return claim.defendants, claim.plaintiffs
        case PartnershipClaim():
            return (claim.parties,)


def _named(*names: str | None) -> tuple[str, ...]:
    return tuple(name for name in names if name)
