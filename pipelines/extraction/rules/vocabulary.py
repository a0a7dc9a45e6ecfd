"""Words that patterns share, from ``tables/vocabulary.yml``: pieces of regular expressions over lower-case, masked text."""

from pathlib import Path

import yaml

from pipelines.extraction.rules.trees import alternatives, as_tree


def pieces(value: str | list[str]) -> str:
    """A long expression is written as a list of pieces, which belong together without anything between them."""
    return value if isinstance(value, str) else "".join(value)


_TABLE = yaml.load((Path(__file__).parent / "tables" / "vocabulary.yml").read_text("utf-8"), yaml.CSafeLoader)
# Tried at nearly every word of a sentence, so that it must not take long to fail.
_TREES = frozenset({"AUX_WORDS"})
VOCABULARY: dict[str, str] = {
    name: as_tree(alternatives(pieces(value))) if name in _TREES else pieces(value) for name, value in _TABLE.items()
}

# These must end where a word ends; the others may go on.
WHOLE_WORDS = frozenset(
    {
        "RAISE",
        "GETS",
        "INVEST",
        "ACQUIRE",
        "SIGNS",
        "DEAL",
        "PARTNERS",
        "SUE",
        "TEST",
        "USE",
        "DROP",
        "OPENS",
        "PROBE",
        "SUIT",
        "FUND",
    }
)
