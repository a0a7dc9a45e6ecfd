"""Reports of the work go after weeks, and what is told from them stays the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipelines.errors import UsageError
from pipelines.keeping import tidy
from pipelines.lake import Batch, Lake
from pipelines.reporting.sources import looked_at
from pipelines.schemas.collect_run import CollectRun
from pipelines.schemas.source_check import SourceCheck
from pipelines.settings import Settings, load_settings
from pipelines.sources.health import health
from pipelines.warehouse.connection import warehouse
from pipelines.warehouse.load import load_pending

NEWEST = datetime(2026, 7, 10, 12, tzinfo=UTC)
LOOKS_AGO = (45, 40, 36, 35, *range(33, -1, -3))
"""Days before the newest look on which the sources were asked: three of them are older than the retention."""
RUNS_AGO = (44, 36, 35, 0)


@pytest.fixture
def settings(tmp_path) -> Settings:
    """A home whose looks and counts of runs are loaded."""
    settings = load_settings(home=tmp_path)
    lake = Lake(settings.lake_dir)
    for days in LOOKS_AGO:
        at = NEWEST - timedelta(days=days)
        looks = [_look("news", at, new=5), _look("dead", at, new=90 if days > 12 else 0, late=1)]
        lake.write_source_checks(looks, at.date())
    for days in RUNS_AGO:
        at = NEWEST - timedelta(days=days)
        lake.write_collect_run(_run(at))
    _load(settings)
    return settings


def _look(source_id: str, at: datetime, new: int, late: int = 0) -> SourceCheck:
    return SourceCheck(
        source_id=source_id, publisher="P", url="https://p.example/", checked_at=at, outcome="read", is_first=False,
        item_count=20, new_count=new, late_count=late,
    )  # fmt: skip


def _run(at: datetime) -> CollectRun:
    names = (
        "pages_due",
        "inbox_records",
        "queue_messages",
        "articles_new",
        "articles_set_aside",
        "unchanged",
        "waiting",
    )
    return CollectRun.of(at, **dict.fromkeys(names, 0) | {"pages_due": 5, "articles_new": 5})


def _load(settings: Settings) -> int:
    with warehouse(settings) as connection:
        return load_pending(Lake(settings.lake_dir), connection).batches


def _ask(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    with warehouse(settings) as connection:
        return connection.execute(query).fetchall()


def _mart(settings: Settings) -> list[tuple[Any, ...]]:
    """What the model of ``rpt_sources_health`` makes of the warehouse."""
    with warehouse(settings) as connection:
        return health(connection.table("raw.source_checks")).fetchall()


def _batches(settings: Settings) -> list[Batch]:
    lake = Lake(settings.lake_dir)
    return [*lake.batches("source_checks"), *lake.batches("collect_runs")]


def test_old_reports_go_and_the_health_of_every_source_is_told_as_before(settings) -> None:
    told, mart = looked_at(settings), _mart(settings)
    assert {row["source_id"]: row["status"] for row in told} == {"news": "ok", "dead": "silent"}
    before = len(_batches(settings))
    assert tidy(settings).work_reports == 3 + 2
    assert before - len(_batches(settings)) == 3 + 2
    assert (looked_at(settings), _mart(settings)) == (told, mart)
    assert tidy(settings).work_reports == 0


def test_the_warehouse_keeps_no_row_of_what_went_and_reads_nothing_twice(settings) -> None:
    tidy(settings)
    rows = _ask(settings, "select batch_name from raw.source_checks union select batch_name from raw.collect_runs")
    assert {name for (name,) in rows} == {batch.name for batch in _batches(settings)}
    assert _load(settings) == 0


def test_a_warehouse_made_anew_tells_the_same(settings) -> None:
    mart = _mart(settings)
    tidy(settings)
    settings.warehouse_path.unlink()
    assert _load(settings) == len(LOOKS_AGO) + len(RUNS_AGO) - 5
    assert _mart(settings) == mart


def test_no_report_goes_that_no_gate_has_seen(settings) -> None:
    unseen = Lake(settings.lake_dir).write_collect_run(_run(NEWEST - timedelta(days=60)))
    tidy(settings)
    assert unseen is not None
    assert unseen.exists()


def test_a_longer_retention_keeps_more_and_a_home_that_rested_keeps_what_it_told(settings, monkeypatch) -> None:
    told = looked_at(settings)
    assert tidy(settings.model_copy(update={"work_report_days": 42})).work_reports == 1 + 1
    monkeypatch.setenv("NEWSLEDGER_NOW", "2027-01-01T00:00:00Z")
    assert tidy(settings).work_reports == 2 + 1
    assert looked_at(settings) == told


def test_a_home_that_never_built_keeps_everything(tmp_path) -> None:
    settings = load_settings(home=tmp_path)
    for days in (90, 0):
        at = NEWEST - timedelta(days=days)
        Lake(settings.lake_dir).write_source_checks([_look("news", at, new=1)], at.date())
    assert (tidy(settings).work_reports, len(_batches(settings))) == (0, 2)
    assert not settings.warehouse_path.exists()


def test_a_retention_shorter_than_what_health_is_told_from_is_refused(monkeypatch) -> None:
    monkeypatch.setenv("NEWSLEDGER_WORK_REPORT_DAYS", "27")
    with pytest.raises(UsageError, match="NEWSLEDGER_WORK_REPORT_DAYS"):
        load_settings()
