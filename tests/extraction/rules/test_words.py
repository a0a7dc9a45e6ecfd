"""The patterns that a sentence's words let through."""

import pytest

from pipelines.extraction.rules.library import patterns_of
from pipelines.extraction.rules.words import Words, pieces_needed


@pytest.mark.parametrize(
    ("text", "is_let_through"),
    [
        ("<O1> has bought a stake in <O2>.", True),
        ("<O1> has rebought its shares in <O2>.", True),
        ("<O1> has bought <O2>.", False),
        ("<O1> holds a stake in <O2>.", False),
    ],
)
def test_a_sentence_must_hold_a_piece_of_each_set(text: str, is_let_through: bool) -> None:
    assert bool(Words(["{a} (?:bought|sold) a (?:stake|shares?) in {b}"]).let_through(text)) == is_let_through


def test_a_pattern_without_strings_to_go_by_is_always_let_through() -> None:
    assert Words(["{a}(?: and)? {b}", "{a}, {b}"]).let_through("nothing") == 0b01


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("{a} (?:buys|takes over) {b}", [{"buys", "takes"}]),
        ("{a}{RAISE} money", [{"money"}, {"raise", "raises", "raised", "raising"}]),
        ("{a}(?:{RAISE})? money", [{"money"}]),
        ("{a} paid(?: {amount} in cash)? for {b}", [{"paid"}, {"for"}]),
    ],
)
def test_what_a_pattern_needs_is_in_its_vocabularies_too_and_in_nothing_optional(
    text: str, pieces: list[set[str]]
) -> None:
    assert list(map(set, pieces_needed(text))) == pieces


def test_what_a_pattern_matches_its_words_let_through() -> None:
    patterns = patterns_of("en")
    sentence = "<O1> agreed to buy <O2> for <M3>."
    matched = [number for number, pattern in enumerate(patterns) if pattern.compiled().search(sentence)]
    passed = Words([pattern.text for pattern in patterns]).let_through(sentence)
    assert matched
    assert all(passed >> number & 1 for number in matched)
