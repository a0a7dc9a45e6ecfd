"""What a newcomer relies on: the layout, the settings and the commands are as they are written down."""

import re
import subprocess
from pathlib import Path

import pytest
import typer
import yaml

from pipelines.cli import app
from pipelines.errors import ExitCode
from pipelines.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()


def test_the_top_level_holds_the_six_fixed_things() -> None:
    for name in ("dags", "dbt_project", "pipelines", "tests", "expectations"):
        assert (ROOT / name).is_dir(), name
    assert (ROOT / "docker-compose.yml").is_file()


def test_every_setting_is_in_the_example_file_and_nothing_else() -> None:
    written = re.findall(r"^(NEWSLEDGER_\w+)=$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(written) == sorted(f"NEWSLEDGER_{name.upper()}" for name in Settings.model_fields)


def test_only_the_settings_read_the_environment_and_only_the_clock_the_time() -> None:
    for path in (ROOT / "pipelines").rglob("*.py"):
        code = path.read_text()
        name = path.relative_to(ROOT / "pipelines").as_posix()
        if name != "settings.py":
            assert not re.search(r"os\.getenv|os\.environ\[[\"']NEWSLEDGER_\w+[\"']\](?! =)", code), name
        if name != "clock.py":
            assert not re.search(r"datetime\.now\(|date\.today\(|utcnow\(|time\.time\(", code), name


def test_every_command_that_the_readme_names_exists() -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    said = (ROOT / "README.md").read_text()
    named = set(re.findall(r"newsledger ([a-z][a-z-]+)", said)) - {"run"}
    listed = set(re.findall(r"`([a-z-]+)`", said.split("## Commands and exit codes")[1].split("##")[0]))
    assert named <= commands
    assert {name for name in listed if not name.startswith("-")} <= commands
    assert "make run" in said
    assert "make test" in said


def test_the_readme_and_the_code_agree_on_exit_codes() -> None:
    said = (ROOT / "README.md").read_text()
    assert all(f"`{int(code)}` " in said for code in ExitCode)


@pytest.mark.parametrize("target", ["run", "test", "check", "airflow", "help", "install", "sample"])
def test_every_make_target_that_people_are_told_of_exists(target: str) -> None:
    assert re.search(rf"^{target}:.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_every_gated_table_has_its_suite_and_every_suite_a_table() -> None:
    suites = {
        path.relative_to(ROOT / "expectations").with_suffix("").as_posix()
        for path in (ROOT / "expectations").rglob("*.yml")
    }
    reports = {"raw/source_checks", "raw/collect_runs"}
    assert (
        suites
        == {"raw/articles", "raw/claims", "raw/extractions", "marts/rpt_release_checks"} | {"raw/loads"} | reports
    )


def test_what_gates_allow_is_what_the_records_allow() -> None:
    from typing import get_args

    from pipelines.schemas import article, claim, extraction

    def allowed(suite: str, column: str) -> set[str]:
        rules = yaml.safe_load((ROOT / "expectations" / f"{suite}.yml").read_text())["expectations"]
        (found,) = (
            rule["kwargs"]["value_set"]
            for rule in rules
            if rule["kwargs"].get("column") == column and "value_set" in rule["kwargs"]
        )
        return set(found)

    assert allowed("raw/articles", "set_aside") == set(get_args(article.ArticleSetAside))
    assert allowed("raw/articles", "published_precision") == set(get_args(article.PublishedPrecision))
    assert allowed("raw/extractions", "set_aside") == set(get_args(extraction.SetAsideReason))
    assert allowed("raw/extractions", "category") == set(get_args(claim.Category))
    assert allowed("raw/claims", "claim_type") == set(claim.CLAIM_TYPES)


@pytest.mark.skipif(not TRACKED, reason="not a git checkout: which files belong to the project cannot be said")
def test_decisions_are_numbered_one_after_another_in_name_and_title() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        assert path.read_text().startswith(f"# {int(path.name[:4])}. "), path.name


def test_no_tracked_file_is_large_or_made_by_a_run() -> None:
    for name in TRACKED:
        path = ROOT / name
        assert not path.exists() or path.stat().st_size < 2_000_000, name
        assert not name.startswith(("data/", ".venv/", "dbt_project/target/")), name


def test_only_the_sample_run_and_the_score_know_the_sample_newsroom() -> None:
    """What is for everybody would treat it as a case of its own."""
    knowing = {
        path.relative_to(ROOT / "pipelines").as_posix()
        for path in (ROOT / "pipelines").rglob("*.py")
        if re.search(r"(from|import) pipelines\.sample\b", path.read_text()) and path.parent.name != "sample"
    }
    assert knowing == {"run.py", "extraction/evaluation/goldset.py"}
