"""Every count of a score, against values worked out by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from pipelines.extraction.evaluation.evaluate import rates
from pipelines.extraction.evaluation.intervals import figures_of
from pipelines.extraction.evaluation.labels import label_of
from pipelines.extraction.evaluation.names import Names
from pipelines.extraction.evaluation.scoring import ArticleScore, score_article

Make = Callable[..., Any]


@pytest.fixture
def mixed(names: Names, claim: Make, gold_article: Make, read_as: Make) -> list[ArticleScore]:
    """Three labels and five claims in a relevant article, one false claim in an irrelevant one.

    Found: the round (at another stage), and the background stake. Missed: the suit. Beside them a second claim of the
    round, a false agreement, and a background claim that no label knows.
    """
    first = gold_article(
        label_of(claim(millions=10, attribution="on_record")),
        label_of(claim(investors=["Elm Holdings Trust"], is_background=True)),
        label_of(claim("legal_action")),
        text="A sentence on investment. And no other.",
    )
    read = read_as(
        claim(millions=10, stage="signed", attribution="document"),
        claim(stage="rumoured", investors=["Alder Capital", "Fir Ventures"]),
        claim(investors=["Elm Holdings Trust"], is_background=True),
        claim("partnership", quote="Not in the text."),
        claim("model_adoption", is_background=True, quote="Nor this."),
    )
    second = gold_article(article_id="two", is_relevant=False)
    wrong = read_as(claim(attribution="document"), article_id="two", is_relevant=True)
    return [score_article(first, read, names), score_article(second, wrong, names)]


def test_right_false_and_missed_are_those_counted_by_hand(mixed: list[ArticleScore]) -> None:
    overall, by_type = figures_of(mixed)
    assert (overall.asked, overall.right, overall.false, overall.missed) == (2, 2, 2, 1)
    assert (overall.precision.value, overall.recall.value, overall.f1.value) == (0.5, 0.5, 0.5)
    found = {kind: (f.asked, f.right, f.false, f.missed) for kind, f in by_type.items()}
    assert found == {
        "investment": (1, 2, 1, 0),
        "model_adoption": (0, 0, 0, 0),
        "legal_action": (1, 0, 0, 1),
        "partnership": (0, 0, 1, 0),
    }
    assert by_type["investment"].f1.value == pytest.approx(2 * (2 / 3) / (2 / 3 + 1))
    assert by_type["model_adoption"].f1.value is None


def test_a_second_claim_and_unlabelled_background_are_neither_right_nor_wrong(mixed: list[ArticleScore]) -> None:
    assert [(score.duplicates, score.unlabelled_background) for score in mixed] == [(1, 1), (0, 0)]


def test_slots_are_checked_on_found_events_alone(mixed: list[ArticleScore]) -> None:
    checked = {name: (rate.right, rate.of) for name, rate in rates(c for s in mixed for c in s.checks).items()}
    assert checked == {
        "stage": (1, 2),
        "attribution": (1, 2),
        "amount": (1, 1),
        "amount_kind": (1, 1),
        "polarity": (2, 2),
        "is_background": (2, 2),
    }


def test_precision_by_attribution_and_stage_counts_right_and_false_claims(mixed: list[ArticleScore]) -> None:
    by_attribution = rates(item for score in mixed for item in score.by_attribution)
    by_stage = rates(item for score in mixed for item in score.by_stage)
    assert {k: (r.right, r.of) for k, r in by_attribution.items()} == {"document": (1, 2), "unattributed": (1, 2)}
    assert {k: (r.right, r.of) for k, r in by_stage.items()} == {"announced": (1, 2), "signed": (1, 2)}


def test_quotes_and_relevance_are_held_against_the_article(mixed: list[ArticleScore]) -> None:
    assert [sum(score.quotes) for score in mixed] == [3, 0]
    assert [len(score.quotes) for score in mixed] == [5, 1]
    assert [score.relevant for score in mixed] == [(True, True), (False, True)]


def test_each_problem_names_its_article_and_its_sentence(mixed: list[ArticleScore]) -> None:
    told = [(p.kind, p.article_id, p.claim_type, p.detail, p.sentence) for score in mixed for p in score.problems]
    assert told == [
        ("differs", "one", "investment", "stage: announced read as signed", "A sentence on investment."),
        ("differs", "one", "investment", "attribution: on_record read as document", "A sentence on investment."),
        ("missed", "one", "legal_action", "filed", "A sentence on legal_action."),
        ("false", "one", "partnership", "signed", "Not in the text."),
        ("false", "two", "investment", "announced", "A sentence on investment."),
    ]


def test_a_demanded_event_read_as_background_is_half_found(
    names: Names, claim: Make, gold_article: Make, read_as: Make
) -> None:
    score = score_article(gold_article(label_of(claim())), read_as(claim(is_background=True)), names)
    overall, _ = figures_of([score])
    assert (overall.right, overall.missed, overall.recall.value) == (1, 0.5, 0.5)


def test_an_amount_is_right_only_if_it_is_the_sum(names: Names, claim: Make, gold_article: Make, read_as: Make) -> None:
    article = gold_article(label_of(claim(millions=10)))
    for millions, is_right in ((10, True), (None, False), (11, False)):
        score = score_article(article, read_as(claim(millions=millions)), names)
        assert dict(score.checks)["amount"] is is_right, millions


def test_an_amount_where_the_label_has_none_is_wrong(
    names: Names, claim: Make, gold_article: Make, read_as: Make
) -> None:
    score = score_article(gold_article(label_of(claim())), read_as(claim(millions=10)), names)
    assert dict(score.checks)["amount"] is False
