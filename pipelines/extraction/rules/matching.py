"""Trying patterns on sentences: one automaton says which patterns can match at all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from pipelines.extraction.rules.core import as_products, asides_of, core_of, is_whole, reaches_out, readings_of
from pipelines.extraction.rules.masking import SIDES, Masked
from pipelines.extraction.rules.pattern import Pattern, choices_needed, kinds_needed, needs
from pipelines.extraction.rules.words import Words
from pipelines.extraction.sparse import numbers_of


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

    def __init__(self, text: str) -> None:
        self._text = text
        self._first: dict[str, int] = {}

    def lets_through(self, needed: "_Needed") -> bool:
        """Whether the choices of words are there in their order."""
        position = 0
        for choice in needed.choices:
            position = self._at_first(choice) if position == 0 else _place(choice, self._text, position)
            if position < 0:
                return False
        return True

    def _at_first(self, choice: str) -> int:
        """Where the choice stands first; many patterns begin with the same one."""
        if choice not in self._first:
            self._first[choice] = _place(choice, self._text)
        return self._first[choice]


_compiled = cache(re.compile)  # the cache of ``re`` itself is too small for all choices


def _place(choice: str, text: str, start: int = 0) -> int:
    """Where the choice stands, from the start on; -1 if nowhere."""
    found = _compiled(choice).search(text, start)
    return -1 if found is None else found.start()


@dataclass(frozen=True, slots=True)
class _Needed:
    """What every match of a pattern has."""

    parties: int
    has_sum: bool
    kinds: tuple[int, ...]
    choices: tuple[str, ...]

    @classmethod
    def by(cls, pattern: Pattern) -> "_Needed":
        """Read it off the text."""
        return cls(
            *_least(pattern),
            tuple(map(_bits, kinds_needed(pattern.text))),
            choices_needed(pattern.text),
        )

    def is_met_by(self, held: int, parties: int) -> bool:
        """Whether a sentence with these kinds of token and so many parties can fill the pattern."""
        return (
            self.parties <= parties
            and (not self.has_sum or bool(held & _SUMS))
            and all(kinds & held for kinds in self.kinds)
        )


def _bits(kinds: Iterable[str]) -> int:
    """Kinds of token as one number, which is quick to compare."""
    return sum(1 << (ord(kind) - ord("A")) for kind in set(kinds))


_SUMS = _bits("MV")


class Matcher:
    """The patterns of one language, gated by their stems. A set of patterns is the bits of one number."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._compiled: dict[int, re.Pattern[str]] = {}
        stems = sorted({stem for pattern in self._patterns for stem in pattern.stems})
        self._needs = [_Needed.by(pattern) for pattern in self._patterns]
        self._automaton = AhoCorasick(stems)
        self._by_stem = [
            sum(1 << n for n, pattern in enumerate(self._patterns) if stem in pattern.stems) for stem in stems
        ]
        self._words = Words([pattern.text for pattern in self._patterns])
        self._by_kinds: dict[tuple[int, int], int] = {}

    def stems_at(self, folded: str) -> list[tuple[int, int]]:
        """Where stems stand in a whole text, and the patterns that have each."""
        by_stem = self._by_stem
        return [
            (start, by_stem[stem])
            for stem, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True)
        ]

    def find(self, masked: Masked, with_stem: int) -> list[Found]:
        """Every match of the patterns that the stems let through; of one pattern, matches do not overlap.

        Patterns are tried on the sentence and on its core, since an aside may say something itself, and may stand
        between what belongs together; then on its other readings.
        """
        numbers = self._numbers(masked, with_stem)
        if not numbers:
            return []  # the core holds no token that the sentence does not
        asides = asides_of(masked)
        core = core_of(masked, asides)
        found = [one for one in self._tried(masked, numbers) if not reaches_out(one.match.span(), asides)]
        for reading in (*filter(None, [core]), *filter(is_whole, readings_of(core or masked))):
            found += self._tried(reading, self._numbers(reading, with_stem))
        for reading in filter(None, map(as_products, filter(None, [masked, core]))):
            used = self._tried(reading, self._numbers(reading, with_stem))
            found += [one for one in used if one.pattern.claim_type == "model_adoption"]
        return found

    def _tried(self, masked: Masked, numbers: Iterable[int]) -> list[Found]:
        sieve = _Sieve(masked.text)
        return [
            Found(self._patterns[number], match, masked)
            for number in numbers
            if sieve.lets_through(self._needs[number])
            for match in self._expression(number).finditer(masked.text)
        ]

    def _expression(self, number: int) -> re.Pattern[str]:
        """A pattern is compiled when a sentence first needs it: all of them take 3.5 s, and a few articles need few."""
        if number not in self._compiled:
            self._compiled[number] = self._patterns[number].compiled()
        return self._compiled[number]

    def _numbers(self, masked: Masked, with_stem: int) -> tuple[int, ...]:
        """The patterns that have a stem in the sentence, and words, and whose parties and sums it can fill."""
        kinds = [slot.kind for slot in masked.slots.values()]
        parties = sum(2 if kind == "B" else kind in SIDES for kind in kinds)
        if not parties:
            return ()
        held = _bits(kinds)
        if (held, parties) not in self._by_kinds:
            self._by_kinds[held, parties] = sum(
                1 << number for number, needed in enumerate(self._needs) if needed.is_met_by(held, parties)
            )
        possible = with_stem & self._by_kinds[held, parties]
        return numbers_of(possible & self._words.let_through(masked.text)) if possible else ()
