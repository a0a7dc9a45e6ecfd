"""What a gate cannot see in single columns of a batch: measures, as columns beside those of its rows."""

from decimal import Decimal
from math import log10
from typing import TYPE_CHECKING

import duckdb

from pipelines.extraction.money import numbers_in

if TYPE_CHECKING:
    import pandas as pd


def add_measures(connection: duckdb.DuckDBPyConnection, table: str, frame: "pd.DataFrame") -> None:
    """Add the measures of the rows about to enter that table; the batch is staged, with ``told`` beside it."""
    if table == "raw.extractions":
        frame["unread_count"] = unread(connection)
    elif table == "raw.claims":
        languages = dict(connection.execute("select article_id, language from told").fetchall())
        columns = (frame[name] for name in ("amount_value", "amount_as_stated", "article_id"))
        frame["amount_off"] = [
            _off(value, words, languages.get(article)) for value, words, article in zip(*columns, strict=True)
        ]


def unread(connection: duckdb.DuckDBPyConnection) -> int:
    """How many articles of the batch that was read have a text and no extraction: a whole batch is read, or nothing of it."""
    (count,) = connection.execute(
        "select count(*) from told where is_readable and article_id not in (select article_id from new_rows)"
    ).fetchone() or (0,)
    return int(count)


def _off(value: object, words: object, language: str | None) -> float | None:
    """By how many powers of ten a sum is not what its words say; null where there is no sum or the words have no number."""
    if not isinstance(value, Decimal | float) or not isinstance(words, str) or not value > 0:
        return None
    said = [number for number in numbers_in(words, language) if number > 0]
    return min((abs(log10(float(value) / float(number))) for number in said), default=None)
