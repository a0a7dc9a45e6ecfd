"""Where in a home some words stand."""

from pathlib import Path

import duckdb
import pyarrow as pa


def places_of(home: Path, words: str) -> list[str]:
    """The tables and files of a home in which the words stand; an archived page is opened."""
    found = []
    for path in home.rglob("*.duckdb"):
        with duckdb.connect(str(path), read_only=True) as connection:
            tables = connection.execute(
                "select schema_name, table_name from duckdb_tables() where database_name = current_database()"
            ).fetchall()
            for schema, table in tables:
                sql = f'select count(*) from "{schema}"."{table}" as t where contains(t::varchar, ?)'
                if connection.execute(sql, [words]).fetchone() != (0,):
                    found.append(f"{path.name} {schema}.{table}")
    for path in home.rglob("*.parquet"):
        sql = f"select count(*) from read_parquet('{path}') as t where contains(t::varchar, ?)"
        if duckdb.execute(sql, [words]).fetchone() != (0,):
            found.append(str(path))
    archived = ((path, pa.input_stream(str(path), compression="zstd").read()) for path in home.rglob("*.zst"))
    found += [str(path) for path, content in archived if words.encode() in content]
    plain = [path for path in home.rglob("*") if path.is_file() and path.suffix not in {".duckdb", ".parquet", ".zst"}]
    return found + [str(path) for path in plain if words.encode() in path.read_bytes() and "logs" not in str(path)]
