"""What of a text tells its copies: a sketch of its words, and its marks (the names and numbers in it, see ``marks.py``).

Made at collect and kept for good: a change here makes old and new articles strangers to each other until they are parsed again.
"""

import re
import unicodedata
from typing import NamedTuple
from zlib import crc32

import numpy as np

from pipelines.articles.marks import fact_keys, marks

SKETCH_SIZE = 24
_SHINGLE = 5
_MOST = 200_000  # characters; an article is not longer by default, and of a longer one only the beginning is compared
_WORD = re.compile(r"\w+")
_ASCII_WORD = re.compile(rb"\w+")
# Scripts that put no blanks between words are cut into characters.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
# One odd number a place in the five-gram, so that order matters, and those of splitmix64 to spread what comes out.
_PLACES = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F)
_SPREAD = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_MULTIPLIERS = tuple(np.uint64(place) for place in _PLACES)
_SHIFTS = tuple(np.uint64(bits) for bits in (30, 27, 31))


class Fingerprint(NamedTuple):
    """All that is kept of a text for finding its copies, rewrites and translations."""

    sketch: tuple[int, ...] = ()
    marks: tuple[int, ...] = ()
    fact_keys: tuple[int, ...] = ()


def fingerprint(text: str) -> Fingerprint:
    """Of the main text, without the headline: each outlet writes its own."""
    text = text[:_MOST]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    found = marks(text)
    return Fingerprint(sketch(text), found, fact_keys(found))


def sketch(text: str) -> tuple[int, ...]:
    """The 24 smallest 64-bit hashes of the text's word five-grams, ascending; fewer for a short text."""
    words = _words(text)
    if not words:
        return ()
    hashes = np.fromiter(map(crc32, words), dtype=np.uint64, count=len(words))
    count = max(len(words) - _SHINGLE + 1, 1)
    mixed = np.zeros(count, dtype=np.uint64)
    for place, multiplier in enumerate(_MULTIPLIERS[: len(words)]):
        mixed += hashes[place : place + count] * multiplier
    for shift, spread in zip(_SHIFTS, _SPREAD, strict=False):
        mixed = (mixed ^ (mixed >> shift)) * spread
    mixed ^= mixed >> _SHIFTS[2]
    if count > 4 * SKETCH_SIZE:  # a five-gram may be there twice: take a few more than are wanted
        lowest = _distinct(np.partition(mixed, 2 * SKETCH_SIZE)[: 2 * SKETCH_SIZE])
        if len(lowest) >= SKETCH_SIZE:
            return lowest[:SKETCH_SIZE]
    return _distinct(mixed)[:SKETCH_SIZE]


def sketch_similarity(left: tuple[int, ...], right: tuple[int, ...]) -> float:
    """The share of five-grams that two texts have in common, estimated from their sketches; 0 to 1."""
    if not left or not right:
        return 0.0
    both = set(left) & set(right)
    smallest = sorted({*left, *right})[:SKETCH_SIZE]
    return sum(value in both for value in smallest) / len(smallest)


def _words(text: str) -> list[bytes]:
    if text.isascii():
        return _ASCII_WORD.findall(text.lower().encode())
    text = unicodedata.normalize("NFKC", text).casefold()
    if _UNSPACED.search(text):
        text = _UNSPACED.sub(r" \g<0> ", text)
    return "\n".join(_WORD.findall(text)).encode("utf-8", "replace").split()


def _distinct(values: "np.ndarray[tuple[int], np.dtype[np.uint64]]") -> tuple[int, ...]:
    return tuple(sorted({*values.tolist()}))
