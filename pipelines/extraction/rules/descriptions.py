"""Whether an organization can be what a description calls it: "the chipmaker", "the French startup", "the search engine"."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.extraction.rules.masking import Slot
from pipelines.extraction.rules.tabled import Table

_TABLE = Table("descriptions")
_CLASSES = tuple(
    (pattern, frozenset(row["must"].split()), frozenset(row["not"].split()))
    for pattern, row in _TABLE.rules("classes", "traits")
)
_COUNTRIES = tuple((pattern, code) for pattern, code in _TABLE.rules("countries", "code"))
_BY_NAME = _TABLE.rules("by_name", "trait")
# Traits that say how a name was found, not what it is; and those that nobody has unknown to any list.
_OURS = frozenset({"firm", "described", "maker"})
_SELDOM = frozenset({"official", "great"})
_PLAIN = _TABLE.plain("plain_words")
_WORD = re.compile(r"[a-zß-ÿ][a-zß-ÿ-]{3,}")
_BREAK = re.compile(r"[.,;:()\n]")
# How much is read before a name and behind it for what it is called there, in characters (2026-11-26).
_BEFORE, _AFTER = 60, 110


@dataclass
class Portraits:
    """What the text calls each name where it first speaks of it: "the robotics startup X", "X, a maker of lasers"."""

    _places: dict[str, tuple[int, int]] = field(default_factory=dict)
    _words: dict[str, frozenset[str]] = field(default_factory=dict)

    def see(self, slot: Slot) -> None:
        """Remember where a name stands first."""
        if slot.kind in "ON":
            self._places.setdefault(slot.name, (slot.start, slot.end))

    def likeness(self, phrase: str, slot: Slot, folded: str) -> int:
        """How many telling words the description shares with what the text calls the name."""
        said = _telling(phrase)
        return len(said & self._of(slot, folded)) if said else 0

    def _of(self, slot: Slot, folded: str) -> frozenset[str]:
        if slot.name not in self._words:
            start, end = self._places.get(slot.name, (slot.start, slot.end))
            before = _BREAK.split(folded[max(0, start - _BEFORE) : start])[-1]
            after = folded[end : end + _AFTER]
            told = _BREAK.split(after[2:])[0] if after[:2] in {", ", " ("} else ""
            self._words[slot.name] = _telling(f"{before} {told}")
        return self._words[slot.name]


def _telling(words: str) -> frozenset[str]:
    plain = (word.replace("-", "") for word in _WORD.findall(words))
    return frozenset(word for word in plain if not _PLAIN.fullmatch(word))


def fits(phrase: str, slot: Slot) -> bool:
    """Whether nothing known of the organization speaks against the description."""
    known, (must, must_not) = _known(slot), _class_of(phrase)
    if known & must_not or (must and not known & must and (known or must & _SELDOM)):
        return False
    if not any(trait.startswith("in:") for trait in known):
        return True
    return _countries_of(phrase) <= known


def proves(phrase: str, slot: Slot) -> bool:
    """Whether it is known to be of the class that the description names."""
    return bool(_known(slot) & _class_of(phrase)[0])


def _known(slot: Slot) -> frozenset[str]:
    return slot.traits - _OURS or _by_name(slot.name)


@lru_cache(maxsize=1024)
def _class_of(phrase: str) -> tuple[frozenset[str], frozenset[str]]:
    return next((must, must_not) for pattern, must, must_not in _CLASSES if pattern.search(phrase))


@lru_cache(maxsize=1024)
def _countries_of(phrase: str) -> frozenset[str]:
    return frozenset(f"in:{code}" for pattern, code in _COUNTRIES if pattern.search(phrase))


@lru_cache(maxsize=1024)
def _by_name(name: str) -> frozenset[str]:
    return frozenset(trait for pattern, trait in _BY_NAME if pattern.search(name))
