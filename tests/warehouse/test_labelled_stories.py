"""How well stories are found on the project's own labelled articles."""

from itertools import combinations

import pytest

from pipelines.warehouse.stories import find_stories
from tests.warehouse.labelled_stories import LabelledSet, load


def found(labelled: LabelledSet) -> dict[str, str]:
    return {member.article_id: member.story_id for member in find_stories(labelled.texts())}


@pytest.mark.parametrize("suffix", ["", "_unseen"])
def test_stories_are_found_whole_and_nothing_else_is_taken_for_one(suffix: str) -> None:
    labelled = load(suffix)
    story = found(labelled)
    label = {article.name: article.story for article in labelled.articles}
    pairs = list(combinations(label, 2))
    joined = {(one, other) for one, other in pairs if story[one] == story[other]}
    right = {(one, other) for one, other in pairs if label[one] == label[other]}
    assert len(joined & right) >= 0.95 * len(joined), sorted(joined - right)
    assert len(joined & right) >= 0.95 * len(right), sorted(right - joined)
