"""The content of a release as one hash, kept up to date by what a build changed.

Each row of a mart has the sha256 of its canonical text (columns by name, arrays sorted); a mart's hash is taken over the number
of its rows and the sum of their hashes, so it depends neither on their order nor on the builds that made them, and a build
takes off the rows it replaced and adds those it made instead of reading everything.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from pipelines.settings import Settings
from pipelines.warehouse.build import Mart
from pipelines.warehouse.connection import attach, open_file

_WORDS = 4  # a sha256 as four numbers of 64 bits


@dataclass(frozen=True)
class RowSum:
    """How many rows, and the sum of their hashes word by word, modulo 2^64."""

    rows: int
    words: tuple[int, ...]

    def plus(self, other: "RowSum", sign: int = 1) -> "RowSum":
        """Both sets of rows together; with a sign of -1, these without the others."""
        words = zip(self.words, other.words, strict=True)
        return RowSum(self.rows + sign * other.rows, tuple((one + sign * two) % 2**64 for one, two in words))

    @property
    def digest(self) -> str:
        """The hash of a mart that has these rows."""
        return hashlib.sha256(json.dumps([self.rows, *self.words]).encode()).hexdigest()


@contextmanager
def marts_beside_warehouse(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The built marts, with the warehouse attached for what the build touched."""
    connection = open_file(settings.marts_path, settings)
    try:
        connection.execute("set TimeZone = 'UTC'")
        attach(connection, settings.warehouse_path, "warehouse")
        yield connection
    finally:
        connection.close()


def rows_made(connection: duckdb.DuckDBPyConnection, mart: Mart) -> str:
    """The table with the rows of a mart that the last build made: those kept apart, where it replaced single rows."""
    return f"{'made' if mart.name in _tables(connection, 'made') else 'marts'}.{mart.name}"


def forget_what_was_made(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the rows that a build kept apart: no release has them."""
    for schema in APART:
        connection.execute(f"drop schema if exists {schema} cascade")


APART = ("replaced", "made")
"""Schemas beside the marts, for as long as a build goes on: the rows that it took out, and those that it put in."""


def row_sums(
    connection: duckdb.DuckDBPyConnection, marts: Iterable[Mart], before: Mapping[str, RowSum]
) -> dict[str, RowSum]:
    """The sum of each hashed mart, from what it was before the build where the build replaced single rows."""
    replaced = _tables(connection, "replaced")
    sums = {}
    for mart in marts:
        if not mart.is_hashed:
            continue
        if mart.name in before and mart.name in replaced:
            without = before[mart.name].plus(row_sum(connection, mart, f"replaced.{mart.name}"), -1)
            sums[mart.name] = without.plus(row_sum(connection, mart, rows_made(connection, mart)))
        else:
            sums[mart.name] = row_sum(connection, mart, f"marts.{mart.name}")
    return sums


def _tables(connection: duckdb.DuckDBPyConnection, schema: str) -> set[str]:
    query = "select table_name from duckdb_tables() where database_name = current_database() and schema_name = ?"
    return {name for (name,) in connection.execute(query, [schema]).fetchall()}


def row_sum(connection: duckdb.DuckDBPyConnection, mart: Mart, rows: str) -> RowSum:
    """The sum over some rows of a mart; ``rows`` is what stands behind ``from``."""
    columns = connection.execute(
        "select column_name, data_type from duckdb_columns() "
        "where database_name = current_database() and schema_name = 'marts' and table_name = ? order by column_name",
        [mart.name],
    ).fetchall()
    parts = [
        f'{name} := list_sort("{name}")' if kind.endswith("[]") else f'{name} := "{name}"'
        for name, kind in columns
        if name not in mart.hash_exclude
    ]
    words = ", ".join(
        f"coalesce(sum(('0x' || line[{16 * word + 1}:{16 * word + 16}])::ubigint), 0)" for word in range(_WORDS)
    )
    count, *found = connection.execute(
        f"select count(*), {words} from (select sha256(to_json(struct_pack({', '.join(parts)}))::varchar) as line from {rows})"
    ).fetchone() or (0, *[0] * _WORDS)
    return RowSum(count, tuple(int(word) % 2**64 for word in found))


def combined_hash(hashes: dict[str, str]) -> str:
    """One hash for a release."""
    return hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()
