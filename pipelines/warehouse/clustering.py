"""Gather claims into events. A function of the set of claims: any order of arrival gives the same.

1. Claims that say the same thing in every slot count as one while comparing.
2. Those that say enough to stand for an event (cores) are joined where they fit, by one union-find; a component in which
   two members contradict each other is split.
3. A claim with gaps joins the one event it fits. Fitting several, it joins none; fitting none, it is an event of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from pipelines.ids import digest
from pipelines.warehouse.blocks import filed_under, looked_up
from pipelines.warehouse.identity import DONE, NEGOTIATING, NEWS_WITHIN, Lineages, Slots, has_all_slots, one_event
from pipelines.warehouse.union_find import UnionFind

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


@dataclass
class _Saying:
    """Claims with equal slots."""

    slots: Slots
    claims: list[Candidate]

    @property
    def eldest(self) -> tuple[datetime, str]:
        return min((claim.known_at, claim.claim_key) for claim in self.claims)


@dataclass
class _Event:
    sayings: list[_Saying] = field(default_factory=list)
    joined: list[_Saying] = field(default_factory=list)
    joined_slots: set[Slots] = field(default_factory=set)

    def join(self, saying: _Saying) -> None:
        self.joined.append(saying)
        self.joined_slots.add(saying.slots)

    @property
    def key(self) -> str:
        eldest = min(saying.eldest for saying in (*self.sayings, *self.joined))
        return digest("event", eldest[1])


def cluster(claims: Iterable[Candidate], above: Mapping[str, frozenset[str]]) -> list[Placed]:
    """Place every claim in an event, or in none.

    Args:
        above: For each organization those that stand above it (its parents), itself left out.
    """
    lineages = Lineages(above)
    sayings = sorted(_sayings(claims), key=_rank)
    cores = [saying for saying in sayings if has_all_slots(saying.slots)]
    events = _Shelf(lineages)
    for event in _core_events(cores, lineages):
        events.put(event)
    ambiguous: list[tuple[_Saying, list[_Event]]] = []
    for saying in sayings:
        if has_all_slots(saying.slots):
            continue
        fitting = list(islice((event for event in events.near(saying) if _joins(saying, event, lineages)), MAX_FITS))
        if len(fitting) == 1:
            fitting[0].join(saying)
        elif fitting:
            ambiguous.append((saying, fitting))
        else:
            events.put(_Event([saying]))
    placed = [row for event in events.all() for row in _placed(event)]
    for saying, fitting in ambiguous:
        keys = tuple(sorted(event.key for event in fitting))
        placed += [
            Placed(claim.claim_key, digest("event", claim.claim_key), "ambiguous", keys) for claim in saying.claims
        ]
    return sorted(placed, key=lambda row: row.claim_key)


def _placed(event: _Event) -> list[Placed]:
    key = event.key
    rows = [Placed(claim.claim_key, key, "core") for saying in event.sayings for claim in saying.claims]
    return rows + [Placed(claim.claim_key, key, "joined") for saying in event.joined for claim in saying.claims]


def _sayings(claims: Iterable[Candidate]) -> list[_Saying]:
    grouped: dict[object, list[Candidate]] = defaultdict(list)
    for claim in claims:
        # An undated claim with gaps is of its time: those of different months are judged apart.
        month = None if has_all_slots(claim.slots) else (claim.known_at.year, claim.known_at.month)
        grouped[claim.slots, month].append(claim)
    return [_Saying(members[0].slots, members) for members in grouped.values()]


def _rank(saying: _Saying) -> tuple[int, datetime, str]:
    return (-_fullness(saying.slots), *saying.eldest)


def _fullness(slots: Slots) -> int:
    """How much a claim says; what says most is placed first."""
    said = (slots.amount, slots.happened, slots.kind, slots.round, slots.stake, slots.basis, slots.term_end)
    names = len((slots.product or "").split()) + len((slots.model or "").split())
    return sum(value not in (None, frozenset()) for value in said) + len(slots.doers) + len(slots.others) + names


def _core_events(cores: list[_Saying], lineages: Lineages) -> list[_Event]:
    linked = UnionFind[int]()
    shelf: dict[object, list[int]] = defaultdict(list)
    for number, saying in enumerate(cores):
        linked.add(number)
        for token in filed_under(saying.slots, lineages):
            shelf[token].append(number)
    for number, saying in enumerate(cores):
        near = sorted({other for token in looked_up(saying.slots, lineages) for other in shelf[token]})
        for other in near:
            # Two of one component need no second look: whether all its members agree is checked below.
            if (
                other != number
                and linked.root(other) != linked.root(number)
                and one_event(saying.slots, cores[other].slots, lineages)
            ):
                linked.join(min(number, other), max(number, other))
    components: dict[int, list[_Saying]] = defaultdict(list)
    for number, saying in enumerate(cores):
        components[linked.root(number)].append(saying)
    return [event for members in components.values() for event in _without_contradiction(members, lineages)]


def _without_contradiction(members: list[_Saying], lineages: Lineages) -> list[_Event]:
    """One event if all members fit each other; else as few as needed, the fullest claims first."""
    events: list[_Event] = []
    for saying in members:
        home = next((event for event in events if _fits_all(saying.slots, event, lineages)), None)
        if home:
            home.sayings.append(saying)
        else:
            events.append(_Event([saying]))
    return events


def _fits_all(slots: Slots, event: _Event, lineages: Lineages) -> bool:
    return all(one_event(slots, other.slots, lineages) for other in event.sayings)


def _joins(saying: _Saying, event: _Event, lineages: Lineages) -> bool:
    return (
        _fits_all(saying.slots, event, lineages)
        and all(one_event(saying.slots, other, lineages) for other in event.joined_slots)
        and _is_of_its_time(saying, event)
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

    Not to a deal reported years away, nor, when it speaks of talks, to one already done or over.
    """
    if saying.slots.is_background:
        return not _recalls_another(saying, event)
    first, last = min(claim.known_at for claim in saying.claims), max(claim.known_at for claim in saying.claims)
    news = [claim for other in event.sayings for claim in other.claims if not other.slots.is_background]
    if news:
        earliest, latest = min(claim.known_at for claim in news), max(claim.known_at for claim in news)
        if first - latest > NEWS_WITHIN or earliest - last > NEWS_WITHIN:
            return False
    if saying.slots.stage not in NEGOTIATING or saying.slots.claim_type in {"model_adoption", "legal_action"}:
        return True
    over = [other for other in event.sayings if other.slots.stage in DONE or other.slots.is_closing]
    if any(other.slots.is_background for other in over):
        return False  # what is recalled as done was done before anybody told of these talks
    return not over or min(claim.known_at for other in over for claim in other.claims) > last


