"""Strings of which every match of an expression holds one, read off its parse: they are far cheaper to look for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# No public module tells the parts of an expression; those of ``re`` have kept their form (tried with 3.11 and 3.12).
from re import _constants as signs  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Strings = frozenset[str]
# Choices one behind another are spelled out up to so many strings; more of them tell nothing more (2026-11-26).
_SPELLED_OUT = 48
# A choice of more strings is no longer held together.
_MOST = 1_000
# How many letters tell as much as one of them: of two sets the one that a text holds less often is the better.
_LETTERS = 8.0
_EVERYWHERE = str.maketrans("", "", " ,")


@dataclass(frozen=True, slots=True)
class Held:
    """What every match of a piece holds: one of each of ``one_of``; ``exactly`` are all the strings that it is, where known."""

    exactly: Strings | None = None
    one_of: tuple[Strings, ...] = ()

    def sets(self) -> list[Strings]:
        """All the sets of which one string each is held."""
        return [strings for strings in (self.exactly, *self.one_of) if strings and "" not in strings]


_ANYTHING = Held()
_EMPTY, _SPACE = frozenset({""}), frozenset({" "})
_LETTERS_OF_CLASS = frozenset({signs.LITERAL, signs.RANGE})
_BETWEEN_LETTERS = frozenset({signs.AT, signs.ASSERT, signs.ASSERT_NOT})


def held_by(expression: str, flags: int = 0, named: Mapping[str, Held] | None = None) -> Held:
    """Return what every match holds, in lower case where case is ignored; ``named`` are letters that stand for a piece."""
    parsed = parser.parse(expression, flags)
    held = _sequence(parsed, named or {})
    if not parsed.state.flags & re.IGNORECASE:
        return held
    return Held(None, tuple(frozenset(map(str.lower, strings)) for strings in held.sets()))


def rarest(held: Held) -> Strings | None:
    """The set of which a text most seldom holds a string; null where no string is certain."""
    return min(held.sets(), key=frequency, default=None)


def frequency(strings: Strings) -> float:
    """How often a text holds one of them, as far as their letters tell; spaces and commas are everywhere."""
    return sum(_LETTERS ** -len(one.translate(_EVERYWHERE)) for one in strings)


def _sequence(parts: Iterable[tuple[Any, Any]], named: Mapping[str, Held]) -> Held:
    """Pieces one behind another: as a whole where all is known, else as far as it goes; and word by word."""
    pieces = [_piece(sign, value, named) for sign, value in parts if sign not in _BETWEEN_LETTERS]
    exact = [piece.exactly for piece in pieces]
    runs = _runs(exact)
    words = _runs(None if strings == _SPACE else strings for strings in exact)
    one_of = (*(strings for piece in pieces for strings in piece.one_of), *words)
    if len(runs) == 1:
        return Held(runs[0], one_of)
    return Held(None, tuple(dict.fromkeys((*one_of, *runs))))


def _runs(exact: Iterable[Strings | None]) -> list[Strings]:
    """Neighbours joined to longer strings, as far as they are known and few enough."""
    runs = [_EMPTY]
    for strings in exact:
        if strings is None:
            runs.append(_EMPTY)
        elif len(runs[-1]) * len(strings) > _SPELLED_OUT:
            runs.append(strings)
        else:
            runs[-1] = frozenset(first + second for first in runs[-1] for second in strings)
    return runs


def _piece(sign: Any, value: Any, named: Mapping[str, Held]) -> Held:
    match sign:
        case signs.LITERAL:
            return named.get(chr(value)) or Held(frozenset({chr(value)}))
        case signs.IN:
            return _letters(value)
        case signs.SUBPATTERN if not value[1]:  # flags of its own would change what its letters mean
            return _sequence(value[-1], named)
        case signs.BRANCH:
            return _choice([_sequence(way, named) for way in value[1]])
        case signs.MAX_REPEAT | signs.MIN_REPEAT:
            return _repeated(value[0], value[1], _sequence(value[2], named))
        case _:
            return _ANYTHING


def _letters(parts: list[tuple[Any, Any]]) -> Held:
    """A class of letters; one of many, or of all but some, may be anything."""
    spans = [value if sign is signs.RANGE else (value, value) for sign, value in parts if sign in _LETTERS_OF_CLASS]
    if len(spans) < len(parts) or sum(last - first + 1 for first, last in spans) > _SPELLED_OUT:
        return _ANYTHING
    return Held(frozenset(chr(letter) for first, last in spans for letter in range(first, last + 1)))


def _choice(ways: list[Held]) -> Held:
    exact = [way.exactly for way in ways if way.exactly is not None]
    if len(exact) == len(ways) and sum(map(len, exact)) <= _MOST:
        return Held(frozenset().union(*exact))
    best = [rarest(way) for way in ways]
    return Held(None, (frozenset().union(*filter(None, best)),)) if all(best) else _ANYTHING


def _repeated(least: int, most: int, piece: Held) -> Held:
    if not least:
        is_optional = most == 1 and piece.exactly is not None
        return Held(frozenset({*(piece.exactly or ()), ""})) if is_optional else _ANYTHING
    return piece if least == most == 1 else Held(None, tuple(piece.sets()))
