"""Trying patterns on sentences: one automaton says which patterns can match at all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from pipelines.extraction.rules.masking import Masked
from pipelines.extraction.rules.pattern import Pattern, choices_needed, expand, kinds_needed, needs, words_needed


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern that matched, and where."""

    pattern: Pattern
    match: re.Match[str]
    masked: Masked


def _least(pattern: Pattern) -> tuple[int, bool]:
    """What a sentence must hold for the pattern; an agreement has two parties, however they are named."""
    parties, has_sum = needs(pattern.text)
    return (2 if pattern.claim_type == "partnership" else parties), has_sum


class _Sieve:
    """What one sentence holds, asked once for all patterns."""

    def __init__(self, text: str, kinds: Iterable[str]) -> None:
        self._text, self._kinds = text, _bits(kinds)
        self._holds: dict[str, bool] = {}

    def lets_through(self, needed: "_Needed") -> bool:
        """Whether a party of each choice of kinds, the choices of words in their order and the vocabularies are there."""
        for kinds in needed.kinds:
            if not kinds & self._kinds:
                return False
        position = 0
        for choice in needed.choices:
            found = choice.search(self._text, position)
            if found is None:
                return False
            position = found.start()
        return all(map(self._has, needed.words))

    def _has(self, word: str) -> bool:
        if word not in self._holds:
            self._holds[word] = bool(_vocabulary(word).search(self._text))
        return self._holds[word]


@dataclass(frozen=True, slots=True)
class _Needed:
    """What every match of a pattern has."""

    parties: int
    has_sum: bool
    kinds: tuple[int, ...]
    choices: tuple[re.Pattern[str], ...]
    words: tuple[str, ...]

    @classmethod
    def by(cls, pattern: Pattern) -> "_Needed":
        """Read it off the text."""
        return cls(
            *_least(pattern),
            tuple(map(_bits, kinds_needed(pattern.text))),
            tuple(map(re.compile, choices_needed(pattern.text))),
            words_needed(pattern.text),
        )


def _bits(kinds: Iterable[str]) -> int:
    """Kinds of token as one number, which is quick to compare."""
    return sum(1 << (ord(kind) - ord("A")) for kind in set(kinds))


@cache
def _vocabulary(word: str) -> re.Pattern[str]:
    return re.compile(expand(f"{{{word}}}"))


class Matcher:
    """The patterns of one language, gated by their stems."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._compiled = [pattern.compiled() for pattern in self._patterns]
        stems = sorted({stem for pattern in self._patterns for stem in pattern.stems})
        self._needs = [_Needed.by(pattern) for pattern in self._patterns]
        self._automaton = AhoCorasick(stems)
        self._by_stem = [[n for n, pattern in enumerate(self._patterns) if stem in pattern.stems] for stem in stems]

    def stems_at(self, folded: str) -> list[tuple[int, int]]:
        """Where stems stand in a whole text: pairs of position and stem number."""
        return [(start, stem) for stem, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True)]

    def find(self, masked: Masked, stems: Iterable[int]) -> list[Found]:
        """Every match of the patterns that the stems let through; of one pattern, matches do not overlap."""
        kinds = [slot.kind for slot in masked.slots.values()]
        parties = sum(2 if kind == "B" else kind in "ONRKLPG" for kind in kinds)
        has_sum = "M" in kinds or "V" in kinds
        if not parties:
            return []
        let_through = {number for stem in stems for number in self._by_stem[stem]}
        numbers = sorted(
            n for n in let_through if self._needs[n].parties <= parties and (has_sum or not self._needs[n].has_sum)
        )
        sieve = _Sieve(masked.text, kinds)
        return [
            Found(self._patterns[number], match, masked)
            for number in numbers
            if sieve.lets_through(self._needs[number])
            for match in self._compiled[number].finditer(masked.text)
        ]
