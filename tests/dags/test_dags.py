"""The DAG files: what they promise on sight, and how their tasks end when a step succeeds, idles or fails."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipelines.errors import GateRefusedError, PermanentError, StoreLockedError, TransientError

PROJECT_DIR = Path(__file__).resolve().parents[2]
DAG_FILES = sorted((PROJECT_DIR / "dags").glob("*.py"))
CHAIN = {
    "collect_news": ("fetch_due_articles", "*/15 * * * *", {"newsledger_inbox", "newsledger_queue"}),
    "extract_claims": ("extract_pending_articles", "20 * * * *", {"newsledger_articles"}),
    "build_marts": ("publish_release", "40 * * * *", {"newsledger_claims"}),
}
pytestmark = pytest.mark.airflow  # one process: Airflow is slow to load


class Result:
    """Stands for the result of any step."""

    def __init__(self, *, new: int) -> None:
        self.batches = [Path("one.parquet")] * new
        self.extracted = new
        self.release_id = "20261122T000000Z-abcdef01" if new else None

    def outage(self) -> None:
        return None

    def counts(self) -> dict[str, int | str]:
        return {"done": self.extracted, "release": self.release_id or "none: nothing new"}


@pytest.fixture
def run_dag(dag_bag: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Any, list[Any]]]:
    """Runs a DAG with its step replaced; gives back its task instance and the settings of each call."""

    def run(dag_id: str, *outcomes: Result | Exception) -> tuple[Any, list[Any]]:
        calls: list[Any] = []

        def step(settings: Any) -> Result:
            outcome = outcomes[min(len(calls), len(outcomes) - 1)]
            calls.append(settings)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        module = ModuleType("pipelines.run")
        setattr(module, dag_id, step)
        monkeypatch.setitem(sys.modules, "pipelines.run", module)
        monkeypatch.setattr("pipelines.run", module, raising=False)
        dag = dag_bag.dags[dag_id]
        for task in dag.tasks:
            monkeypatch.setattr(task, "retry_delay", timedelta(0))
            monkeypatch.setattr(task, "retries", 2)
        return dag.test().get_task_instances()[0], calls

    return run


def test_every_file_imports_and_holds_one_dag_of_its_name(dag_bag: Any) -> None:
    assert dag_bag.import_errors == {}
    assert sorted(dag_bag.dags) == [path.stem for path in DAG_FILES]


@pytest.mark.parametrize("dag_id", CHAIN)
def test_a_dag_runs_once_at_a_time_and_never_for_the_past(dag_bag: Any, dag_id: str) -> None:
    dag = dag_bag.dags[dag_id]
    assert (dag.max_active_runs, dag.catchup) == (1, False)
    assert {"newsledger"} < dag.tags


@pytest.mark.parametrize("dag_id", CHAIN)
def test_a_dag_wakes_on_its_asset_and_by_the_clock(dag_bag: Any, dag_id: str) -> None:
    task_id, cron, wakers = CHAIN[dag_id]
    dag = dag_bag.dags[dag_id]
    assert dag.task_ids == [task_id]
    assert dag.timetable.timetable.expression == cron
    assert {asset.name for asset in dag.timetable.asset_condition.objects} == wakers


def test_only_collecting_starts_at_once_in_a_new_installation(dag_bag: Any) -> None:
    assert {dag_id for dag_id, dag in dag_bag.dags.items() if dag.start_date} == {"collect_news"}


def test_each_step_wakes_the_next(dag_bag: Any) -> None:
    outlets = {dag_id: [a.name for a in dag.tasks[0].outlets] for dag_id, dag in dag_bag.dags.items()}
    assert outlets["collect_news"] == ["newsledger_articles"]
    assert outlets["extract_claims"] == ["newsledger_claims"]
    assert outlets["build_marts"] == ["newsledger_release"]


def test_only_the_step_that_writes_the_store_takes_its_one_slot(dag_bag: Any) -> None:
    pools = {dag_id: dag.tasks[0].pool for dag_id, dag in dag_bag.dags.items()}
    assert pools == {
        "collect_news": "default_pool",
        "extract_claims": "default_pool",
        "build_marts": "newsledger_store",
        "score_extraction": "default_pool",
        "backfill_news": "default_pool",
        "extract_backlog": "default_pool",
        "notify_readers": "default_pool",
        "review_claims": "default_pool",
        "tidy_store": "newsledger_store",
    }


@pytest.mark.parametrize("path", DAG_FILES, ids=lambda path: path.stem)
def test_a_dag_file_is_wiring_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    imported = {
        name
        for node in ast.parse(text).body
        for name in (
            [a.name for a in node.names] if isinstance(node, ast.Import) else [str(getattr(node, "module", ""))]
        )
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert len(text.splitlines()) < 60
    assert imported <= {"datetime", "airflow.sdk", "pipelines.orchestration"}


@pytest.mark.parametrize("path", DAG_FILES, ids=lambda path: path.stem)
def test_a_dag_names_a_runbook_that_exists(dag_bag: Any, path: Path) -> None:
    runbook = f"docs/runbooks/{path.stem}.md"
    assert runbook in dag_bag.dags[path.stem].doc_md
    assert len((PROJECT_DIR / runbook).read_text(encoding="utf-8")) > 500


def test_parsing_a_dag_loads_nothing_heavy(airflow_home: Path) -> None:
    heavy = [
        "pandas",
        "dbt",
        "great_expectations",
        "duckdb",
        "pyarrow",
        "trafilatura",
        "openai",
        "httpx2",
        "pipelines.run",
    ]
    script = (
        "import json, runpy, sys\n"
        f"for path in {[str(path) for path in DAG_FILES]!r}: runpy.run_path(path)\n"
        f"print(json.dumps([m for m in {heavy!r} if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PROJECT_DIR)
    assert json.loads(done.stdout.splitlines()[-1]) == []


@pytest.mark.parametrize("dag_id", CHAIN)
def test_a_step_with_something_new_succeeds_and_hands_on_its_counts(run_dag: Callable[..., Any], dag_id: str) -> None:
    before = _events()
    instance, calls = run_dag(dag_id, Result(new=3))
    assert (instance.state, len(calls)) == ("success", 1)
    assert _events() == before + 1
    assert instance.xcom_pull(task_ids=CHAIN[dag_id][0]) == Result(new=3).counts()


@pytest.mark.parametrize("dag_id", CHAIN)
def test_a_step_with_nothing_new_is_skipped_and_wakes_nobody(run_dag: Callable[..., Any], dag_id: str) -> None:
    before = _events()
    instance, calls = run_dag(dag_id, Result(new=0))
    assert (instance.state, len(calls)) == ("skipped", 1)
    assert _events() == before


@pytest.mark.parametrize("error", [TransientError("later"), StoreLockedError("held by 12 on host"), OSError("disk")])
def test_an_error_that_may_pass_is_tried_again(run_dag: Callable[..., Any], error: Exception) -> None:
    instance, calls = run_dag("build_marts", error, Result(new=1))
    assert (instance.state, len(calls)) == ("success", 2)


def test_an_error_that_stays_fails_after_the_last_retry(run_dag: Callable[..., Any]) -> None:
    instance, calls = run_dag("collect_news", TransientError("later"))
    assert (instance.state, len(calls)) == ("failed", 3)


@pytest.mark.parametrize("error", [PermanentError("no"), GateRefusedError("critical rule")])
def test_an_error_that_no_retry_can_help_fails_at_once(run_dag: Callable[..., Any], error: Exception) -> None:
    instance, calls = run_dag("build_marts", error)
    assert (instance.state, len(calls)) == ("failed", 1)


def test_a_run_to_which_no_source_answered_is_tried_again_and_fails_in_the_end(run_dag: Callable[..., Any]) -> None:
    class Nothing(Result):
        def outage(self) -> str:  # type: ignore[override]
            return "None of 526 sources could be read"

    instance, calls = run_dag("collect_news", Nothing(new=0), Nothing(new=0), Result(new=1))
    assert (instance.state, len(calls)) == ("success", 3)
    instance, calls = run_dag("collect_news", Nothing(new=0))
    assert (instance.state, len(calls)) == ("failed", 3)


def test_retries_wait_longer_each_time_but_never_an_hour(dag_bag: Any) -> None:
    for dag in dag_bag.dags.values():
        task = dag.tasks[0]
        assert task.retries >= 3
        assert task.retry_exponential_backoff >= 2
        assert task.max_retry_delay <= timedelta(hours=1)


def _events() -> int:
    from airflow.models.asset import AssetEvent
    from airflow.utils.session import create_session
    from sqlalchemy import func, select

    with create_session() as session:
        return int(session.scalar(select(func.count(AssetEvent.id))) or 0)
