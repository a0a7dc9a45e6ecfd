"""The literal strings that a pattern's choice of words begins with, so that no word of a choice is tried in vain."""

import re
from collections.abc import Iterator

from pipelines.extraction.rules.pattern import choices_needed
from pipelines.extraction.rules.trees import alternatives
from pipelines.extraction.rules.vocabulary import VOCABULARY, WHOLE_WORDS

_WORD = re.compile(r"\{([A-Z_]+)\}")
_LITERAL = re.compile(r"[a-z' -]+")
# Too frequent to say that a sentence may hold a claim; a pattern with these keeps the stems that its row gives.
_FREQUENT = frozenset({"has", "have", "had", "get", "gets", "got", "for", "with", "and", "the", "are", "was", "add"})
_LEAST = 3


def with_missing(text: str, stems: tuple[str, ...]) -> tuple[str, ...]:
    """Return the stems of a row, and those that its main choice of words lacks.

    The main choice is the one that the row's stems cover best; of it, every alternative has a stem of its own then.
    """
    choices = [*map(alternatives, choices_needed(text)), *_vocabularies(text)]
    missing = [(len(gaps) / len(words), gaps) for words in choices for gaps in [_gaps(words, stems)]]
    share, gaps = min(missing, key=lambda pair: pair[0], default=(1, []))
    return stems if share == 1 else (*stems, *dict.fromkeys(filter(None, map(_stem, gaps))))


def _gaps(words: list[str], stems: tuple[str, ...]) -> list[str]:
    return [word for word in words if not any(stem in _plain(word) for stem in stems)]


def _vocabularies(text: str) -> Iterator[list[str]]:
    for match in _WORD.finditer(text):
        if match[1] in WHOLE_WORDS:
            yield alternatives(VOCABULARY[match[1]].removeprefix(r"\b"))


def _plain(word: str) -> str:
    return re.sub(r"\(\?:|\\b|[()?]", "", word)


def _stem(word: str) -> str | None:
    """What the word begins with, up to where it may be written otherwise."""
    found = _LITERAL.match(word.removeprefix(r"\b"))
    if found is None:
        return None
    stem, after = found[0], word.removeprefix(r"\b")[found.end() :]
    stem = (stem[:-1] if after[:1] in {"?", "*"} else stem).strip()
    return stem if len(stem) >= _LEAST and stem not in _FREQUENT else None
