import random

from pipelines.articles.fingerprint import SKETCH_SIZE, sketch, sketch_similarity

_WORDS = [f"word{number}" for number in range(2000)]


def _text(seed: int, length: int = 600) -> str:
    return " ".join(random.Random(seed).choices(_WORDS, k=length))


def test_a_copy_has_the_same_sketch_whatever_its_dress() -> None:
    text = _text(1)
    assert sketch(text) == sketch("  " + text.upper().replace(" ", "\n "))
    assert sketch_similarity(sketch(text), sketch(text)) == 1


def test_a_near_copy_is_near_and_another_text_is_far() -> None:
    text = _text(1)
    near = text + " and a closing line of the outlet itself"
    assert sketch_similarity(sketch(text), sketch(near)) > 0.8
    assert sketch_similarity(sketch(text), sketch(_text(2))) == 0


def test_a_sketch_is_small_ascending_and_the_same_on_every_machine() -> None:
    values = sketch(_text(3))
    assert len(values) == SKETCH_SIZE
    assert list(values) == sorted(set(values))
    assert all(0 <= value < 2**64 for value in values)
    assert sketch("one two three four five") == (17406410059018403325,)


def test_a_short_text_and_one_without_blanks_have_a_sketch_and_an_empty_one_none() -> None:
    assert len(sketch("two words")) == 1
    assert len(sketch("人工知能の会社が資金を調達した")) > 5
    assert sketch(" ... ") == ()
    assert sketch_similarity((), ()) == 0
