"""Where claims belong that were held for a time: of an article that was corrected, retracted or is gone.

They are placed among the events that stand and never move one: what stands is clustered without them. So a retraction leaves today's
facts as if the article had never been, while what was held before it can still be asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipelines.events.blocks import block_keys, blocks
from pipelines.events.clustering import Placed, cluster
from pipelines.events.corrections import corrected
from pipelines.events.sayings import Candidate
from pipelines.events.slots import Lineages
from pipelines.ids import digest


def place_withdrawn(
    withdrawn: Sequence[Candidate],
    standing: Sequence[Candidate],
    placed: Iterable[Placed],
    above: Mapping[str, frozenset[str]],
) -> list[Placed]:
    """The event of each withdrawn claim: the standing one it would be of, else that of the claim in its place, else one of its own kind.

    One that would be of several standing events (it held them together while it stood) goes to the one with the eldest claim.
    """
    if not withdrawn:
        return []
    lineages = Lineages(above)
    event_of = {row.claim_key: row.event_key for row in placed if row.placed_as != "ambiguous"}
    near = _near(withdrawn, standing, lineages)
    known_at = {claim.claim_key: claim.known_at for claim in (*near, *withdrawn)}
    gone = {claim.claim_key for claim in withdrawn}
    together: dict[str, list[Placed]] = defaultdict(list)
    for row in cluster([*near, *withdrawn], above):
        together[row.event_key].append(row)
    found = []
    past: dict[str, list[str]] = {}  # events of which nothing stands, with their claims
    for members in together.values():
        eldest_first = sorted(members, key=lambda row: (known_at[row.claim_key], row.claim_key))
        homes = [event_of[row.claim_key] for row in eldest_first if row.claim_key in event_of]
        leaving = [row for row in eldest_first if row.claim_key in gone]
        home = homes[0] if homes else digest("event", leaving[0].claim_key) if leaving else ""
        found += [
            Placed(row.claim_key, home, "ambiguous" if row.placed_as == "ambiguous" else "withdrawn", row.fits)
            for row in leaving
        ]
        if not homes:
            past[home] = [row.claim_key for row in leaving if row.placed_as != "ambiguous"]
    event_of |= {row.claim_key: row.event_key for row in found if row.placed_as != "ambiguous"}
    in_place_of = corrected([*withdrawn, *standing], lineages)
    goes_on = {
        event: event_of[successors[0]]
        for event, claims in past.items()
        if (successors := [in_place_of[key] for key in claims if in_place_of.get(key) in event_of])
    }
    found = [replace(row, event_key=_last(row.event_key, goes_on)) for row in found]
    return sorted(found, key=lambda row: row.claim_key)


def _last(event: str, goes_on: Mapping[str, str]) -> str:
    """Where an event of the past leads in the end; in a circle, as pages that correct each other make, to one for all."""
    passed = [event]
    while (following := goes_on.get(passed[-1])) and following not in passed:
        passed.append(following)
    return min(passed[passed.index(following) :]) if following else passed[-1]


def _near(withdrawn: Sequence[Candidate], standing: Sequence[Candidate], lineages: Lineages) -> list[Candidate]:
    """The standing claims that a withdrawn one can have anything to do with."""
    keys = {claim.claim_key: block_keys(claim.slots, lineages) for claim in (*standing, *withdrawn)}
    gone = {claim.claim_key for claim in withdrawn}
    touched = {key for block in blocks(keys) if not gone.isdisjoint(block) for key in block}
    return [claim for claim in standing if claim.claim_key in touched]
