"""Pronouns and descriptions ("the startup", "both firms"), resolved to the last fitting organizations of the article."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.extraction.rules.descriptions import Portraits, fits, proves
from pipelines.extraction.rules.masking import Slot
from pipelines.extraction.rules.tabled import Table

_TABLE = Table("beside")
_SINGLE, _PLURAL, _FORMER = (_TABLE.plain(name) for name in ("single", "plural", "former"))
_EMPLOYS = _TABLE.plain("employs")
_SAID_BEFORE = re.compile(
    r" (?:said|says|announced|confirmed|revealed|disclosed|added)(?: (?:on )?[a-z]+day)?(?: that)? \Z"
)
_BEGINS = re.compile(r"(?:\A|[.!?:\"\n] ?)(?:the )?\Z")
_OBJECT_BEFORE, _SUBJECT_AFTER, _CLAUSE_BEFORE = (
    _TABLE.plain(name) for name in ("object_before", "subject_after", "clause_before")
)
_MAKER, _MADE = _TABLE.plain("maker_before"), _TABLE.plain("maker_after")


# How soon a name behind "the developer, " begins that is its own, in characters (2026-11-26).
_APPOSED = 24
# A text that speaks of more organizations at once means none of the first by "the company" (2026-11-26).
_REMEMBERED = 200
_STARTUP = "the startup"
# What speaks for an organization, weighed by hand on 91 articles labelled for it (2026-11-26).
_LIKE, _OFTEN, _ENOUGH, _TITLED, _SUBJECT, _LATEST, _HERE, _ITSELF = 3.0, 0.4, 6, 1.2, 1.0, 0.6, 1.0, 3.0


@dataclass
class Memory:
    """The organizations that the article spoke of up to here."""

    folded: str
    title: str = ""
    subject: Slot | None = None
    pair: tuple[Slot, ...] = ()
    recent: dict[str, Slot] = field(default_factory=dict)  # by name, the one named last at the end
    voices: list[Slot] = field(default_factory=list)
    latest: tuple[Slot, ...] = ()
    told: Counter[str] = field(default_factory=Counter)
    portraits: Portraits = field(default_factory=Portraits)

    def hear(self, slots: Iterable[Slot]) -> None:
        """Take note of a sentence's organizations, in order."""
        # Whoever only reports is not who is spoken of, unless nobody else is.
        named = [slot for slot in slots if slot.kind in "ONR"]
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
            for slot in named:
                self.recent.pop(slot.name, None)
            self.recent |= {slot.name: slot for slot in named if slot.kind != "R"}
            for name in list(self.recent)[:-_REMEMBERED]:
                del self.recent[name]
        if len(named) >= 2:
            self.pair = (named[0], named[1])

    def _spoken_of(self, named: list[Slot]) -> Slot:
        """Whom a sentence is about: who begins it or acts in it, else who was spoken of before and is named again."""
        begins = (slot for slot in named[:1] if _BEGINS.search(self.folded, max(0, slot.start - 8), slot.start))
        acting = (slot for slot in named if _SUBJECT_AFTER.match(self.folded, slot.end))
        again = (slot for slot in named if self.subject is not None and slot.name == self.subject.name)
        free = (slot for slot in named if not _is_object(self.folded, slot))
        return next(begins, None) or next(acting, None) or next(free, None) or next(again, None) or named[0]

    def weight(self, phrase: str, slot: Slot) -> float:
        """How likely a phrase stands for the organization: what it is called, how much the article speaks of it, how lately."""
        return (
            _LIKE * (self.portraits.likeness(phrase, slot, self.folded) + proves(phrase, slot))
            + _OFTEN * min(self.told[slot.key or slot.name], _ENOUGH)
            + _TITLED * (slot.name.lower() in self.title)
            + _SUBJECT * (self.subject is not None and slot.name == self.subject.name)
            + _LATEST * any(slot.name == other.name for other in self.latest)
        )

    def startup(self) -> Slot | None:
        """The company that money would go to, as the article goes."""
        pool = [slot for slot in self.recent.values() if fits(_STARTUP, slot)]
        return max(pool, key=lambda slot: self.weight(_STARTUP, slot), default=None)


def find_references(folded: str, start: int, end: int, inside: list[Slot], memory: Memory) -> list[Slot]:
    """Return slots ``R`` and ``B`` of the sentence ``folded[start:end]``, given the slots already found inside it."""
    # "OpenAI's chief, …, said the company": who employs the speaker is seldom who is spoken of.
    orgs = [slot for slot in inside if slot.kind in "ON" and not _EMPLOYS.match(folded, slot.end)]
    begins = {slot.start for slot in inside if slot.kind in "ON" and folded[slot.start - 1] == " "}
    slots = [*_plurals(folded, start, end, orgs, memory), *_ordered(folded, start, end, orgs, memory)]
    slots += _makers(folded, start, inside, begins)
    for match in _SINGLE.finditer(folded, start, end):
        before = [slot for slot in orgs if slot.end <= match.start()]
        target = _target(match, before, memory)
        if target is not None and not _is_named(folded, match.end(), begins):
            stop = match.end()
            slots.append(Slot("R", match.start(), stop, (target.name,), target.key, None, target.traits))
    return slots


