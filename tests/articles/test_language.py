import pytest

from pipelines.articles.language import detect_language, language_code

_ENGLISH = "The company said on Monday that it would spend more money on computing than it had planned in the spring. "
_GERMAN = "Das Unternehmen teilte am Montag mit, dass es mehr Geld für Rechenleistung ausgeben werde als geplant. "


@pytest.mark.parametrize(
    ("said", "code"),
    [("en-US", "en"), ("DE", "de"), ("pt_BR", "pt"), ("", None), (None, None), ("und", None), ("English", None)],
)
def test_a_tag_becomes_its_code(said: str | None, code: str | None) -> None:
    assert language_code(said) == code


def test_a_long_text_outweighs_a_wrong_tag_and_a_short_one_does_not() -> None:
    assert detect_language(_GERMAN * 5, "en") == "de"
    assert detect_language("Neu", "en") == "en"


def test_without_a_tag_the_words_decide_unless_there_are_too_few() -> None:
    assert detect_language(_ENGLISH) == "en"
    assert detect_language("ソフトバンクグループは人工知能への投資を拡大すると発表した。" * 3) == "ja"
    assert detect_language("Hm.") is None
