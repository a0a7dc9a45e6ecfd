"""Find a quote in its text: exactly, after folding typography, or with words left out; never with words put in or changed."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pipelines.extraction.sentences import split_sentences

MAX_QUOTE = 2_000
# Fewer letters than these could stand anywhere, and prove nothing.
MIN_LETTERS = 8
# What a quote may leave out of its sentence, and still be that sentence (set 2026-11-22 on texts of our own).
MIN_KEPT_SHARE = 0.7
MAX_GAP = 4
MAX_SENTENCES = 3

_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_FOLDED = str.maketrans(
    {**dict.fromkeys("‘’‚‛′´`", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)
_TOKEN = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*|[%$€£¥₹]")
_OPTIONAL = frozenset("a an the that of to in on at and it its has had have is was".split())  # noqa: SIM905
# Left out, these turn a sentence round; a quote without them is not that sentence.
_TURNING = re.compile(
    r"^(?:not?|never|neither|nor|without|unless|if|den(?:y|ies|ied|ying)|refus\w+|reject\w*|consider\w*|could|may|"
    r"might|would|should|plans?|planned|planning|talks?|talking|negotiat\w*|discuss\w*|explor\w*|seeks?|seeking|sought|propos\w*|"
    r"intend\w*|aim\w*|hop(?:e|es|ed|ing)|expect\w*|potential\w*|possibl\w*|perhaps|maybe|likely|tentativ\w*|prelim\w*|weigh\w*|"
    r"mull\w*|until|only|almost|nearly|half|former\w*|no|end\w*|stop\w*|halt\w*|cancel\w*|withdr\w*|drop\w*|allege\w*|reportedly|rumou?r\w*|unlikely|fail\w*|\w+n['’]t|nicht|kein\w*|nie|soll\w*|"
    r"könnte\w*|podría\w*|niega\w*|negó|jamais|pas|pourrait|aucun\w*|sin|nunca|ni)$"
)


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    folded: str
    is_name: bool


class QuotedText:
    """A text in which quotes are looked for; the foldings are made once."""

    def __init__(self, text: str, language: str | None = None) -> None:
        self.text = text
        self.language = language

    def locate(self, quote: str) -> tuple[int, int] | None:
        """Return the offsets of the first place that says the quote, or None."""
        wanted = quote.strip()
        if not wanted or len(wanted) > MAX_QUOTE:
            return None
        found = self._exact(wanted) or self._folded_match(wanted) or self._with_words_left_out(wanted)
        return found if found and found[1] - found[0] <= MAX_QUOTE else None

    def _exact(self, quote: str) -> tuple[int, int] | None:
        return _first_clean(self.text, quote)

    @cached_property
    def _folding(self) -> tuple[str, list[int]]:
        return _fold(self.text)

    def _folded_match(self, quote: str) -> tuple[int, int] | None:
        text, offsets = self._folding
        for wanted in dict.fromkeys((_fold(quote)[0].strip(), _fold(quote)[0].strip(" \"'"))):
            found = _first_clean(text, wanted) if wanted else None
            if found:
                return offsets[found[0]], offsets[found[1] - 1] + 1
        return None

    @cached_property
    def _sentences(self) -> list[tuple[list[_Word], frozenset[str]]]:
        split = (_words(sentence.text, sentence.start) for sentence in split_sentences(self.text, self.language))
        return [(words, frozenset(word.folded for word in words)) for words in split]

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset().union(*(vocabulary for _, vocabulary in self._sentences))

    def _with_words_left_out(self, quote: str) -> tuple[int, int] | None:
        """The quote's words must stand in one to three neighbouring sentences, all, in order, and most of theirs in it."""
        wanted = [word.folded for word in _words(quote, 0)]
        needed = frozenset(wanted) - _OPTIONAL
        if len(wanted) < 5 or not needed <= self._vocabulary:
            return None
        for index in range(len(self._sentences)):
            held: frozenset[str] = frozenset()
            for after in range(index + 1, min(index + MAX_SENTENCES, len(self._sentences)) + 1):
                held |= self._sentences[after - 1][1]
                found = needed <= held and _subsequence(wanted, [words for words, _ in self._sentences[index:after]])
                if found:
                    return self._with_marks(*found)
        return None

    def _with_marks(self, start: int, end: int) -> tuple[int, int]:
        """Take in the punctuation that ends the quote."""
        marks = re.compile(r"[.!?…\"'”’»)]*").match(self.text, end)
        return start, marks.end() if marks else end


def _subsequence(wanted: list[str], sentences: list[list[_Word]]) -> tuple[int, int] | None:
    """The span of the words, if the sentences hold them all in order and little else between them."""
    window = [word for words in sentences for word in words]
    kept: list[int] = []
    for folded in wanted:
        at = kept[-1] + 1 if kept else 0
        found = next((index for index in range(at, len(window)) if window[index].folded == folded), None)
        if found is not None:
            kept.append(found)
        elif folded not in _OPTIONAL:
            return None
    if not kept or not _says_as_much(kept, window, sentences):
        return None
    return window[kept[0]].start, window[kept[-1]].end


def _says_as_much(kept: list[int], window: list[_Word], sentences: list[list[_Word]]) -> bool:
    """Whether the words left out are few, lie apart, name nobody, and turn nothing round."""
    left_out = [window[index] for index in set(range(kept[0], kept[-1] + 1)).difference(kept)]
    if len(kept) < MIN_KEPT_SHARE * (kept[-1] - kept[0] + 1) or any(b - a > MAX_GAP for a, b in pairwise(kept)):
        return False
    if any(word.is_name or word.folded[0].isdigit() or _TURNING.match(word.folded) for word in left_out):
        return False
    # A quote over several sentences holds most of each, so that no word is borrowed from a neighbour.
    first = 0
    for words in sentences if len(sentences) > 1 else []:
        if sum(first <= index < first + len(words) for index in kept) < MIN_KEPT_SHARE * len(words):
            return False
        first += len(words)
    return True


def _words(text: str, offset: int) -> list[_Word]:
    return [
        _Word(match.start() + offset, match.end() + offset, _fold_word(match[0]), match[0][0].isupper())
        for match in _TOKEN.finditer(text)
    ]


def _fold_word(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.translate(_FOLDED).translate(_DROPPED)).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)) or word


def _fold(text: str) -> tuple[str, list[int]]:
    """The text with one form of each quote, dash and space, and for each of its characters the offset it came from."""
    letters: list[str] = []
    offsets: list[int] = []
    for offset, letter in enumerate(text):
        folded = (
            letter if letter.isascii() else unicodedata.normalize("NFKC", letter.translate(_DROPPED)).translate(_FOLDED)
        )
        for piece in folded.translate(_FOLDED):
            if piece.isspace():
                if letters and letters[-1] == " ":
                    continue
                piece = " "  # noqa: PLW2901
            letters.append(piece)
            offsets.append(offset)
    return "".join(letters), offsets


def _first_clean(text: str, wanted: str) -> tuple[int, int] | None:
    """The first occurrence that cuts no word and no number in two."""
    start = text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        if not _cuts(text, start) and not _cuts(text, end):
            return start, end
        start = text.find(wanted, start + 1)
    return None


def _cuts(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isdigit() and after in ".,%" and text[at + 1 : at + 2].isdigit():
        return True
    # Glued sentences ("tensionsThe") are cut where the capital is; scripts without spaces anywhere.
    glued = (before.islower() and after.isupper()) or ord(before) > 0x2E7F or ord(after) > 0x2E7F
    return before.isalnum() and after.isalnum() and not glued
