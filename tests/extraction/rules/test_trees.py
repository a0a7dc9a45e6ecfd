"""A choice of words written as a tree."""

import re

from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.rules.trees import alternatives, as_tree

WORDS = st.text("abc ", min_size=1, max_size=5).filter(str.strip)


@given(st.lists(WORDS, min_size=1, max_size=8), WORDS)
def test_a_tree_knows_the_words_of_its_choice_and_no_others(words: list[str], asked: str) -> None:
    assert bool(re.fullmatch(as_tree(words), asked)) == (asked in words)


def test_a_last_letter_may_be_left_out() -> None:
    assert [word for word in ("plan", "plans", "pla") if re.fullmatch(as_tree(["plans?", r"\d+"]), word)] == [
        "plan",
        "plans",
    ]


def test_a_choice_is_cut_at_its_own_bars_alone() -> None:
    assert alternatives("(?:a|b(?:c|d)|[|])") == ["a", "b(?:c|d)", "[|]"]
