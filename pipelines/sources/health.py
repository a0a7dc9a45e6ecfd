"""How each source does, told from the looks at it alone: the same rules for the mart and for the command."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

WINDOW_DAYS = 28
"""How far back a look counts, in ``health.sql``."""

_RULES = Path(__file__).with_name("health.sql")


def health(checks: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """One row a source that was looked at in the last weeks before the newest look."""
    return checks.query("checks", _RULES.read_text(encoding="utf-8"))


def health_of_files(files: Sequence[Path]) -> list[dict[str, Any]]:
    """The same from files of the lake."""
    if not files:
        return []
    with duckdb.connect() as connection:
        found = health(connection.read_parquet([str(path) for path in files]))
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
