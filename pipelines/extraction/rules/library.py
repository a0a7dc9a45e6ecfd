"""The patterns, read from ``tables/*.yml``. Adding a way of saying something is adding a row.

A row has ``name``, ``stems`` (literal strings of which one must be in the sentence), ``says`` (see ``pattern.py``; a list of
pieces is one expression), ``stage`` and, where wanted, ``sets``, ``one_per``, ``fixed``, ``wide``, ``nominal``.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from pipelines.extraction.rules.pattern import Pattern
from pipelines.extraction.rules.stems import with_missing
from pipelines.extraction.rules.vocabulary import pieces
from pipelines.schemas.claim import ClaimType

FOLDER = Path(__file__).parent / "tables"
# What ends a case says more than the suit it ends, so legal rows come first.
_ENGLISH: tuple[tuple[str, ClaimType], ...] = (
    ("legal", "legal_action"),
    ("investments", "investment"),
    ("partnerships", "partnership"),
    ("adoptions", "model_adoption"),
)
# Manners of English: each row names its type.
_MANNERS = ("translated", "roundups")
_OTHERS = {"de": "german", "es": "spanish", "fr": "french"}
LANGUAGES = ("en", *_OTHERS)


def patterns_of(language: str) -> tuple[Pattern, ...]:
    """All patterns of a language, in the order in which they are tried."""
    if language == "en":
        typed = [_pattern(row, claim_type, "en") for file, claim_type in _ENGLISH for row in _rows(file)]
        return (*typed, *(pattern for file in _MANNERS for pattern in _of_many_types(file, "en")))
    return tuple(_of_many_types(_OTHERS[language], language))


def _of_many_types(file: str, language: str) -> Iterator[Pattern]:
    """The rows of a table that holds several types."""
    for row in _rows(file):
        yield _pattern(row, row.pop("claim_type"), language)


def _rows(file: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.load((FOLDER / f"{file}.yml").read_text("utf-8"), yaml.CSafeLoader)
    return rows


def _pattern(row: dict[str, Any], claim_type: ClaimType, language: str) -> Pattern:
    """A row as a pattern; an unknown field is a mistake and stops the import."""
    says, stems = pieces(row.pop("says")), tuple(row.pop("stems"))
    return Pattern(
        text=says,
        stems=with_missing(says, stems) if language == "en" else stems,
        claim_type=claim_type,
        language=language,
        **row,
    )
