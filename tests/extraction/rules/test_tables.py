"""The tables of the rules: rows that can be read, and gates that let through what their rows match."""

import re

import pytest

from pipelines.extraction.rules.library import LANGUAGES, patterns_of
from pipelines.extraction.rules.pattern import expand, kinds_needed, needs

ROWS = [pattern for language in LANGUAGES for pattern in patterns_of(language)]


@pytest.mark.parametrize("pattern", ROWS, ids=lambda p: f"{p.language} {p.claim_type} {p.name}")
def test_a_row_compiles_and_names_roles_of_its_type(pattern) -> None:  # type: ignore[no-untyped-def]
    roles = set(pattern.compiled().groupindex)
    known = {
        "investment": {"investors", "recipient", "sellers", "others", "place", "valuation"},
        "partnership": {"parties", "a", "b", "a2", "b2", "until"},
        "model_adoption": {"adopter", "product", "provider", "model", "dropped"},
        "legal_action": {"plaintiffs", "defendants", "plaintiffs2", "defendants2"},
    }[pattern.claim_type]
    assert roles - known <= {"amount", "amount2", "amount3"}
    assert pattern.stems


def test_names_of_rows_are_unique_within_their_table() -> None:
    names = [(pattern.language, pattern.claim_type, pattern.name) for pattern in ROWS]
    assert len(names) == len(set(names))


def test_a_gap_holds_no_party_and_a_wide_gap_may() -> None:
    assert re.search(expand(r"paid{~20}fees"), "paid <O1> fees") is None
    assert re.search(expand(r"paid{.20}fees"), "paid <O1> fees")


def test_a_list_ends_where_a_clause_begins() -> None:
    match = re.search(expand(r"{defendants:ON+}"), "<O1>, startup <N2> and <O3>, accusing <O4> of theft")
    assert match is not None
    assert match["defendants"] == "<O1>, startup <N2> and <O3>"


@pytest.mark.parametrize(
    ("text", "least"),
    [
        (r"{a:ON}{AUX}x (?:with {b:ON})?", (1, False)),
        (r"{investors:ON}{~10}{amount}{~10}{recipient:ON}", (2, True)),
        (r"{recipient:ON}(?:{~10}{amount})?", (1, False)),
    ],
)
def test_what_a_row_needs_leaves_out_what_is_optional(text: str, least: tuple[int, bool]) -> None:
    assert needs(text) == least


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (r"{a:ON}{SIGNS}(?: \([^)]*\))?{DEAL} with {b:ONK}", ("ONR", "ONKR")),
        (r"{a:ON}(?:{SIGNS}|{DEAL} with {b:ONK})", ("ONR",)),
        (r"{a:ON} signs|{b:ONK} agrees", ()),
    ],
)
def test_a_row_is_tried_only_where_the_kinds_of_party_that_every_match_has_are_in_the_sentence(
    text: str, kinds: tuple[str, ...]
) -> None:
    assert kinds_needed(text) == kinds
