"""What ``newsledger collect`` says: which feeds failed and why, and for what reasons articles were set aside."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines import run as steps
from pipelines.articles.result import CollectResult
from pipelines.cli.main import app
from pipelines.summary import failed_feeds


@pytest.fixture(autouse=True)
def _one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run in which one feed failed and three articles were set aside."""
    result = CollectResult(sources_checked=2, sources_failed=[("a_example", "status 500 [b]")])
    result.articles_set_aside.update({"no_text": 2, "unreadable": 1})
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path))
    monkeypatch.setattr(steps, "collect_news", lambda *_, **__: result)


def _collect(*arguments: str) -> str:
    return CliRunner().invoke(app, ["collect", *arguments], catch_exceptions=False).stdout


def test_feeds_that_failed_are_named_with_the_reason_and_what_was_set_aside_is_counted_by_it() -> None:
    lines = _collect().splitlines()
    assert lines[:3] == ["! feed a_example failed: status 500 [b]", "set aside: 2 no text", "set aside: 1 unreadable"]
    assert lines[3].startswith("collected sources checked 2 · sources failed 1 · ")
    assert not lines[3].endswith("·")


def test_the_same_is_said_as_json() -> None:
    said = json.loads(_collect("--json"))
    assert said["sources_failed_for"] == {"a_example": "status 500 [b]"}
    assert (said["sources_failed"], said["set_aside_for"]) == (1, {"no_text": 2, "unreadable": 1})


def test_where_hundreds_fail_some_are_named_and_the_rest_counted() -> None:
    lines = failed_feeds((f"s{number:03}", "no network") for number in range(526))
    assert (len(lines), lines[0]) == (21, "! feed s000 failed: no network")
    assert "and 506 more feeds failed" in lines[-1]
    assert failed_feeds([("a", "x"), ("a", "x")]) == ["! feed a failed: x"]


def _all_failed(checked: int, **more: object) -> CollectResult:
    failed = [(f"s{number}", "the name cannot be resolved") for number in range(checked)]
    return CollectResult(sources_checked=checked, sources_failed=failed, **more)  # type: ignore[arg-type]


def test_that_no_source_answered_is_an_outage_and_no_quiet_hour() -> None:
    said = _all_failed(5).outage() or ""
    assert said.startswith(
        "None of 5 sources could be read, such as s0: the name cannot be resolved. Check the network"
    )


def test_one_source_that_answered_or_anything_that_came_in_is_no_outage() -> None:
    one_answered = _all_failed(5)
    one_answered.sources_failed[0] = ("queue", "it does not answer")
    assert one_answered.outage() is None
    assert _all_failed(5, batches=[Path("one.parquet")]).outage() is None
    assert _all_failed(2).outage() is None
    assert CollectResult().outage() is None
