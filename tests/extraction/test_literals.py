"""The strings that an expression needs, and expressions that are tried only where they stand."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.literals import held_by, rarest
from pipelines.extraction.sparse import Choice, Rows, Sparse

EXPRESSIONS = (
    r"\b(?:suits?|court)\b",
    r"(?:a|b[cd])+ ?x{2,3}",
    r"(?i)(?:Deal|PACT) (?:of|with)",
    r"(?P<who>a|ab)(?:c|cd)?(?!e)(?:b|(?i:C))",
    r"(?:ab|[a-c]\w+)d|cc(?=a)a",
)
TEXTS = st.text("abcdxsuitcor \nDEALPTofwh", max_size=30)


@pytest.mark.parametrize("expression", EXPRESSIONS)
@given(data=st.data())
def test_every_match_holds_one_string_of_each_set(expression: str, data: st.DataObject) -> None:
    match = re.search(expression, data.draw(st.from_regex(expression)))
    assert match is not None
    said = match[0].lower() if "(?i)" in expression else match[0]
    assert all(any(string in said for string in strings) for strings in held_by(expression).sets())


@pytest.mark.parametrize(
    ("expression", "strings"),
    [
        (r"\b(?:suits?|court)\b", {"suit", "suits", "court"}),
        (r"(?:on|in) [a-z]+ (?:behalf|favour) of", {" behalf of", " favour of"}),
        (r"(?i)Mr\.? ", {"mr ", "mr. "}),
        (r"q[1-4]", {"q1", "q2", "q3", "q4"}),
        (r"[^a]bc|[\w]bc", {"bc"}),
        (r"(?:a deal|\d+)", None),
        (r"(?:a deal)?", None),
        (r"(?i:a) deal", {"deal"}),
    ],
)
def test_the_rarest_set_is_the_one_of_the_longest_strings(expression: str, strings: set[str] | None) -> None:
    assert rarest(held_by(expression)) == strings


@pytest.mark.parametrize("expression", EXPRESSIONS[:4])
@given(text=TEXTS, start=st.integers(0, 10), end=st.integers(0, 30))
def test_a_sparse_expression_finds_what_the_expression_finds(expression: str, text: str, start: int, end: int) -> None:
    plain = re.compile(expression)
    sparse = Sparse(plain)
    for ask in ("search", "match"):
        expected, found = getattr(plain, ask)(text, start, end), getattr(sparse, ask)(text, start, end)
        assert (found and found.span()) == (expected and expected.span())
    spans = [match.span() for match in plain.finditer(text, start, end)]
    assert [match.span() for match in sparse.finditer(text, start, end)] == spans


def test_an_expression_that_needs_no_string_is_not_sparse() -> None:
    with pytest.raises(ValueError, match="no string"):
        Sparse(re.compile(r"\d+")).search("12")


@given(text=TEXTS)
def test_rows_match_in_their_order_and_those_without_strings_are_always_tried(text: str) -> None:
    rows = [(re.compile(expression), number) for number, expression in enumerate((*EXPRESSIONS, r"[a-c]\s"))]
    found = [(match.span(), value) for match, value in Rows(rows).matches(text)]
    assert found == [(match.span(), value) for row, value in rows if (match := row.search(text))]
    assert Rows(rows).first(text) == next((value for _, value in found), None)


@given(text=TEXTS)
def test_a_choice_finds_what_its_ways_find_as_one_expression(text: str) -> None:
    ways = (r"(?<=a)b+", r"\b(?:suits?|court)\b", r"ab|a", r"x\w+", r"[a-c]\s", r"^c.")
    expected = [match.span() for match in re.finditer("|".join(ways), text)]
    assert [match.span() for match in Choice([re.compile(way) for way in ways]).finditer(text)] == expected
