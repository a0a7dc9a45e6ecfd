"""Where sentences begin and end; the text itself is never changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sentencex

# A longer line is cut, so that no page can make the segmenter work on one endless paragraph (2026-11-22).
MAX_LINE = 5_000
_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BULLET = re.compile(r"(?<=\s)(?=[•▪‣◦●■]\s)")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ENDING = re.compile(r"[.!?…。!?:;][\"'”’»)\]]*$")


@dataclass(frozen=True)
class Sentence:
    """One sentence: ``text`` is exactly ``article.text[start:end]``, without the white space around it."""

    start: int
    end: int
    text: str
    paragraph: int
    is_heading: bool


def split_sentences(text: str, language: str | None = None) -> list[Sentence]:
    """Return the sentences in order; a line break always ends one, and only white space lies between them."""
    sentences: list[Sentence] = []
    lines = (line for line in _LINE.finditer(text) if not line[0].isspace())
    for paragraph, line in enumerate(lines):
        spans = [span for start, end in _chunks(text, *line.span()) for span in _segments(text, start, end, language)]
        alone = len(spans) == 1
        sentences += [
            Sentence(start, end, text[start:end], paragraph, alone and _looks_like_heading(text[start:end]))
            for start, end in spans
        ]
    return sentences


def _chunks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of a line no longer than the limit, cut at white space where there is some in the last fifth."""
    while end - start > MAX_LINE:
        cut = text.rfind(" ", start + MAX_LINE * 4 // 5, start + MAX_LINE) + 1 or start + MAX_LINE
        yield start, cut
        start = cut
    yield start, end


def _segments(text: str, start: int, end: int, language: str | None) -> Iterator[tuple[int, int]]:
    """The sentences of one chunk, by the library, and bullets each on their own."""
    # The segmenter is written in Rust and takes no lone surrogates; one stand-in for each keeps the offsets.
    chunk = _SURROGATE.sub("\ufffd", text[start:end])
    pieces = [part for piece in sentencex.segment(language or "en", chunk) for part in _BULLET.split(piece)]
    if sum(map(len, pieces)) != len(chunk):
        pieces = [chunk]
    for piece in pieces:
        stripped = piece.strip()
        if stripped:
            offset = start + piece.index(stripped)
            yield offset, offset + len(stripped)
        start += len(piece)


def _looks_like_heading(sentence: str) -> bool:
    """A short line without a full stop at its end."""
    return len(sentence) <= 150 and not _ENDING.search(sentence)
