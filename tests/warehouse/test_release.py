"""A release is there whole or not at all, and readers are sent to it in one step."""

import threading
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import GateRefusedError, StoreLockedError, UsageError
from pipelines.lake import Lake
from pipelines.settings import Settings
from pipelines.warehouse import content, release
from pipelines.warehouse.build import Mart
from pipelines.warehouse.connection import read_only
from pipelines.warehouse.lock import store_lock

NAMES = ("dim_events", "fct_claims", *(f"mart_{n}" for n in range(9)))
COLUMNS = (
    "event_key varchar, claim_key varchar, names varchar[], changed_in varchar, known_at timestamptz default now()"
)
MARTS = [Mart(name, ("event_key",), hash_exclude=("changed_in", "known_at")) for name in NAMES]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, keep_releases=2, lock_wait_seconds=0.2)


def build_marts(settings: Settings, rows: str = "('e1', 'c1', ['b', 'a'], 'r1'), ('e2', 'c2', [], 'r1')") -> None:
    settings.work_dir.mkdir(exist_ok=True)
    settings.marts_path.unlink(missing_ok=True)
    with duckdb.connect(str(settings.marts_path)) as connection:
        connection.execute("create schema marts")
        for name in NAMES:
            connection.execute(f"create table marts.{name} ({COLUMNS})")
            connection.execute(f"insert into marts.{name} (event_key, claim_key, names, changed_in) values {rows}")


def content_of(settings: Settings) -> dict[str, content.RowSum]:
    with read_only(settings.marts_path) as connection:
        return content.row_sums(connection, MARTS, {})


def audit(settings: Settings) -> None:
    with read_only(settings.marts_path) as connection:
        release.audit(connection, MARTS)


def publish(settings: Settings, release_id: str) -> release.Release:
    folder = release.begin(settings, release_id)
    release.fill(folder, settings, MARTS, {"row_counts": {"dim_events": 2}, "content_hash": release_id})
    return release.publish(folder, settings, Lake(settings.lake_dir))


def test_the_content_hash_ignores_row_order_array_order_and_excluded_columns(settings: Settings) -> None:
    build_marts(settings)
    first = content_of(settings)
    build_marts(settings, "('e2', 'c2', [], 'r2'), ('e1', 'c1', ['a', 'b'], 'r2')")
    assert content_of(settings) == first
    build_marts(settings, "('e2', 'c2', [], 'r2'), ('e1', 'c1', ['a'], 'r2')")
    assert content_of(settings) != first


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("('e1', 'c1', [], 'r'), ('e1', 'c2', [], 'r')", "duplicate_key_count"),
        ("('e1', 'c1', [], 'r'), (null, 'c2', [], 'r')", "null_key_count"),
    ],
)
def test_a_mart_with_a_bad_key_is_refused_and_named(settings: Settings, rows: str, said: str) -> None:
    build_marts(settings)
    with duckdb.connect(str(settings.marts_path)) as connection:
        connection.execute("delete from marts.mart_3")
        connection.execute(f"insert into marts.mart_3 (event_key, claim_key, names, changed_in) values {rows}")
    with pytest.raises(GateRefusedError, match=rf"{said}.*1 rows: mart_3.*last release stands"):
        audit(settings)


def test_only_so_many_releases_stay_and_the_link_is_relative(settings: Settings) -> None:
    build_marts(settings)
    for release_id in ("20260101T000000Z-a", "20260102T000000Z-b", "20260103T000000Z-c"):
        publish(settings, release_id)
    assert [r.release_id for r in release.releases(settings)] == ["20260102T000000Z-b", "20260103T000000Z-c"]
    assert str(settings.published.readlink()) == "releases/20260103T000000Z-c"
    assert (settings.published / "parquet" / "dim_events.parquet").is_file()


def test_a_release_goes_without_parquet_where_the_settings_spare_it(settings: Settings) -> None:
    build_marts(settings)
    publish(settings.model_copy(update={"release_parquet": False}), "20260101T000000Z-a")
    assert {path.name for path in settings.published.iterdir()} == {"newsledger.duckdb", "scorecard.json"}
    publish(settings, "20260102T000000Z-b")
    assert (settings.published / "parquet" / "dim_events.parquet").is_file()


def test_what_a_crash_left_half_written_is_never_shown(settings: Settings) -> None:
    build_marts(settings)
    release.begin(settings, "20260101T000000Z-half")
    assert release.current(settings) is None
    assert release.releases(settings) == []
    publish(settings, "20260102T000000Z-b")
    assert not list(settings.releases_dir.glob(".writing-*"))


def test_a_rollback_holds_publishing_until_resume(settings: Settings) -> None:
    build_marts(settings)
    lake = Lake(settings.lake_dir)
    publish(settings, "20260101T000000Z-a")
    publish(settings, "20260102T000000Z-b")
    assert release.hold(settings, lake, None).release_id == "20260101T000000Z-a"
    assert release.held_at(lake) == "20260101T000000Z-a"
    shown = release.current(settings)
    assert shown is not None
    assert shown.release_id == "20260101T000000Z-a"
    release.resume(lake)
    assert release.held_at(lake) is None
    with pytest.raises(UsageError, match="20260102T000000Z-b"):
        release.hold(settings, lake, "20250101T000000Z-never")


def test_every_key_is_noted_once_in_the_lake(settings: Settings) -> None:
    build_marts(settings)
    publish(settings, "20260101T000000Z-a")
    build_marts(settings, "('e1', 'c1', [], 'r'), ('e3', 'c3', [], 'r')")
    publish(settings, "20260102T000000Z-b")
    assert [r["new_event_keys"] for r in Lake(settings.lake_dir).records("releases")] == [
        {"e1": "c1", "e2": "c2"},
        {"e3": "c3"},
    ]


def test_whoever_waits_too_long_for_the_store_is_told_who_holds_it(settings: Settings) -> None:
    held, done = threading.Event(), threading.Event()

    def holder() -> None:
        with store_lock(settings, "a long build"):
            held.set()
            done.wait(10)

    thread = threading.Thread(target=holder)
    thread.start()
    held.wait(10)
    try:
        with pytest.raises(StoreLockedError, match=r"a long build.*waited 0\.2 s"), store_lock(settings, "another"):
            pass
    finally:
        done.set()
        thread.join()
    with store_lock(settings, "afterwards"):
        assert (settings.work_dir / ".lock.holder.json").exists()
