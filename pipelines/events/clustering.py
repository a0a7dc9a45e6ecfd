"""Gather claims into events. A function of the set of claims: any order of arrival gives the same.

1. Claims that say the same thing in every slot count as one while comparing.
2. Those that say enough to stand for an event (cores) are joined where they fit, by one union-find; a component in which
   two members contradict each other is split.
3. A claim with gaps joins the one event it fits. Fitting several, it joins none; fitting none, it is an event of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from pipelines.events.blocks import block_keys
from pipelines.events.current import is_of_its_time
from pipelines.events.identity import (
    BARE_NEWS_WITHIN,
    DONE,
    agree_on_parties_alone,
    agreeing,
    has_all_slots,
    one_event,
)
from pipelines.events.sayings import Candidate, Event, Saying, Shelf
from pipelines.events.slots import Lineages, Slots
from pipelines.events.union_find import UnionFind
from pipelines.ids import digest

MAX_FITS = 20  # an ambiguous claim names at most so many of the events it fits: the eldest and fullest


@dataclass(frozen=True)
class Placed:
    """Where a claim went. An ambiguous claim keeps a key of its own, and ``fits`` names the events it could be of."""

    claim_key: str
    event_key: str
    placed_as: str
    fits: tuple[str, ...] = ()
    agrees_on: tuple[str, ...] = ()  # slots in which it says the same as the fullest other claim of its event


def cluster(claims: Iterable[Candidate], above: Mapping[str, frozenset[str]]) -> list[Placed]:
    """Place every claim in an event, or in none.

    Args:
        above: For each organization those that stand above it (its parents), itself left out.
    """
    lineages = Lineages(above)
    sayings = sorted(_sayings(claims, lineages), key=_rank)
    cores = [saying for saying in sayings if saying.is_core]
    events = Shelf()
    for event in _core_events(cores, lineages):
        events.put(event)
    ambiguous: list[tuple[Saying, list[Event]]] = []
    for saying in sayings:
        if saying.is_core:
            continue
        fitting = list(islice((event for event in events.near(saying) if _joins(saying, event, lineages)), MAX_FITS))
        if len(fitting) == 1:
            fitting[0].join(saying)
        elif fitting:
            ambiguous.append((saying, fitting))
        else:
            events.put(Event([saying]))
    placed = [row for event in events.all() for row in _placed(event, lineages)]
    for saying, fitting in ambiguous:
        keys = tuple(sorted(event.key for event in fitting))
        placed += [
            Placed(claim.claim_key, digest("event", claim.claim_key), "ambiguous", keys) for claim in saying.claims
        ]
    return sorted(placed, key=lambda row: row.claim_key)


def _placed(event: Event, lineages: Lineages) -> Iterator[Placed]:
    said = [(saying, "core") for saying in event.sayings] + [(saying, "joined") for saying in event.joined]
    fullest, *others = (saying for saying, _ in said)
    for saying, placed_as in said:
        other = fullest if saying is not fullest or len(saying.claims) > 1 else next(iter(others), None)
        agrees_on = agreeing(saying.slots, other.slots, lineages) if other else ()
        for claim in saying.claims:
            yield Placed(claim.claim_key, event.key, placed_as, agrees_on=agrees_on)


def _sayings(claims: Iterable[Candidate], lineages: Lineages) -> list[Saying]:
    by_slots: dict[Slots, list[Candidate]] = defaultdict(list)
    for claim in claims:
        by_slots[claim.slots].append(claim)
    return [
        Saying(slots, members, keys, is_core)
        for slots, alike in by_slots.items()
        for keys, is_core in [(block_keys(slots, lineages), has_all_slots(slots))]
        for members in _told_together(slots, alike, lineages, is_core=is_core)
    ]


def _told_together(
    slots: Slots, alike: list[Candidate], lineages: Lineages, *, is_core: bool
) -> Iterable[list[Candidate]]:
    """Of claims with equal slots those that are one saying."""
    if not one_event(slots, slots, lineages):
        return [[claim] for claim in alike]  # what names too little is not one event for naming it twice
    if is_core or len(alike) == 1:
        return [alike]
    # An undated claim with gaps is of its time: those of different months are judged apart.
    months: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for claim in alike:
        months[claim.known_at.year, claim.known_at.month].append(claim)
    return months.values()


def _rank(saying: Saying) -> tuple[int, datetime, str]:
    return (-_fullness(saying.slots), *saying.eldest)


def _fullness(slots: Slots) -> int:
    """How much a claim says; what says most is placed first."""
    said = (slots.amount, slots.happened, slots.kind, slots.round, slots.stake, slots.basis, slots.term_end)
    names = len((slots.product or "").split()) + len((slots.model or "").split())
    return sum(value not in (None, frozenset()) for value in said) + len(slots.doers) + len(slots.others) + names


def _core_events(cores: list[Saying], lineages: Lineages) -> list[Event]:
    linked = UnionFind[int]()
    shelf: dict[str, list[int]] = defaultdict(list)
    for number, saying in enumerate(cores):
        linked.add(number)
        for key in saying.keys.filed_under:
            shelf[key].append(number)
    for number, saying in enumerate(cores):
        near = sorted({other for key in saying.keys.looked_under for other in shelf.get(key, ())})
        for other in near:
            # Two of one component need no second look: whether all its members agree is checked below.
            if (
                other != number
                and linked.root(other) != linked.root(number)
                and _are_one(saying, cores[other], lineages)
            ):
                linked.join(min(number, other), max(number, other))
    components: dict[int, list[Saying]] = defaultdict(list)
    for number, saying in enumerate(cores):
        components[linked.root(number)].append(saying)
    return [event for members in components.values() for event in _without_contradiction(members, lineages)]


def _are_one(one: Saying, other: Saying, lineages: Lineages) -> bool:
    """Whether two cores speak of one event.

    Where only the parties agree, a stake of this year is not the cheque of another, nor part of a running total.
    """
    if not one_event(one.slots, other.slots, lineages):
        return False
    if not agree_on_parties_alone(one.slots, other.slots, lineages):
        return True
    if "cumulative_to_date" in (one.slots.amount_kind, other.slots.amount_kind):
        return False
    times = [saying.time for saying in (one, other) if saying.time]
    return len(times) < 2 or max(first for first, _ in times) - min(last for _, last in times) <= BARE_NEWS_WITHIN


def _without_contradiction(members: list[Saying], lineages: Lineages) -> list[Event]:
    """One event if all members fit each other; else as few as needed, the fullest claims first."""
    events: list[Event] = []
    for saying in members:
        home = next((e for e in events if all(_are_one(saying, other, lineages) for other in e.sayings)), None)
        if home:
            home.sayings.append(saying)
        else:
            events.append(Event([saying]))
    return events


def _fits_all(slots: Slots, event: Event, lineages: Lineages) -> bool:
    return all(one_event(slots, other.slots, lineages) for other in event.sayings)


def _joins(saying: Saying, event: Event, lineages: Lineages) -> bool:
    return (
        is_of_its_time(saying, event)
        and _fits_all(saying.slots, event, lineages)
        and all(one_event(saying.slots, other, lineages) for other in event.joined_slots)
        and not _is_told_apart(saying, event)
    )


def _is_told_apart(saying: Saying, event: Event) -> bool:
    """Whether one article says of the event that it stands and, in other words, of this that it is over: two things."""
    if not saying.slots.is_closing:
        return False
    here = {claim.article_id for claim in saying.claims}
    standing = (other for other in event.sayings if other.slots.stage in DONE and other.slots.kind != saying.slots.kind)
    return any(claim.article_id in here for other in standing for claim in other.claims)
