"""The main job as a user meets it: the command, its words, its files. One newsroom is read once for the whole module."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipelines import run as steps
from pipelines.errors import GateRefusedError
from pipelines.lake import Lake
from pipelines.settings import Settings
from pipelines.warehouse import build, release

NOW = "2026-11-22T12:00:00Z"
pytestmark = pytest.mark.xdist_group("main_job")


def newsledger(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NEWSLEDGER_HOME": str(home), "NEWSLEDGER_NOW": NOW, "COLUMNS": "200"}
    command = [sys.executable, "-m", "pipelines.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)


def query(home: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "published" / "newsledger.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def scorecard(home: Path) -> dict[str, object]:
    card: dict[str, object] = json.loads((home / "published" / "scorecard.json").read_text())
    return card


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    home = tmp_path_factory.mktemp("home")
    return home, newsledger(home, "run", "--sample")


@pytest.fixture
def settings(first: tuple[Path, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A home of its own with the newsroom's lake and release, the clock fixed."""
    monkeypatch.setenv("NEWSLEDGER_NOW", NOW)
    shutil.copytree(first[0], tmp_path / "home", symlinks=True)
    return Settings(home=tmp_path / "home")


def test_the_run_says_what_was_found_where_to_look_and_how_to_ask(
    first: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    home, done = first
    assert done.returncode == 0, done.stderr
    last = "\n".join(done.stdout.splitlines()[-7:])
    (articles,) = query(home, "select count(*) from marts.dim_articles")[0]
    (claims,) = query(home, "select count(*) from marts.fct_claims")[0]
    assert f"{articles} articles · {claims} claims · " in last
    assert "Set aside: " in last
    assert "language" in last
    assert str(home / "published" / "report" / "index.html") in last
    assert 'sql "select' in last
    assert "Traceback" not in done.stdout + done.stderr


def test_a_second_run_does_nothing_new_and_says_so(first: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    home, _ = first
    before = scorecard(home)["release_id"]
    again = newsledger(home, "run", "--sample", "--json")
    said = json.loads(again.stdout)
    assert again.returncode == 0
    assert said["extracted"]["extracted"] == 0
    assert said["built"]["release"] == "none: nothing new"
    assert scorecard(home)["release_id"] == before
    assert "0 extractions, no new release" in newsledger(home, "run", "--sample").stdout


def test_a_deleted_warehouse_is_rebuilt_from_the_lake_with_the_same_content_hash(settings: Settings) -> None:
    before = scorecard(settings.home)["content_hash"]
    shutil.rmtree(settings.work_dir)
    shutil.rmtree(settings.state_dir)
    result = steps.build_marts(settings)
    assert result.load.batches > 0
    assert (result.content_hash, result.release_id) == (before, None)


def test_the_same_articles_in_any_order_and_split_give_the_same_content_hash(
    settings: Settings, tmp_path: Path
) -> None:
    lake = Lake(settings.lake_dir)
    articles = [article for batch in lake.batches("articles") for article in lake.read_articles(batch.path)]
    seen = {str(scorecard(settings.home)["content_hash"])}
    for seed in range(5):
        shuffled = random.Random(seed).sample(articles, len(articles))
        home = Settings(home=tmp_path / f"order{seed}")
        cut = random.Random(seed).randrange(5, len(shuffled) - 5)
        for part in (shuffled[:cut], shuffled[cut:]):
            Lake(home.lake_dir).write_articles(part, part[0].retrieved_at.date())
            steps.extract_claims(home)
            seen.add(str(steps.build_marts(home).content_hash)) if part is not shuffled[:cut] else steps.build_marts(
                home
            )
    assert len(seen) == 1


def test_readers_meet_no_error_and_never_half_a_release_while_runs_publish(settings: Settings) -> None:
    """Every 20 ms a fresh connection compares a mart with the receipt beside it; meanwhile a run publishes news."""
    inbox = settings.home / "inbox"
    inbox.mkdir(exist_ok=True)
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(settings.home)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        for number in range(3):
            text = f"Sample Robotics raised ${number + 3} million in a seed round led by Microsoft, it said on 3 March 202{number}."
            (inbox / f"news{number}.json").write_text(json.dumps({"id": f"news{number}", "text": text}))
            done = newsledger(settings.home, "run", "--inbox", str(inbox))
            assert done.returncode == 0, done.stderr
    finally:
        (settings.home / "stop").touch()
    said, error = reader.communicate(timeout=60)
    assert reader.returncode == 0, error
    reads, versions = map(int, said.split())
    assert reads > 50
    assert versions >= 3


READER = """
import json, pathlib, sys, time
import duckdb
home = pathlib.Path(sys.argv[1])
reads, versions = 0, set()
while not (home / "stop").exists():
    folder = (home / "published").resolve()
    card = json.loads((folder / "scorecard.json").read_text())
    with duckdb.connect(str(folder / "newsledger.duckdb"), read_only=True) as connection:
        for mart, rows in card["row_counts"].items():
            found = connection.execute(f"select count(*) from marts.{mart}").fetchone()[0]
            assert found == rows, (mart, found, rows)
    with duckdb.connect(str(home / "published" / "newsledger.duckdb"), read_only=True) as connection:
        connection.execute("select count(*) from marts.fct_claims").fetchone()
    versions.add(card["release_id"])
    reads += 1
    time.sleep(0.02)
print(reads, len(versions))
"""


def test_a_load_with_a_null_key_is_refused_and_the_last_release_stands(settings: Settings) -> None:
    before = scorecard(settings.home)["release_id"]
    lake = Lake(settings.lake_dir)
    (batch, *_) = lake.batches("articles")
    rows = pq.ParquetFile(batch.path).read().to_pandas().head(3).assign(article_id=["0" * 24, None, "1" * 24])
    rows.to_parquet(batch.path.with_name("f" * 24 + ".parquet"))
    done = newsledger(settings.home, "run", "--inbox", str(settings.home))
    assert done.returncode == 3
    assert "expect_column_values_to_not_be_null(article_id) (critical, 1 rows: row 2)" in done.stderr
    assert "the last release stands" in done.stderr
    assert scorecard(settings.home)["release_id"] == before
    assert newsledger(settings.home, "build").returncode == 0  # without the refused batch the work goes on
    assert "not_be_null(article_id)" in newsledger(settings.home, "quarantine", "list").stdout


def test_a_mart_with_a_duplicate_key_is_refused_and_the_last_release_stands(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = scorecard(settings.home)["release_id"]
    real = build.run_dbt

    def broken(*args: object, **kwargs: object) -> None:
        real(*args, **kwargs)  # type: ignore[arg-type]
        with duckdb.connect(str(settings.marts_path)) as connection:
            connection.execute("insert into marts.fct_investments select * from marts.fct_investments limit 2")

    monkeypatch.setattr(build, "run_dbt", broken)
    with pytest.raises(GateRefusedError, match=r"duplicate_key_count.*1 rows: fct_investments.*last release stands"):
        steps.build_marts(settings, full=True)
    assert scorecard(settings.home)["release_id"] == before


def test_every_article_ends_in_exactly_one_state(first: tuple[Path, object]) -> None:
    home, _ = first
    lake = Lake(home / "lake")
    collected = {article.article_id for batch in lake.batches("articles") for article in lake.read_articles(batch.path)}
    rows = query(home, "select article_id, status, set_aside_reason from marts.dim_articles")
    assert sorted(str(row[0]) for row in rows) == sorted(collected)
    known = {"facts", "no_event", "copy", "superseded", "retracted", "waiting", "set_aside"}
    assert {str(row[1]) for row in rows} <= known
    assert all(row[2] for row in rows if row[1] == "set_aside")


def test_an_interrupted_publish_is_finished_by_the_next_run(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    shutil.rmtree(settings.releases_dir)
    settings.published.unlink()
    with monkeypatch.context() as broken:
        broken.setattr(release, "point_to", die)
        with pytest.raises(Killed):
            steps.build_marts(settings)
    assert release.current(settings) is None
    steps.build_marts(settings)
    assert release.current(settings) is not None


def test_mistakes_get_one_clear_line_and_their_exit_code(tmp_path: Path) -> None:
    for arguments, code, words in (
        (("run", "--inbox", str(tmp_path / "nowhere")), 2, "is not a folder"),
        (("sql", "select 1"), 2, "Nothing is published"),
        (("extract", str(tmp_path / "none.jsonl"), "--output", "x"), 2, "does not exist"),
        (("frobnicate",), 2, "No such command"),
    ):
        done = newsledger(tmp_path, *arguments)
        assert done.returncode == code, arguments
        assert words in done.stderr
        assert "Traceback" not in done.stderr
