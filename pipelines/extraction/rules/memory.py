"""What the article spoke of up to a sentence, and how likely each organization is meant by a pronoun or description."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipelines.extraction.rules.descriptions import Portraits, fits, proofs
from pipelines.extraction.rules.masking import Slot
from pipelines.extraction.rules.tabled import Table

_TABLE = Table("beside")
_BEGINS = re.compile(r"(?:\A|[.!?:\"\n] ?)(?:the )?\Z")
_OFFICE, _OFFICE_OF = _TABLE.plain("office"), _TABLE.plain("office_of")
_OBJECT_BEFORE, _OWNED_BEFORE = _TABLE.plain("object_before"), _TABLE.plain("owned_before")
SUBJECT_AFTER = _TABLE.plain("subject_after")
# A text that speaks of more organizations at once means none of the first by "the company" (2026-11-26).
_REMEMBERED = 200
_STARTUP = "the startup"
# What speaks for an organization, weighed by hand on 91 articles labelled for it (2026-11-26).
_LIKE, _OFTEN, _ENOUGH, _TITLED, _KNOWN, _SUBJECT, _LATEST, HERE, ITSELF = 3.0, 0.4, 6, 1.2, 0.6, 1.0, 0.6, 1.6, 3.0
# Whom the text told to be sued, behind "against" or what a court found.
SUED = 3.0
# What speaks for two that a sentence names, and nobody else, as a pair; for the first two of one; for one alone (2026-11-26).
_PAIRED, _PAIR_BEFORE, _ALONE = 2.5, 1.2, 1.0


@dataclass
class Memory:
    """The organizations that the article spoke of up to here."""

    folded: str
    title: str = ""
    headline: Sequence[Slot] = ()  # whom the headline names; of use where the text has named nobody yet
    subject: Slot | None = None
    person: Slot | None = None
    pair: tuple[Slot, ...] = ()
    recent: dict[str, Slot] = field(default_factory=dict)  # by name, the one named last at the end
    voices: list[Slot] = field(default_factory=list)
    latest: tuple[Slot, ...] = ()
    told: Counter[str] = field(default_factory=Counter)
    full: dict[str, Slot] = field(default_factory=dict)  # by its first word, the first name of several words
    portraits: Portraits = field(default_factory=Portraits)
    employers: dict[str, Slot] = field(default_factory=dict)  # by a person's name, whom the text says they speak for
    accused: frozenset[str] = frozenset()  # whom the text told to be sued, last

    def hear(self, slots: Iterable[Slot]) -> None:
        """Take note of a sentence's organizations, in order."""
        slots = list(slots)
        if not slots:
            return
        self.person = next((slot for slot in slots if slot.kind == "P"), self.person)
        for slot, other in pairwise(slots):
            if {slot.kind, other.kind} <= set("ONP") and "P" in {slot.kind, other.kind}:
                self._employ(slot, other)
        named = [self._in_full(slot) for slot in slots if slot.kind in "ONR"]
        # Whoever only reports is not who is spoken of, unless nobody else is.
        heard = [slot for slot in named if "media" not in slot.traits] or named
        self.voices = [slot for slot in named if slot not in heard] or self.voices
        for slot in named:
            self.portraits.see(slot)
            self.told[slot.key or slot.name] += slot.kind != "R"
        # Of a name and what stands for it the name is kept, at the place of the first.
        first = {slot.name: slot for slot in reversed(heard)}
        printed = {slot.name: slot for slot in heard if slot.kind != "R"}
        named = [printed.get(name, slot) for name, slot in reversed(first.items())]
        if named:
            self.subject, self.latest = self._spoken_of(named), tuple(named)
            for slot in named:  # what is told of by a description stays known by its name
                known = self.recent.pop(slot.name, None)
                if slot.kind != "R" or known is not None:
                    self.recent[slot.name] = known if slot.kind == "R" and known is not None else slot
            for name in list(self.recent)[:-_REMEMBERED]:
                del self.recent[name]
        if len(named) == 2:
            self.pair = tuple(named)

    def _employ(self, first: Slot, second: Slot) -> None:
        """Take note of "X's chief executive, P" and of "P, the chief executive of X"."""
        between = self.folded[first.end : second.start]
        if first.kind != "P" and second.kind == "P" and _OFFICE.fullmatch(between):
            self.employers[second.name] = first
        elif first.kind == "P" and second.kind != "P" and _OFFICE_OF.fullmatch(between):
            self.employers[first.name] = second

    def _in_full(self, slot: Slot) -> Slot:
        """A name that no list holds, under the longer one that it is short for: "Juniper" is Juniper Networks."""
        first, _, rest = slot.name.partition(" ")
        if rest and slot.kind != "R":
            self.full.setdefault(first, slot)
        full = self.full.get(slot.name) if slot.kind == "N" else None
        return slot if full is None else replace(full, start=slot.start, end=slot.end)

    def _spoken_of(self, named: list[Slot]) -> Slot:
        """Whom a sentence is about: who begins it or acts in it, else who was spoken of before and is named again."""
        begins = (slot for slot in named[:1] if _BEGINS.search(self.folded, max(0, slot.start - 8), slot.start))
        acting = (slot for slot in named if SUBJECT_AFTER.match(self.folded, slot.end))
        again = (slot for slot in named if self.subject is not None and slot.name == self.subject.name)
        free = (slot for slot in named if not is_object(self.folded, slot))
        told = next(begins, None) or next(acting, None) or next(free, None) or next(again, None)
        start = named[0].start
        if told is None and _OWNED_BEFORE.search(self.folded, max(0, start - 60), start):
            told = self.subject  # "its chatbot praised X" is still about whose chatbot it is
        return told or named[0]

    def weight(self, phrase: str, slot: Slot) -> float:
        """How likely a phrase stands for the organization: what it is called, how much the article speaks of it, how lately."""
        return (
            _LIKE * (self.portraits.likeness(phrase, slot, self.folded) + proofs(phrase, slot))
            + self._standing(slot)
            + _SUBJECT * (self.subject is not None and slot.name == self.subject.name)
            + _LATEST * any(slot.name == other.name for other in self.latest)
        )

    def _standing(self, slot: Slot) -> float:
        """How much of the article is about the organization, as far as it goes."""
        return (
            _OFTEN * min(self.told[slot.key or slot.name], _ENOUGH)
            + _TITLED * (slot.name.lower() in self.title)
            + _KNOWN * (slot.kind == "O" or "firm" in slot.traits)
        )

    def two(self, phrase: str, start: int, here: Sequence[Slot], behind: Collection[str] = ()) -> tuple[Slot, ...]:
        """The two that "the two companies" are: who was just named as a pair, else whom the article speaks of most."""
        pool = {slot.name: slot for slot in [*self.recent.values(), *here] if fits(phrase, slot)}
        if len(pool) < 2:
            pool = {slot.name: slot for slot in self.headline if fits(phrase, slot)} | pool
        inside = {slot.name for slot in here}
        just = [{slot.name for slot in named if slot.name in pool} for named in (here, self.latest)]
        named = next((names for names in just if len(names) == 2), set[str]())
        # A pair of the paragraph, and whoever was just named alone, may be meant too.
        pair = {slot.name for slot in self.pair if "\n" not in self.folded[slot.end : start]}
        alone = just[1] if len(just[1]) == 1 else set[str]()

        def weight(slot: Slot) -> float:
            likeness = self.portraits.likeness(phrase, slot, self.folded) + proofs(phrase, slot)
            said = HERE * (slot.name in inside) + _PAIRED * (slot.name in named or slot.name in behind)
            told = _PAIR_BEFORE * (slot.name in pair) + _ALONE * (slot.name in alone)
            return _LIKE * likeness + self._standing(slot) + said + told

        chosen = sorted(pool.values(), key=weight, reverse=True)[:2]
        return tuple(sorted(chosen, key=lambda slot: slot.start))

    def startup(self) -> Slot | None:
        """The company that money would go to, as the article goes."""
        pool = [slot for slot in self.recent.values() if fits(_STARTUP, slot)]
        return max(pool, key=lambda slot: self.weight(_STARTUP, slot), default=None)


def is_object(folded: str, slot: Slot) -> bool:
    """Whether a name stands behind a preposition or a verb in the past tense."""
    start = slot.start - 4 if folded.startswith("the ", slot.start - 4) else slot.start
    return bool(_OBJECT_BEFORE.search(folded, max(0, start - 16), start))