def _is_named(folded: str, end: int, begins: set[int]) -> bool:
    """Whether the name follows at once: "the chipmaker Nvidia", "the developer, Texas-based X"."""
    if end + 1 in begins:
        return True
    return folded[end : end + 2] == ", " and any(end < at < end + _APPOSED for at in begins)


def _target(match: re.Match[str], before: list[Slot], memory: Memory) -> Slot | None:
    phrase, folded = match[0], match.string
    is_object = bool(
        _OBJECT_BEFORE.search(folded, max(0, match.start() - 16), match.start())
    ) or not _SUBJECT_AFTER.match(folded, match.end())
    if match["it"] and before and _SAID_BEFORE.match(folded, before[-1].end, match.start()):
        return before[-1]
    if match["it"]:
        return _other(before, memory) if is_object and before else (before[0] if before else memory.subject)
    is_object = is_object and not _CLAUSE_BEFORE.search(folded, max(0, match.start() - 16), match.start())
    others = (_acting(folded, before) or _first(folded, before)) if is_object and before else set()
    pool = {slot.name: slot for slot in [*memory.voices, *memory.recent.values(), *before] if slot.name not in others}
    if memory.subject is not None and memory.subject.name not in others:
        pool.setdefault(memory.subject.name, memory.subject)
    here, own = {slot.name for slot in before}, before[0].name if before and not is_object else ""

    def weight(slot: Slot) -> float:
        return memory.weight(phrase, slot) + _HERE * (slot.name in here) + _ITSELF * (slot.name == own)

    return max((slot for slot in pool.values() if fits(phrase, slot)), key=weight, default=None)


def _first(folded: str, before: list[Slot]) -> set[str]:
    """Whom the sentence is about: who stands first in it, unless behind a preposition ("a student at X sued the school")."""
    return set() if _is_object(folded, before[0]) else {before[0].name}


def _is_object(folded: str, slot: Slot) -> bool:
    """Whether a name stands behind a preposition or a verb in the past tense."""
    start = slot.start - 4 if folded.startswith("the ", slot.start - 4) else slot.start
    return bool(_OBJECT_BEFORE.search(folded, max(0, start - 16), start))


def _acting(folded: str, before: list[Slot]) -> set[str]:
    """Who acts just before an object: in "X said Y would buy the company" it is Y."""
    last = before[-1]
    return {last.name} if _SUBJECT_AFTER.match(folded, last.end) and not _is_object(folded, last) else set()


def _other(before: list[Slot], memory: Memory) -> Slot | None:
    """Whom an object means: the one named last in the sentence, or whom the text spoke of before, but not its own subject."""
    named = [slot for slot in before if slot.name != before[0].name]
    told = [*([memory.subject] if memory.subject else []), *reversed(memory.recent.values())]
    return next((slot for slot in [*reversed(named), *told] if slot.name != before[0].name), before[0])


def _plurals(folded: str, start: int, end: int, orgs: list[Slot], memory: Memory) -> list[Slot]:
    slots = []
    for match in _PLURAL.finditer(folded, start, end):
        before = list({slot.name: slot for slot in orgs if slot.end <= match.start()}.values())
        told = 5 if match[0] == "they" else 2
        pair = tuple(before[:told]) if len(before) >= 2 else memory.pair
        if len(pair) >= 2:
            slots.append(Slot("B", match.start(), match.end(), tuple(slot.name for slot in pair), None))
    return slots


def _makers(folded: str, start: int, inside: list[Slot], begins: set[int]) -> list[Slot]:
    """ "The maker of ChatGPT", "the ChatGPT maker": whoever makes it, as the product's name says."""
    slots = []
    for slot in inside:
        before = _MAKER.search(folded, start, slot.start)
        if slot.kind not in "KL" or slot.maker is None or before is None:
            continue
        after = _MADE.match(folded, slot.end)
        if after and after.end() + 1 in begins:
            continue
        if len(before[0]) > 4 or after:
            slots.append(
                Slot(
                    "R",
                    before.start(),
                    after.end() if after and len(before[0]) <= 4 else slot.end,
                    (slot.name,),
                    slot.maker,
                    slot.maker,
                    slot.traits | {"maker"},
                )
            )
    return slots


def _ordered(folded: str, start: int, end: int, orgs: list[Slot], memory: Memory) -> list[Slot]:
    slots = []
    for match in _FORMER.finditer(folded, start, end):
        before = [slot for slot in orgs if slot.end <= match.start()]
        pair = tuple(before[-2:]) if len(before) >= 2 else memory.pair
        if len(pair) == 2:
            target = pair[0 if match["which"] == "former" else 1]
            slots.append(Slot("R", match.start(), match.end(), (target.name,), target.key, None, target.traits))
    return slots
