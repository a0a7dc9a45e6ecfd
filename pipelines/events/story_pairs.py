"""Which texts may be one report: those that share values (of their sketches, or keys of what they tell) within a week."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

# Copies and retellings follow within days; what is the same to the letter is found at any distance, by its hash.
WINDOW_DAYS = 7
# What is boilerplate is counted by quarters, so that new texts need be held against those of their quarter and not of all time.
PERIOD_DAYS = 91
_AT_ONCE = 20_000_000  # pairs held at one time: 500 MB

Integers = npt.NDArray[np.int64]
Values = npt.NDArray[np.uint64]


class Shelf(NamedTuple):
    """Values and the texts that hold them, one row each; ``owner`` counts into ``days``."""

    value: Values
    owner: Integers
    days: Integers


class Pairs(NamedTuple):
    """Pairs of texts, the lower number first, and how many values they share."""

    one: Integers
    other: Integers
    shared: Integers


def pairs_sharing(shelf: Shelf, boilerplate: Values, at_least: int = 1) -> Pairs:
    """Each pair of texts no more than a week apart that share so many values, boilerplate aside."""
    order = np.argsort(shelf.value, kind="stable")
    value, owner = shelf.value[order], shelf.owner[order]
    kept = ~np.isin(value, boilerplate) if len(boilerplate) else np.ones(len(value), dtype=bool)
    value, owner = value[kept], owner[kept]
    texts = len(shelf.days)
    codes, counts = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    for one, other in _within_runs(value, owner):
        near = np.abs(shelf.days[one] - shelf.days[other]) <= WINDOW_DAYS
        found, times = np.unique(
            np.minimum(one, other)[near] * texts + np.maximum(one, other)[near], return_counts=True
        )
        codes, counts = _added(codes, counts, found, times)
    enough = counts >= at_least
    return Pairs(codes[enough] // max(texts, 1), codes[enough] % max(texts, 1), counts[enough])


def _within_runs(value: Values, owner: Integers) -> Iterator[tuple[Integers, Integers]]:
    """The pairs of owners of equal values, in pieces that fit into memory."""
    if not len(value):
        return
    begins = np.flatnonzero(np.r_[True, value[1:] != value[:-1]])
    ends = np.repeat(np.r_[begins[1:], len(value)], np.diff(np.r_[begins, len(value)]))
    after = ends - np.arange(len(value)) - 1  # how many of the run come after each
    total = np.cumsum(after)
    first = 0
    while first < len(value):
        last = max(int(np.searchsorted(total, (total[first - 1] if first else 0) + _AT_ONCE, side="right")), first + 1)
        repeats = after[first:last]
        left = np.repeat(np.arange(first, last), repeats)
        step = np.arange(len(left)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        yield owner[left], owner[left + 1 + step]
        first = last


def _added(codes: Integers, counts: Integers, found: Integers, times: Integers) -> tuple[Integers, Integers]:
    if not len(codes):
        return found, times.astype(np.int64)
    both, place = np.unique(np.r_[codes, found], return_inverse=True)
    return both, np.bincount(place, weights=np.r_[counts, times]).astype(np.int64)
