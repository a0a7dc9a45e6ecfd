"""Every word of a pattern's main choice lets its sentences through."""

from pipelines.extraction.rules.library import patterns_of
from pipelines.extraction.rules.stems import with_missing


def test_a_choice_lends_the_stems_that_its_row_lacks() -> None:
    text = "{a:ON} (?:hits?|look\\w* into|licen[sc]es) {b:ON}"
    assert with_missing(text, ("hit",)) == ("hit", "look", "licen")


def test_words_too_frequent_to_tell_anything_are_no_stems() -> None:
    assert with_missing("{a:ON} (?:owns|has|have) {b:ON}", ("own",)) == ("own",)


def test_a_choice_that_the_row_does_not_lean_on_lends_nothing() -> None:
    assert with_missing("{a:ON} (?:buys|sells) {b:ON} stake", ("stake",)) == ("stake",)


def test_a_verb_of_a_vocabulary_is_heard_in_each_row_that_uses_it() -> None:
    row = next(pattern for pattern in patterns_of("en") if pattern.name == "deal with")
    assert any("broaden".startswith(stem) or stem in "broadened" for stem in row.stems)
