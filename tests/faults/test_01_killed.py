"""Row 1: killed at each step boundary and at random times, and run again, a store ends where one that was never killed ends.

One history is killed again and again: each run goes on from where the last one died, to the next boundary. Ten kills at random
times follow in a second history. The long table (each boundary five times, a hundred random times) is `make test-faults-all`.
"""

import json
import random
import signal
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.lake import Lake
from pipelines.settings import Settings
from tests.faults.apart import start
from tests.three_hundred import write_editions

_NOW = "2026-07-16T18:00:00Z"
# Where a run dies: the function whose call it does not survive, and whether before it or behind it.
_BOUNDARIES = (
    ("pipelines.lake.batches.Lake.write_articles", "before"),
    ("pipelines.lake.batches.Lake.write_articles", "behind"),
    ("pipelines.lake.batches.Lake.write_extractions", "before"),
    ("pipelines.lake.batches.Lake.write_extractions", "behind"),
    ("pipelines.warehouse.load._insert", "before"),
    ("pipelines.warehouse.load._insert", "behind"),
    ("pipelines.warehouse.build_state.begin", "behind"),
    ("pipelines.warehouse.build.run_dbt", "behind"),
    ("pipelines.warehouse.build_state.finish", "behind"),
    ("pipelines.warehouse.release.fill", "behind"),
    ("pipelines.warehouse.release._note_keys", "behind"),
    ("pipelines.warehouse.release.point_to", "behind"),
)
_RUN = """
import importlib, json, os, signal, sys
home, inbox, place, when = sys.argv[1:]
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
if place:
    *module, name = place.split(".")
    owner = module.pop() if module[-1][0].isupper() else None
    owner = getattr(importlib.import_module(".".join(module)), owner) if owner else importlib.import_module(".".join(module))
    real = getattr(owner, name)
    setattr(owner, name, die if when == "before" else lambda *given, **more: (real(*given, **more), die()))
from pathlib import Path
from pipelines import run as steps
from pipelines.settings import load_settings
settings = load_settings(home=home, collect_feeds=False)
print("begun", flush=True)
steps.collect_news(settings, sources=(), inbox=Path(inbox))
read = steps.extract_claims(settings)
built = steps.build_marts(settings)
print(json.dumps([read.extracted, built.content_hash, built.release_id, built.reason]))
"""


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty of the articles: what a kill can hit is there in any number of them."""
    first, _ = write_editions(tmp_path_factory.mktemp("editions"))
    for path in first.glob("*.json"):
        if int(path.name.split("-")[0]) >= 10:
            path.unlink()
    return first


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, inbox: Path) -> str:
    """The hash of a store that was never killed."""
    _, content_hash, *_ = _run(tmp_path_factory.mktemp("whole") / "home", inbox)
    return content_hash


def _run(home: Path, inbox: Path) -> tuple[int, str, str | None, str | None]:
    """A run to the end."""
    said, error = (process := start(_RUN, home, inbox, "", "", now=_NOW)).communicate(timeout=280)
    assert process.returncode == 0, error
    extracted, content_hash, release_id, reason = json.loads(said.splitlines()[-1])
    return extracted, content_hash, release_id, reason


def _killed_at(home: Path, inbox: Path, place: str, when: str) -> None:
    process = start(_RUN, home, inbox, place, when, now=_NOW)
    _, error = process.communicate(timeout=280)
    assert process.returncode == -signal.SIGKILL, (place, error)


def _end(home: Path, inbox: Path) -> str:
    """The hash where it ends. Nothing stands twice and nothing is lost, and a further run does nothing."""
    settings = Settings(home=home)
    content_hash = _run(home, inbox)[1]
    assert _run(home, inbox)[::3] == (0, "nothing new")
    accepted = Lake(settings.lake_dir).article_ids()
    with duckdb.connect(str(settings.published / "newsledger.duckdb"), read_only=True) as connection:
        states = connection.execute("select article_id, status from newsledger.marts.dim_articles").fetchall()
    assert len(accepted) == len(list(inbox.glob("*.json")))
    assert sorted(article for article, _ in states) == sorted(accepted)
    assert [path for path in settings.releases_dir.iterdir() if path.name.startswith(".")] == []
    return content_hash


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("number", [pytest.param(n, marks=pytest.mark.thorough if n else []) for n in range(5)])
def test_killed_at_every_boundary_it_ends_as_if_it_had_not_been(
    tmp_path: Path, inbox: Path, expected: str, number: int
) -> None:
    home = tmp_path / "home"
    for place, when in _BOUNDARIES:
        _killed_at(home, inbox, place, when)
        _check_readable(Settings(home=home))
    assert _end(home, inbox) == expected


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", [pytest.param(n, marks=pytest.mark.thorough if n else []) for n in range(10)])
def test_killed_at_ten_random_times_it_ends_as_if_it_had_not_been(
    tmp_path: Path, inbox: Path, expected: str, seed: int
) -> None:
    home, chance = tmp_path / "home", random.Random(seed)
    for _ in range(10):
        process = start(_RUN, home, inbox, "", "", now=_NOW)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 12))
        process.kill()
        process.communicate()
        _check_readable(Settings(home=home))
    assert _end(home, inbox) == expected


def _check_readable(settings: Settings) -> None:
    """There is no release or a whole one."""
    if settings.published.is_symlink():
        with duckdb.connect(str(settings.published / "newsledger.duckdb"), read_only=True) as connection:
            assert connection.execute("select count(*) from newsledger.marts.release_info").fetchone() == (1,)
