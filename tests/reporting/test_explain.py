"""An explanation shows the claims of an event, why they are one, and the rule behind its stage and grade."""

from collections.abc import Callable
from typing import Any

import pytest

from pipelines.errors import UsageError
from pipelines.reporting.explain import explain_event
from pipelines.reporting.explain_lines import lines_of
from pipelines.settings import Settings

HELD, OTHER, DENIED_ONLY, GAP = (
    "aaaaaa1111aaaa2222aaaa33",
    "aaaaaa9999bbbb2222bbbb33",
    "cccccc1111cccc2222cccc33",
    "dddddd1111dddd2222dddd33",
)


@pytest.fixture(scope="module")
def held(told: Settings) -> dict[str, Any]:
    return explain_event(told, HELD)


def text(found: dict[str, Any]) -> str:
    return "\n".join(found["lines"])


def test_claims_come_in_the_order_of_their_becoming_known_with_their_sources(held: dict[str, Any]) -> None:
    assert [claim["claim_key"] for claim in held["claims"]] == ["k1", "k2", "k3", "k4", "k5", "k6", "k7"]
    second = held["claims"][1]
    assert (second["stage"], second["attribution_words"], second["origin_words"]) == (
        "signed",
        "on record: Bolt",
        "Bolt (a party)",
    )
    assert (second["publisher"], second["url"]) == ("Gazette", "https://a2.example/story")
    assert "“Acme signed the $13 billion deal, Bolt said.”" in text(held)
    assert "DENIED, signed" in text(held)


def test_the_slots_that_make_them_one_event_are_told(held: dict[str, Any]) -> None:
    slots = {
        slot["slot"]: [(value["value"], value["claims"]) for value in slot["values"]] for slot in held["one_event"]
    }
    assert slots["type"] == [("investment", 7)]
    assert slots["investor"] == [("Acme", 6)]
    assert slots["recipient"] == [("Bolt", 5)]
    assert slots["amount"] == [("more than $13 billion", 2), ("more than $15 billion", 1)]
    assert slots["date"] == [("5 February 2026", 1)]
    assert slots["round"] == [("Series B", None)]


def test_each_claim_says_by_which_slots_it_is_of_the_event(held: dict[str, Any]) -> None:
    lines = " ".join(
        text(
            held
            | {
                "lines": lines_of(
                    held
                    | {"claims": [held["claims"][0] | {"placed_as": "joined", "agrees_on": ["recipient", "investor"]}]}
                )
            }
        ).split()
    )
    assert (
        "has gaps, and this is the one event it fits; agrees with the fullest other claim on recipient, investor"
        in lines
    )


def test_each_stage_has_its_grade_and_origins_and_the_held_one_its_rule(held: dict[str, Any]) -> None:
    told = {row["stage"]: (row["grade"], row["moves"], row["is_held"]) for row in held["stages"]}
    assert told == {"in_talks": ("E2", True, False), "signed": ("E3", True, True), "effective": ("E1", False, False)}
    lines = " ".join(text(held).split())
    assert "Held: signed, because it is the highest progress stage that is attested at E1 or better" in lines
    assert "E3 (party on record) is the best grade among the claims that affirm that stage" in lines
    assert "effective (progress): E1 from 1 claim, Gazette; recalled as background only" in lines


def test_someone_on_record_who_has_no_part_in_it_is_no_party(held: dict[str, Any]) -> None:
    rival = next(claim for claim in held["claims"] if claim["claim_key"] == "k6")
    assert rival["strength"] == 1


def test_conflicts_history_and_links_are_told(held: dict[str, Any]) -> None:
    lines = " ".join(text(held).split())
    assert "$13 billion → Bolt (a party): “Thirteen, Bolt said.”" in lines
    assert "$15 billion → The Wire: “Fifteen, it is heard.”" in lines
    assert "Settled: a document or a party on record says $13 billion." in lines
    assert "in talks at E1: 1 Feb 2026, 09:30 UTC until 6 Feb 2026, 09:30 UTC" in lines
    assert f"is the matter of {OTHER} Bolt v. Acme" in lines


