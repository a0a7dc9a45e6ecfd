"""How well stories are found on the project's own labelled articles; ``python -m tests.events.labelled_stories`` says it by kind."""

from itertools import combinations

import pytest

from pipelines.events.stories import find_stories
from tests.events.labelled_stories import PARTS, LabelledSet, load


@pytest.fixture(scope="module")
def labelled() -> LabelledSet:
    return load()


@pytest.fixture(scope="module")
def story(labelled: LabelledSet) -> dict[str, str]:
    return {member.article_id: member.story_id for member in find_stories(labelled.texts())}


def test_the_set_has_every_kind_of_likeness_and_many_that_deceive(labelled: LabelledSet) -> None:
    assert {kind for kind, _, _ in labelled.alike} == {"copy", "wire", "cut", "edited", "rewrite", "translation"}
    assert len({article.story for article in labelled.articles if article.kind == "first"}) >= 36
    assert len(labelled.apart) >= 110


def test_stories_are_found_whole_and_nothing_else_is_taken_for_one(
    labelled: LabelledSet, story: dict[str, str]
) -> None:
    label = {article.name: article.story for article in labelled.articles}
    pairs = list(combinations(label, 2))
    joined = {(one, other) for one, other in pairs if story[one] == story[other]}
    right = {(one, other) for one, other in pairs if label[one] == label[other]}
    assert len(joined & right) >= 0.95 * len(joined), sorted(joined - right)
    assert len(joined & right) >= 0.95 * len(right), sorted(right - joined)


def test_of_the_pairs_that_only_look_alike_at_most_one_in_twenty_is_joined(
    labelled: LabelledSet, story: dict[str, str]
) -> None:
    taken_in = [(kind, one, other) for kind, one, other in labelled.apart if story[one] == story[other]]
    assert len(taken_in) <= 0.05 * len(labelled.apart), taken_in


@pytest.mark.parametrize("kind", ["copy", "wire", "cut", "edited", "rewrite", "translation"])
def test_of_each_kind_of_likeness_nine_in_ten_are_found(
    labelled: LabelledSet, story: dict[str, str], kind: str
) -> None:
    pairs = [(one, other) for of, one, other in labelled.alike if of == kind]
    missed = [(one, other) for one, other in pairs if story[one] != story[other]]
    assert len(missed) <= 0.1 * len(pairs), missed


@pytest.mark.parametrize("part", PARTS)
def test_no_part_of_the_set_joins_what_is_apart(part: str) -> None:
    labelled = load(part)
    story = {member.article_id: member.story_id for member in find_stories(labelled.texts())}
    label = {article.name: article.story for article in labelled.articles}
    wrong = [
        (one, other)
        for one, other in combinations(label, 2)
        if story[one] == story[other] and label[one] != label[other]
    ]
    assert wrong == []
