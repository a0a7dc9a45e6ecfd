"""The weekly score: on Mondays, one task, and without any network as long as the rules read."""

import socket
from pathlib import Path
from typing import Any

import pytest

from pipelines.extraction.evaluation.history import kept
from pipelines.lake import Lake

pytestmark = [pytest.mark.airflow, pytest.mark.xdist_group("airflow")]  # one process: Airflow is slow to load


def test_it_runs_on_mondays_and_never_for_the_past(dag_bag: Any) -> None:
    dag = dag_bag.dags["score_extraction"]
    assert dag.timetable.expression == "0 5 * * 1"
    assert (dag.max_active_runs, dag.catchup, dag.task_ids) == (1, False, ["score_gold_set"])
    assert dag.tasks[0].outlets == []


def test_it_keeps_a_score_and_shows_the_trend_without_network(
    dag_bag: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(_: Any, address: Any) -> Any:
        raise AssertionError(f"connected to {address}")

    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path))
    for name in ("NEWSLEDGER_LLM_BASE_URL", "NEWSLEDGER_LLM_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(socket.socket, "connect", no_network)
    (instance,) = dag_bag.dags["score_extraction"].test().get_task_instances()
    assert instance.state == "success"
    (score,) = kept(Lake(tmp_path / "lake"))
    counts = instance.xcom_pull(task_ids="score_gold_set")
    assert counts["f1"] == f"{score.overall.f1.value:.3f}"
    assert score.gold_name in counts["trend"]
