"""Opening DuckDB, always with the same safe settings."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.errors import StoreLockedError, TransientError
from pipelines.settings import Settings

_RAW_TABLES = Path(__file__).with_name("raw_tables.sql")
_LOCKED = "Could not set lock"  # DuckDB's words; it names the program and its pid after them
_ASK_AGAIN_SECONDS = 0.1


@contextmanager
def warehouse(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, open for writing, with the raw tables there. The caller holds the store's lock."""
    settings.work_dir.mkdir(parents=True, exist_ok=True)
    connection = open_file(settings.warehouse_path, settings)
    try:
        leave_log(connection)
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(_RAW_TABLES.read_text(encoding="utf-8"))
        yield connection
    except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException) as error:
        raise _damaged(settings.warehouse_path, str(error).splitlines()[0], settings) from error
    finally:
        connection.close()


def open_file(path: Path, settings: Settings) -> duckdb.DuckDBPyConnection:
    """A database file of the work folder, open for writing.

    Raises:
        StoreLockedError: A program that does not hold our lock (a BI tool, a shell) had it open for longer than
            ``lock_wait_seconds``; DuckDB's words name it.
        TransientError: The file is damaged; what it holds is all in the lake.
    """
    until = time.monotonic() + settings.lock_wait_seconds
    while True:
        try:
            return duckdb.connect(str(path))
        except duckdb.Error as error:
            said = str(error).split("See also")[0].strip()
            if _LOCKED not in said:
                raise _damaged(path, said.splitlines()[0], settings) from error
            if time.monotonic() > until:
                raise StoreLockedError(
                    f"{path} is open elsewhere; waited {settings.lock_wait_seconds:g} s. {said} Close it there and run again; "
                    f"to ask questions open {settings.published / 'newsledger.duckdb'}, which nobody waits for."
                ) from error
            time.sleep(_ASK_AGAIN_SECONDS)


def leave_log(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave what is written in the log beside the file, for whoever opens it next, unless it is much.

    Closing would work it into the file, for which DuckDB reads what it knows of every piece of every table: 0.5 s of the
    processor beside ten million claims, for a row that says that a build ended (2026-11-26). A build does it once.
    """
    connection.execute("pragma disable_checkpoint_on_shutdown")


def _damaged(path: Path, said: str, settings: Settings) -> TransientError:
    return TransientError(
        f"{path} cannot be read: {said} If it is damaged, delete the folder {settings.work_dir}: the next run rebuilds it "
        "from the lake."
    )


@contextmanager
def read_only(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database file open for reading, with no way to reach any other file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        _shut_in(connection)
        yield connection


@contextmanager
def side_by_side(**files: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Database files open for reading, each under the name given, with no way to reach any other file."""
    with duckdb.connect() as connection:
        for name, path in files.items():
            attach(connection, path, name)
        _shut_in(connection)
        yield connection


def attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str, *, writable: bool = False) -> None:
    """Open a database file beside what the connection has open, under a name of ours."""
    quoted = str(path).replace("'", "''")
    connection.execute(f"attach '{quoted}' as {name}{'' if writable else ' (read_only)'}")


def _shut_in(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
