"""Which claim is taken for which event."""

from collections.abc import Callable
from typing import Any

import pytest

from pipelines.extraction.evaluation.labels import label_of
from pipelines.extraction.evaluation.matching import fit, pair
from pipelines.extraction.evaluation.names import Names

Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Google", "Alphabet"),
        ("AWS", "Amazon"),
        ("ChatGPT", "OpenAI"),
        ("Birchmind Inc.", "Birchmind"),
        ("Dogwood Press", "the publisher Dogwood Press (plaintiff)"),
    ],
)
def test_names_of_one_house_are_the_same(names: Names, one: str, other: str) -> None:
    assert names.same(one, other)
    assert names.same(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("Microsoft", "OpenAI"), ("AI", "Birch AI"), ("Meta", "Metaphor"), ("", "")]
)
def test_names_that_only_look_alike_are_not(names: Names, one: str, other: str) -> None:
    assert not names.same(one, other)


@pytest.mark.parametrize(
    ("claim_type", "slots"),
    [
        ("investment", {"recipient": "Hazelworks"}),
        ("investment", {"investors": ["Fir Ventures"]}),
        ("model_adoption", {"adopter": "Dogwood Press"}),
        ("model_adoption", {"provider": "Hazelworks"}),
        ("legal_action", {"plaintiffs": ["Cedar Bank"]}),
        ("legal_action", {"plaintiffs": []}),
        ("legal_action", {"defendants": ["Hazelworks"]}),
        ("partnership", {"parties": ["Cedar Bank", "Hazelworks"]}),
    ],
)
def test_another_principal_party_is_another_event(names: Names, claim: Make, claim_type: str, slots: Any) -> None:
    label = label_of(claim(claim_type))
    assert fit(label, claim(claim_type), names) > 0
    assert fit(label, claim(claim_type, **slots), names) == 0


def test_another_type_is_another_event(names: Names, claim: Make) -> None:
    assert fit(label_of(claim("partnership")), claim("model_adoption"), names) == 0


def test_an_investment_without_investors_is_known_by_its_sum(names: Names, claim: Make) -> None:
    label = label_of(claim(millions=10))
    assert fit(label, claim(millions=10, investors=[]), names) > 0
    assert fit(label, claim(millions=20, investors=[]), names) == 0
    assert fit(label, claim(investors=[]), names) == 0


def test_a_claim_goes_to_the_event_of_its_sum_not_to_the_first(names: Names, claim: Make) -> None:
    labels = [label_of(claim(millions=10)), label_of(claim(millions=20))]
    claims = [claim(millions=20), claim(millions=10)]
    pairs, left_over = pair(labels, claims, lambda label, said: fit(label, said, names))
    assert (pairs, left_over) == ({0: 1, 1: 0}, set())


def test_a_demanded_event_takes_its_claim_before_a_recalled_one(names: Names, claim: Make) -> None:
    labels = [label_of(claim(is_background=True)), label_of(claim())]
    pairs, _ = pair(labels, [claim()], lambda label, said: fit(label, said, names))
    assert pairs == {1: 0}


def test_parties_that_neither_side_names_still_make_one_event(names: Names, claim: Make) -> None:
    nobody = claim("model_adoption", provider=None, model=None)
    assert fit(label_of(nobody), nobody, names) > 0
    assert fit(label_of(nobody), claim("model_adoption", adopter="Dogwood Press"), names) == 0
