"""Long articles: read in parts that cut no sentence and no pair of neighbours, and joined without a claim twice."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.llm.parts import is_same, parts_of, spans_of
from pipelines.extraction.sentences import split_sentences
from pipelines.schemas.claim import CLAIM
from pipelines.schemas.extraction import ArticleText

SENTENCES = st.text(alphabet="abcdefgh ,", min_size=5, max_size=60).map(lambda words: f"T{words.strip()}x.")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=6).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=30).map("\n".join)


def _article(text: str) -> ArticleText:
    return ArticleText(article_id="a" * 24, title="T", text=text, published="2026-07-15", language="en")


def _places(text: str, limit: int) -> list[tuple[int, int]]:
    places = spans_of(text, "en", limit)
    if len(text) > limit:
        assert [part.article.text for part in parts_of(_article(text), limit)] == [text[a:b] for a, b in places]
    return places


@given(TEXTS, st.integers(min_value=200, max_value=600))
def test_every_sentence_and_every_pair_of_neighbours_stands_whole_in_some_part(text: str, limit: int) -> None:
    places = _places(text, limit)
    sentences = split_sentences(text, "en")
    spans = [(item.start, item.end) for item in sentences]
    spans += [(one.start, other.end) for one, other in pairwise(sentences) if other.end - one.start <= limit]
    for start, end in spans:
        assert any(first <= start and end <= last for first, last in places), text[start:end]


@given(TEXTS, st.integers(min_value=200, max_value=600))
def test_no_part_is_longer_than_asked_but_for_a_single_sentence(text: str, limit: int) -> None:
    for part in parts_of(_article(text), limit):
        assert len(part.article.text) <= limit or len(split_sentences(part.article.text, "en")) == 1


def test_parts_are_cut_at_paragraphs_where_there_are_some() -> None:
    paragraph = "One sentence of some length stands here. Another one stands beside it, no shorter. A third ends it."
    text = "\n".join([paragraph] * 40)
    parts = parts_of(_article(text), 900)
    ends = [end for _, end in _places(text, 900)]
    assert len(parts) > 3
    assert all(end == len(text) or text[end] == "\n" for end in ends)
    assert [part.label for part in parts] == [f"{n} of {len(parts)}" for n in range(1, len(parts) + 1)]


def test_an_article_of_ordinary_length_is_one_part_without_a_label() -> None:
    (part,) = parts_of(_article("Short."), 40_000)
    assert (part.article.text, part.label) == ("Short.", None)


def test_one_endless_line_is_cut_as_well() -> None:
    parts = parts_of(_article("word " * 30_000), 20_000)
    assert len(parts) > 5
    assert all(len(part.article.text) <= 20_000 for part in parts)


@pytest.fixture
def long_article(say: Any) -> ArticleText:
    """Ten paragraphs of filler, the claim's sentence, ten more, the sentence after which the first part ends, and so on."""
    filler = "\n".join(
        f"Paragraph {n} talks about the weather in the valley. It was fine on all days." for n in range(30)
    )
    return say.article(text=f"{filler}\n{say.sentence}\n{filler}\nUmbra Corp sued Lumen Labs on Tuesday.\n{filler}")


def _suit(say: Any, **changed: Any) -> dict[str, Any]:
    common = {
        name: value for name, value in say.claim().items() if name in {"polarity", "attribution", "attributed_to"}
    }
    suit = common | {"claim_type": "legal_action", "quote": "Umbra Corp sued Lumen Labs on Tuesday.", "stage": "filed"}
    suit |= {"event_date": None, "event_date_precision": "unknown", "is_background": False, "amount": None}
    suit |= {"plaintiffs": ["Umbra Corp"], "defendants": ["Lumen Labs"], "action_type": "lawsuit", "claim_basis": []}
    return suit | {"forum": None} | changed


def _careful(say: Any) -> Any:
    """A reader that answers with what stands in the part it is shown."""

    def answered(body: Any) -> Any:
        shown = body["messages"][1]["content"]
        claims = [say.claim()] if say.sentence in shown else []
        claims += [_suit(say)] if "Umbra Corp sued" in shown else []
        return say.completion(say.answer(*claims, is_relevant=bool(claims), summary=f"{len(claims)} claims"))

    return answered


@pytest.mark.parametrize("characters", [2_000, 2_500, 3_100, 4_000, 40_000])
def test_a_long_article_gives_each_claim_once_with_offsets_into_the_whole_text(
    endpoint: Any, extractor_for: Any, say: Any, *, long_article: Any, characters: int
) -> None:
    endpoint.otherwise = _careful(say)
    (extraction,) = extractor_for(llm_part_characters=characters).extract([long_article])
    assert sorted(claim.claim_type for claim in extraction.claims) == ["investment", "legal_action"]
    for claim in extraction.claims:
        assert long_article.text[claim.quote_start : claim.quote_end] == claim.quote
    assert len(endpoint.requests) == len(parts_of(long_article, characters))
    assert extraction.usage.input_tokens == 1000 * len(endpoint.requests)
    assert (extraction.is_relevant, extraction.set_aside) == (True, None)


def test_what_two_parts_tell_of_one_thing_is_one_claim_and_the_fuller_one_stays(
    endpoint: Any, extractor_for: Any, say: Any, long_article: Any
) -> None:
    def answered(body: Any) -> Any:
        shown = body["messages"][1]["content"]
        if "part: 1 of" in shown:
            return say.completion(say.answer(say.claim(amount=None, quote=say.sentence)))
        return say.completion(say.answer(say.claim()))

    endpoint.otherwise = answered
    (extraction,) = extractor_for(llm_part_characters=3_000).extract([long_article])
    (claim,) = extraction.claims
    assert claim.amount is not None
    assert {item.reason for item in extraction.rejected} == {"duplicate_claim"}
    json.dumps([item.model_dump(mode="json") for item in extraction.rejected], allow_nan=False)


def test_an_article_of_which_one_part_is_refused_is_set_aside_whole(
    endpoint: Any, extractor_for: Any, say: Any, long_article: Any
) -> None:
    endpoint.otherwise = lambda body: (
        say.completion(None, refusal="No.") if "part: 2 of" in body["messages"][1]["content"] else say.good()
    )
    (extraction,) = extractor_for(llm_part_characters=3_000).extract([long_article])
    assert (extraction.set_aside, extraction.claims) == ("model_refused", ())


@pytest.mark.parametrize(
    ("changed", "is_one"),
    [
        ({}, True),
        ({"quote": "Another sentence."}, True),
        ({"amount": None}, True),
        ({"event_date": "2026-07-13"}, True),
        ({"investors": ["northwind ventures"]}, True),
        ({"investors": ["Umbra Corp"]}, False),
        ({"recipient": "Umbra Corp"}, False),
        ({"stage": "announced"}, False),
        ({"round": "Series B"}, True),
        ({"polarity": "denied"}, False),
    ],
)
def test_two_claims_are_one_where_no_slot_that_both_fill_differs(say: Any, changed: Any, is_one: bool) -> None:
    one, other = CLAIM.validate_python(say.claim()), CLAIM.validate_python(say.claim(**changed))
    assert is_same(one, other) is is_one
    assert is_same(other, one) is is_one


def test_other_sums_are_other_claims(say: Any) -> None:
    one = CLAIM.validate_python(say.claim())
    assert not is_same(one, CLAIM.validate_python(say.claim(amount=say.money(value=1e9))))
    assert not is_same(one, CLAIM.validate_python(say.claim(amount=say.money(kind="cumulative_to_date"))))