def _recalls_another(saying: _Saying, event: _Event) -> bool:
    """Whether it recalls as done what is only being negotiated: the old deal, not the one in the making."""
    if saying.slots.stage not in DONE or saying.slots.claim_type in {"model_adoption", "legal_action"}:
        return False
    last = max(claim.known_at for claim in saying.claims)
    news = [other for other in event.sayings if not other.slots.is_background]
    done = [claim for other in news if other.slots.stage in DONE for claim in other.claims if claim.known_at <= last]
    return not done and any(other.slots.stage in NEGOTIATING for other in news)


class _Shelf:
    """Events, found by what a claim names."""

    def __init__(self, lineages: Lineages) -> None:
        self._lineages = lineages
        self._events: list[_Event] = []
        self._by_token: dict[object, list[int]] = defaultdict(list)

    def put(self, event: _Event) -> None:
        number = len(self._events)
        self._events.append(event)
        for token in {token for saying in event.sayings for token in filed_under(saying.slots, self._lineages)}:
            self._by_token[token].append(number)

    def near(self, saying: _Saying) -> list[_Event]:
        tokens = looked_up(saying.slots, self._lineages)
        return [
            self._events[number] for number in sorted({n for token in tokens for n in self._by_token.get(token, ())})
        ]

    def all(self) -> list[_Event]:
        return self._events