def test_a_beginning_of_a_key_is_enough_where_it_means_one_event(told: Settings) -> None:
    assert explain_event(told, HELD[:7])["event_key"] == HELD
    assert explain_event(told, f"  {HELD.upper()} ")["event_key"] == HELD


def test_a_key_of_an_earlier_release_leads_to_the_event_of_its_eldest_claim(told: Settings) -> None:
    found = explain_event(told, "eeeeee1111eeee2222eeee33")
    assert (found["event_key"], found["earlier_key"]) == (HELD, "eeeeee1111eeee2222eeee33")
    assert "was its key in an earlier release" in text(found)
    assert explain_event(told, "eeeeee")["event_key"] == HELD


def test_a_redirect_is_followed_before_the_lake_is_asked(make_home: Callable[..., Settings]) -> None:
    def story(marts: Any) -> None:
        marts.fact("fct_partnership_terms", OTHER, "partnership", parties=["A", "B"])
        marts.add("event_redirects", old_event_key="eeeeee1111eeee2222eeee33", event_key=OTHER)

    assert explain_event(make_home(story), "eeeeee1111")["event_key"] == OTHER


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("aaaaaa", f"Give more of it: {HELD}, {OTHER} begin with aaaaaa"),
        ("cccc", "at least 6 digits"),
        ("aaaaaa9998", f"Did you mean {OTHER}"),
        ("123456", "There is no event 123456"),
        ("DROP TABLE", "no event key"),
        ("", "no event key"),
        ("ffffff1111ffff2222ffff33", "no longer held"),
    ],
)
def test_a_key_that_leads_nowhere_says_what_to_do(told: Settings, asked: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        explain_event(told, asked)


def test_a_key_whose_article_was_retracted_says_so_and_what_it_said(make_home: Callable[..., Settings]) -> None:
    def story(marts: Any) -> None:
        marts.fact("fct_partnership_terms", OTHER, "partnership", parties=["A", "B"])
        gone = {"withdrawn_because": "retracted", "withdrawn_at": marts.at(9), "quote": "Acme \x1b[31mbought Bolt."}
        marts.add("fct_withdrawn_claims", claim_key="k0", article_url="https://paper.example/1", **gone)

    with pytest.raises(UsageError) as refused:
        explain_event(make_home(story), "ffffff1111ffff2222ffff33")
    assert "its article https://paper.example/1 was retracted or went on 9 " in str(refused.value)
    assert "bought Bolt." in str(refused.value)
    assert "\x1b" not in str(refused.value)


def test_an_event_that_nobody_affirms_is_told_as_no_fact(told: Settings) -> None:
    found = explain_event(told, DENIED_ONLY)
    assert found["fact"] is None
    assert "No fact: nobody affirms it." in found["lines"]


def test_a_claim_that_fits_several_events_names_them(told: Settings) -> None:
    found = explain_event(told, GAP)
    assert [row["event_key"] for row in found["could_be"]] == [HELD, OTHER]
    assert f"  {OTHER}  Bolt v. Acme" in found["lines"]


def test_text_of_an_article_cannot_move_the_terminal_that_shows_it(make_home: Callable[..., Settings]) -> None:
    evil = "News \x1b]0;owned\x07\x1b[31mred \u202egnp.exe\nforged line"

    def story(marts: Any) -> None:
        marts.article("a1", evil, url=f"https://a.example/{evil}", title=evil)
        marts.fact(
            "fct_partnership_terms",
            OTHER,
            "partnership",
            parties=[evil, "B"],
            agreement_type="licence",
            term_condition=evil,
            quote=evil,
        )
        marts.claim(
            "k1",
            OTHER,
            "a1",
            claim_type="partnership",
            quote=evil,
            attribution="anonymous",
            attributed_to=evil,
            origin=f"name:{evil}",
        )

    lines = explain_event(make_home(story), OTHER)["lines"]
    assert not [line for line in lines if not line.isprintable()]
    assert not [line for line in lines if line.startswith("forged")]


def test_lines_keep_to_a_hundred_columns(held: dict[str, Any]) -> None:
    assert max(len(line) for line in held["lines"]) <= 100
