"""Expressions that few texts match: an automaton looks for a string that they need before they are tried."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

from pipelines.extraction.literals import held_by, rarest

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


class Rows(Generic[Value]):
    """Expressions with a value each, of which one automaton tells those that can match."""

    def __init__(self, rows: Iterable[tuple[re.Pattern[str], Value]]) -> None:
        self._rows = list(rows)
        self._ignores_case = any(expression.flags & re.IGNORECASE for expression, _ in self._rows)

    def matches(self, text: str) -> Iterator[tuple[re.Match[str], Value]]:
        """The first match of each row that has one, in the order of the rows, with its value."""
        for number in sorted(self._possible(text)):
            expression, value = self._rows[number]
            match = expression.search(text)
            if match is not None:
                yield match, value

    def first(self, text: str) -> Value | None:
        """The value of the first row that matches; null where none does."""
        return next((value for _, value in self.matches(text)), None)

    def _possible(self, text: str) -> set[int]:
        finder, needing, always = self._finder
        found = finder.find_matches_as_indexes(text.lower() if self._ignores_case else text, overlapping=True)
        return always.union(*(needing[string] for string, _, _ in found))

    @cached_property
    def _finder(self) -> tuple[AhoCorasick, list[list[int]], set[int]]:
        """The strings that the rows need, by each of them the rows, and the rows that need none."""
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for number, (expression, _) in enumerate(self._rows):
            for string in _needed(expression):
                rows[string.lower() if self._ignores_case else string].append(number)
        always = set(range(len(self._rows))).difference(*rows.values())
        return AhoCorasick(list(rows)), list(rows.values()), always


def _needed(expression: re.Pattern[str]) -> list[str]:
    """Strings of which every match holds one."""
    return sorted(rarest(held_by(expression.pattern, expression.flags)) or ())
