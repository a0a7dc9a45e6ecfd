"""Pronouns and descriptions ("the startup", "both firms"), resolved to the last fitting organizations of the article."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.extraction.rules.masking import Slot
from pipelines.extraction.rules.tabled import Table

_TABLE = Table("beside")
_SINGLE, _PLURAL, _FORMER = (_TABLE.plain(name) for name in ("single", "plural", "former"))
_OFFICIAL, _SMALL, _GREAT, _EMPLOYS = (_TABLE.plain(name) for name in ("official", "small", "great", "employs"))
_OBJECT_BEFORE, _SUBJECT_AFTER = (_TABLE.plain(name) for name in ("object_before", "subject_after"))
_MAKER, _MADE = _TABLE.plain("maker_before"), _TABLE.plain("maker_after")


@dataclass
class Memory:
    """The organizations that the article spoke of up to here."""

    subject: Slot | None = None
    pair: tuple[Slot, ...] = ()
    recent: list[Slot] = field(default_factory=list)

    def hear(self, slots: Iterable[Slot]) -> None:
        """Take note of a sentence's organizations, in order."""
        # Whoever only reports is not who is spoken of, unless nobody else is.
        named = [slot for slot in slots if slot.kind in "ONR"]
        heard = [slot for slot in named if "media" not in slot.traits] or named
        named = list({slot.name: slot for slot in heard}.values())
        if named:
            self.subject = named[0]
            self.recent = [slot for slot in self.recent if slot.name not in {n.name for n in named}] + [
                slot for slot in named if slot.kind != "R"
            ]
        if len(named) >= 2:
            self.pair = (named[0], named[1])


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
        if target is not None and match.end() + 1 not in begins:  # "the chipmaker Nvidia" is named already
            stop = match.end()
            slots.append(Slot("R", match.start(), stop, (target.name,), target.key, None, target.traits))
    return slots


def _target(match: re.Match[str], before: list[Slot], memory: Memory) -> Slot | None:
    phrase, folded = match[0], match.string
    is_object = bool(_OBJECT_BEFORE.search(folded, max(0, match.start() - 16), match.start()))
    if match["it"]:
        is_object = is_object or not _SUBJECT_AFTER.match(folded, match.end())
        return _other(before, memory) if is_object and before else (before[0] if before else memory.subject)
    if _OFFICIAL.search(phrase):
        pool = [slot for slot in [*memory.recent, *before] if "official" in slot.traits]
        return pool[-1] if pool else None
    pool = [*memory.recent, *before]
    if is_object and before:
        other = _other(before, memory)
        pool = [slot for slot in pool if slot.name != before[0].name or other is before[0]]
        before = [other] if other else []
    if _SMALL.search(phrase):
        fitting = [slot for slot in pool if "great" not in slot.traits and "official" not in slot.traits]
        subject = before[0] if before else memory.subject
        return subject if subject in fitting else (fitting[-1] if fitting else None)
    if _GREAT.search(phrase):
        fitting = [slot for slot in pool if "great" in slot.traits]
        return fitting[-1] if fitting else None
    first = before[0] if before else memory.subject
    return (
        first
        if first is not None and "official" not in first.traits
        else next((slot for slot in reversed(memory.recent) if "official" not in slot.traits), None)
    )


def _other(before: list[Slot], memory: Memory) -> Slot | None:
    """Whom an object means: the one named last in the sentence, or whom the text spoke of before, but not its own subject."""
    named = [slot for slot in before if slot.name != before[0].name]
    told = [*([memory.subject] if memory.subject else []), *reversed(memory.recent)]
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
