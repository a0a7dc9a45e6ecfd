"""Which claim tells of which labelled event: by type and principal parties, never by likeness of text."""

from collections.abc import Callable, Sequence

from pipelines.extraction.evaluation.labels import Label, Side
from pipelines.extraction.evaluation.names import Names
from pipelines.extraction.evaluation.parties import sides_of
from pipelines.schemas.claim import Claim, parties_of

Fit = Callable[[Label, Claim], float]


def fit(label: Label, claim: Claim, names: Names) -> float:
    """0 where the claim cannot be the labelled event; else more, the more of its slots agree (to choose among several)."""
    if claim.claim_type != label.claim_type:
        is_other = claim.claim_type in label.other_types and names.shared(label.parties, parties_of(claim)) >= 2
        return 1.0 if is_other else 0.0
    if not _parties_agree(label, claim, names):
        return 0.0
    agreeing = (
        (1.0, amount_agrees(label, claim)),
        (0.5, claim.stage in label.stages),
        (0.5, quotes_agree(label, claim)),
        (0.25, label.polarity in (None, claim.polarity)),
        (0.25, label.amount_kind is None or bool(claim.amount and claim.amount.kind == label.amount_kind)),
    )
    return 2.0 + sum(weight for weight, agrees in agreeing if agrees)


def amount_agrees(label: Label, claim: Claim) -> bool:
    """Whether the claim gives a sum of the label, or none where the label has none."""
    if claim.amount is None:
        return not label.sums or label.sum_is_optional
    return any(sum_.is_said_by(claim) for sum_ in label.sums or ())


def _parties_agree(label: Label, claim: Claim, names: Names) -> bool:
    said = sides_of(claim)
    if len(label.sides) == 1:  # an agreement: two of its parties
        (side,), (parties,) = label.sides, said
        return names.shared(side.names, parties) >= min(2, len(side.names))
    if all(side.is_open for side in label.sides):
        return not any(said) and not label.parties  # both name nobody: only what stands beside can tell them apart
    return all(_side_agrees(side, there, label, claim, names) for side, there in zip(label.sides, said, strict=True))


def _side_agrees(side: Side, said: Sequence[str], label: Label, claim: Claim, names: Names) -> bool:
    if side.is_open or names.overlap(side.names, said):
        return True
    # An investment whose investors the article's sentence leaves out is still known by its sum.
    known_by_sum = label.claim_type == "investment" and bool(label.sums) and amount_agrees(label, claim)
    return (
        not said and side is label.sides[-1] and (side.may_be_left_out or (known_by_sum and claim.amount is not None))
    )


def quotes_agree(label: Label, claim: Claim) -> bool:
    """Whether the claim quotes a sentence of the label, or part of one."""
    said = " ".join(claim.quote.split())
    return any(said in quote or quote in said for quote in (" ".join(quote.split()) for quote in label.quotes))


def pair(labels: Sequence[Label], claims: Sequence[Claim], fits: Fit) -> tuple[dict[int, int], set[int]]:
    """Give each label at most one claim, the best fitting first; also say which claims are left though they fit a label."""
    found = [
        (score, label.is_asked, not claim.is_background, -i, -j)
        for i, label in enumerate(labels)
        for j, claim in enumerate(claims)
        if (score := fits(label, claim)) > 0
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for *_, minus_i, minus_j in sorted(found, reverse=True):
        if -minus_i not in pairs and -minus_j not in taken:
            pairs[-minus_i] = -minus_j
            taken.add(-minus_j)
    return pairs, {-minus_j for *_, minus_j in found} - taken
