"""What may be left out of a sentence, and where what is left stands in the text."""

import pytest

from pipelines.extraction.rules import RulesExtractor
from pipelines.extraction.rules.core import core_of
from pipelines.extraction.rules.masking import Masked
from pipelines.extraction.rules.reading import Sentences


def masked(extractor: RulesExtractor, text: str) -> Masked:
    reading = extractor._reader.read(text, "en")
    return Sentences(reading, "en").masked(reading.sentences[0])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("OpenAI, the maker of many things, has bought Anthropic.", "<O1> has bought <O2>."),
        ("OpenAI has bought (for how much it did not say) Anthropic on Tuesday.", "<O1> has bought <O3>."),
        ("On Monday OpenAI quietly agreed to buy Anthropic.", "<O1> agreed to buy <O2>."),
        ("OpenAI, people close to it said, agreed to buy Anthropic.", "<O1>, agreed to buy <O3>."),
    ],
)
def test_asides_go_and_the_parties_stay(extractor: RulesExtractor, text: str, left: str) -> None:
    core = core_of(masked(extractor, text))
    assert core is not None
    assert core.text == left


def test_a_sentence_without_asides_has_no_core_of_its_own(extractor: RulesExtractor) -> None:
    assert core_of(masked(extractor, "OpenAI has bought Anthropic for a billion.")) is None


def test_what_is_left_leads_back_to_its_place(extractor: RulesExtractor) -> None:
    text = "OpenAI, the maker of many things, has bought Anthropic on Tuesday for cash."
    core = core_of(masked(extractor, text))
    assert core is not None
    for words in ("has bought", "for cash"):
        at = core.original(core.text.index(words))
        assert text[at : at + len(words)] == words
