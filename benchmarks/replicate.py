"""A large store out of a smaller one that was built: ``python -m benchmarks.replicate STORE COPIES TARGET [--own]``.

A full build of ten million claims takes hours and more memory than most machines have. This multiplies a store of invented
claims (``benchmarks.incremental_build --keep``) in SQL: ``raw``, all that a build keeps, and the marts that are kept by key. In each copy
articles, claims and events have keys of their own, everything happened one stretch of the store later, and sketches, marks
and the keys of blocks are those of the new rows. An event's key is the hash of its eldest claim, as a build makes it.

With ``--own`` each copy speaks of firms of its own, so that no claim of one copy has a say in another, and the store is to the row
what a full build of its ``raw`` gives: ``--check`` builds it and compares the content of each mart (minutes for 200,000 claims).
Without, firms keep their names but change places with others of like renown, so that those in the news daily are in ten times as
many events, with other partners in each copy, as ten times the years would have it. A full build would then hold some claims of two
copies for one event; an incremental build does so with what it touches. Marts that are made whole are left to the next build.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.incremental_build import RULES, built
from benchmarks.replicated_columns import expression
from pipelines.events.blocks import block_keys
from pipelines.events.slots import SLOT_COLUMNS, Lineages, slots_of
from pipelines.settings import Settings
from pipelines.warehouse import build, build_state, compact, content
from pipelines.warehouse.connection import warehouse
from pipelines.warehouse.dbt_models import lineages_above, rows

SQL = Path(__file__).with_name("replicate.sql")
"""The macros: a firm's, a claim's or a block's name in another copy."""

ONCE = {
    "loaded_batches",
    "built_loads",
    "build_state",
    "extraction_in_force",
    "int_publishers_resolved",
    "int_sketches_common",
}
"""Tables whose rows do not grow with the claims of this store (500 publishers print all of them)."""
BY_MODEL = {
    "dim_organizations": "newsledger.marts",
    "int_event_meetings": "intermediate",
    "bridge_event_links": "newsledger.marts",
    "rpt_legal_actions_open": "newsledger.marts",
    "rpt_circular_flows": "newsledger.marts",
    "rpt_adoptions_by_provider": "newsledger.marts",
}
"""Where rows of one copy meet those of another: made by their models, in this order."""
ALSO = [("newsledger", "marts", "release_info")]


