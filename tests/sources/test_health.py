"""When a source is failing, silent, doubled, new or well: by the looks at it, and by nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.lake import Lake
from pipelines.schemas.source_check import SourceCheck
from pipelines.sources.health import health_of_files

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAYS = range(27, -1, -1)


def _check(days_ago: float, new: int = 0, outcome: str = "read", **changes: object) -> SourceCheck:
    row = {
        "source_id": "news", "publisher": "News", "url": "https://news.example/feed", "checked_at": NOW - timedelta(days=days_ago),
        "outcome": outcome, "is_first": False, "item_count": 20, "new_count": new,
        "reason": "status 404" if outcome == "failed" else None,
    }  # fmt: skip
    return SourceCheck.model_validate(row | changes)


def _health(folder: Path, *checks: SourceCheck) -> dict[str, object]:
    lake = Lake(folder)
    for check in checks:
        lake.write_source_checks([check], check.checked_at.date())
    found = health_of_files([batch.path for batch in lake.batches("source_checks")])
    return next(row for row in found if row["source_id"] == "news")


def _week(per_day: int, last: list[int]) -> list[SourceCheck]:
    """Four weeks of so many items a day, but for the last days."""
    counts = [per_day] * (28 - len(last)) + last
    return [_check(days_ago, new) for days_ago, new in zip(DAYS, counts, strict=True)]


@pytest.mark.parametrize(
    ("checks", "status"),
    [
        (_week(5, []), "ok"),
        (_week(5, [0]), "ok"),
        (_week(5, [0, 0]), "silent"),
        (_week(1, [0] * 9), "ok"),
        (_week(1, [0] * 10), "ok"),  # the usual is that of the weeks before the last, three of which were silent days
        (_week(0, []), "ok"),
        (_week(5, [10] * 7), "ok"),
        (_week(5, [11] * 7), "doubled"),
        (_week(1, [2, 2, 2, 1, 1, 1, 1]), "ok"),
        (_week(5, [])[:5], "new"),
    ],
)
def test_a_source_is_held_against_what_it_used_to_bring(tmp_path, checks, status) -> None:
    assert _health(tmp_path, *checks)["status"] == status


@pytest.mark.parametrize(
    ("per_day", "low", "high", "status"),
    [(1, 3, 20, "ok"), (0, 3, 20, "silent"), (0, 0, 20, "ok"), (4, 3, 20, "doubled"), (4, None, None, "ok")],
)
def test_a_source_without_a_past_is_held_against_what_is_registered(tmp_path, per_day, low, high, status) -> None:
    bounds = {"items_per_week_low": low, "items_per_week_high": high}
    checks = [_check(days_ago, per_day, **bounds) for days_ago in range(6, -1, -1)]
    assert _health(tmp_path, *checks)["status"] == status


def test_the_stock_that_a_first_look_finds_is_no_rate(tmp_path) -> None:
    first = _check(6.5, 900, is_first=True, items_per_week_high=20)
    row = _health(tmp_path, first, *[_check(day, 1, items_per_week_high=20) for day in range(6, -1, -1)])
    assert (row["status"], row["items_last_week"]) == ("ok", 7)


def test_days_on_which_nobody_asked_or_the_source_failed_are_no_silence(tmp_path) -> None:
    asked = [check for check in _week(5, []) if (NOW - check.checked_at).days >= 5]
    away = [_check(day, outcome="failed") for day in (4, 3)]
    assert _health(tmp_path, *asked, *away, _check(0, 1))["status"] == "ok"


def test_three_failures_in_a_row_are_a_failing_source_with_the_last_reason(tmp_path) -> None:
    checks = [*_week(5, []), *[_check(-hours / 24, outcome="failed") for hours in (1, 2, 3)]]
    row = _health(tmp_path, *checks)
    assert (row["status"], row["failures_in_a_row"]) == ("failing", 3)
    assert row["warning"] == "failed 3 times in a row: status 404"
    assert row["last_success_at"] == NOW


def test_a_success_ends_the_row_of_failures(tmp_path) -> None:
    failures = [_check(-hours / 24, outcome="failed") for hours in (1, 2, 3)]
    row = _health(tmp_path, *_week(5, []), *failures, _check(-4 / 24, outcome="unchanged"))
    assert (row["status"], row["failures_in_a_row"], row["failure_count"]) == ("ok", 0, 3)


def test_a_source_that_was_never_read_is_new_until_it_fails_for_good(tmp_path) -> None:
    assert _health(tmp_path / "a", _check(0, outcome="failed", is_first=True))["status"] == "new"
    checks = [_check(hours / 24, outcome="failed", is_first=True) for hours in (2, 1, 0)]
    assert _health(tmp_path / "b", *checks)["status"] == "failing"


def test_the_warning_tells_what_came_and_what_used_to(tmp_path) -> None:
    assert _health(tmp_path, *_week(5, [11] * 7))["warning"] == "doubled: 77 items in the last week, usually 35"


def test_late_items_and_looks_of_four_weeks_are_counted_and_no_older(tmp_path) -> None:
    old = _check(29, 9, late_count=9)
    row = _health(tmp_path, old, _check(2, 3, late_count=2), _check(1, 1, late_count=0))
    assert (row["check_count"], row["item_count"], row["late_count"]) == (2, 4, 2)
    assert row["last_new_at"] == NOW - timedelta(days=1)
