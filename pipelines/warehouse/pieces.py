"""Reading few rows of a large table: what lies where is asked by the keys alone, and other columns are read only there."""

import duckdb

PIECE = 2_048
"""Rows that DuckDB reads or passes over together."""


FEW = 5_000
"""Rows, and runs of rows, that are named by their numbers; where there are more, rows are looked for by their keys again."""


def lying_where(
    session: duckdb.DuckDBPyConnection, table: str, condition: str, *, key: str = "", moments: str = ""
) -> str:
    """The condition, with the pieces of the table in which its rows lie; the macro of the same name says why.

    Where it is a condition on one key, of rows known at certain moments alone, the key is read only where ``known_at`` is one of these.
    """
    places = f"select rowid as place from {table} where {condition}"
    if moments:
        near = f"select rowid as place, {key} from {table} where known_at in ({moments})"
        places = f"with near as materialized ({near}) select place from near where {condition}"
    pieces, listed, are_few = session.execute(
        f"with hits as materialized ({places}), "
        f"hit_pieces as (select distinct place // {PIECE} as piece from hits), "
        "runs as (select min(place) as first, max(place) as last from "
        "(select place, place - row_number() over (order by place) as run from hits) group by run) "
        "select string_agg(if(hit_pieces.piece is null, '0', '1'), '' order by pieces.piece), "
        f"(select string_agg('(' || first || ',' || last || ')', ',' order by first) from runs having count(*) between 1 and {FEW}), "
        "(select count(*) <= current_setting('dynamic_or_filter_threshold') from hits) "
        "from range((select coalesce(max(piece), -1) + 2 from hit_pieces)) as pieces(piece) "
        "left join hit_pieces on pieces.piece = hit_pieces.piece"
    ).fetchone() or ("0", None, True)
    if pieces == "0":
        return "false"
    are_these = (
        f"rowid in (select unnest(range(first, last + 1)) from (values {listed}) as runs(first, last))"
        if listed
        else f"({condition})"
    )
    if listed and are_few:
        return are_these
    return f"get_bit('{pieces}'::bit, least(rowid // {PIECE}, {len(pieces) - 1})::integer) = 1 and {are_these}"


def rows_made(session: duckdb.DuckDBPyConnection, model: str) -> duckdb.DuckDBPyRelation:
    """The rows of an intermediate model that this build made: in a full build all of them."""
    made = session.execute(
        "select 1 from duckdb_tables() where database_name = current_database() and schema_name = 'made' and table_name = ?",
        [model],
    ).fetchone()
    return session.table(f"{'made' if made else 'intermediate'}.{model}")
