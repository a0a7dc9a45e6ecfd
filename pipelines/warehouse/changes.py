"""What a release is beside the one before it, from the receipt of that one: nothing of it is read again."""

from collections.abc import Sequence

import duckdb

HOW_TO_ACCEPT = " If the change is meant: `newsledger build --accept-change`."
_GROWING = ("fct_", "dim_", "bridge_")
# Every day between the first and the last of other marts: one article may move either by years.
_FOLLOWS = frozenset({"dim_dates"})
_ENOUGH = 20  # rows, and sums of money; see expectations/raw/loads.yml
_AMOUNTS = ("amount_usd", "amount")  # the first of them that a mart has


def kept(mart: str, rows: int, rows_before: int | None, rows_explained: int = 0) -> dict[str, float | None]:
    """What share a mart still has of the rows that nobody took back; null where these are too few to tell."""
    due = (rows_before or 0) - rows_explained
    share = rows / due if due >= _ENOUGH else None
    grows = mart.startswith(_GROWING) and mart not in _FOLLOWS
    return {"kept_share": share if grows else None, "report_kept_share": None if grows else share}


def mean_amount(connection: duckdb.DuckDBPyConnection, mart: str, rows: str) -> tuple[int, float] | None:
    """How many different sums some rows of a mart hold, and the mean of their powers of ten; null for a mart of no sums."""
    columns = connection.execute(
        "select column_name from duckdb_columns() where database_name = current_database() and schema_name = 'marts' "
        "and table_name = ? and column_name in ?",
        [mart, _AMOUNTS],
    ).fetchall()
    if not mart.startswith("fct_") or not columns:
        return None
    column = max(columns)[0]
    count, mean = connection.execute(
        f"select count(distinct {column}), avg(distinct log10({column})) from {rows} where {column} > 0"
    ).fetchone() or (0, None)
    return (count, mean) if count else None


def shift(sums: Sequence[float] | None, before: Sequence[float] | None) -> float | None:
    """By how many powers of ten the mean moved; null where there are too few sums on either side."""
    if not sums or not before or min(sums[0], before[0]) < _ENOUGH:
        return None
    return sums[1] - before[1]
