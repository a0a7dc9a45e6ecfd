"""What a gate cannot see in single columns of a batch: measures, as columns beside those of its rows."""

from decimal import Decimal
from math import log10
from typing import TYPE_CHECKING

import duckdb

from pipelines.extraction.money import numbers_in

if TYPE_CHECKING:
    import pandas as pd

MEASURED = {"raw.claims": ("amount_value", "amount_as_stated", "article_id")}
"""The columns of a table that measures are taken of."""


def add_measures(connection: duckdb.DuckDBPyConnection, table: str, frame: "pd.DataFrame") -> None:
    """Add the measures of the rows about to enter that table; their batches are staged, with ``told`` beside them."""
    if table == "raw.extractions":
        frame["unread_count"] = frame["batch_name"].map(unread(connection)).fillna(0).astype(int)
    elif table == "raw.claims":
        told = connection.execute("select batch_name, article_id, language from told").fetchall()
        languages = {(batch, article): language for batch, article, language in told}
        columns = (frame[name] for name in ("amount_value", "amount_as_stated", "batch_name", "article_id"))
        frame["amount_off"] = [
            _off(value, words, languages.get((batch, article)))
            for value, words, batch, article in zip(*columns, strict=True)
        ]


def unread(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many articles of what a batch was read out of have a text and no extraction: a whole batch is read, or nothing of it."""
    # What has no key is refused by rules of its own, and cannot be looked for here.
    return dict(
        connection.execute(
            "select batch_name, count(*) from told where is_readable and article_id is not null "
            "and not exists (select 1 from new_rows where new_rows.batch_name = told.batch_name and new_rows.article_id = told.article_id) "
            "and batch_name not in (select batch_name from new_rows where article_id is null) group by batch_name"
        ).fetchall()
    )


def _off(value: object, words: object, language: str | None) -> float | None:
    """By how many powers of ten a sum is not what its words say; null where there is no sum or the words have no number."""
    if not isinstance(value, Decimal | float) or not isinstance(words, str) or not value > 0:
        return None
    said = [number for number in numbers_in(words, language) if number > 0]
    return min((abs(log10(float(value) / float(number))) for number in said), default=None)
