"""Opening DuckDB, always with the same safe settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.errors import TransientError
from pipelines.settings import Settings

_RAW_TABLES = Path(__file__).with_name("raw_tables.sql")


@contextmanager
def warehouse(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, open for writing, with the raw tables there. The caller holds the store's lock."""
    settings.work_dir.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(str(settings.warehouse_path))
    except duckdb.IOException as error:
        raise TransientError(
            f"The warehouse {settings.warehouse_path} cannot be opened: {error}. If it is damaged, delete the folder "
            f"{settings.work_dir}: the next run rebuilds it from the lake."
        ) from error
    try:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(_RAW_TABLES.read_text(encoding="utf-8"))
        yield connection
    finally:
        connection.close()


@contextmanager
def read_only(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database file open for reading, with no way to reach any other file."""
    connection = duckdb.connect(str(path), read_only=True)
    try:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection
    finally:
        connection.close()
