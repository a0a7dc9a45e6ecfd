"""Keeps the file of the marts as small as its rows: many small builds leave free blocks and half-filled pieces in it.

DuckDB uses freed blocks again but gives none back, and a release is a copy of the file. Once it is 1.8 times as large as when it was
last compact, it is written anew: each row is so about once in the doubling of the store.
"""

import shutil
from pathlib import Path

import duckdb
import structlog

from pipelines.settings import Settings
from pipelines.warehouse.connection import attach, warehouse

log = structlog.get_logger(__name__)
# Promised is twice a fresh build. A build's passing tables leave some 20 MB free whatever the store has, so that small ones are written
# anew each time and the smallest never: after 60 loads of 1,000 claims 43 MB were 21 (1.5 s of the processor), after 40 of 500 there were
# 32 where a fresh build has 12, after two articles 20 where it has 11 (2026-11-26).
_GROWN = 1.8
_WORTH_IT = 24 * 2**20
_ALIAS = "newsledger"  # macros name their tables by it


def compact_marts(settings: Settings, *, is_new: bool) -> bool:
    """Write the marts anew if they have grown enough; whether it was done. No build runs, and the file is checkpointed."""
    path = settings.marts_path
    size = path.stat().st_size
    with warehouse(settings) as connection:
        found = connection.execute("select file_bytes from raw.compact_marts").fetchone()
        if is_new or found is None:
            _note(connection, size)
            return False
        if size < max(_GROWN * found[0], _WORTH_IT) or shutil.disk_usage(path.parent).free < 2 * size:
            return False
        aside = path.with_name(".compact.duckdb")
        _rewrite(path, aside)
        aside.replace(path)
        _note(connection, path.stat().st_size)
    log.info("marts_made_compact", bytes_before=size, bytes_now=path.stat().st_size)
    return True


def _rewrite(path: Path, aside: Path) -> None:
    for leftover in (aside, aside.with_name(f"{aside.name}.wal")):
        leftover.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        attach(connection, path, _ALIAS)
        attach(connection, aside, "anew", writable=True)
        connection.execute(f"copy from database {_ALIAS} to anew")
        connection.execute("force checkpoint anew")


def _note(connection: duckdb.DuckDBPyConnection, size: int) -> None:
    connection.execute("begin")
    connection.execute("delete from raw.compact_marts")
    connection.execute("insert into raw.compact_marts values (?)", [size])
    connection.execute("commit")
