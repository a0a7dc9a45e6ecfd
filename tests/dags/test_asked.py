"""The DAGs that keep, look and tell: when they run, what a person may ask of them, and that they call the same functions."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import UsageError
from pipelines.settings import Settings

pytestmark = [pytest.mark.airflow, pytest.mark.xdist_group("airflow")]  # one process: Airflow is slow to load
ASKED = ("backfill_news", "extract_backlog", "notify_readers", "review_claims", "tidy_store")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("dag_id", ASKED)
def test_a_dag_runs_once_at_a_time_and_never_for_the_past(dag_bag: Any, dag_id: str) -> None:
    dag = dag_bag.dags[dag_id]
    assert (dag.max_active_runs, dag.catchup, len(dag.tasks)) == (1, False, 1)
    assert {"newsledger"} < dag.tags


def test_keeping_and_reviewing_have_their_hour_and_a_backfill_none(dag_bag: Any) -> None:
    assert dag_bag.dags["tidy_store"].timetable.expression == "10 3 * * *"
    assert dag_bag.dags["review_claims"].timetable.expression == "0 6 * * *"
    assert not dag_bag.dags["backfill_news"].timetable.can_be_scheduled
    assert not dag_bag.dags["extract_backlog"].timetable.can_be_scheduled


def test_readers_are_told_after_each_release(dag_bag: Any) -> None:
    asked = dag_bag.dags["notify_readers"].timetable.asset_condition
    assert [asset.name for asset in asked.objects] == ["newsledger_release"]


def test_what_is_stored_or_decided_wakes_the_next_step(dag_bag: Any) -> None:
    outlets = {dag_id: [asset.name for asset in dag_bag.dags[dag_id].tasks[0].outlets] for dag_id in ASKED}
    assert outlets == {
        "backfill_news": ["newsledger_articles"],
        "extract_backlog": ["newsledger_claims"],
        "notify_readers": [],
        "review_claims": ["newsledger_claims"],
        "tidy_store": [],
    }


@pytest.mark.parametrize("dag_id", ["notify_readers", "review_claims", "tidy_store"])
def test_in_a_new_installation_there_is_nothing_to_do(dag_bag: Any, home: Path, dag_id: str) -> None:
    (instance,) = dag_bag.dags[dag_id].test().get_task_instances()
    assert instance.state == "skipped"


def test_a_backfill_without_archives_fails_at_once(dag_bag: Any, home: Path) -> None:
    (instance,) = dag_bag.dags["backfill_news"].test(run_conf={"paths": [str(home)]}).get_task_instances()
    assert (instance.state, instance.try_number) == ("failed", 1)


def test_a_backlog_without_a_model_fails_at_once(dag_bag: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSLEDGER_LLM_BASE_URL", raising=False)
    (instance,) = dag_bag.dags["extract_backlog"].test().get_task_instances()
    assert (instance.state, instance.try_number) == ("failed", 1)


def test_a_backlog_is_looked_after_until_nothing_is_in_a_batch(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from collections import Counter

    from pipelines.extraction.llm.batch import IN_BATCH
    from pipelines.extraction.step import ExtractResult
    from pipelines.orchestration import asked

    looks = [ExtractResult(waiting_reasons=Counter({IN_BATCH: 5})), ExtractResult(extracted=5)]
    asked_for: list[str] = []

    def look(_: Settings, *, batch: str) -> ExtractResult:
        asked_for.append(batch)
        return looks.pop(0)

    monkeypatch.setattr(asked, "extract_claims", look)
    assert asked.look_after_backlog()[0] is False
    assert asked.look_after_backlog() == (True, ExtractResult(extracted=5).counts())
    assert asked_for == ["submit", "submit"]


def test_between_two_looks_a_backlog_holds_no_worker(dag_bag: Any) -> None:
    (task,) = dag_bag.dags["extract_backlog"].tasks
    assert (task.mode, task.poke_interval) == ("reschedule", 600)


def test_the_parameters_of_a_backfill_reach_the_function(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    from pipelines.orchestration import asked

    calls: list[Any] = []
    monkeypatch.setattr(asked, "backfill_news", lambda *given, **named: calls.append((given, named)))
    params = {"paths": ["/a.warc.gz"], "since": "2026-01-02", "until": None, "dry_run": True}
    asked.backfill_as_asked(params)(Settings(home=home))
    (_, paths, wanted), named = calls[0]
    assert (paths, wanted.since, wanted.until, named) == (
        [Path("/a.warc.gz")],
        date(2026, 1, 2),
        None,
        {"dry_run": True},
    )


def test_half_a_decision_is_refused_with_what_is_missing(home: Path) -> None:
    from pipelines.orchestration.asked import review_as_asked

    with pytest.raises(UsageError, match="needs field and by"):
        review_as_asked({"event_key": "abcdef", "value": "1"})(Settings(home=home))


def test_a_decision_is_settled_by_whom_it_names(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.orchestration import asked

    calls: list[Any] = []
    monkeypatch.setattr(asked.review, "settle", lambda *given, **named: calls.append((given[1:], named)) or [{}])
    params = {"event_key": "abcdef", "field": "amount", "value": "", "by": "Ann", "reason": None}
    result = asked.review_as_asked(params)(Settings(home=home))
    assert calls == [(("abcdef", "amount", None), {"by": "Ann", "reason": ""})]
    assert result.counts()["decided"] == 1


def test_a_misspelt_setting_is_said_when_a_dag_file_is_read(airflow_home: Path) -> None:
    import os
    import subprocess
    import sys

    command = [sys.executable, "-c", "import pipelines.orchestration.assets"]
    environment = {**os.environ, "NEWSLEDGER_KEEP_RELEASE": "9"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "did you mean NEWSLEDGER_KEEP_RELEASES?" in done.stdout + done.stderr
