"""Small closed lists: places, nationalities, first names, and capitalised words that are no names."""

from pathlib import Path

import yaml

_LISTS: dict[str, list[str]] = yaml.load(
    (Path(__file__).parent / "tables" / "words.yml").read_text("utf-8"), yaml.CSafeLoader
)

CHIPS = frozenset(_LISTS["chips"])
PLACES = frozenset(_LISTS["places"])
DEMONYMS = frozenset(_LISTS["demonyms"])
FIRST_NAMES = frozenset(_LISTS["first_names"])
# In lower case: words that begin sentences, headings and titles.
NO_NAMES = frozenset(_LISTS["no_names"])
