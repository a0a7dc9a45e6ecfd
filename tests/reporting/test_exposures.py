"""The exposures name what really reads the marts: each reader is run, and what it asks of the database is compared."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipelines.errors import UsageError
from pipelines.reporting import review
from pipelines.reporting.changes import changes
from pipelines.reporting.doctor import examine
from pipelines.reporting.explain import explain_event
from pipelines.reporting.overview import overview
from pipelines.reporting.report import write_report
from pipelines.reporting.status import status_of
from pipelines.settings import PROJECT_DIR, Settings
from tests.reporting.conftest import DENIED_ONLY, FORGOTTEN, FORMER, HELD, tell_story

MODELS = PROJECT_DIR / "dbt_project" / "models"
MARTS = {
    model["name"]
    for file in (MODELS / "marts").glob("*.yml")
    for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", [])
}
EXPOSURES: dict[str, list[str]] = {
    exposure["name"]: re.findall(r"ref\('(\w+)'\)", " ".join(exposure["depends_on"]))
    for exposure in yaml.safe_load((MODELS / "exposures.yml").read_text(encoding="utf-8"))["exposures"]
}


class Overheard:
    """A connection that notes the marts named in what it is asked."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, named: set[str]) -> None:
        self._connection = connection
        self._named = named

    def execute(self, query: Any, *values: Any) -> Any:
        self._named |= MARTS & set(re.findall(r"\w+", str(query)))
        return self._connection.execute(query, *values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def __enter__(self) -> "Overheard":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def _report(settings: Settings, path: Path) -> None:
    write_report(path, settings.home / "report", release_id="r", sources_failed={})


def _explanation(settings: Settings, _: Path) -> None:
    for key in (HELD, FORMER, DENIED_ONLY):
        explain_event(settings, key)
    with pytest.raises(UsageError):
        explain_event(settings, FORGOTTEN)


def _review(settings: Settings, _: Path) -> None:
    assert review.waiting(settings).keys() == {"conflicts", "names"}
    review.settle(settings, HELD, "amount", None, by="a test", reason="none")
    with pytest.raises(UsageError):
        review.settle(settings, FORGOTTEN, "amount", None, by="a test", reason="none")
    review.merge_name(settings, "Bolt Industries of Nowhere", "bolt", by="a test", reason="none")


def _notices(_: Settings, path: Path) -> None:
    changes(path, path)


def _trial(_: Settings, path: Path) -> None:
    changes(path, path, by_evidence=True)


def _status(settings: Settings, path: Path) -> None:
    overview(path)
    status_of(settings)
    examine(settings)


READERS = {
    "report": _report,
    "explanation": _explanation,
    "review": _review,
    "notices": _notices,
    "trial": _trial,
    "status": _status,
}


@pytest.mark.parametrize("name", READERS)
def test_an_exposure_names_the_marts_that_its_reader_asks_for(
    name: str, make_home: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_home(tell_story)
    named: set[str] = set()
    connect = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", lambda *a, **k: Overheard(connect(*a, **k), named))
    READERS[name](settings, settings.published / "newsledger.duckdb")
    assert EXPOSURES[name] == sorted(named)


def test_every_module_that_asks_the_marts_is_behind_an_exposure() -> None:
    """What the reporting package names at all, somebody asks for above: a new reader needs an exposure of its own."""
    code = " ".join(
        path.read_text(encoding="utf-8") for path in (PROJECT_DIR / "pipelines" / "reporting").rglob("*.py")
    )
    named = MARTS & set(re.findall(r"\w+", code))
    assert named == {mart for name in READERS for mart in EXPOSURES[name]}


def test_dashboards_may_read_every_mart_and_metrics_what_they_are_made_of() -> None:
    assert EXPOSURES["business_intelligence"] == sorted(MARTS)
    metrics = (MODELS / "marts" / "semantic_models.yml").read_text(encoding="utf-8")
    assert EXPOSURES["semantic_layer"] == sorted(set(re.findall(r"ref\('(\w+)'\)", metrics)))
    assert EXPOSURES.keys() == {*READERS, "business_intelligence", "semantic_layer"}
