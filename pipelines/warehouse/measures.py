"""What a gate cannot see in single columns of a batch: measures, as columns beside those of its rows."""

from decimal import Decimal
from math import log10
from typing import TYPE_CHECKING

import duckdb

from pipelines.extraction.money import numbers_in

if TYPE_CHECKING:
    import pandas as pd

MEASURED = {
    "raw.extractions": ("article_id",),
    "raw.claims": ("amount_value", "amount_as_stated", "article_id"),
}
"""The columns of a table that measures are taken of."""


def add_measures(connection: duckdb.DuckDBPyConnection, table: str, frame: "pd.DataFrame") -> None:
    """Add the measures of the rows about to enter that table; their batches are staged, with ``told`` beside them."""
    if table in MEASURED:
        lost = _without_article(connection)
        frame["has_article"] = [key not in lost for key in zip(frame["batch_name"], frame["article_id"], strict=True)]
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


def _without_article(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """What was read out of articles that are not in, by batch: a row rule kept the article out, or its batch never had it."""
    doubtful = connection.execute(
        """
        select distinct new_rows.batch_name, new_rows.article_id
        from new_rows
        left join told using (batch_name, article_id)
        left join (
            select staged.batch_name, kept_out.row_json ->> '$.article_id' as article_id
            from staged_batches as staged
            join raw.quarantined_rows as kept_out on staged.articles_name = kept_out.batch_name
            where kept_out.table_name = 'raw.articles'
        ) as kept_out using (batch_name, article_id)
        where new_rows.article_id is not null and (told.article_id is null or kept_out.article_id is not null)
        """
    ).fetchall()
    if not doubtful:
        return set()
    # Another batch may have brought it in all the same.
    found = connection.execute(
        "select article_id from raw.articles where article_id in (select unnest($1::varchar[]))",
        [[key for _, key in doubtful]],
    ).fetchall()
    there = {article_id for (article_id,) in found}
    return {key for key in doubtful if key[1] not in there}


def _off(value: object, words: object, language: str | None) -> float | None:
    """By how many powers of ten a sum is not what its words say; null where there is no sum or the words have no number."""
    if not isinstance(value, Decimal | float) or not isinstance(words, str) or not value > 0:
        return None
    said = [number for number in numbers_in(words, language) if number > 0]
    return min((abs(log10(float(value) / float(number))) for number in said), default=None)
