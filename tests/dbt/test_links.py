"""What belongs together without being one event is linked: a plan and its cheque, a threat and the suit, a suit and its deal."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

Newsroom = Any
Built = Any
Builder = Callable[..., Any]


@pytest.fixture(scope="module")
def built(build_marts: Builder, empty_newsroom: Callable[[], Newsroom]) -> Built:
    news = empty_newsroom()
    plan = news.article("plan", publisher="Plan Paper")
    news.investment(
        plan, "announced", "Oracle plans data centres of $500 billion for Halls Example.", investors=["Oracle"],
        recipient="Halls Example", amount=(500_000_000_000, "capacity_plan"), deal_type="infrastructure_plan",
    )  # fmt: skip
    cheque = news.article("cheque", publisher="Cheque Paper", hours=24 * 200)
    news.investment(
        cheque, "effective", "Oracle paid Halls Example $7 billion.", investors=["Oracle"], recipient="Halls Example",
        amount=(7_000_000_000, "tranche"),
    )  # fmt: skip
    threat = news.article("threat", publisher="Court Paper", hours=1)
    news.legal(
        threat, "threatened", "Adobe threatens to sue Runway for breach of contract.", plaintiffs=["Adobe"],
        defendants=["Runway"], claim_basis=["contract"],
    )  # fmt: skip
    suit = news.article("suit", publisher="Court Paper", hours=24 * 30)
    news.legal(
        suit, "filed", "Adobe has sued Runway, alleging copyright infringement.", plaintiffs=["Adobe"],
        defendants=["Runway"], claim_basis=["copyright"],
    )  # fmt: skip
    thought = news.article("thought", publisher="Court Paper", hours=2)
    news.legal(
        thought, "considered", "Disney considers suing Midjourney.", plaintiffs=["Disney"], defendants=["Midjourney"]
    )
    filed = news.article("filed", publisher="Court Paper", hours=24 * 60)
    news.legal(
        filed, "filed", "Disney sued Midjourney for copyright infringement.", plaintiffs=["Disney"],
        defendants=["Midjourney"], claim_basis=["copyright"],
    )  # fmt: skip
    deal = news.article("deal", publisher="Deal Paper", hours=3)
    news.partnership(deal, "signed", "Adobe and Runway signed an agreement.", parties=["Adobe", "Runway"])
    by_two = news.article("by two", publisher="Court Paper", hours=24 * 10)
    news.legal(
        by_two, "considered", "Snap weighs a suit over its exclusivity.", plaintiffs=["Snap"], defendants=["Perplexity", "Samsung"],
        claim_basis=["exclusivity"],
    )  # fmt: skip
    for name, day, parties in (
        ("between", 5, ["Perplexity", "Samsung"]), ("before", 6, ["Snap", "Perplexity"]), ("after", 90, ["Snap", "Perplexity"]),
    ):  # fmt: skip
        said = news.article(name, publisher="Deal Paper", hours=24 * day)
        news.partnership(
            said, "signed", f"It signed {name}.", parties=parties, agreement_type="licence",
            event_date=str(date(2026, 7, 1) + timedelta(days=day)), event_date_precision="day",
        )  # fmt: skip
    own = news.article("own", publisher="Deal Paper", hours=4)
    news.partnership(own, "signed", "Nvidia and Cohere signed an agreement.", parties=["Nvidia", "Cohere"])
    quarrel = news.article("quarrel", publisher="Court Paper", hours=24 * 90)
    news.legal(
        quarrel, "filed", "Nvidia was sued in the name of Nvidia.", plaintiffs=["Nvidia"], defendants=["Nvidia"],
        claim_basis=["contract"],
    )  # fmt: skip
    return build_marts(news)


def _links(built: Built, link_type: str) -> list[tuple[str, str]]:
    query = f"""
        select one.quote, other.quote from marts.bridge_event_links as links
        join marts.fct_claims as one on links.event_key = one.event_key
        join marts.fct_claims as other on links.linked_event_key = other.event_key
        where link_type = '{link_type}'
    """
    return sorted(
        (one.split()[0], other.split()[-1 if one.startswith("Snap") else 1]) for one, other in built.rows(query)
    )


def test_a_cheque_is_part_of_the_plan_it_pays_for_and_not_the_plan(built: Built) -> None:
    assert _links(built, "part_of") == [("Oracle", "plans")]


def test_a_suit_on_another_ground_continues_the_threat_that_came_before_it(built: Built) -> None:
    assert _links(built, "continues") == [("Adobe", "threatens")]


def test_a_thought_of_a_suit_joins_the_suit_and_needs_no_link(built: Built) -> None:
    query = "select stage, article_count from marts.fct_legal_actions where list_contains(defendants, 'Midjourney')"
    assert built.rows(query) == [("filed", 2)]


def test_a_suit_concerns_the_agreement_between_its_sides(built: Built) -> None:
    assert [link for link in _links(built, "concerns") if link[0] != "Snap"] == [("Adobe", "and"), ("Adobe", "and")]


def test_a_suit_that_is_weighed_concerns_what_was_there_and_what_those_who_would_be_sued_agreed(built: Built) -> None:
    assert [link for link in _links(built, "concerns") if link[0] == "Snap"] == [
        ("Snap", "before."),
        ("Snap", "between."),
    ]


def test_a_suit_of_one_against_itself_concerns_none_of_its_agreements(built: Built) -> None:
    query = "select count(*) from marts.fct_legal_actions where list_contains(plaintiffs, 'Nvidia')"
    assert built.rows(query) == [(1,)]
    assert [one for one, _ in _links(built, "concerns") if one == "Nvidia"] == []
