"""A choice of words written as a tree, and the patterns that a sentence's words let through."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.rules.choices import Choices
from pipelines.extraction.rules.library import patterns_of
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


@pytest.mark.parametrize(
    ("text", "is_let_through"),
    [
        ("<O1> has bought a stake in <O2>.", True),
        ("<O1> has rebought its shares in <O2>.", True),
        ("<O1> has bought <O2>.", False),
        ("<O1> holds a stake in <O2>.", False),
    ],
)
def test_a_sentence_must_hold_a_word_of_each_choice(text: str, is_let_through: bool) -> None:
    assert bool(Choices(["{a} (?:bought|sold) a (?:stake|shares?) in {b}"]).let_through(text)) == is_let_through


def test_a_pattern_without_letters_to_go_by_is_always_let_through() -> None:
    assert Choices(["(?:<O1>|<O2>) and", "{a} and {b}"]).let_through("nothing") == 0b11


def test_what_a_pattern_matches_its_words_let_through() -> None:
    patterns = patterns_of("en")
    sentence = "<O1> agreed to buy <O2> for <M3>."
    matched = [number for number, pattern in enumerate(patterns) if pattern.compiled().search(sentence)]
    passed = Choices([pattern.text for pattern in patterns]).let_through(sentence)
    assert matched
    assert all(passed >> number & 1 for number in matched)
