"""Which claims can have a say in where each other goes, so that a new claim disturbs its group alone.

Clustering lets claims influence each other only where they meet (blocks.py) and may be one event, or where one may have taken the
place of the other when their page was corrected, or along a chain of claims that do. So the connected components of that relation
can be clustered one at a time, and each by itself again.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipelines.events.blocks import block_keys
from pipelines.events.corrections import retold
from pipelines.events.identity import one_event
from pipelines.events.sayings import Candidate
from pipelines.events.slots import Lineages, Slots
from pipelines.events.union_find import UnionFind


def grouped(claims: Sequence[Candidate], lineages: Lineages) -> list[list[Candidate]]:
    """The claims in groups none of which has a say in another."""
    by_slots: dict[Slots, list[Candidate]] = defaultdict(list)
    for claim in claims:
        by_slots[claim.slots].append(claim)
    number = {slots: number for number, slots in enumerate(by_slots)}
    retellings = [(number[one], number[other]) for one, other in retold(claims, lineages)]
    groups: dict[int, list[Candidate]] = defaultdict(list)
    for members, root in zip(by_slots.values(), _roots(list(by_slots), retellings, lineages), strict=True):
        groups[root].extend(members)
    return list(groups.values())


def _roots(sayings: list[Slots], retellings: Iterable[tuple[int, int]], lineages: Lineages) -> list[int]:
    linked = UnionFind[int]()
    keys = [block_keys(slots, lineages) for slots in sayings]
    shelf: dict[str, list[int]] = defaultdict(list)
    for number, of_one in enumerate(keys):
        linked.add(number)
        for key in of_one.filed_under:
            shelf[key].append(number)
    for one, other in retellings:
        linked.join(one, other)
    for number, of_one in enumerate(keys):
        for key in of_one.looked_under:
            for other in shelf.get(key, ()):
                if linked.root(other) != linked.root(number) and one_event(sayings[number], sayings[other], lineages):
                    linked.join(number, other)
    return [linked.root(number) for number in range(len(sayings))]
