"""The main job as a user meets it: the command, its words, its files."""

import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import duckdb
import pyarrow.parquet as pq
import pytest

from pipelines import run as steps
from pipelines.errors import GateRefusedError
from pipelines.lake import Lake
from pipelines.settings import Settings
from pipelines.warehouse import build, release

Run = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[[str], list[tuple[Any, ...]]]
Card = Callable[[Path], dict[str, Any]]
FirstRun = tuple[Path, subprocess.CompletedProcess[str]]


def test_the_run_says_what_was_found_where_to_look_and_how_to_ask(first_run: FirstRun, ask: Ask) -> None:
    home, done = first_run
    assert done.returncode == 0, done.stderr
    last = "\n".join(done.stdout.splitlines()[-7:])
    ((articles, claims, events),) = ask(
        "select (select count(*) from dim_articles), (select count(*) from fct_claims), (select count(*) from dim_events)"
    )
    assert f"{articles} articles · {claims} claims · {events} events · " in last
    assert "Set aside: " in last
    assert "for language" in last
    assert str(home / "published" / "report" / "index.html") in last
    assert 'sql "select' in last
    assert "Traceback" not in done.stdout + done.stderr
    named = [line for line in done.stdout.splitlines() if re.match("! feed [a-z_]+ failed: ", line)]
    assert f" {len(named)} sources failed," in " ".join(done.stdout.split())


def test_dbt_warns_of_nothing(first_run: FirstRun) -> None:
    said = (first_run[0] / "work" / "dbt_logs" / "dbt.log").read_text(encoding="utf-8").splitlines()
    assert any("Done. PASS=" in line and " WARN=0 " in line for line in said)
    assert [line for line in said if "[warn ]" in line] == []


def test_a_second_run_does_nothing_new_and_says_so(first_run: FirstRun, newsledger: Run, scorecard: Card) -> None:
    home, _ = first_run
    before = scorecard(home)["release_id"]
    again = newsledger(home, "run", "--sample")
    assert again.returncode == 0
    assert f"Nothing new: 0 extractions, no new release; readers go on seeing {before}" in again.stdout
    assert scorecard(home)["release_id"] == before


def test_a_deleted_warehouse_is_rebuilt_from_the_lake_with_the_same_content_hash(
    settings: Settings, scorecard: Card
) -> None:
    before = scorecard(settings.home)["content_hash"]
    shutil.rmtree(settings.work_dir)
    shutil.rmtree(settings.state_dir)
    result = steps.build_marts(settings)
    assert result.load.batches > 0
    assert (result.content_hash, result.release_id) == (before, None)


@pytest.mark.timeout(600)  # three builds in full
def test_the_same_articles_in_any_order_and_split_give_the_same_content_hash(
    settings: Settings, tmp_path: Path, scorecard: Card
) -> None:
    """Two orders, each cut in two batches; in the first, the marts are built after either half."""
    lake = Lake(settings.lake_dir)
    articles = [article for batch in lake.batches("articles") for article in lake.read_articles(batch.path)]
    seen = {scorecard(settings.home)["content_hash"]}
    for seed in range(2):
        shuffled = random.Random(seed).sample(articles, len(articles))
        cut = random.Random(seed).randrange(5, len(shuffled) - 5)
        home = Settings(home=tmp_path / f"order{seed}")
        shutil.copytree(
            settings.work_dir / "dbt_target", home.work_dir / "dbt_target"
        )  # what dbt has parsed it need not parse again
        shutil.copytree(settings.lake_dir / "sources", home.lake_dir / "sources")
        for number, part in enumerate((shuffled[:cut], shuffled[cut:])):
            Lake(home.lake_dir).write_articles(part, part[0].retrieved_at.date())
            steps.extract_claims(home)
            if number == 1 or seed == 0:
                result = steps.build_marts(home)
        seen.add(result.content_hash)
    assert len(seen) == 1


def test_readers_meet_no_error_and_never_half_a_release_while_a_run_publishes(
    settings: Settings, newsledger: Run, scorecard: Card
) -> None:
    """Every 20 ms a fresh connection compares the marts with the receipt beside them: during a run, then 20 quick releases."""
    (settings.home / "inbox").mkdir()
    text = "Sample Robotics raised $3 million in a seed round led by Microsoft, the company said on 3 March 2025."
    (settings.home / "inbox" / "news.json").write_text(json.dumps({"id": "news", "text": text}))
    command = [sys.executable, "-c", READER, str(settings.home)]
    reader = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        done = newsledger(settings.home, "run", "--inbox", str(settings.home / "inbox"))
        assert done.returncode == 0, done.stderr
        marts, card = build.marts(settings), scorecard(settings.home)
        for number in range(20):
            folder = release.begin(settings, f"20270101T0000{number:02}Z")
            release.fill(folder, settings, marts, card | {"release_id": folder.name})
            release.publish(folder, settings, Lake(settings.lake_dir))
    finally:
        (settings.home / "stop").touch()
    said, error = reader.communicate(timeout=60)
    assert reader.returncode == 0, error
    reads, versions = map(int, said.split())
    assert reads > 50
    assert versions > 5


