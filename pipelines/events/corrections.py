"""What took the place of a claim when its page was corrected: the same deal, told in a later version with another sum.

Sums that differ are two deals to clustering, and between two papers they may well be. Between two versions of one page they
are a correction, where it can be told which claim took the place of which.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pipelines.events.identity import one_event
from pipelines.events.sayings import Candidate
from pipelines.events.slots import Lineages, Slots

_STILL = datetime.max.replace(tzinfo=UTC)


def retold(claims: Iterable[Candidate], lineages: Lineages) -> Iterator[tuple[Candidate, Candidate]]:
    """Each claim of a version that another followed with each of a later one that says the same, but maybe for the sum.

    A function of the two claims alone. Those that are told so can have a say in where each other goes.
    """
    of_page: dict[str, list[Candidate]] = defaultdict(list)
    for claim in claims:
        if claim.page_id and claim.slots.amount:
            of_page[claim.page_id].append(claim)
    for versions in of_page.values():
        for claim in versions:
            for other in versions if claim.held_to else ():
                if _until(claim) < _until(other) and _same_but_for_the_sum(claim.slots, other.slots, lineages):
                    yield claim, other


def corrected(claims: Sequence[Candidate], lineages: Lineages) -> dict[str, str]:
    """By its key each claim whose sum the last version of its page corrected, with the key of the claim in its place.

    Only where one deal of the one version can be one deal alone of the other, once what both say alike is left out.
    """
    last: dict[Candidate, list[Candidate]] = {}
    for claim, other in retold(claims, lineages):
        later = last.setdefault(claim, [])
        if not later or _until(later[0]) <= _until(other):
            last[claim] = [one for one in later if _until(one) == _until(other)] + [other]
    beside: dict[str, list[Candidate]] = defaultdict(list)
    for claim in last:
        beside[claim.article_id].append(claim)

    def alike(one: Candidate, other: Candidate) -> bool:
        return one_event(one.slots, other.slots, lineages)

    changed = {claim for claim, later in last.items() if not any(alike(claim, other) for other in later)}
    found = {}
    for claim in changed:
        told = beside[claim.article_id]
        fresh = [other for other in last[claim] if not any(alike(one, other) for one in told)]
        rivals = [one for one in told if one in changed and not set(fresh).isdisjoint(last[one])]
        if fresh and all(alike(claim, one) for one in rivals) and all(alike(fresh[0], other) for other in fresh):
            found[claim.claim_key] = min(other.claim_key for other in fresh)
    return found


def _until(claim: Candidate) -> datetime:
    return claim.held_to or _STILL


def _same_but_for_the_sum(one: Slots, other: Slots, lineages: Lineages) -> bool:
    parties = lineages.equal(one.doers, other.doers) and lineages.equal(one.others, other.others)
    return parties and one_event(replace(one, amount=other.amount), other, lineages)
