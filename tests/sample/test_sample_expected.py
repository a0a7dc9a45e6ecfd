"""The expected facts of the sample newsroom are complete and agree with the labels of its articles."""

import json
from decimal import Decimal
from typing import Any

import pytest
import yaml

from pipelines.sample.newsroom import FOLDER, all_articles, articles_of, is_gone
from pipelines.settings import PROJECT_DIR

EXPECTED: dict[str, Any] = yaml.safe_load(
    (PROJECT_DIR / "tests" / "end_to_end" / "expected" / "sample_newsroom.yml").read_text(encoding="utf-8")
)
EVENTS: list[dict[str, Any]] = EXPECTED["events"]
ROLES = {
    "investment": "recipient",
    "model_adoption": "provider",
    "legal_action": "defendants",
    "partnership": "parties",
}


def labels_of(slug: str) -> list[dict[str, Any]]:
    claims: list[dict[str, Any]] = json.loads((FOLDER / "gold" / f"{slug}.json").read_text(encoding="utf-8"))["claims"]
    return claims


def states(event: dict[str, Any]) -> list[dict[str, Any]]:
    """The event in edition 1, and in edition 2 where it differs."""
    return [event, {**event, **event["edition_2"]}] if "edition_2" in event else [event]


def test_the_counts_of_articles_are_those_of_the_editions() -> None:
    assert EXPECTED["articles"] == {"edition_1": len(articles_of(1)), "edition_2": len(articles_of(2))}
    assert EXPECTED["gone_in_edition_2"] == [article.slug for article in articles_of(2) if is_gone(article, 2)]


def test_event_ids_are_unique_and_links_lead_to_events() -> None:
    ids = [event["id"] for event in EVENTS]
    assert len(ids) == len(set(ids))
    assert {event["part_of"] for event in EVENTS if "part_of" in event} <= set(ids)


def test_every_article_stands_somewhere() -> None:
    named = {slug for event in EVENTS for state in states(event) for slug in state["articles"]}
    without_event = {*EXPECTED["no_event"], *EXPECTED["set_aside"]["language"], "sample-robotics-sale.v2"}
    assert named | without_event == set(all_articles())
    assert not named & without_event


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event["id"])
def test_each_article_of_an_event_has_a_label_that_fits_it(event: dict[str, Any]) -> None:
    for state in states(event):
        for slug in state["articles"]:
            assert any(fits(claim, state) for claim in labels_of(slug)), slug


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event["id"])
def test_the_held_stage_and_the_amount_of_an_event_stand_in_a_label(event: dict[str, Any]) -> None:
    for state in states(event):
        claims = [claim for slug in state["articles"] for claim in labels_of(slug) if fits(claim, state)]
        amounts = {Decimal(claim["amount"]["value"]) for claim in claims if claim["amount"]}
        assert state["stage"] in {claim["stage"] for claim in claims}
        if state.get("amount"):
            assert Decimal(state["amount"]["value"]) in amounts
        assert state.get("disputed", False) == (contradicted(claims) or bool(state.get("conflicts")))


def contradicted(claims: list[dict[str, Any]]) -> bool:
    return any(claim["polarity"] == "denied" for claim in claims)


def fits(claim: dict[str, Any], event: dict[str, Any]) -> bool:
    """Whether a label can be one of the event: its type, who is acted upon, and what kind of number it gives."""
    role = ROLES[event["type"]]
    named, printed = listed(event.get(role)), listed(claim.get(role))
    kind = (event.get("amount") or {}).get("kind")
    return (
        claim["claim_type"] == event["type"]
        and any(same(a, b) for a in named for b in printed)
        and (claim["amount"] is None or kind is None or claim["amount"]["kind"] == kind)
        and (event.get("agreement_type") in (None, "licence", claim.get("agreement_type")))
        and (event.get("deal_type") in (None, claim.get("deal_type")))
    )


def listed(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def same(one: str, other: str) -> bool:
    """Whether two names can mean one organization; a start is enough here (OpenAI, OpenAI Group PBC)."""
    return one.startswith(other) or other.startswith(one)
