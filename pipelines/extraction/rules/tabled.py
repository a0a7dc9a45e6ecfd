"""Tables of expressions in ``tables/*.yml``, compiled once.

An expression is a string, or a list of pieces that belong together; placeholders are those of :mod:`.pattern`.
"""

import re
from pathlib import Path
from typing import Any

import yaml

from pipelines.extraction.rules.pattern import expand
from pipelines.extraction.rules.trees import alternatives, as_tree
from pipelines.extraction.rules.vocabulary import pieces
from pipelines.extraction.sparse import Choice, Sparse

FOLDER = Path(__file__).parent / "tables"


class Table:
    """One file of expressions by name."""

    def __init__(self, name: str) -> None:
        self._entries: dict[str, Any] = yaml.load((FOLDER / f"{name}.yml").read_text("utf-8"), yaml.CSafeLoader)

    def one(self, name: str) -> re.Pattern[str]:
        """The expression of that name."""
        return re.compile(expand(pieces(self._entries[name])))

    def plain(self, name: str) -> re.Pattern[str]:
        """The expression of that name, which has no placeholders and may look for capitals."""
        return re.compile(pieces(self._entries[name]))

    def sparse(self, name: str) -> Sparse:
        """The expression of that name, which few texts match."""
        return Sparse(self.one(name))

    def choice(self, name: str) -> str:
        """A long choice of words, as an expression that is quick to fail."""
        return as_tree(alternatives(pieces(self._entries[name])))

    def ways(self, name: str) -> Choice:
        """The list of that name as one choice, of which few texts hold any."""
        return Choice([re.compile(expand(pieces(way))) for way in self._entries[name]])

    def rules(self, name: str, value: str) -> tuple[tuple[re.Pattern[str], Any], ...]:
        """The rows of a list, each as its expression and the value that it gives."""
        return tuple((re.compile(expand(pieces(row["says"]))), row[value]) for row in self._entries[name])

    def entry(self, name: str) -> Any:
        """What stands under the name, as it is."""
        return self._entries[name]
