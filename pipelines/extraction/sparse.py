"""Expressions that few texts match: an automaton looks for a string that they need before they are tried."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

from pipelines.extraction.literals import frequency, held_by, rarest

# To find strings so frequent costs more than to try the expression (2026-11-26).
_OFTEN = 0.5
Value = TypeVar("Value")


class Sparse:
    """One expression, tried where a text holds a string that it needs; one that needs none is refused."""

    def __init__(self, expression: re.Pattern[str]) -> None:
        self._expression = expression
        self._ignores_case = bool(expression.flags & re.IGNORECASE)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match, as of the expression itself."""
        return self._expression.search(text, start, end) if self._may_match(text[start:end]) else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at the start, as of the expression itself."""
        return self._expression.match(text, start, end) if self._may_match(text[start:end]) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterable[re.Match[str]]:
        """All matches, as of the expression itself."""
        return self._expression.finditer(text, start, end) if self._may_match(text[start:end]) else ()

    def _may_match(self, text: str) -> bool:
        return bool(self._finder.find_matches_as_indexes(text.lower() if self._ignores_case else text))

    @cached_property
    def _finder(self) -> AhoCorasick:
        strings = _needed(self._expression)
        if not strings:
            raise ValueError(f"{self._expression.pattern[:80]!r} needs no string: use it as it is")
        return AhoCorasick(strings)


class Gate:
    """Which of several expressions can match a text at all."""

    def __init__(self, expressions: Sequence[re.Pattern[str]]) -> None:
        self._expressions = expressions
        self._ignores_case = any(expression.flags & re.IGNORECASE for expression in expressions)

    def possible(self, text: str) -> tuple[int, ...]:
        """The places of those that can, in order."""
        finder, needing, held = self._finder
        asked = text.lower() if self._ignores_case else text
        for string, _, _ in finder.find_matches_as_indexes(asked, overlapping=True):
            held |= needing[string]
        return numbers_of(held)

    @cached_property
    def _finder(self) -> tuple[AhoCorasick, list[int], int]:
        """The strings that are needed, by each of them who needs it, and who needs none, as the bits of a number."""
        needing: defaultdict[str, int] = defaultdict(int)
        always = 0
        for number, expression in enumerate(self._expressions):
            strings = _needed(expression)
            is_rare = bool(strings) and frequency(strings) < _OFTEN
            always |= 0 if is_rare else 1 << number
            for string in strings if is_rare else ():
                needing[string.lower() if self._ignores_case else string] |= 1 << number
        return AhoCorasick(list(needing)), list(needing.values()), always


class Rows(Generic[Value]):
    """Expressions with a value each."""

    def __init__(self, rows: Iterable[tuple[re.Pattern[str], Value]]) -> None:
        self._rows = list(rows)
        self._gate = Gate([expression for expression, _ in self._rows])

    def matches(self, text: str) -> Iterator[tuple[re.Match[str], Value]]:
        """The first match of each row that has one, in the order of the rows, with its value."""
        for number in self._gate.possible(text):
            expression, value = self._rows[number]
            match = expression.search(text)
            if match is not None:
                yield match, value

    def first(self, text: str) -> Value | None:
        """The value of the first row that matches; null where none does."""
        return next((value for _, value in self.matches(text)), None)


class Choice:
    """Expressions that are looked for as one choice of them; none of them matches the empty string."""

    def __init__(self, ways: Sequence[re.Pattern[str]]) -> None:
        self._ways = ways
        self._gate = Gate(ways)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in order, none inside another; of two that begin at one place that of the first way."""
        at = 0
        following = {number: self._ways[number].search(text) for number in self._gate.possible(text)}
        while following:
            for number, match in following.items():
                if match is not None and match.start() < at:
                    following[number] = self._ways[number].search(text, at)
            found = {number: match for number, match in following.items() if match is not None}
            if not found:
                return
            match = min(found.values(), key=re.Match.start)  # of equals the first
            yield match
            following, at = dict(found), match.end()


@lru_cache(maxsize=4096)  # the same few come again and again
def numbers_of(bits: int) -> tuple[int, ...]:
    """The places of the bits that are set, in order."""
    numbers = []
    while bits:
        last = bits & -bits
        numbers.append(last.bit_length() - 1)
        bits ^= last
    return tuple(numbers)


def _needed(expression: re.Pattern[str]) -> frozenset[str]:
    """Strings of which every match holds one."""
    return rarest(held_by(expression.pattern, expression.flags)) or frozenset()
