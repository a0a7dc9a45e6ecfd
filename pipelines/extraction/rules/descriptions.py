"""Whether an organization can be what a description calls it: "the chipmaker", "the French startup", "the search engine"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from pipelines.extraction.rules.masking import Slot
from pipelines.extraction.rules.tabled import Table

_TABLE = Table("descriptions")


class _Class(NamedTuple):
    """What a class of nouns asks: one of these traits, none of those; what else speaks for it, and against it."""

    must: frozenset[str]
    must_not: frozenset[str]
    likely: frozenset[str]
    seldom: frozenset[str]

    @classmethod
    def by(cls, row: Mapping[str, str]) -> "_Class":
        """A row of the table."""
        return cls(*(frozenset(row.get(part, "").split()) for part in ("must", "not", "likely", "seldom")))


_CLASSES = tuple((pattern, _Class.by(row)) for pattern, row in _TABLE.rules("classes", "traits"))
_COUNTRIES = tuple((pattern, code) for pattern, code in _TABLE.rules("countries", "code"))
_BY_NAME = _TABLE.rules("by_name", "trait")
# Traits that say how a name was found, not what it is; and those that nobody has unknown to any list.
_OURS = frozenset({"firm", "described", "maker"})
_SELDOM = frozenset({"official", "government", "great"})
# How much less a newspaper or a bank is "the company" than any other (2026-11-26).
_AGAINST = 0.5
_PLAIN = _TABLE.plain("plain_words")
_WORD = re.compile(r"[a-zß-ÿ][a-zß-ÿ-]{3,}")
_DESCRIBES = _TABLE.plain("describes")
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
            told = _BREAK.split(after[2:])[0] if _DESCRIBES.match(after) else ""
            self._words[slot.name] = _telling(f"{before} {told}")
        return self._words[slot.name]


def _telling(words: str) -> frozenset[str]:
    plain = (word.replace("-", "") for word in _WORD.findall(words))
    return frozenset(word for word in plain if not _PLAIN.fullmatch(word))


def fits(phrase: str, slot: Slot) -> bool:
    """Whether nothing known of the organization speaks against the description."""
    known, (must, must_not, *_) = _known(slot), _class_of(phrase)
    if known & must_not or (must and not known & must and (known or must & _SELDOM)):
        return False
    if not any(trait.startswith("in:") for trait in known):
        return True
    return _countries_of(phrase) <= known


def proofs(phrase: str, slot: Slot) -> float:
    """How much of the description is known to be so: the class that it names or that is likely meant, the country."""
    known, asked, countries = _known(slot), _class_of(phrase), _countries_of(phrase)
    of_class = bool(known & (asked.must | asked.likely)) - _AGAINST * bool(known & asked.seldom)
    return of_class + bool(countries and countries <= known)


def _known(slot: Slot) -> frozenset[str]:
    return slot.traits - _OURS or _by_name(slot.name)


@lru_cache(maxsize=1024)
def _class_of(phrase: str) -> _Class:
    return next(traits for pattern, traits in _CLASSES if pattern.search(phrase))


@lru_cache(maxsize=1024)
def _countries_of(phrase: str) -> frozenset[str]:
    return frozenset(f"in:{code}" for pattern, code in _COUNTRIES if pattern.search(phrase))


@lru_cache(maxsize=1024)
def _by_name(name: str) -> frozenset[str]:
    return frozenset(trait for pattern, trait in _BY_NAME if pattern.search(name))
