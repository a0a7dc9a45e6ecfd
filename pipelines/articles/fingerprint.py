"""A sketch of a text: the smallest hashes of its word five-grams. Near copies share most of them, whoever published them."""

import re
from hashlib import blake2b

from pipelines import ids

SKETCH_SIZE = 24
_SHINGLE = 5
# Scripts that put no blanks between words are cut into characters.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+"
)


def sketch(text: str) -> tuple[int, ...]:
    """The 24 smallest 64-bit hashes of the normalised text's word five-grams, ascending; fewer for a short text."""
    words = _WORD.findall(ids.normalise(text))
    if not words:
        return ()
    shingles = {" ".join(words[start : start + _SHINGLE]) for start in range(max(len(words) - _SHINGLE + 1, 1))}
    hashes = {int.from_bytes(blake2b(s.encode("utf-8", "replace"), digest_size=8).digest(), "big") for s in shingles}
    return tuple(sorted(hashes)[:SKETCH_SIZE])


def sketch_similarity(left: tuple[int, ...], right: tuple[int, ...]) -> float:
    """The share of five-grams that two texts have in common, estimated from their sketches; 0 to 1."""
    if not left or not right:
        return 0.0
    smallest = sorted({*left, *right})[:SKETCH_SIZE]
    both = set(left) & set(right)
    return sum(value in both for value in smallest) / len(smallest)
