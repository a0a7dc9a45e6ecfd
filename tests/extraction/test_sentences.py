"""Where sentences end, and that nothing of the text is lost."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.sentences import MAX_LINE, split_sentences


def texts(text: str, language: str | None = "en") -> list[str]:
    return [sentence.text for sentence in split_sentences(text, language)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Apple Inc. said on Jan. 22 that it paid $1.5 billion to Acme Corp. for a stake.",
        "The U.S. case is Doe v. Acme, and it is large.",
        "Mr. Roe and Dr. Poe left J.P. Example at 3.5 percent.",
    ],
)
def test_an_abbreviation_or_decimal_ends_no_sentence(sentence: str) -> None:
    assert texts(f"{sentence} Then came more.") == [sentence, "Then came more."]


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\u2028", "\n\n", "\r", "\x0b", "\x85"])
def test_a_line_break_always_ends_a_sentence(mark: str) -> None:
    assert texts(f"a line without a stop{mark}another line") == ["a line without a stop", "another line"]


def test_glued_sentences_are_left_as_they_are() -> None:
    assert texts("There were tensionsThe dismissal came.") == ["There were tensionsThe dismissal came."]


def test_each_bullet_is_a_sentence() -> None:
    assert texts("• one thing • two things") == ["• one thing", "• two things"]


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("de", "Es kostet z.B. 1,7 Mrd. Euro. Dann kam es.", 2),
        ("es", "¿Y ahora? Sí. No.", 3),
        ("ja", "一つです。二つです。", 2),
        (None, "One. Two.", 2),
        ("zz", "One. Two.", 2),
    ],
)
def test_languages_known_or_not_are_split(language: str | None, text: str, count: int) -> None:
    assert len(texts(text, language)) == count


def test_paragraphs_are_counted_and_a_short_line_without_a_stop_is_a_heading() -> None:
    found = split_sentences("A headline here\n\nOne sentence. Two sentences.\nThe end.")
    assert [(s.paragraph, s.is_heading) for s in found] == [(0, True), (1, False), (1, False), (2, False)]


@settings(deadline=None)
@given(st.text(max_size=400) | st.text(alphabet=st.sampled_from("aB.!? \n•\u00a0“”\ud800\u2028\r\t。3"), max_size=400))
def test_only_white_space_lies_between_sentences(text: str) -> None:
    end = 0
    for sentence in split_sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert text[end : sentence.start].strip() == ""
        assert sentence.text == sentence.text.strip() != ""
        end = sentence.end
    assert text[end:].strip() == ""


@pytest.mark.parametrize("text", ["a.\u00a0B", ".\u00a0“", "Yes!\u3000No.\u2003B", "One.\u00a0\u00a0Two."])
def test_wide_spaces_do_not_stop_the_reading(text: str) -> None:
    assert "".join(texts(text)).replace("\u00a0", "") != ""


def test_where_the_library_panics_a_plain_split_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """As the bindings of Rust raise it."""

    def panic(language: str, text: str) -> list[str]:
        raise PanicException(language, text)

    monkeypatch.setattr("pipelines.extraction.sentences.sentencex.segment", panic)
    assert texts("One is here. Two is there.") == ["One is here.", "Two is there."]


def test_a_line_without_end_is_cut() -> None:
    assert all(len(sentence) <= MAX_LINE for sentence in texts("x" * 20_000 + " " + "word " * 5_000))


# The machine may be busy: what makes a sentence every few letters is given a fifth of the size.
@pytest.mark.parametrize(
    ("piece", "size"),
    [
        ("It has rather long sentences, as news has, with a clause or two. ", 10_000_000),
        ("word ", 10_000_000),
        ("x", 10_000_000),
        ("Mr. ", 2_000_000),
        (". ", 1_000_000),
        ("\n", 10_000_000),
        ("• a ", 1_000_000),
    ],
)
def test_megabytes_are_split_in_five_seconds(piece: str, size: int) -> None:
    text = piece * (size // len(piece))
    begun = time.process_time()
    split_sentences(text)
    assert time.process_time() - begun < 5
