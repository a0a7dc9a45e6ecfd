"""Rows that are looked for by their keys first are the rows under those keys."""

import random
from collections.abc import Iterator

import duckdb
import pytest

from pipelines.warehouse.pieces import FEW, lying_where

ROWS = 40_000


@pytest.fixture
def session() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(f"create table kept as select i as key, i // 100 as group_key from range({ROWS}) as rows(i)")
        yield connection


def _keys(session: duckdb.DuckDBPyConnection, where: str) -> list[int]:
    return [key for (key,) in session.execute(f"select key from kept where {where} order by key").fetchall()]


@pytest.mark.parametrize(
    "condition",
    ["key = 0", f"key = {ROWS - 1}", "group_key in (3, 4, 250)", "key % 4_096 = 2_047", "key % 3 = 0", "true"],
)
def test_the_same_rows_are_found_with_and_without_their_places(
    session: duckdb.DuckDBPyConnection, condition: str
) -> None:
    assert _keys(session, lying_where(session, "kept", condition)) == _keys(session, condition) != []


def test_what_nothing_lies_under_is_not_looked_for(session: duckdb.DuckDBPyConnection) -> None:
    assert lying_where(session, "kept", "key < 0") == "false"


def test_rows_that_lie_together_are_named_as_one_run_and_very_many_runs_not_at_all(
    session: duckdb.DuckDBPyConnection,
) -> None:
    assert "(300,499)" in lying_where(session, "kept", "group_key in (3, 4)")
    every_third = lying_where(session, "kept", "key % 3 = 0")
    assert ROWS / 3 > FEW
    assert "unnest" not in every_third
    assert "key % 3 = 0" in every_third


def test_rows_are_found_where_some_were_deleted_before(session: duckdb.DuckDBPyConnection) -> None:
    gone = random.Random(1).sample(range(ROWS), 5_000)
    session.execute("delete from kept where key in (select unnest(?))", [gone])
    left = [key for key in range(1_000, 9_000) if key not in set(gone)]
    assert _keys(session, lying_where(session, "kept", "key >= 1_000 and key < 9_000")) == left


def test_rows_known_at_certain_moments_are_found_by_these_and_then_by_their_key(
    session: duckdb.DuckDBPyConnection,
) -> None:
    session.execute("alter table kept add column known_at integer")
    session.execute("update kept set known_at = key // 50")
    two_groups = "group_key in (3, 250)"
    at_its_time = lying_where(session, "kept", two_groups, key="group_key", moments="select unnest([6, 7])")
    assert _keys(session, at_its_time) == list(range(300, 400))
