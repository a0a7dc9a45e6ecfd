"""Which patterns a sentence's words let through: of each set of strings that a match needs, one must be in the sentence."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick

from pipelines.extraction.literals import Held, Strings, frequency, held_by
from pipelines.extraction.rules.pattern import PLACE, is_choice
from pipelines.extraction.rules.vocabulary import VOCABULARY

# How many of a pattern's sets are looked at, the rarest first (2026-11-26).
_LOOKED_AT = 4
# Distinct words that are remembered; an archive has no end of them.
_REMEMBERED = 50_000
# What a party, a sum or a gap may be, for all that is asked here.
_ANYTHING = r"(?:[^\0]*)"
# Letters that no text holds stand for the vocabularies, so that the strings of each are read once.
_FIRST_LETTER = 0xE000
_BY_LETTER: dict[str, Held] = {}


class Words:
    """Patterns as the bits of one number, by the pieces of words that they need; each set of a pattern has a bit of its own."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._patterns = len(texts)
        self._words: dict[str, int] = {}
        self._free = 0
        by_piece: defaultdict[str, int] = defaultdict(int)
        for number, text in enumerate(texts):
            sets = pieces_needed(text)
            for place in range(_LOOKED_AT):
                bit = 1 << (place * self._patterns + number)
                if place >= len(sets):
                    self._free |= bit
                for piece in sets[place] if place < len(sets) else ():
                    by_piece[piece] |= bit
        self._finder = AhoCorasick(list(by_piece))
        self._by_piece = list(by_piece.values())

    def let_through(self, text: str) -> int:
        """The patterns of which a masked text holds a piece of each set."""
        held = self._free
        words = self._words
        for word in text.split():
            known = words.get(word)
            held |= self._learn(word) if known is None else known
        passed = held
        for _ in range(_LOOKED_AT - 1):
            held >>= self._patterns
            passed &= held
        return passed

    def _learn(self, word: str) -> int:
        """The sets that a word serves, wherever in it a piece stands."""
        if len(self._words) >= _REMEMBERED:
            self._words.clear()
        served = 0
        for piece, _, _ in self._finder.find_matches_as_indexes(word, overlapping=True):
            served |= self._by_piece[piece]
        self._words[word] = served
        return served


def pieces_needed(text: str) -> list[Strings]:
    """The sets of pieces of words of which every match of a pattern holds one each, the rarest first."""
    needed: list[Strings] = []
    for pieces in sorted(_cut(held_by(_lettered(text), named=_BY_LETTER).sets()), key=frequency):
        if not any(known <= pieces for known in needed):  # else it tells nothing more
            needed.append(pieces)
    return needed


def _cut(sets: Sequence[Strings]) -> Iterator[Strings]:
    """The longest word of each string, which stands in one word of the text; a set with a string of none tells nothing."""
    for strings in sets:
        words = frozenset(max(string.split(), key=len, default="") for string in strings)
        if "" not in words:
            yield words


def _lettered(text: str) -> str:
    """A pattern with a letter for each vocabulary, and anything at all in place of everything else."""
    # What describes whoever sues may stand before the vocabulary for them.
    return PLACE.sub(lambda m: _ANYTHING + _letter(m["word"]) if m["word"] else _ANYTHING, text)


@cache
def _letter(word: str) -> str:
    text = _lettered(VOCABULARY[word])
    if is_choice(text):
        return text  # its words belong with what stands beside them
    letter = chr(_FIRST_LETTER + len(_BY_LETTER))
    _BY_LETTER[letter] = held_by(text, named=_BY_LETTER)
    return letter
