"""Reading few rows of a large table: what lies where is asked by the keys alone, and other columns are read only there."""

import duckdb

PIECE = 2_048
"""Rows that DuckDB reads or passes over together."""


def lying_where(session: duckdb.DuckDBPyConnection, table: str, condition: str) -> str:
    """The condition, with the pieces of the table in which its rows lie; the macro of the same name says why."""
    found = session.execute(
        f"with hits as (select distinct rowid // {PIECE} as piece from {table} where {condition}) "
        "select string_agg(if(hits.piece is null, '0', '1'), '' order by pieces.piece) "
        "from range((select coalesce(max(piece), -1) + 2 from hits)) as pieces(piece) "
        "left join hits on pieces.piece = hits.piece"
    ).fetchone()
    bits = str(found[0]) if found else "0"
    return f"get_bit('{bits}'::bit, least(rowid // {PIECE}, {len(bits) - 1})::integer) = 1 and ({condition})"


def rows_made(session: duckdb.DuckDBPyConnection, model: str) -> duckdb.DuckDBPyRelation:
    """The rows of an intermediate model that this build made: in a full build all of them."""
    made = session.execute(
        "select 1 from duckdb_tables() where database_name = current_database() and schema_name = 'made' and table_name = ?",
        [model],
    ).fetchone()
    return session.table(f"{'made' if made else 'intermediate'}.{model}")
