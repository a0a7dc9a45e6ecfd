"""Labels written as events: what counts as an answer as good."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from pipelines.extraction.evaluation.events import Event
from pipelines.extraction.evaluation.matching import amount_agrees, fit
from pipelines.extraction.evaluation.names import Names
from pipelines.extraction.evaluation.scoring import score_article
from pipelines.extraction.evaluation.statuses import STAGES, stages_of
from pipelines.schemas import claim as contract

Make = Callable[..., Any]
INVESTMENT = {"type": "investment", "investors": ["Alder Capital"], "recipient": "Birchmind", "status": "announced"}
SUIT = {"type": "legal_action", "plaintiffs": ["Dogwood Press"], "defendants": ["Birchmind"], "status": "filed"}
TEN = {"value": 10_000_000, "currency": "USD"}


def label(record: dict[str, Any], **more: Any) -> Any:
    return Event.model_validate({**record, **more}).label()


def test_every_stage_that_a_status_stands_for_is_in_the_contract() -> None:
    stages = {
        "investment": contract.DealStage,
        "partnership": contract.DealStage,
        "model_adoption": contract.AdoptionStage,
        "legal_action": contract.LegalStage,
    }
    for claim_type in contract.CLAIM_TYPES:
        words = list(STAGES[claim_type])
        assert stages_of(claim_type, words) <= set(get_args(stages[claim_type])), claim_type


def test_another_status_that_is_as_good_adds_its_stages() -> None:
    plain = label(INVESTMENT)
    assert "effective" not in plain.stages
    assert "effective" in label(INVESTMENT, alt={"status": ["completed"]}).stages


def test_another_recipient_is_as_good_and_null_lets_any_pass(names: Names, claim: Make) -> None:
    other = claim(recipient="Hazelworks")
    assert fit(label(INVESTMENT), other, names) == 0
    assert fit(label(INVESTMENT, alt={"recipient": ["Hazelworks"]}), other, names) > 0
    assert fit(label(INVESTMENT, alt={"recipient": [None]}), other, names) > 0


def test_another_type_needs_two_of_the_parties(names: Names, claim: Make) -> None:
    event = label(INVESTMENT, alt_type=["partnership"])
    assert fit(event, claim("partnership", parties=["Alder Capital", "Birchmind"]), names) > 0
    assert fit(event, claim("partnership", parties=["Alder Capital", "Cedar Bank"]), names) == 0


def test_optional_investors_may_be_left_out_or_named_instead(names: Names, claim: Make) -> None:
    nobody, other = claim(investors=[]), claim(investors=["Fir Ventures"])
    assert fit(label(INVESTMENT), nobody, names) == 0
    assert fit(label(INVESTMENT, optional_investors=True), nobody, names) > 0
    assert fit(label(INVESTMENT, optional_investors=["Fir Ventures"]), other, names) > 0


def test_plaintiffs_who_are_only_described_may_be_called_anything(names: Names, claim: Make) -> None:
    assert fit(label(SUIT, plaintiffs=["authors (class action)"]), claim("legal_action"), names) > 0
    assert fit(label(SUIT, plaintiffs=["Cedar Bank"]), claim("legal_action"), names) == 0


@pytest.mark.parametrize(
    ("more", "millions", "agrees"),
    [
        ({"amount": TEN}, 10, True),
        ({"amount": TEN}, 12, False),
        ({"amount": {**TEN, "currency": "EUR"}}, 10, False),
        ({"amount": {**TEN, "currency": None}}, 10, True),
        ({"amount": TEN, "alt_amount": {"value": 12_000_000, "currency": "USD"}}, 12, True),
        ({"amount": None}, None, True),
        ({"amount": None}, 10, False),
        ({"amount": None, "alt_amount": TEN}, None, True),
    ],
)
def test_a_sum_agrees_with_the_label_or_with_its_other(
    claim: Make, more: dict[str, Any], millions: int | None, agrees: bool
) -> None:
    assert amount_agrees(label(INVESTMENT, **more), claim(millions=millions)) is agrees


def test_what_such_labels_do_not_say_is_not_measured(
    names: Names, claim: Make, gold_article: Make, read_as: Make
) -> None:
    score = score_article(gold_article(label(SUIT)), read_as(claim("legal_action", millions=3)), names)
    assert score.checks == [("stage", True)]


def test_a_claim_of_an_event_that_may_be_split_is_no_duplicate(
    names: Names, claim: Make, gold_article: Make, read_as: Make
) -> None:
    twice = read_as(claim(), claim(stage="signed"))
    assert score_article(gold_article(label(INVESTMENT)), twice, names).duplicates == 1
    split = score_article(gold_article(label(INVESTMENT, split_ok=True)), twice, names)
    assert (split.duplicates, split.false.total(), split.right.total()) == (0, 0, 1)


def test_an_event_that_nobody_would_demand_is_right_when_found_and_not_missed_when_not(
    names: Names, claim: Make, gold_article: Make, read_as: Make
) -> None:
    article = gold_article(label(INVESTMENT, salient=False))
    found, absent = score_article(article, read_as(claim()), names), score_article(article, read_as(), names)
    assert (found.right.total(), found.missed, absent.missed, absent.problems) == (1, {}, {}, [])
