"""Rows of a query as dictionaries, and text that strangers wrote made fit for a terminal."""

import re
from collections.abc import Sequence
from typing import Any

import duckdb

# Control characters (escape sequences of a terminal among them), and those that turn the direction of what follows.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def rows_of(connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The rows of a query, by the names of its columns."""
    cursor = connection.execute(query, list(values))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def one_line(text: str | None) -> str:
    """Text as one line that a terminal shows and never obeys."""
    return " ".join(_UNSEEN.sub(" ", text or "").split())