READER = """
import json, pathlib, sys, time
import duckdb
home = pathlib.Path(sys.argv[1])
reads, versions = 0, set()
while not (home / "stop").exists():
    folder = (home / "published").resolve()
    with duckdb.connect(str(folder / "newsledger.duckdb"), read_only=True) as connection:
        card = json.loads((folder / "scorecard.json").read_text())
        for mart, rows in card["row_counts"].items():
            found = connection.execute(f"select count(*) from marts.{mart}").fetchone()[0]
            assert found == rows, (mart, found, rows)
    versions.add(card["release_id"])
    reads += 1
    time.sleep(0.02)
print(reads, len(versions))
"""


def test_a_load_with_a_null_key_is_refused_and_the_last_release_stands(
    settings: Settings, newsledger: Run, scorecard: Card
) -> None:
    before = scorecard(settings.home)["release_id"]
    (batch, *_) = Lake(settings.lake_dir).batches("articles")
    rows = pq.ParquetFile(batch.path).read().to_pandas().head(3).assign(article_id=["0" * 24, None, "1" * 24])
    rows.to_parquet(batch.path.with_name("f" * 24 + ".parquet"))
    done = newsledger(settings.home, "build")
    assert done.returncode == 3
    assert "expect_column_values_to_not_be_null(article_id) (critical, 1 rows: row 2)" in done.stderr
    assert "the last release stands" in done.stderr
    assert scorecard(settings.home)["release_id"] == before
    assert newsledger(settings.home, "build").returncode == 0  # without the refused batch the work goes on
    assert "not_be_null(article_id)" in newsledger(settings.home, "quarantine", "list").stdout


def test_a_mart_with_a_duplicate_key_is_refused_and_the_last_release_stands(
    settings: Settings, scorecard: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = scorecard(settings.home)["release_id"]

    def broken(*_: object, **__: object) -> None:
        with duckdb.connect(str(settings.marts_path)) as connection:
            source = str(settings.published / "newsledger.duckdb")
            connection.execute(f"attach '{source}' as shown (read_only)")
            connection.execute("copy from database shown to newsledger")
            connection.execute("insert into marts.fct_investments select * from marts.fct_investments limit 2")
        with duckdb.connect(str(settings.warehouse_path)) as connection:
            connection.execute("create schema intermediate")
            for name, key in (
                ("articles", "article_id"),
                ("claims", "claim_key"),
                ("events", "event_key"),
                ("event_keys", "event_key"),
            ):
                shown = "fct_claims" if name != "event_keys" else "dim_events"
                connection.execute(f"attach if not exists '{settings.marts_path}' as marts_file (read_only)")
                connection.execute(
                    f"create table intermediate.int_{name}_touched as select distinct {key} from marts_file.marts.{shown}"
                )

    monkeypatch.setattr(build, "run_dbt", broken)
    with pytest.raises(GateRefusedError, match=r"duplicate_key_count.*1 rows: fct_investments.*last release stands"):
        steps.build_marts(settings, full=True)
    assert scorecard(settings.home)["release_id"] == before


def test_what_was_built_and_could_not_be_published_is_published_without_being_built_again(
    settings: Settings, scorecard: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And its receipt has the warnings of the load, which the second run did not make; a row that a rule kept out is counted."""
    lake = Lake(settings.lake_dir)
    undated = {"published_at": None, "published_precision": "unknown"}
    known = lake.read_articles(lake.batches("articles")[0].path)[:3]
    new = [one.model_copy(update=undated | {"article_id": f"{number:024x}"}) for number, one in enumerate(known)]
    new.append(new[0].model_copy(update={"article_id": f"{9:024x}", "published_precision": "century"}))
    lake.write_articles(new, date(2026, 11, 22))
    before = scorecard(settings.home)
    with monkeypatch.context() as patch:
        patch.setattr(release, "fill", Mock(side_effect=RuntimeError("stopped here")))
        with pytest.raises(RuntimeError, match="stopped here"):
            steps.build_marts(settings)
    assert scorecard(settings.home) == before
    monkeypatch.setattr(build, "run_dbt", Mock(side_effect=AssertionError("built again")))
    assert steps.build_marts(settings).release_id == scorecard(settings.home)["release_id"] != before["release_id"]
    assert any("not_be_null(published_at) (warning" in line for line in scorecard(settings.home)["warnings"])
    assert steps.build_marts(settings).reason == "nothing new"
    with duckdb.connect(str(settings.published / "newsledger.duckdb"), read_only=True) as shown:
        counts = "rows_in_count, rows_loaded_count, rows_known_count, rows_quarantined_count"
        loads = f"select kind, batch_count, {counts} from marts.rpt_load_scorecards where kind = 'articles' order by rows_in_count"
        assert shown.execute(loads).fetchall()[0] == ("articles", 1, 4, 3, 0, 1)
        kept_out = shown.execute("select reason, thing_count from marts.rpt_set_aside where thing = 'rows'").fetchall()
        assert [(reason.partition("(")[2], count) for reason, count in kept_out] == [("published_precision)", 1)]


def test_every_article_ends_in_exactly_one_state(first_run: FirstRun, ask: Ask) -> None:
    lake = Lake(first_run[0] / "lake")
    collected = {article.article_id for batch in lake.batches("articles") for article in lake.read_articles(batch.path)}
    rows = ask("select article_id, status, set_aside_reason from dim_articles")
    assert sorted(row[0] for row in rows) == sorted(collected)
    assert {row[1] for row in rows} <= {"facts", "no_event", "copy", "superseded", "retracted", "waiting", "set_aside"}
    assert all(row[2] for row in rows if row[1] == "set_aside")


def test_mistakes_get_one_clear_line_and_their_exit_code(tmp_path: Path, newsledger: Run) -> None:
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
