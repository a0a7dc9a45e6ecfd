"""What the last build ended with, and so whether the next can go on from it or has to make everything again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from pipelines import clock
from pipelines.settings import Settings
from pipelines.warehouse import content
from pipelines.warehouse.connection import leave_log, open_file
from pipelines.warehouse.content import RowSum


@dataclass(frozen=True)
class BuildStart:
    """How a build begins: with nothing, or with what the last one left."""

    is_full: bool
    reason: str
    row_sums: Mapping[str, RowSum] = field(default_factory=dict)


def has_new_loads(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether anything was loaded since the last finished build."""
    query = "select 1 from raw.loaded_batches where load_id not in (select load_id from raw.built_loads) limit 1"
    return connection.execute(query).fetchone() is not None


def stands(settings: Settings, connection: duckdb.DuckDBPyConnection, rules_hash: str, release_id: str) -> bool:
    """Whether the marts are those of that build, which ended and was by the same rules."""
    state = connection.execute("select rules_hash, release_id, row_sums, finished_at from raw.build_state").fetchone()
    return state is not None and state[1] == release_id and not _why_full(settings, state, rules_hash)


def begin(settings: Settings, connection: duckdb.DuckDBPyConnection, rules_hash: str, *, full: bool) -> BuildStart:
    """Say that a build runs, and clear away what it may not build upon."""
    state = connection.execute("select rules_hash, release_id, row_sums, finished_at from raw.build_state").fetchone()
    reason = "it was asked for" if full else _why_full(settings, state, rules_hash)
    connection.execute("begin")
    connection.execute("delete from raw.build_state")
    connection.execute("insert into raw.build_state values (?, null, null, null)", [rules_hash])
    connection.execute("commit")
    connection.execute("drop schema if exists made cascade")
    _drop_leftovers(connection)
    if reason:
        connection.execute("delete from raw.built_loads")
        connection.execute("drop schema if exists intermediate cascade")
        settings.marts_path.unlink(missing_ok=True)  # no table of an older project stays behind
        settings.marts_path.with_suffix(".duckdb.wal").unlink(missing_ok=True)
        return BuildStart(True, reason)
    connection.execute("create schema made")
    with open_file(settings.marts_path, settings) as marts:
        leave_log(marts)
        content.forget_what_was_made(marts)
        for schema in content.APART:
            marts.execute(f"create schema {schema}")
    sums = {name: RowSum(rows, tuple(words)) for name, (rows, *words) in json.loads(state[2]).items()} if state else {}
    return BuildStart(False, "", sums)


def _drop_leftovers(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what dbt's adapter leaves of each model in Python (dbt-duckdb 1.11.1): six tables a build, for ever."""
    left = "select table_name from duckdb_tables() where schema_name = 'main' and contains(table_name, '__dbt_tmp')"
    for (name,) in connection.execute(left).fetchall():
        connection.execute(f'drop table main."{name}"')


def _why_full(settings: Settings, state: tuple[object, ...] | None, rules_hash: str) -> str:
    if state is None:
        return "nothing was built yet"
    if state[3] is None:
        return "the last build did not end"
    if state[0] != rules_hash:
        return "the code, the seeds, the overrides or the extraction in force changed"
    if _release_in(settings) != state[1]:
        return "the marts are not those of the last build"
    return ""


def _release_in(settings: Settings) -> str | None:
    if not settings.marts_path.exists():
        return None
    try:
        with duckdb.connect(str(settings.marts_path), read_only=True) as marts:
            found = marts.execute("select release_id from marts.release_info").fetchone()
    except duckdb.Error:
        return None
    return str(found[0]) if found else None


def finish(connection: duckdb.DuckDBPyConnection, rules_hash: str, release_id: str, sums: Mapping[str, RowSum]) -> None:
    """Say that the build ended well: what was loaded before it is built."""
    kept = json.dumps({name: [total.rows, *total.words] for name, total in sums.items()})
    connection.execute("begin")
    connection.execute("delete from raw.build_state")
    connection.execute("insert into raw.build_state values (?, ?, ?, ?)", [rules_hash, release_id, kept, clock.now()])
    connection.execute(
        "insert into raw.built_loads select distinct load_id from raw.loaded_batches "
        "where load_id not in (select load_id from raw.built_loads)"
    )
    connection.execute("commit")
