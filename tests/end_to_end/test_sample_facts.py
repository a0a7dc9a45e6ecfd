"""What the sample newsroom must and must not come to: the traps that it was written for, in the released facts."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

Ask = Callable[[str], list[tuple[Any, ...]]]
EXPECTED = yaml.safe_load((Path(__file__).parent / "expected" / "sample_newsroom.yml").read_text())
BILLION = Decimal(10) ** 9
FACTS = ("fct_investments", "fct_model_adoptions", "fct_legal_actions", "fct_partnership_terms")


def rows(ask: Ask, what: str, where: str) -> list[tuple[Any, ...]]:
    return ask(f"select {what} where {where} order by all")


def test_a_running_total_and_its_parts_are_events_apart(ask: Ask) -> None:
    found = rows(
        ask,
        "amount, amount_kind from fct_investments",
        "recipient = 'OpenAI' and investors = ['Microsoft'] and amount is not null",
    )
    assert (13 * BILLION, "cumulative_to_date") in found
    assert (1 * BILLION, "tranche") in found
    assert (13 * BILLION, "tranche") not in found


def test_planned_capacity_is_nobodys_cheque(ask: Ask) -> None:
    plans = rows(ask, "investors, amount_kind, is_committed from fct_investments", f"amount = {500 * BILLION}")
    assert plans
    assert all(
        kind == "capacity_plan" and not committed and "Microsoft" not in investors
        for investors, kind, committed in plans
    )


def test_a_suit_that_is_weighed_is_not_filed_and_asks_no_sum(ask: Ask) -> None:
    assert rows(ask, "defendants, stage, amount from fct_legal_actions", "plaintiffs = ['Microsoft']") == [
        (["Amazon", "OpenAI"], "considered", None)
    ]
    assert rows(ask, "stage from fct_legal_actions", "plaintiffs = ['OpenAI'] and defendants = ['Microsoft']") == [
        ("considered",)
    ]
    assert rows(ask, "event_key from fct_legal_actions", f"amount = {50 * BILLION}") == []


def test_a_suit_given_up_is_told_of_as_itself_and_what_comes_later_is_of_the_new_one(ask: Ask) -> None:
    withdrawn = "(select event_key from fct_claims where stage = 'withdrawn' and claim_type = 'legal_action')"
    assert ask(f"select forum from fct_legal_actions where event_key in {withdrawn}") == [
        ("San Francisco Superior Court",)
    ]
    asked = rows(
        ask, "amount from fct_legal_actions", "plaintiffs = ['Elon Musk'] and list_contains(defendants, 'OpenAI')"
    )
    assert asked == [(79 * BILLION,), (None,)]


def test_who_only_tells_of_a_deal_is_no_side_of_it_and_who_is_silent_says_nothing(ask: Ask) -> None:
    assert ask("select event_key from fct_investments where list_contains(investors, 'Courier')") == []
    speakers = {name for (name,) in ask("select attributed_to from fct_claims where attributed_to is not null")}
    assert speakers
    assert not {"General Catalyst", "Taylor & Francis"} & speakers
    assert ask("select attribution from fct_claims where quote like '%not mentioned in%'") == [("unattributed",)]


def test_what_is_weighed_concerns_the_deal_that_it_is_about_and_none_that_came_after_it(ask: Ask) -> None:
    of_thought = (
        "fct_legal_actions as action join bridge_event_links as links using (event_key) join fct_investments as deal "
        "on links.linked_event_key = deal.event_key where link_type = 'concerns' and action.stage = 'considered'"
    )
    assert (["Amazon"], "OpenAI", 50 * BILLION) in ask(
        f"select investors, recipient, deal.amount from {of_thought} and plaintiffs = ['Microsoft']"
    )
    known = ask(f"select deal.first_reported_at < '2025-07-18' from {of_thought} and plaintiffs = ['OpenAI']")
    assert known
    assert all(before for (before,) in known)


def test_models_that_are_tried_have_replaced_nothing(ask: Ask) -> None:
    found = rows(
        ask,
        "provider, stage, article_count from fct_model_adoptions",
        "product ilike '%copilot%' and provider in ('xAI', 'Meta', 'DeepSeek')",
    )
    assert [(provider, stage) for provider, stage, _ in found] == [
        ("DeepSeek", "testing"),
        ("Meta", "testing"),
        ("xAI", "testing"),
    ]
    assert all(count >= 2 for *_, count in found)


def test_a_page_that_gives_orders_adds_no_fact(ask: Ask) -> None:
    assert ask(f"select event_key from fct_investments where amount = {900 * BILLION}") == []
    assert (
        ask(
            "select event_key from fct_investments where recipient = 'OpenAI' and list_contains(investors, 'Sample Robotics')"
        )
        == []
    )


def test_a_correction_takes_the_place_of_what_it_corrects(ask: Ask) -> None:
    assert ask("select event_key from fct_investments where amount = 19100000000") == []
    assert rows(ask, "distinct today.amount from fct_investment_states as was join fct_investments as today using (event_key)",
                "was.amount = 19100000000") == [(11_900_000_000,)]  # fmt: skip
    assert ask("select status from dim_articles where status = 'superseded'") == [("superseded",)]


def test_what_was_retracted_or_is_gone_supports_no_fact(ask: Ask) -> None:
    gone = ask("select article_id from dim_articles where status = 'retracted'")
    assert len(gone) >= 2
    standing = "select claim_key from fct_claims join dim_articles using (article_id) where status = 'retracted'"
    assert ask(f"{standing} and event_key is not null") == []


def test_copies_of_a_wire_story_are_one_origin(ask: Ask) -> None:
    (copies,) = ask("select count(*) from dim_articles where status = 'copy'")[0]
    assert copies >= 3
    ((articles, origins),) = ask(
        "select article_count, origin_count from fct_investments where amount_kind = 'cumulative_to_date' and recipient = 'OpenAI' "
        "and investors = ['Microsoft']"
    )
    assert origins < articles


@pytest.mark.parametrize("table", FACTS)
def test_no_event_is_dated_with_the_day_of_the_run(ask: Ask, table: str) -> None:
    assert ask(f"select event_key from {table} where event_date >= date '2026-11-20'") == []


def test_the_calendar_shows_what_is_due(ask: Ask) -> None:
    parties = {event["id"]: event.get("parties") for event in EXPECTED["events"]}
    columns = ("due_kind", "due_by_date", "due_precision", "months_ahead_count")
    due = [(parties[row["id"]], *(row[column] for column in columns)) for row in EXPECTED["calendar"]]
    found = ask(f"select parties, {', '.join(columns)} from rpt_contract_calendar order by due_by_date, parties")
    assert found == due


def test_each_publisher_is_judged_by_what_became_of_its_articles_and_events(ask: Ask) -> None:
    for publisher, counts in EXPECTED["publishers"].items():
        columns = ", ".join(f"{name}_count" for name in counts)
        found = ask(f"select {columns} from rpt_source_reliability where publisher = '{publisher}'")
        assert found == [tuple(counts.values())], publisher


def test_each_article_added_what_it_was_the_first_to_say(ask: Ask) -> None:
    added = dict(ask("select regexp_extract(url, '[^/]+$'), novelty from rpt_article_novelty"))
    wanted = {slug: novelty for novelty, slugs in EXPECTED["novelty"].items() for slug in slugs}
    assert {slug: added.get(slug) for slug in wanted} == wanted


def test_adoptions_are_counted_up_to_the_newest_news(ask: Ask) -> None:
    """Which tells of no adoption; whatever stood before it stands."""
    ((newest,),) = ask("select date_trunc('month', max(known_at)) from fct_claims")
    held = (
        "select provider, stage, count(*) from fct_model_adoptions where provider is not null group by all order by all"
    )
    of_now = f"month_date = '{newest:%Y-%m-%d}' and provider != 'not said'"
    assert rows(ask, "provider, stage, adoption_count from rpt_adoptions_by_provider", of_now) == ask(held)


def test_articles_without_news_support_no_fact(ask: Ask) -> None:
    for slug in EXPECTED["no_event"]:
        found = ask(
            f"select status from dim_articles where url like '%/{slug}' or url like '%/{slug}.html' or url like '%{slug}%'"
        )
        assert found, slug
        assert {status for (status,) in found} <= {"no_event"}, slug


def test_what_cannot_be_read_is_set_aside_with_its_reason(ask: Ask) -> None:
    found = ask(
        "select url, set_aside_reason from dim_articles where status = 'set_aside' and set_aside_reason = 'language'"
    )
    assert [slug for url, _ in found for slug in EXPECTED["set_aside"]["language"] if slug in url] == EXPECTED[
        "set_aside"
    ]["language"]


def test_every_fact_leads_to_a_claim_an_article_and_its_sentence(ask: Ask) -> None:
    for table in FACTS:
        assert ask(f"select count(*) from {table}")[0][0] > 0
        assert ask(
            f"select f.event_key from {table} f where not exists (select 1 from fct_claims c join dim_articles a using (article_id) "
            "where c.event_key = f.event_key and c.quote = f.quote)"
        ) == []  # fmt: skip
