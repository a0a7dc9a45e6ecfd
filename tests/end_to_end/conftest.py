"""One reading of the sample newsroom, shared by all tests of the whole way, and homes made from it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from pipelines.settings import Settings

NOW = "2026-11-22T12:00:00Z"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def newsledger() -> Run:
    """The command as a user calls it, in a process of its own, with the clock fixed."""

    def call(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "NEWSLEDGER_HOME": str(home), "NEWSLEDGER_NOW": NOW, "COLUMNS": "200"}
        command = [sys.executable, "-m", "pipelines.cli", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)

    return call


@pytest.fixture(scope="session")
def first_run(
    tmp_path_factory: pytest.TempPathFactory, newsledger: Run
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A home in which the sample newsroom was read once, by whichever test process came first, and what the command said."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    said = shared / "newsroom.json"
    with FileLock(shared / "newsroom.lock"):
        if not said.exists():
            done = newsledger(shared / "newsroom", "run", "--sample")
            said.write_text(json.dumps([done.returncode, done.stdout, done.stderr]))
    return shared / "newsroom", subprocess.CompletedProcess(["newsledger"], *json.loads(said.read_text()))


@pytest.fixture
def settings(first_run: tuple[Path, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home of its own with the newsroom's lake, warehouse and release, the clock fixed."""
    monkeypatch.setenv("NEWSLEDGER_NOW", NOW)
    shutil.copytree(first_run[0], tmp_path / "home", symlinks=True)
    return Settings(home=tmp_path / "home")


@pytest.fixture(scope="session")
def ask(first_run: tuple[Path, object]) -> Callable[[str], list[tuple[Any, ...]]]:
    """Ask the newsroom's release."""

    def answer(sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(first_run[0] / "published" / "newsledger.duckdb"), read_only=True) as connection:
            connection.execute("use newsledger.marts")
            return connection.execute(sql).fetchall()

    return answer


@pytest.fixture(scope="session")
def scorecard() -> Callable[[Path], dict[str, Any]]:
    """The receipt of the release that readers of a home see."""

    def read(home: Path) -> dict[str, Any]:
        card: dict[str, Any] = json.loads((home / "published" / "scorecard.json").read_text())
        return card

    return read
