"""What the commands say of the sources: which are well, which are not and why, and which nobody has asked yet."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli.main import app
from pipelines.errors import UsageError
from pipelines.lake import Lake
from pipelines.reporting.sources import looked_at, sources_health, tally, warnings_of
from pipelines.schemas.source_check import SourceCheck
from pipelines.settings import Settings, load_settings
from pipelines.sources.own import add_source, set_enabled
from pipelines.sources.registry import load_sources

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path))
    settings = load_settings()
    add_source(settings, "https://a.example/feed")
    return settings


def _looks(settings: Settings, source_id: str, *outcomes: str, ago: timedelta = timedelta()) -> None:
    for number, outcome in enumerate(outcomes):
        check = SourceCheck(
            source_id=source_id, publisher="A", url="https://a.example/feed", checked_at=NOW - ago + timedelta(minutes=number),
            outcome=outcome, is_first=False, reason="status 500" if outcome == "failed" else None,
        )  # fmt: skip
        Lake(settings.lake_dir).write_source_checks([check], check.checked_at.date())


def _check(*arguments: str):
    return CliRunner().invoke(app, ["sources", "check", *arguments], catch_exceptions=False)


def test_a_failing_source_is_shown_with_its_reason_and_all_are_counted(settings) -> None:
    _looks(settings, "a_example", "read", "failed", "failed", "failed")
    said = _check().stdout
    registered = len(load_sources(settings))
    assert (
        "a_example  failed 3 times in a row: status 500  (last read 2026-11-25 12:00, 0 new items since its first look)"
        in said
    )
    assert f"{registered} sources: {registered - 1} never asked, 1 failing." in said


def test_a_source_that_is_well_is_shown_on_demand(settings) -> None:
    _looks(settings, "a_example", "read", "unchanged")
    assert "a_example" not in _check().stdout
    assert (
        "a_example  new  (last read 2026-11-25 12:01, 0 new items since its first look)" in _check("a_example").stdout
    )
    (row,) = json.loads(_check("a.example", "--json").stdout)
    assert (row["status"], row["check_count"], row["warning"]) == ("new", 2, None)


def test_a_source_that_is_off_raises_no_warning(settings) -> None:
    _looks(settings, "a_example", "failed", "failed", "failed")
    assert warnings_of(sources_health(settings)) == ["source a_example failed 3 times in a row: status 500"]
    set_enabled(settings, "a_example", is_enabled=False)
    rows = sources_health(settings)
    assert warnings_of(rows) == []
    assert "1 off" in tally(rows)


def test_looks_of_long_ago_are_not_read(settings) -> None:
    _looks(settings, "gone", "read", ago=timedelta(days=60))
    _looks(settings, "a_example", "read")
    assert [row["source_id"] for row in looked_at(settings)] == ["a_example"]


def test_a_registry_that_cannot_be_read_is_an_error_that_names_file_row_and_column(settings) -> None:
    path = settings.sources_path
    path.write_text(path.read_text().replace(",excerpt,", ",some,"))
    with pytest.raises(UsageError, match=r"sources\.csv, line 2, column terms"):
        _check()
