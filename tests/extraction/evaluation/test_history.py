"""Scores are kept for ever, and compared only with those of the same extraction on the same gold set."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.extraction.evaluation import GoldSet, score_and_keep
from pipelines.extraction.evaluation.figures import Evaluation
from pipelines.extraction.evaluation.history import keep, kept, last_score, trend
from pipelines.extraction.evaluation.labels import label_of
from pipelines.extraction.evaluation.wording import evaluation_lines, trend_lines
from pipelines.extraction.extractors import ExtractionId
from pipelines.lake import Lake
from pipelines.schemas.extraction import ArticleText, Extraction
from pipelines.settings import load_settings

Make = Callable[..., Any]
MONDAY = datetime(2026, 5, 4, 5, tzinfo=UTC)


class Scripted:
    """Answers with the extractions it was given; what it was not given waits."""

    name, model, prompt_version = "hand@1", "m-1", "v2"

    def __init__(self, *extractions: Extraction) -> None:
        self.extractions = extractions

    def extract(self, articles: list[ArticleText]) -> list[Extraction]:
        asked = {article.article_id for article in articles}
        return [extraction for extraction in self.extractions if extraction.article_id in asked]


@pytest.fixture
def gold(claim: Make, gold_article: Make) -> GoldSet:
    articles = (gold_article(label_of(claim())), gold_article(label_of(claim("partnership")), article_id="two"))
    return GoldSet("by hand", "0" * 24, articles)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def score(tmp_path: Path, lake: Lake, gold: GoldSet, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Evaluates scripted extractions, one week later each time."""
    weeks = iter(range(100))

    def evaluated(*extractions: Extraction) -> Any:
        monkeypatch.setenv("NEWSLEDGER_NOW", (MONDAY + timedelta(weeks=next(weeks))).isoformat())
        return score_and_keep(load_settings(home=tmp_path), lake, gold, Scripted(*extractions))

    return evaluated


def test_a_kept_score_reads_back_without_the_sentences(
    lake: Lake, score: Callable[..., Any], claim: Make, read_as: Make
) -> None:
    found = score(read_as(claim("legal_action", quote="Said of nobody else.")), read_as(article_id="two")).evaluation
    (stored,) = kept(lake)
    assert found.problems
    assert stored == found.model_copy(update={"problems": ()})
    (file,) = (lake.root / "evaluations").iterdir()
    assert "Said of nobody else" not in file.read_text()
    assert {"hand-1", "m-1", "v2"} & set(file.name.split("-")) or "hand@1-m-1-v2" in file.name


def test_the_trend_says_how_far_a_score_is_from_the_one_before(
    score: Callable[..., Any], claim: Make, read_as: Make
) -> None:
    half = score(read_as(claim()), read_as(article_id="two"))
    whole = score(read_as(claim()), read_as(claim("partnership"), article_id="two"))
    assert [point.change for point in half.trend] == [None]
    assert [point.change for point in whole.trend] == [None, pytest.approx(1 / 3)]
    assert whole.counts()["f1"] == "1.000"
    assert "+0.333" in str(whole.counts()["trend"])


def test_nothing_is_kept_while_articles_wait(lake: Lake, score: Callable[..., Any], claim: Make, read_as: Make) -> None:
    result = score(read_as(claim()))
    assert (result.evaluation.articles, result.evaluation.waiting) == (1, 1)
    assert kept(lake) == []
    assert result.trend == ()


def test_tokens_dollars_and_set_aside_articles_are_summed(score: Callable[..., Any], read_as: Make) -> None:
    usage = {"input_tokens": 100, "output_tokens": 10, "cost_usd": "0.25"}
    found = score(read_as(usage=usage), read_as(article_id="two", set_aside="language", usage=usage)).evaluation
    assert (found.input_tokens, found.output_tokens, float(found.cost_usd), found.set_aside) == (200, 20, 0.5, 1)


def test_another_gold_set_or_extraction_begins_a_trend_of_its_own(
    lake: Lake, score: Callable[..., Any], claim: Make, read_as: Make
) -> None:
    first: Evaluation = score(read_as(claim()), read_as(article_id="two")).evaluation
    for change in ({"gold_digest": "1" * 24}, {"prompt_version": "v3"}, {"model": "m-2"}):
        keep(lake, first.model_copy(update=change))
    points = trend(kept(lake))
    assert [point.change for point in points] == [None] * 4
    assert sum(not line.startswith(" ") for line in trend_lines(points)) == 4


def test_the_last_score_is_the_newest_of_that_extraction(
    lake: Lake, score: Callable[..., Any], claim: Make, read_as: Make
) -> None:
    score(read_as(claim()), read_as(article_id="two"))
    newest = score(read_as(), read_as(article_id="two")).evaluation
    found = last_score(lake, ExtractionId("hand@1", "m-1", "v2"))
    assert found is not None
    assert found.at == newest.at
    assert last_score(lake, ExtractionId("hand@1")) is None


def test_the_text_shows_the_tables_and_as_many_problems_as_asked_for(
    score: Callable[..., Any], claim: Make, read_as: Make
) -> None:
    wrong = read_as(claim("legal_action", quote="Said of nobody else."), claim("legal_action", quote="Nor this."))
    found = score(wrong, read_as(article_id="two", is_relevant=False)).evaluation
    short, long = "\n".join(evaluation_lines(found)), "\n".join(evaluation_lines(found, 1))
    assert "hand@1 m-1 v2 on by hand (00000000): 2 articles" in short
    assert "relevance right 0.500 (1 of 2)" in short
    assert "nobody" not in short
    assert "false: 2, of which the first 1" in long
    assert "“Said of nobody else.”" in long
    assert "Nor this" not in long
