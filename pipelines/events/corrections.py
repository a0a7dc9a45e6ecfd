"""What took the place of a claim when its page was corrected: the same deal, told in a later version with another sum.

Sums that differ are two deals to clustering, and between two papers they may well be. Between two versions of one page they
are a correction, where it can be told which claim took the place of which.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from pipelines.events.identity import one_event
from pipelines.events.sayings import Candidate
from pipelines.events.slots import Lineages, Slots

_STILL = datetime.max.replace(tzinfo=UTC)


def retold(claims: Iterable[Candidate], lineages: Lineages) -> Iterator[tuple[Slots, Slots]]:
    """What a version of a page said that another followed, with what a later one said: the same, but maybe for the sum.

    A function of two claims alone. Those that say so can have a say in where each other goes.
    """
    for page in _pages(claims):
        yield from _retold_on(page, lineages)


def corrected(claims: Iterable[Candidate], lineages: Lineages) -> dict[str, str]:
    """By its key each claim whose sum the last version of its page corrected, with the key of the claim in its place.

    Only where one deal of the one version can be one deal alone of the other, once what both say alike is left out.
    """

    @cache
    def alike(one: Slots, other: Slots) -> bool:
        """Whether what was said so can be of one event."""
        return one_event(one, other, lineages)

    found = {}
    for page in _pages(claims):
        last = _last_retellings(page, lineages)
        beside: dict[str, list[Candidate]] = defaultdict(list)
        for claim in page:
            if claim.claim_key in last:
                beside[claim.article_id].append(claim)
        for told in beside.values():
            said = {claim.slots for claim in told}
            changed = [one for one in told if not any(alike(one.slots, o.slots) for o in last[one.claim_key])]
            for claim in changed:
                fresh = [o for o in last[claim.claim_key] if not any(alike(one, o.slots) for one in said)]
                keys = {other.claim_key for other in fresh}
                rivals = [one for one in changed if any(o.claim_key in keys for o in last[one.claim_key])]
                is_one = all(alike(claim.slots, one.slots) for one in rivals)
                if fresh and is_one and all(alike(fresh[0].slots, other.slots) for other in fresh):
                    found[claim.claim_key] = min(keys)
    return found


def _pages(claims: Iterable[Candidate]) -> Iterable[list[Candidate]]:
    """The claims with a sum, by page."""
    of_page: dict[str, list[Candidate]] = defaultdict(list)
    for claim in claims:
        if claim.page_id and claim.slots.amount:
            of_page[claim.page_id].append(claim)
    return of_page.values()


def _retold_on(page: Iterable[Candidate], lineages: Lineages) -> Iterator[tuple[Slots, Slots]]:
    """The same on one page. A page that changes by the minute says most things again: each is compared once."""
    stood: dict[Slots, tuple[datetime, datetime]] = {}
    for claim in page:
        first, last = stood.get(claim.slots, (_STILL, _until(claim)))
        stood[claim.slots] = min(first, _until(claim)), max(last, _until(claim))
    for one, (first, _) in stood.items():
        for other, (_, last) in stood.items():
            if first < last and _same_but_for_the_sum(one, other, lineages):
                yield one, other


def _last_retellings(page: Sequence[Candidate], lineages: Lineages) -> dict[str, list[Candidate]]:
    """By its key each claim that was told again, with the claims of the last version that did so."""
    latest: dict[Slots, list[Candidate]] = {}
    for claim in page:
        known = latest.get(claim.slots, [claim])
        if _until(claim) >= _until(known[0]):
            latest[claim.slots] = [one for one in known if _until(one) == _until(claim) and one is not claim] + [claim]
    later: dict[Slots, list[list[Candidate]]] = defaultdict(list)
    for one, other in _retold_on(page, lineages):
        later[one].append(latest[other])
    found = {}
    for claim in page:
        after = [told for told in later[claim.slots] if _until(told[0]) > _until(claim)]
        end = max((_until(told[0]) for told in after), default=None)
        if after:
            found[claim.claim_key] = [one for told in after if _until(told[0]) == end for one in told]
    return found


def _until(claim: Candidate) -> datetime:
    return claim.held_to or _STILL


def _same_but_for_the_sum(one: Slots, other: Slots, lineages: Lineages) -> bool:
    parties = lineages.equal(one.doers, other.doers) and lineages.equal(one.others, other.others)
    return parties and one_event(replace(one, amount=other.amount), other, lineages)
