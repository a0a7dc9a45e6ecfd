"""What clustering works on: claims that say the same thing, and the events made of them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from pipelines.events.blocks import BlockKeys
from pipelines.events.slots import Slots
from pipelines.ids import digest


@dataclass(frozen=True)
class Candidate:
    """A claim as clustering sees it."""

    claim_key: str
    known_at: datetime
    slots: Slots
    article_id: str = ""
    page_id: str = ""
    held_to: datetime | None = None  # until when its version of the page stood; nothing where it does


@dataclass
class Saying:
    """Claims with equal slots."""

    slots: Slots
    claims: list[Candidate]
    keys: BlockKeys
    is_core: bool

    @cached_property
    def eldest(self) -> tuple[datetime, str]:
        """When the first of its claims was known, and that claim's key."""
        return min((claim.known_at, claim.claim_key) for claim in self.claims)

    @property
    def first_known(self) -> datetime:
        """When it was first known."""
        return self.eldest[0]

    @cached_property
    def last_known(self) -> datetime:
        """When it was last told."""
        return max(claim.known_at for claim in self.claims)

    @property
    def time(self) -> tuple[date, date] | None:
        """The days of which it tells: those said, else those of the reports; null for what is recalled of an unsaid day."""
        if self.slots.happened:
            return self.slots.happened.first, self.slots.happened.last
        return None if self.slots.is_background else (self.first_known.date(), self.last_known.date())


@dataclass
class Event:
    """What is held to have happened: the sayings it is made of, and those with gaps that joined it."""

    sayings: list[Saying] = field(default_factory=list)
    joined: list[Saying] = field(default_factory=list)
    joined_slots: set[Slots] = field(default_factory=set)

    @cached_property
    def news(self) -> list[Saying]:
        """What is told for its own sake; asked for only when ``sayings`` is complete."""
        return [saying for saying in self.sayings if not saying.slots.is_background]

    @cached_property
    def news_between(self) -> tuple[datetime, datetime]:
        """When its news was first and last told; there must be some."""
        return min(said.first_known for said in self.news), max(said.last_known for said in self.news)

    def join(self, saying: Saying) -> None:
        """Take in a saying with gaps."""
        self.joined.append(saying)
        self.joined_slots.add(saying.slots)

    @cached_property
    def key(self) -> str:
        """The key of the event; asked for only when all its claims are in."""
        eldest = min(saying.eldest for saying in (*self.sayings, *self.joined))
        return digest("event", eldest[1])


class Shelf:
    """Events, found by the keys of what they are made of."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._filed: dict[str, list[int]] = defaultdict(list)
        self._looked: dict[str, list[int]] = defaultdict(list)

    def put(self, event: Event) -> None:
        """File an event under the keys of its sayings."""
        number = len(self._events)
        self._events.append(event)
        for shelf, keys in (
            (self._filed, [saying.keys.filed_under for saying in event.sayings]),
            (self._looked, [saying.keys.looked_under for saying in event.sayings]),
        ):
            for key in frozenset().union(*keys):
                shelf[key].append(number)

    def near(self, saying: Saying) -> list[Event]:
        """The events of which a member meets the saying, in the order in which they were put."""
        found = {number for key in saying.keys.looked_under for number in self._filed.get(key, ())}
        found |= {number for key in saying.keys.filed_under for number in self._looked.get(key, ())}
        return [self._events[number] for number in sorted(found)]

    def all(self) -> list[Event]:
        """Every event, in the order in which they were put."""
        return self._events