class Copier:
    """Copies one store into another, table by table."""

    def __init__(self, base: Settings, target: Settings, copies: int, *, own: bool) -> None:
        self.base, self.copies = base, copies
        self.connection = duckdb.connect()
        self.connection.execute("set TimeZone = 'UTC'")
        for settings, name, mode in ((base, "base", " (read_only)"), (target, "target", "")):
            self.connection.execute(f"attach '{settings.warehouse_path}' as {name}_warehouse{mode}")
            self.connection.execute(f"attach '{settings.marts_path}' as {name}_newsledger{mode}")
        self.connection.execute(f"create macro is_own() as {own}")
        (stretch,) = self.connection.execute(
            "select 1 + max(known_at)::date - min(known_at)::date from base_newsledger.marts.fct_claims"
        ).fetchone() or (0,)
        self.connection.execute(f"create macro days(i) as cast(i * {stretch} as integer)")
        self.connection.execute(SQL.read_text(encoding="utf-8"))

    def copy(self) -> None:
        """Fill the target: raw, and of the built tables those that are kept by key."""
        self._name_events_and_blocks()
        tables = self._tables()
        for table in tables:
            self._create(*table)
        for i in range(self.copies):
            self._rename_for(i)
            for table in tables:
                if i == 0 or table[2] not in ONCE:
                    self._insert(*table, i)
            print(f"copy {i + 1} of {self.copies}", flush=True)
        self._add_names()
        self.connection.execute(
            "insert into target_warehouse.raw.published_event_keys (release_id, event_key, claim_key) "
            "select 'replicated', event_key, arg_min(claim_key, (known_at, claim_key)) "
            "from target_newsledger.marts.fct_claims group by event_key"
        )
        self.connection.close()

    def _tables(self) -> list[tuple[str, str, str]]:
        raw = self.connection.execute(
            "select table_name from duckdb_tables() where database_name = 'base_warehouse' and schema_name = 'raw' "
            "and table_name != 'published_event_keys'"
        ).fetchall()
        nodes = build.manifest_of(self.base)["nodes"].values()
        kept = [
            ("newsledger" if node["schema"] == "marts" else "warehouse", node["schema"], node["name"])
            for node in nodes
            if node["resource_type"] == "model" and node["config"]["materialized"] == "incremental"
        ]
        return [("warehouse", "raw", name) for (name,) in raw] + [t for t in kept if t[2] not in BY_MODEL] + ALSO

    def _name_events_and_blocks(self) -> None:
        """What each event's key is the hash of, and what each block's."""
        self.connection.execute(
            "create temp table events as select event_key, claim_key from base_newsledger.marts.fct_claims "
            "where digest_of('event', claim_key)[1:24] = event_key"
        )
        base = "base_warehouse.intermediate"
        claims = self.connection.table(f"{base}.int_claims_resolved")
        above = lineages_above(self.connection.table(f"{base}.int_organization_lineages"))
        texts: set[str] = set()
        for slots in {slots_of(row, above) for row in rows(claims, SLOT_COLUMNS)}:
            keys = block_keys(slots, Lineages(above))
            texts |= keys.filed_under | keys.looked_under
        self.connection.register("texts_found", pa.table({"text": sorted(texts)}))
        self.connection.execute(
            "create temp table blocks as select text, block_number(text) as block_key from texts_found"
        )

    def _rename_for(self, i: int) -> None:
        self.connection.execute(
            "create or replace temp table event_names as "
            f"select event_key as old, if({i} = 0, event_key, digest_of('event', keyed(claim_key, {i}))[1:24]) as new from events"
        )
        self.connection.execute(
            f"create or replace temp table block_names as "
            f"select block_key as old, if({i} = 0, block_key, block_number(block_text(text, {i}))) as new from blocks"
        )
        self.connection.execute(
            "create or replace temp table story_names as select story_id as old, "
            f"if({i} = 0, story_id, digest_of('story', keyed(arg_min(article_id, (known_at, article_id)), {i}))[1:24]) as new "
            "from base_newsledger.marts.dim_articles where story_id is not null group by story_id"
        )

    def _create(self, database: str, schema: str, name: str) -> None:
        self.connection.execute(f"create schema if not exists target_{database}.{schema}")
        self.connection.execute(
            f"create table if not exists target_{database}.{schema}.{name} as from base_{database}.{schema}.{name} limit 0"
        )

    def _insert(self, database: str, schema: str, name: str, i: int) -> None:
        columns = self.connection.execute(
            "select column_name, data_type from duckdb_columns() "
            "where database_name = $1 and schema_name = $2 and table_name = $3 order by column_index",
            [f"base_{database}", schema, name],
        ).fetchall()
        wanted = ", ".join(f"{expression(schema, *column)} as {column[0]}" for column in columns)
        self.connection.execute(
            f"insert into target_{database}.{schema}.{name} by name "
            f"select {wanted} from (select *, {i}::bigint as i from base_{database}.{schema}.{name})"
        )

    def _add_names(self) -> None:
        """What names mean: one row a name, however many copies print it."""
        table = "warehouse.intermediate.int_names_resolved"
        self.connection.execute(f"create table target_{table} as from base_{table} limit 0")
        renamed = ", ".join(
            f"named({name}, i) as {name}" for name in ("name_as_printed", "entity_id", "entity_name", "own_name")
        )
        self.connection.execute(
            f"insert into target_{table} by name select name_kind, name_as_printed, any_value(columns(* exclude "
            "(name_kind, name_as_printed, times, shown_before, i))), sum(times) as times, null as shown_before "
            f"from (select * replace ({renamed}) from base_{table}, range({self.copies}) as copies(i)) group by name_kind, name_as_printed"
        )


