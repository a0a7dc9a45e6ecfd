"""Bootstrap intervals: repeatable, around the value, and honest where there is nothing to count."""

import pytest

from pipelines.extraction.evaluation.intervals import figures_of, shares
from pipelines.extraction.evaluation.scoring import ArticleScore


def article(right: int = 0, false: int = 0, missed: int = 0) -> ArticleScore:
    score = ArticleScore()
    score.right["investment"], score.false["investment"] = right, false
    score.found, score.missed = {"investment": right}, {"investment": missed}
    return score


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((3, 1, 3, 3), (0.75, 0.5, 0.6)),
        ((0, 2, 0, 0), (0.0, None, 0.0)),
        ((0, 0, 0, 2), (None, 0.0, 0.0)),
        ((0, 0, 0, 0), (None, None, None)),
    ],
)
def test_shares_are_those_worked_out_by_hand(counts: tuple[float, ...], expected: tuple[float | None, ...]) -> None:
    assert shares(counts) == pytest.approx(expected)


def test_the_same_scores_give_the_same_intervals() -> None:
    scores = [article(right=3), article(right=1, false=2), article(missed=2), article(right=2, missed=1)] * 3
    assert figures_of(scores) == figures_of(list(scores))


def test_an_interval_holds_its_value_and_narrows_with_more_articles() -> None:
    few = [article(right=3), article(right=1, false=2), article(missed=2), article(right=2, missed=1)] * 2
    (small, _), (large, _) = figures_of(few), figures_of(few * 10)
    for figures in (small, large):
        assert figures.f1.low is not None
        assert figures.f1.high is not None
        assert figures.f1.value is not None
        assert 0 <= figures.f1.low < figures.f1.value < figures.f1.high <= 1
    assert large.f1.value == pytest.approx(small.f1.value)
    assert large.f1.high - large.f1.low < small.f1.high - small.f1.low  # type: ignore[operator]


def test_one_article_has_no_spread() -> None:
    overall, _ = figures_of([article(right=1, false=1)])
    assert (overall.precision.low, overall.precision.value, overall.precision.high) == (0.5, 0.5, 0.5)


def test_no_article_gives_no_figures() -> None:
    overall, by_type = figures_of([])
    assert overall.f1.value is None
    assert all(figures.f1.low is None for figures in by_type.values())
