import pytest

from pipelines.articles.quality import is_headline_apart, text_flags

_WHOLE = (
    "A firm will build a plant by the river, it said on Monday, and the plant will cost a great deal of money in all.\n"
    "The mayor, who has waited for this for years, told reporters that the town would lend the land and build the road."
)
_VOICELESS = (
    "The plant by the river will cost a great deal of money and employ a hundred people in the first year. " * 10
)


def test_a_whole_text_that_names_its_sources_raises_no_flag() -> None:
    assert text_flags(_WHOLE, "en") == ()


@pytest.mark.parametrize(
    "end",
    [
        "The plant will cost […]",
        "The plant will cost a lot of mon…",
        "It will be built by [+1834 chars]",
        "Continue reading",
        "Subscribe to read the whole of it",
        "This article is for subscribers only.",
        "Weiterlesen mit Probeabo",
        "Lire la suite sur notre site",
        "Seguir leyendo",
        "And the firm, which has built four such plants in the last ten years, has said that it would never",
    ],
)
def test_a_text_that_breaks_off_is_cut_off(end: str) -> None:
    assert "cut_off" in text_flags(f"{_WHOLE}\n{end}", "en")


@pytest.mark.parametrize(
    "end", ["Ann Writer reported from the river", "(Reporting by Ann Writer; editing by Bo Writer)", "He said: “No.”"]
)
def test_a_credit_or_a_quotation_at_the_end_cuts_nothing_off(end: str) -> None:
    assert "cut_off" not in text_flags(f"{_WHOLE}\n{end}", "en")


def test_a_text_of_banners_and_forms_is_boilerplate() -> None:
    clutter = (
        "We use cookies. Subscribe to our newsletter, or log in to follow us.\nAll rights reserved. Terms of use apply."
    )
    assert "boilerplate" in text_flags(f"{_WHOLE[:100]}\n{clutter}", "en")
    assert "boilerplate" not in text_flags(f"{_WHOLE * 3}\n{clutter}", "en")


@pytest.mark.parametrize(
    ("more", "language", "is_flagged"),
    [
        ("", "en", True),
        ("People familiar with the matter confirmed it.", "en", False),
        ("“We will build it, whatever it may cost,” she added.", "en", False),
        ("Das teilte die Firma mit.", "de", False),
        ("", "de", True),
        ("", "ko", False),
        ("", None, False),
    ],
)
def test_a_long_text_without_anybody_who_says_so_has_no_sources(
    more: str, language: str | None, is_flagged: bool
) -> None:
    assert ("no_sources" in text_flags(f"{_VOICELESS}\n{more}", language)) is is_flagged


def test_a_short_note_needs_no_source() -> None:
    assert text_flags("The plant will be built.", "en") == ()


@pytest.mark.parametrize(
    "notice",
    [
        "This article was automatically translated.",
        "Machine-translated from Spanish.",
        "Dieser Text wurde maschinell übersetzt.",
        "Texto traducido automáticamente.",
        "Article traduit automatiquement.",
    ],
)
def test_a_text_that_says_a_machine_translated_it_is_believed(notice: str) -> None:
    assert "machine_translated" in text_flags(f"{_WHOLE}\n{notice}", "en")


def test_a_text_about_translation_is_not_taken_for_one() -> None:
    assert "machine_translated" not in text_flags(f"{_WHOLE}\nThe firm sells machine translation.", "en")


@pytest.mark.parametrize(
    ("text", "is_dangling"),
    [
        ("The plant costs a lot.[1] The road too.[2]", True),
        ("The plant costs a lot.[1] The road too.[2]\n[1] The firm's report\n[2] The town's budget", False),
        ("The plant costs a lot.[1]", False),
        ("The plant costs a lot :contentReference[oaicite:0]{index=0}.", True),
        ("The plant costs a lot【12†source】.", True),
        ("The plant costs a lot [citation needed].", True),
        ("See https://news.example/a?utm_source=chatgpt.com.", True),
        ("The array a[1] and a[2].", True),
    ],
)
def test_citations_that_lead_nowhere_dangle(text: str, is_dangling: bool) -> None:
    assert ("dangling_citations" in text_flags(text, "en")) is is_dangling


@pytest.mark.parametrize(
    ("title", "is_apart"),
    [
        ("Firm to build plant for $4.2 billion", True),
        ("Firm to build plant for $300 million", False),
        ("Shares fall 12% as firm builds plant", True),
        ("Celebrity couple announces surprise divorce after wedding", True),
        ("A house by the water", False),
        (None, False),
    ],
)
def test_a_headline_is_held_against_its_text(title: str | None, is_apart: bool) -> None:
    assert is_headline_apart(title, f"{_WHOLE}\nIt will cost $300 million.") is is_apart
