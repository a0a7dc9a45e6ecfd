"""Which patterns a sentence's words let through: of each of a pattern's first choices of words, one must be there."""

import re
from collections import defaultdict
from collections.abc import Sequence

from pipelines.extraction.rules.pattern import choices_needed
from pipelines.extraction.rules.trees import alternatives

# How a word of a choice begins; behind it may stand what makes its last letter optional.
_BEGINS = re.compile(r"(?:\\b)?([a-zß-ÿ']+)([?*{]?)")
# How many of a pattern's choices are looked at: the third tells nearly nothing more (2026-11-26).
_LOOKED_AT = 2
# Distinct words that are remembered; an archive has no end of them.
_REMEMBERED = 50_000


class Choices:
    """Patterns as the bits of one number, by the letters that their choices of words begin with."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._by_letters: list[dict[str, int]] = []
        self._free: list[int] = []
        self._words: dict[str, tuple[int, ...]] = {}
        chosen = [choices_needed(text) for text in texts]
        for place in range(_LOOKED_AT):
            letters: defaultdict[str, int] = defaultdict(int)
            free = 0
            for number, choices in enumerate(chosen):
                begins = _begins(choices[place]) if place < len(choices) else None
                free |= 0 if begins else 1 << number
                for begin in begins or ():
                    letters[begin] |= 1 << number
            self._by_letters.append(dict(letters))
            self._free.append(free)
        self._longest = max((len(begin) for letters in self._by_letters for begin in letters), default=0)

    def let_through(self, text: str) -> int:
        """The patterns of which a masked text holds a word of each choice."""
        first, second = self._free
        words = self._words
        for word in text.split():
            known = words.get(word)
            if known is None:
                known = self._learn(word)
            first |= known[0]
            second |= known[1]
        return first & second

    def _learn(self, word: str) -> tuple[int, ...]:
        """The patterns that a word serves, wherever in it their words begin."""
        if len(self._words) >= _REMEMBERED:
            self._words.clear()
        parts = {
            word[at:end] for at in range(len(word)) for end in range(at + 1, min(len(word), at + self._longest) + 1)
        }
        served = []
        for letters in self._by_letters:
            bits = 0
            for part in parts & letters.keys():
                bits |= letters[part]
            served.append(bits)
        self._words[word] = tuple(served)
        return self._words[word]


def _begins(choice: str) -> set[str] | None:
    """The letters that each word of a choice begins with; null where one may begin with anything."""
    begins = set()
    for word in alternatives(choice):
        found = _BEGINS.match(word)
        letters = found[1][:-1] if found and found[2] else found[1] if found else ""
        if not letters:
            return None
        begins.add(letters)
    return begins
