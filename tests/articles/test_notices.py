import pytest

from pipelines.articles.notices import credit_of, notice_of

_BODY = "One paragraph of news.\nAnother one.\nA third.\nA fourth.\nA fifth.\nA sixth.\nA seventh."


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: the sum was wrong.",
        "Correction, March 11, 2025: the sum was wrong.",
        "CORRECTION (July 3) — the name was wrong.",
        "Corrected: An earlier sum was wrong",
        "[An earlier version of this article named the wrong company.]",
        "Editor’s note: This story has been corrected.",
        "Corrección: la cifra era otra.",
        "Fe de errores: la cifra era otra.",
        "Korrektur: Die Summe war falsch.",
        "In einer früheren Version stand eine falsche Summe.",
    ],
)
def test_a_correction_is_seen_at_either_end_of_the_text(notice: str) -> None:
    assert notice_of("News", f"{notice}\n{_BODY}") == "correction"
    assert notice_of("News", f"{_BODY}\n{notice}") == "correction"


@pytest.mark.parametrize(
    "notice",
    [
        "Retraction: we could not stand up this report.",
        "Retracted: report on a sale",
        "This article has been retracted.",
        "This story has been removed because its source was mistaken.",
        "We have withdrawn this article.",
        "Este artículo ha sido retirado.",
        "Dieser Artikel wurde zurückgezogen.",
    ],
)
def test_a_retraction_is_seen_and_outweighs_a_correction(notice: str) -> None:
    assert notice_of(notice, _BODY) == "retraction"
    assert notice_of("News", f"{notice}\n{_BODY}\nCorrection: a name.") == "retraction"


@pytest.mark.parametrize(
    "sentence",
    [
        "The report was withdrawn by the ministry on Monday.",
        "Shares fell into correction territory.",
        "Correction territory is where shares are now",
        "The company corrected its figures.",
        "A retraction of the landing gear failed.",
    ],
)
def test_news_about_corrections_is_no_notice(sentence: str) -> None:
    assert notice_of(sentence, f"{sentence}\n{_BODY}") is None


def test_a_notice_in_the_middle_of_a_long_text_is_about_something_else() -> None:
    lines = _BODY.splitlines()
    assert notice_of("News", "\n".join([*lines[:4], "Correction: a quotation.", *lines[4:]])) is None


@pytest.mark.parametrize(
    ("text", "credited"),
    [
        (f"LONDON, July 10 (Reuters) - A firm said so.\n{_BODY}", "Reuters"),
        (f"REDMOND, Wash. (Sample Wire) - A firm said so.\n{_BODY}", "Sample Wire"),
        (f"Madrid, 10 jul (EFE).- Una empresa lo dijo.\n{_BODY}", "EFE"),
        (f"(Sample Wire) — A firm said so.\n{_BODY}", "Sample Wire"),
        (f"By Sample Wire staff\n{_BODY}", "Sample Wire"),
        (f"{_BODY}\n— Reuters", "Reuters"),
        (f"{_BODY}\n(AFP)", "AFP"),
        (f"{_BODY}\nSource: Sample Wire", "Sample Wire"),
        (f"{_BODY}\nThis story was first reported by Sample Post.", "Sample Post"),
    ],
)
def test_a_text_credited_as_a_whole_names_its_wire(text: str, credited: str) -> None:
    assert credit_of(text) == credited


def test_an_agency_as_author_is_a_credit() -> None:
    assert credit_of(_BODY, ("Ann Writer", "Reuters")) == "Reuters"
    assert credit_of(_BODY, ("Ann Reuters",)) is None


@pytest.mark.parametrize(
    "text",
    [
        f"The deal was first reported by Reuters.\n{_BODY}",
        f"Nvidia (NVDA) - the chip maker - rose.\n{_BODY}",
        f"A firm told Reuters (the agency) so.\n{_BODY}",
        f"Source: Reuters\n{_BODY}\nThe end.",
        "",
    ],
)
def test_a_source_of_one_fact_is_no_credit(text: str) -> None:
    assert credit_of(text) is None
