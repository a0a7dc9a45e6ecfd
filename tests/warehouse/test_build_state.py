"""A build goes on from the last one only where it may; and what it keeps up to date is what counting afresh gives."""

from pathlib import Path

import duckdb
import pytest

from pipelines.settings import Settings
from pipelines.warehouse import build_state, content
from pipelines.warehouse.build import Mart
from pipelines.warehouse.connection import warehouse

FACTS = Mart("facts", ("event_key",))


@pytest.fixture
def built(tmp_path: Path) -> Settings:
    """A store whose last build ended well, of rules ``r`` and one load."""
    settings = Settings(home=tmp_path)
    with warehouse(settings) as connection:
        begun = build_state.begin(settings, connection, "r", full=False)
        assert begun.is_full
        load(connection, "one")
        build_state.finish(connection, "r", "release", {})
    with duckdb.connect(str(settings.marts_path)) as marts:
        marts.execute("create schema marts; create table marts.release_info as select 'release' as release_id")
    return settings


def load(connection: duckdb.DuckDBPyConnection, load_id: str) -> None:
    connection.execute(
        "insert into raw.loaded_batches values (?, 'articles', ?, 1, 1, 0, 0, now())", [load_id, load_id]
    )


def test_a_load_after_a_finished_build_is_new_and_the_build_goes_on(built: Settings) -> None:
    with warehouse(built) as connection:
        assert not build_state.has_new_loads(connection)
        load(connection, "two")
        assert build_state.has_new_loads(connection)
        assert not build_state.begin(built, connection, "r", full=False).is_full
        assert connection.execute("select load_id from raw.built_loads").fetchall() == [("one",)]


def test_after_a_build_that_broke_off_the_next_is_a_full_one(built: Settings) -> None:
    with warehouse(built) as connection:
        build_state.begin(built, connection, "r", full=False)  # and never ends
        connection.execute("create schema intermediate; create table intermediate.half as select 1")
    with warehouse(built) as connection:
        begun = build_state.begin(built, connection, "r", full=False)
        assert (begun.is_full, begun.reason) == (True, "the last build did not end")
        assert connection.execute("select * from raw.built_loads").fetchall() == []
        left = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'intermediate'"
        ).fetchall()
        assert left == []
    assert not built.marts_path.exists()


@pytest.mark.parametrize("change", ["rules", "no_marts", "other_marts", "damaged_marts", "asked_for"])
def test_a_changed_rule_or_marts_of_another_build_make_it_a_full_one(built: Settings, change: str) -> None:
    match change:
        case "no_marts":
            built.marts_path.unlink()
        case "other_marts":
            with duckdb.connect(str(built.marts_path)) as marts:
                marts.execute("update marts.release_info set release_id = 'another'")
        case "damaged_marts":
            built.marts_path.write_bytes(b"\0" * 4096)
    with warehouse(built) as connection:
        rules = "other rules" if change == "rules" else "r"
        assert build_state.begin(built, connection, rules, full=change == "asked_for").is_full


def test_taking_off_what_was_replaced_and_adding_what_was_made_gives_the_sum_of_all(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "newsledger.duckdb")) as connection:
        connection.execute("create schema marts; create schema replaced; create schema made")
        connection.execute(
            "create table marts.facts as select 'e' || i as event_key, i as amount, ['b', 'a'] as names from range(100) t(i)"
        )
        before = content.row_sums(connection, [FACTS], {})
        connection.execute("create table replaced.facts as select * from marts.facts where event_key in ('e3', 'e4')")
        connection.execute("delete from marts.facts where event_key in ('e3', 'e4')")
        connection.execute("create table made.facts as from marts.facts limit 0")
        connection.execute("insert into made.facts values ('e3', 33, ['a']), ('new', 1, [])")
        connection.execute("insert into marts.facts from made.facts")
        kept_up = content.row_sums(connection, [FACTS], before)
        content.forget_what_was_made(connection)
        assert kept_up == content.row_sums(connection, [FACTS], before) != before
        assert kept_up["facts"].rows == 100 - 2 + 2
