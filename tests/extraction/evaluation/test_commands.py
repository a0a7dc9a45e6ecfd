"""`newsledger evaluate` and `newsledger diff-runs`, as typed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.errors import UsageError
from pipelines.lake import Lake

TEXT = "Alder Capital invested $10 million in Birchmind, the two companies said on Monday in a joint statement."
pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def gold_dir(tmp_path: Path, claim: Callable[..., Any]) -> Path:
    """One labelled article that no extractor finds anything in."""
    for folder in ("gold", "articles"):
        (tmp_path / folder).mkdir()
    labels = {"id": "a", "is_relevant": True, "claims": [claim(quote=TEXT).model_dump(mode="json")]}
    (tmp_path / "gold" / "a.json").write_text(json.dumps(labels))
    (tmp_path / "articles" / "a.json").write_text(json.dumps({"id": "a", "text": "Nothing of the kind happened. " * 5}))
    return tmp_path / "gold"


def ask(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_without_an_argument_the_projects_own_labels_measure(home: Path) -> None:
    found = json.loads(ask("evaluate", "--json", "--errors", "2"))
    assert found["gold_name"] == "sample newsroom"
    assert found["articles"] == 88
    assert found["extractor"].startswith("rules@")
    # The floor that the rules have passed; a change that falls below it is a loss, not noise (0.84 on 2026-11-22).
    assert found["overall"]["f1"]["value"] > 0.8
    assert found["quotes_in_text"]["right"] == found["quotes_in_text"]["of"]
    assert 0 < len(found["problems"]) <= 6
    assert len(list((home / "lake" / "evaluations").iterdir())) == 1


def test_a_folder_of_labels_measures_and_the_trend_shows_it(gold_dir: Path) -> None:
    assert ask("evaluate", "--trend") == "Nothing was evaluated yet.\n"
    said = ask("evaluate", str(gold_dir), "--extractor", "rules", "--errors", "3")
    assert f"on {gold_dir}" in said
    assert f"“{TEXT}”" in said
    assert f"“{TEXT}”" in ask("evaluate", str(gold_dir))  # what is wrong is listed unless it is not wanted
    assert "first" in ask("evaluate", "--trend")
    points = json.loads(ask("evaluate", "--trend", "--json"))
    assert [(point["overall"]["f1"]["value"], point["change"]) for point in points] == [(0.0, None), (0.0, 0.0)]


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere does not exist"):
        ask("evaluate", str(tmp_path / "nowhere"))


def test_two_runs_are_compared_as_text_and_as_json(
    home: Path, claim: Callable[..., Any], read_as: Callable[..., Any]
) -> None:
    from datetime import UTC, datetime

    from pipelines.schemas.article import Article

    noon, key = datetime(2026, 5, 4, 12, tzinfo=UTC), "1" * 24
    lake = Lake(home / "lake")
    lake.write_articles(
        [
            Article(
                article_id=key, page_id=key, source_id="inbox", text="Words.", retrieved_at=noon, text_sha256="0" * 64
            )
        ],
        noon.date(),
    )
    (batch,) = lake.batches("articles")
    lake.write_extractions(batch, "a@1", None, [read_as(claim(), article_id=key, extractor="a@1")], noon)
    changed = (claim(stage="signed"), claim("legal_action"), claim("partnership"))
    lake.write_extractions(batch, "b@1", None, [read_as(*changed, article_id=key, extractor="b@1")], noon)
    said = ask("diff-runs", "a@1", "b@1", "--limit", "1")
    assert "stage: announced → signed" in said
    assert "… and 2 more rows; --limit 0 shows all." in said
    assert "claims gained 2, lost 0, changed 1, unchanged 0" in said
    found = json.loads(ask("diff-runs", "a@1", "b@1", "--json"))
    assert [row["change"] for row in found["rows"]] == ["changed", "gained", "gained"]
    assert found["counts"]["gained"] == 2
    assert found["before"]["extraction"] == "a@1"
    assert json.loads(ask("diff-runs", "b@1", "a@1", "--json"))["counts"]["lost"] == 2