def make(base: Settings, target: Settings, copies: int, *, own: bool) -> None:
    """Make the store ``target``, as the last build of ``base`` would have left it."""
    with warehouse(target):
        pass  # makes the tables of raw
    shutil.copytree(base.work_dir / "dbt_target", target.work_dir / "dbt_target")
    Copier(base, target, copies, own=own).copy()
    compiled = base.work_dir / "dbt_target" / "compiled" / "newsledger" / "models"
    with warehouse(target) as connection:
        connection.execute(f"attach '{target.marts_path}' as newsledger")
        connection.execute(f"attach '{base.warehouse_path}' as base (read_only)")
        connection.execute("create schema if not exists seeds")
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'base' and schema_name = 'seeds'"
        ).fetchall():
            connection.execute(f"create table seeds.{name} as from base.seeds.{name}")
        connection.execute(
            "create table intermediate.int_events_touched as select event_key from newsledger.marts.dim_events"
        )
        connection.execute("create schema if not exists staging")
        connection.execute(
            "create table staging.stg_registry__organizations as from base.staging.stg_registry__organizations"
        )
        for name, schema in BY_MODEL.items():
            (path,) = compiled.rglob(f"{name}.sql")
            connection.execute(f"create table {schema}.{name} as {path.read_text(encoding='utf-8')}")
        connection.execute("drop table staging.stg_registry__organizations")
        connection.execute("checkpoint")
        connection.execute("checkpoint newsledger")
    _note_build(target)


def _note_build(target: Settings) -> None:
    """Say of the store that a build ended with what it holds."""
    with content.marts_beside_warehouse(target) as connection:
        there = {name for (name,) in connection.execute(_KEPT).fetchall()}
        sums = content.row_sums(connection, [mart for mart in build.marts(target) if mart.name in there], {})
    with warehouse(target) as connection:
        release = connection.execute("select release_id from raw.build_state").fetchone()
        build_state.finish(connection, RULES, str(release[0]) if release else "", sums)
    # With the size noted of the smaller store, the next build would write all marts anew.
    compact.compact_marts(target, is_new=True)


_KEPT = "select table_name from duckdb_tables() where database_name = 'newsledger' and schema_name = 'marts'"


def check(target: Settings) -> bool:
    """Build the store anew from its raw rows, and say whether each mart that is kept by key has the content it had."""
    with warehouse(target) as connection:
        before = _sums_noted(connection)
    built(target, 0, full=True)
    with warehouse(target) as connection:
        after = _sums_noted(connection)
    for name, found in before.items():
        print(
            f"{name:32} {found[0]:9,} rows {'the same' if found == after[name] else f'OTHERWISE: {after[name][0]:,} rows'}"
        )
    return all(found == after[name] for name, found in before.items())


def _sums_noted(connection: duckdb.DuckDBPyConnection) -> dict[str, list[int]]:
    noted = connection.execute("select row_sums from raw.build_state").fetchone() or ("{}",)
    found: dict[str, list[int]] = json.loads(noted[0])
    return found


def main() -> int:
    """Make the store, and check it if that is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("store", type=Path, help="the home of a built store")
    asked.add_argument("copies", type=int)
    asked.add_argument("target", type=Path, help="the home to make")
    asked.add_argument("--own", action="store_true", help="firms of its own in each copy")
    asked.add_argument(
        "--check", action="store_true", help="compare with a full build; only with --own are they the same"
    )
    given = asked.parse_args()
    target = Settings(home=given.target)
    make(Settings(home=given.store), target, given.copies, own=given.own)
    return int(given.check and not check(target))


if __name__ == "__main__":
    sys.exit(main())
