"""Gather claims into events. A function of the set of claims: any order of arrival gives the same.

1. Claims that say the same thing in every slot count as one while comparing.
2. Those that say enough to stand for an event (cores) are joined where they fit, by one union-find; a component in which
   two members contradict each other is split.
3. A claim with gaps joins the one event it fits. Fitting several, it joins none; fitting none, it is an event of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice

from pipelines.events.blocks import BlockKeys, block_keys
from pipelines.events.fits import Fit
from pipelines.events.identity import (
    BARE_NEWS_WITHIN,
    DONE,
    NEGOTIATING,
    TALKS_LAG,
    agree_on_parties_alone,
    compare,
    current_for,
    has_all_slots,
    one_event,
)
from pipelines.events.slots import Lineages, Slots
from pipelines.events.union_find import UnionFind
from pipelines.ids import digest

MAX_FITS = 20  # an ambiguous claim names at most so many of the events it fits: the eldest and fullest


@dataclass(frozen=True)
class Candidate:
    """A claim as clustering sees it."""

    claim_key: str
    known_at: datetime
    slots: Slots
    article_id: str = ""


@dataclass(frozen=True)
class Placed:
    """Where a claim went. An ambiguous claim keeps a key of its own, and ``fits`` names the events it could be of."""

    claim_key: str
    event_key: str
    placed_as: str
    fits: tuple[str, ...] = ()
    agrees_on: tuple[str, ...] = ()  # slots in which it says the same as the fullest other claim of its event


@dataclass
class _Saying:
    """Claims with equal slots."""

    slots: Slots
    claims: list[Candidate]
    keys: BlockKeys
    is_core: bool

    @cached_property
    def eldest(self) -> tuple[datetime, str]:
        return min((claim.known_at, claim.claim_key) for claim in self.claims)

    @property
    def first_known(self) -> datetime:
        return self.eldest[0]

    @cached_property
    def last_known(self) -> datetime:
        return max(claim.known_at for claim in self.claims)

    @property
    def time(self) -> tuple[date, date] | None:
        """The days of which it tells: those said, else those of the reports; null for what is recalled of an unsaid day."""
        if self.slots.happened:
            return self.slots.happened.first, self.slots.happened.last
        return None if self.slots.is_background else (self.first_known.date(), self.last_known.date())


@dataclass
class _Event:
    sayings: list[_Saying] = field(default_factory=list)
    joined: list[_Saying] = field(default_factory=list)
    joined_slots: set[Slots] = field(default_factory=set)

    @cached_property
    def news(self) -> list[_Saying]:
        """What is told for its own sake; asked for only when ``sayings`` is complete."""
        return [saying for saying in self.sayings if not saying.slots.is_background]

    @cached_property
    def news_between(self) -> tuple[datetime, datetime]:
        return min(said.first_known for said in self.news), max(said.last_known for said in self.news)

    def join(self, saying: _Saying) -> None:
        self.joined.append(saying)
        self.joined_slots.add(saying.slots)

    @cached_property
    def key(self) -> str:
        """The key of the event; asked for only when all its claims are in."""
        eldest = min(saying.eldest for saying in (*self.sayings, *self.joined))
        return digest("event", eldest[1])


def cluster(claims: Iterable[Candidate], above: Mapping[str, frozenset[str]]) -> list[Placed]:
    """Place every claim in an event, or in none.

    Args:
        above: For each organization those that stand above it (its parents), itself left out.
    """
    lineages = Lineages(above)
    sayings = sorted(_sayings(claims, lineages), key=_rank)
    cores = [saying for saying in sayings if saying.is_core]
    events = _Shelf()
    for event in _core_events(cores, lineages):
        events.put(event)
    ambiguous: list[tuple[_Saying, list[_Event]]] = []
    for saying in sayings:
        if saying.is_core:
            continue
        fitting = list(islice((event for event in events.near(saying) if _joins(saying, event, lineages)), MAX_FITS))
        if len(fitting) == 1:
            fitting[0].join(saying)
        elif fitting:
            ambiguous.append((saying, fitting))
        else:
            events.put(_Event([saying]))
    placed = [row for event in events.all() for row in _placed(event, lineages)]
    for saying, fitting in ambiguous:
        keys = tuple(sorted(event.key for event in fitting))
        placed += [
            Placed(claim.claim_key, digest("event", claim.claim_key), "ambiguous", keys) for claim in saying.claims
        ]
    return sorted(placed, key=lambda row: row.claim_key)


def _placed(event: _Event, lineages: Lineages) -> Iterator[Placed]:
    said = [(saying, "core") for saying in event.sayings] + [(saying, "joined") for saying in event.joined]
    fullest, *others = (saying for saying, _ in said)
    for saying, placed_as in said:
        other = fullest if saying is not fullest or len(saying.claims) > 1 else next(iter(others), None)
        fits = compare(saying.slots, other.slots, lineages) if other else {}
        agrees_on = tuple(slot for slot, fit in fits.items() if fit is Fit.SAME)
        for claim in saying.claims:
            yield Placed(claim.claim_key, event.key, placed_as, agrees_on=agrees_on)


def _sayings(claims: Iterable[Candidate], lineages: Lineages) -> list[_Saying]:
    by_slots: dict[Slots, list[Candidate]] = defaultdict(list)
    for claim in claims:
        by_slots[claim.slots].append(claim)
    return [
        _Saying(slots, members, keys, is_core)
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


def _rank(saying: _Saying) -> tuple[int, datetime, str]:
    return (-_fullness(saying.slots), *saying.eldest)


def _fullness(slots: Slots) -> int:
    """How much a claim says; what says most is placed first."""
    said = (slots.amount, slots.happened, slots.kind, slots.round, slots.stake, slots.basis, slots.term_end)
    names = len((slots.product or "").split()) + len((slots.model or "").split())
    return sum(value not in (None, frozenset()) for value in said) + len(slots.doers) + len(slots.others) + names


def _core_events(cores: list[_Saying], lineages: Lineages) -> list[_Event]:
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
    components: dict[int, list[_Saying]] = defaultdict(list)
    for number, saying in enumerate(cores):
        components[linked.root(number)].append(saying)
    return [event for members in components.values() for event in _without_contradiction(members, lineages)]


def _are_one(one: _Saying, other: _Saying, lineages: Lineages) -> bool:
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


def _without_contradiction(members: list[_Saying], lineages: Lineages) -> list[_Event]:
    """One event if all members fit each other; else as few as needed, the fullest claims first."""
    events: list[_Event] = []
    for saying in members:
        home = next((e for e in events if all(_are_one(saying, other, lineages) for other in e.sayings)), None)
        if home:
            home.sayings.append(saying)
        else:
            events.append(_Event([saying]))
    return events


def _fits_all(slots: Slots, event: _Event, lineages: Lineages) -> bool:
    return all(one_event(slots, other.slots, lineages) for other in event.sayings)


def _joins(saying: _Saying, event: _Event, lineages: Lineages) -> bool:
    return (
        _is_of_its_time(saying, event)
        and _fits_all(saying.slots, event, lineages)
        and all(one_event(saying.slots, other, lineages) for other in event.joined_slots)
        and not _is_told_apart(saying, event)
    )


def _is_told_apart(saying: _Saying, event: _Event) -> bool:
    """Whether one article says of the event that it stands and, in other words, of this that it is over: two things."""
    if not saying.slots.is_closing:
        return False
    here = {claim.article_id for claim in saying.claims}
    standing = (other for other in event.sayings if other.slots.stage in DONE and other.slots.kind != saying.slots.kind)
    return any(claim.article_id in here for other in standing for claim in other.claims)


def _is_of_its_time(saying: _Saying, event: _Event) -> bool:
    """News with gaps belongs to what is current.

    Not to a deal reported years away, nor, when it speaks of talks, to one already done, over or long announced. What
    says only who dealt with whom needs news of the deal close by.
    """
    if saying.slots.is_background:
        return not _recalls_another(saying, event)
    if event.news and _apart(saying, event) > current_for(saying.slots):
        return False
    if saying.slots.claim_type == "model_adoption":
        return True
    if not saying.slots.is_closing and any(_was_withdrawn(other, saying.first_known) for other in event.sayings):
        return False
    if saying.slots.stage in NEGOTIATING:
        return all(_is_before(saying, other) for other in event.sayings)
    return all(_is_before(other, saying) for other in event.news if other.slots.stage in NEGOTIATING)


def _was_withdrawn(end: _Saying, told_at: datetime) -> bool:
    """Whether a case had been withdrawn for some time: nobody goes on with it, rules on it or asks for more in it."""
    if end.slots.claim_type != "legal_action" or end.slots.stage != "withdrawn":
        return False
    since = end.slots.happened.last if end.slots.happened else end.first_known.date()
    return told_at.date() - since > TALKS_LAG


def _apart(saying: _Saying, event: _Event) -> timedelta:
    """The time without a word between a saying and the news of an event."""
    earliest, latest = event.news_between
    return max(saying.first_known - latest, earliest - saying.last_known, timedelta(0))


def _is_before(talks: _Saying, other: _Saying) -> bool:
    """Whether talks may have led to what the other says: nobody negotiates what is settled."""
    if other.slots.stage in DONE or other.slots.is_closing:
        # What is recalled as done was done before anybody told of these talks.
        return not other.slots.is_background and other.first_known > talks.last_known
    return other.slots.stage in NEGOTIATING or other.first_known + TALKS_LAG > talks.last_known


def _recalls_another(saying: _Saying, event: _Event) -> bool:
    """Whether it recalls as done what is only being negotiated: the old deal, not the one in the making."""
    if saying.slots.stage not in DONE or saying.slots.claim_type in {"model_adoption", "legal_action"}:
        return False
    last = max(claim.known_at for claim in saying.claims)
    news = event.news
    done = [claim for other in news if other.slots.stage in DONE for claim in other.claims if claim.known_at <= last]
    return not done and any(other.slots.stage in NEGOTIATING for other in news)


class _Shelf:
    """Events, found by the keys of what they are made of."""

    def __init__(self) -> None:
        self._events: list[_Event] = []
        self._filed: dict[str, list[int]] = defaultdict(list)
        self._looked: dict[str, list[int]] = defaultdict(list)

    def put(self, event: _Event) -> None:
        number = len(self._events)
        self._events.append(event)
        for shelf, keys in (
            (self._filed, [saying.keys.filed_under for saying in event.sayings]),
            (self._looked, [saying.keys.looked_under for saying in event.sayings]),
        ):
            for key in frozenset().union(*keys):
                shelf[key].append(number)

    def near(self, saying: _Saying) -> list[_Event]:
        """The events of which a member meets the saying, in the order in which they were put."""
        found = {number for key in saying.keys.looked_under for number in self._filed.get(key, ())}
        found |= {number for key in saying.keys.filed_under for number in self._looked.get(key, ())}
        return [self._events[number] for number in sorted(found)]

    def all(self) -> list[_Event]:
        return self._events
