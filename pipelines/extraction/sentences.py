"""Where sentences begin and end; the text itself is never changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sentencex

# A longer line is cut, so that no page can make the segmenter work on one endless paragraph (2026-11-22).
MAX_LINE = 5_000
_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BULLET = re.compile(r"(?<=\s)(?=[•▪‣◦●■]\s)")
_ODD_SPACE = re.compile(r"[^\S ]")
_PLAIN_END = re.compile(r"(?<=[.!?。] )")
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
    # The segmenter is written in Rust: it takes no lone surrogates, and panics on a wide space behind some marks
    # (sentencex 1.0, 2026-11-22). One stand-in for each letter keeps the offsets.
    chunk = _ODD_SPACE.sub(" ", _SURROGATE.sub("\ufffd", text[start:end]))
    for piece in (part for segment in _by_library(chunk, language or "en") for part in _BULLET.split(segment)):
        stripped = piece.strip()
        if stripped:
            offset = start + piece.index(stripped)
            yield offset, offset + len(stripped)
        start += len(piece)


def _by_library(chunk: str, language: str) -> list[str]:
    """The library's sentences; a plain split where it panics or loses a letter."""
    try:
        segments: list[str] = sentencex.segment(language, chunk)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # not an Exception, and has no name to import
            raise
        segments = []
    return segments if "".join(segments) == chunk else _PLAIN_END.split(chunk)


def _looks_like_heading(sentence: str) -> bool:
    """A short line without a full stop at its end."""
    return len(sentence) <= 150 and not _ENDING.search(sentence)
