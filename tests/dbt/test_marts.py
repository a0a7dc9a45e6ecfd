"""What dbt makes of claims written by hand: which are one event, how far it has come and how well it is attested."""

import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

# What conftest.py's fixtures give: a newsroom to fill, a function that builds its marts, and the marts built.
Newsroom = Any
Built = Any
Builder = Callable[..., Any]

WIRE = "A wire story of forty words that five papers print as it is, about a start-up and its new money."


@pytest.fixture(scope="module")
def newsroom(empty_newsroom: Callable[[], Newsroom]) -> Newsroom:
    """A few dozen claims in words of our own."""
    news = empty_newsroom()
    money(news)
    copies(news)
    adoptions(news)
    courts(news)
    partnerships(news)
    versions(news)
    return news


def money(news: Newsroom) -> None:
    total = news.article("total", publisher="Sample Courier")
    news.investment(
        total, "effective", "Microsoft has put more than $13 billion into OpenAI since 2019.",
        investors=["Microsoft"], recipient="OpenAI", amount=(13_000_000_000, "cumulative_to_date", "more_than"),
    )  # fmt: skip
    again = news.article("total again", publisher="Sample Observer", hours=30)
    news.investment(
        again, "effective", "All told, some $13.75 billion went to OpenAI from Microsoft Corp.",
        investors=["Microsoft Corp."], recipient="OpenAI", amount=(13_750_000_000, "cumulative_to_date", "about"),
    )  # fmt: skip
    news.investment(
        again, "effective", "Microsoft wrote its first cheque to OpenAI, $1 billion, in 2019.",
        investors=["Microsoft"], recipient="OpenAI", amount=(1_000_000_000, "tranche"),
        event_date="2019", event_date_precision="year", is_background=True,
    )  # fmt: skip
    later = news.article("later cheque", publisher="Sample Gazette", hours=31)
    news.investment(
        later, "effective", "In January 2023 Microsoft paid OpenAI another $1 billion.",
        investors=["Microsoft"], recipient="OpenAI", amount=(1_000_000_000, "tranche"),
        event_date="2023-01", event_date_precision="month", attribution="document", attributed_to="annual report",
    )  # fmt: skip
    plan = news.article("plan", publisher="Sample Courier", hours=2)
    news.investment(
        plan, "announced", "OpenAI, Oracle and SoftBank plan data centres for $500 billion.",
        investors=["OpenAI", "Oracle", "SoftBank"], recipient=None, amount=(500_000_000_000, "capacity_plan"),
        deal_type="infrastructure_plan", attribution="on_record", attributed_to="OpenAI",
    )  # fmt: skip
    euros = news.article("euros", publisher="Sample Courier", hours=3)
    news.investment(
        euros, "signed", "ASML puts 1.3 billion euros into Mistral's Series C.",
        investors=["ASML"], recipient="Mistral AI", amount=(1_300_000_000, "tranche"), currency_code="EUR", round="Series C",
        deal_type="equity_round", attribution="on_record", attributed_to="ASML",
        event_date="2025-09-09", event_date_precision="day",
    )  # fmt: skip
    whispered = news.article("whispered price", publisher="Sample Gazette", hours=41)
    news.investment(
        whispered, "in_talks", "Nvidia is said to be buying Cerebras for $20 billion.",
        investors=["Nvidia"], recipient="Cerebras", amount=(20_000_000_000, "deal_value"), deal_type="acquisition",
        attribution="anonymous",
    )  # fmt: skip
    confirmed = news.article("confirmed deal", publisher="Sample Courier", hours=45)
    news.investment(
        confirmed, "signed", "Cerebras said it has signed with Nvidia, and named no price.",
        investors=["Nvidia"], recipient="Cerebras", deal_type="acquisition", attribution="on_record", attributed_to="Cerebras",
    )  # fmt: skip
    vague = news.article("vague", publisher="Sample Weekly", hours=40)
    news.investment(
        vague,
        "effective",
        "Microsoft is an investor in OpenAI.",
        investors=["Microsoft"],
        recipient="OpenAI",
        is_background=True,
    )


def copies(news: Newsroom) -> None:
    for number in range(5):
        copy = news.article(f"copy {number}", publisher=f"Sample Paper {number}", hours=5 + number, text=WIRE)
        news.investment(
            copy, "in_talks", "Harvey is in talks to raise $300 million, a person said.",
            recipient="Harvey", amount=(300_000_000, "raise"), attribution="anonymous",
        )  # fmt: skip
    for number in range(2):
        own = news.article(f"own {number}", publisher=f"Sample Post {number}", hours=5 + number)
        news.investment(
            own, "in_talks", f"Cohere talks about $500 million of new money, sources told paper {number}.",
            recipient="Cohere", amount=(500_000_000, "raise"), attribution="anonymous",
        )  # fmt: skip
    for number in range(2):
        citing = news.article(f"citing {number}", publisher=f"Sample Echo {number}", hours=9 + number)
        news.investment(
            citing, "in_talks", f"Perplexity seeks $200 million, Bloomberg reported, says echo {number}.",
            recipient="Perplexity", amount=(200_000_000, "raise"), attribution="publication", attributed_to="Bloomberg",
        )  # fmt: skip
    record = news.article("record", publisher="Sample Courier", hours=12)
    news.investment(
        record, "signed", "\"We have signed for $750 million,\" said Databricks.",
        recipient="Databricks", amount=(750_000_000, "raise"), attribution="on_record", attributed_to="Databricks",
    )  # fmt: skip
    rumour = news.article("rumour", publisher="Sample Courier", hours=13)
    news.investment(
        rumour, "in_talks", "Apple is in talks to buy Perplexity.",
        investors=["Apple"], recipient="Perplexity", deal_type="acquisition", attribution="anonymous",
    )  # fmt: skip
    denial = news.article("denial", publisher="Sample Gazette", hours=20)
    news.investment(
        denial, "in_talks", "Apple said it is not in talks to buy Perplexity.", polarity="denied",
        investors=["Apple"], recipient="Perplexity", deal_type="acquisition", attribution="on_record", attributed_to="Apple",
    )  # fmt: skip
    for number, price in ((0, 6_500_000_000), (1, 7_000_000_000)):
        paper = news.article(f"price {number}", publisher=f"Sample Desk {number}", hours=14 + number)
        news.investment(
            paper, "announced", f"OpenAI buys io for {price / 1e9} billion dollars.",
            investors=["OpenAI"], recipient="io Products", amount=(price, "deal_value"), deal_type="acquisition",
        )  # fmt: skip


def adoptions(news: Newsroom) -> None:
    for number, provider in ((0, "xAI"), (1, "xAI"), (1, "DeepSeek")):
        name = f"copilot {number}"
        known = next((row["article_id"] for row in news.articles if row["given_id"] == name), None)
        paper = known or news.article(name, publisher=f"Sample Tech {number}", hours=number)
        news.adoption(
            paper, "testing", f"Microsoft tries models from {provider} in Copilot, says paper {number}.",
            adopter="Microsoft", product="Copilot", provider=provider, attribution="anonymous",
        )  # fmt: skip
    shipped = news.article("github", publisher="Sample Tech 0", hours=4)
    news.adoption(
        shipped, "deployed", "GitHub Copilot now runs models of Anthropic.",
        adopter="Microsoft", product="GitHub Copilot", provider="Anthropic",
    )  # fmt: skip
    news.adoption(
        shipped, "testing", "Microsoft tries Anthropic's models in Copilot.",
        adopter="Microsoft", product="Copilot", provider="Anthropic",
    )  # fmt: skip
    dropped = news.article("dropped", publisher="Sample Tech 0", hours=60)
    first = news.article("snap", publisher="Sample Tech 0", hours=6)
    news.adoption(
        first, "announced", "Snap said it brings Perplexity to Snapchat.", adopter="Snap", product="Snapchat",
        provider="Perplexity", attribution="on_record", attributed_to="Snap",
    )  # fmt: skip
    news.adoption(
        dropped, "dropped", "Snap said Perplexity will not come to Snapchat after all.", adopter="Snap", product="Snapchat",
        provider="Perplexity", attribution="on_record", attributed_to="Snap",
    )  # fmt: skip


def courts(news: Newsroom) -> None:
    thought = news.article("thought", publisher="Sample Law", hours=1)
    news.legal(
        thought, "considered", "Microsoft weighs a suit against OpenAI and Amazon, a person said.",
        plaintiffs=["Microsoft"], defendants=["OpenAI", "Amazon"], claim_basis=["exclusivity"], attribution="anonymous",
    )  # fmt: skip
    filed = news.article("filed", publisher="Sample Law", hours=2)
    for day in ("2024-02-29", "2024-08-05"):
        news.legal(
            filed, "filed", f"Elon Musk sued OpenAI on {day}.", plaintiffs=["Elon Musk"], defendants=["OpenAI"],
            claim_basis=["contract"], event_date=day, event_date_precision="day", attribution="document",
            attributed_to="court filing",
        )  # fmt: skip
    news.legal(
        filed, "considered", "Disney thinks of suing Midjourney.", plaintiffs=["Disney"], defendants=["Midjourney"],
    )  # fmt: skip
    then = news.article("then", publisher="Sample Bench", hours=50)
    news.legal(
        then, "filed", "Disney and Universal sued Midjourney, the complaint says.", plaintiffs=["Disney", "Universal"],
        defendants=["Midjourney"], claim_basis=["copyright"], attribution="document", attributed_to="complaint",
    )  # fmt: skip
    ruled = news.article("ruled", publisher="Sample Bench", hours=51)
    for stage, day in (("filed", "2023-01"), ("ruled", "2025-11-04")):
        news.legal(
            ruled, stage, f"Getty Images against Stability AI: {stage} {day}.", plaintiffs=["Getty Images"], defendants=["Stability AI"],
            claim_basis=["copyright"], event_date=day, event_date_precision="day" if day[7:] else "month",
        )  # fmt: skip
    news.legal(
        then, "probe_opened", "The FTC looks into Microsoft.", plaintiffs=["FTC"], defendants=["Microsoft"],
        action_type="regulatory_probe", attribution="on_record", attributed_to="FTC",
    )  # fmt: skip


def partnerships(news: Newsroom) -> None:
    terms = news.article("terms", publisher="Sample Courier", hours=1)
    news.partnership(
        terms, "effective", "Microsoft holds exclusive rights to OpenAI's models until 2030.",
        parties=["Microsoft", "OpenAI"], agreement_type="exclusivity", term_end="2030", term_end_precision="year",
    )  # fmt: skip
    access = news.article("access", publisher="Sample Observer", hours=2)
    news.partnership(
        access, "effective", "Microsoft keeps access to OpenAI's models until 2030.",
        parties=["OpenAI", "Microsoft"], agreement_type="licence", term_end="2030", term_end_precision="year",
    )  # fmt: skip
    news.partnership(
        access, "in_talks", "Microsoft and OpenAI renegotiate their contract.",
        parties=["OpenAI", "Microsoft"], agreement_type="renegotiation", attribution="anonymous",
    )  # fmt: skip


def versions(news: Newsroom) -> None:
    old = news.article("corrected", publisher="Sample Courier", hours=1, page="corrected")
    news.investment(
        old,
        "signed",
        "Groq raised $6 billion.",
        recipient="Groq",
        amount=(6_000_000_000, "raise"),
        attribution="anonymous",
    )
    new = news.article("corrected v2", publisher="Sample Courier", hours=9, page="corrected", notice="correction")
    news.investment(
        new,
        "signed",
        "Groq raised $640 million.",
        recipient="Groq",
        amount=(640_000_000, "raise"),
        attribution="anonymous",
    )
    gone = news.article("withdrawn", publisher="Sample Courier", hours=1, page="withdrawn")
    news.investment(
        gone, "signed", "Figure raised $1 billion.", recipient="Figure AI", amount=(1_000_000_000, "raise"),
        attribution="anonymous",
    )  # fmt: skip
    news.article("withdrawn v2", publisher="Sample Courier", hours=9, page="withdrawn", notice="retraction")
    news.article("waits", publisher="Sample Courier", is_read=False)
    news.article("empty", publisher="Sample Courier", set_aside="no_text", text=" ")
    news.article("japanese", publisher="Sample Courier", extraction_set_aside="language")
    news.article("weather", publisher="Sample Courier")


@pytest.fixture(scope="module")
def built(build_marts: Builder, newsroom: Newsroom) -> Built:
    return build_marts(newsroom, with_tests=True, release_id="r1", built_at="2026-11-22T00:00:00+00:00")


def test_a_total_and_its_cheques_are_events_of_their_own(built: Built) -> None:
    found = built.rows(
        """select amount, amount_kind, year(event_date), article_count from marts.fct_investments
        where recipient = 'OpenAI' and list_contains(investors, 'Microsoft') order by all"""
    )
    assert found == [
        (1_000_000_000, "tranche", 2019, 1),
        (1_000_000_000, "tranche", 2023, 1),
        (13_750_000_000, "cumulative_to_date", None, 2),
    ]


def test_a_claim_with_gaps_that_fits_several_events_joins_none(built: Built) -> None:
    assert built.one("select quote, possible_event_count from marts.rpt_ambiguous_claims where claim_type = 'investment'") == (
        "Microsoft is an investor in OpenAI.", 3,
    )  # fmt: skip


def test_cheques_are_part_of_the_total(built: Built) -> None:
    assert built.rows(
        """select whole.amount_kind, count(*) from marts.bridge_event_links
        join marts.fct_investments as whole on linked_event_key = whole.event_key where link_type = 'part_of' group by all"""
    ) == [("cumulative_to_date", 2)]


def test_a_plan_is_never_committed_money(built: Built) -> None:
    kind, investors, grade, committed = built.one(
        "select amount_kind, investors, grade, is_committed from marts.fct_investments where amount = 500000000000"
    )
    assert (kind, investors, grade, committed) == ("capacity_plan", ["OpenAI", "Oracle", "SoftBank"], "E3", False)


def test_a_deal_signed_on_the_record_commits_no_sum_that_is_a_rumour(built: Built) -> None:
    assert built.rows(
        "select amount, amount_grade, stage, grade, is_committed from marts.fct_investments where recipient = 'Cerebras'"
    ) == [(20_000_000_000, "E1", "signed", "E3", False)]


def test_committed_money_adds_one_kind_at_a_time(built: Built) -> None:
    found = built.rows(
        "select amount_kind, is_part, sum(amount_usd) from marts.rpt_money_by_month where is_committed group by all"
    )
    kinds = {(kind, part): usd for kind, part, usd in found}
    assert kinds["raise", False] == 750_000_000
    # The cheque of a running total counts itself, since the total never does; Mistral's euros are the other.
    assert kinds["tranche", False] == 1_000_000_000 + 1_469_000_000
    assert ("tranche", True) not in kinds
    assert ("cumulative_to_date", False) not in kinds
    assert ("capacity_plan", False) not in kinds


def test_dollars_follow_the_rate_of_the_month_of_the_event(built: Built) -> None:
    with_rate = built.one("select amount_usd / amount from marts.fct_investments where currency_code = 'EUR'")[0]
    assert 1.1 < with_rate < 1.25


def test_a_wire_story_in_five_papers_is_one_origin(built: Built) -> None:
    assert built.one(
        "select article_count, origin_count, grade from marts.fct_investments where recipient = 'Harvey'"
    ) == (5, 1, "E1")


def test_two_papers_with_sources_of_their_own_are_two_origins(built: Built) -> None:
    assert built.one(
        "select article_count, origin_count, grade, is_confirmed from marts.fct_investments where recipient = 'Cohere'"
    ) == (2, 2, "E2", False)


def test_papers_that_quote_one_paper_are_one_origin(built: Built) -> None:
    assert built.one(
        "select article_count, origin_count, grade from marts.fct_investments where recipient = 'Perplexity' and amount_kind = 'raise'"
    ) == (2, 1, "E1")


def test_a_party_on_the_record_confirms(built: Built) -> None:
    assert built.one("select grade, is_confirmed, is_committed from marts.fct_investments where recipient = 'Databricks'") == (
        "E3", True, True,
    )  # fmt: skip


def test_a_denial_disputes_and_confirms_nothing(built: Built) -> None:
    assert built.one(
        "select stage, grade, is_confirmed, is_disputed, quote from marts.fct_investments where list_contains(investors, 'Apple')"
    ) == ("in_talks", "E1", False, True, "Apple is in talks to buy Perplexity.")


def test_prices_that_disagree_are_kept_side_by_side(built: Built) -> None:
    low, high, resolution = built.one(
        "select value_low, value_high, resolution from marts.fct_conflicts where field = 'amount'"
    )
    assert (low, high, resolution) == ("6500000000.00 USD", "7000000000.00 USD", "open")
    amount, disputed = built.one("select amount, is_disputed from marts.fct_investments where recipient like 'io%'")
    assert amount in {6_500_000_000, 7_000_000_000}
    assert disputed


def test_an_adoption_told_by_two_articles_is_one_event_for_each_provider(built: Built) -> None:
    found = built.rows(
        "select provider, stage, article_count, grade from marts.fct_model_adoptions where product = 'Copilot' order by provider"
    )
    assert found == [("Anthropic", "testing", 1, "E0"), ("DeepSeek", "testing", 1, "E1"), ("xAI", "testing", 2, "E2")]


def test_a_subsidiarys_product_is_adopted_apart_from_its_owners(built: Built) -> None:
    assert built.one("select stage, provider from marts.fct_model_adoptions where product = 'GitHub Copilot'") == (
        "deployed",
        "Anthropic",
    )


def test_a_newer_end_on_the_record_closes_an_adoption_and_leaves_its_trace(built: Built) -> None:
    key, stage = built.one("select event_key, stage from marts.fct_model_adoptions where product = 'Snapchat'")
    assert stage == "dropped"
    states = built.rows(
        f"select stage, known_to is null from marts.fct_event_states where event_key = '{key}' order by known_from"
    )
    assert states == [("announced", False), ("dropped", True)]


def test_a_thought_of_a_suit_is_no_suit_and_asks_nothing(built: Built) -> None:
    assert built.one(
        "select stage, amount from marts.fct_legal_actions where list_contains(plaintiffs, 'Microsoft')"
    ) == ("considered", None)


def test_suits_of_the_same_parties_filed_on_other_days_are_two(built: Built) -> None:
    found = built.rows(
        "select event_date, grade from marts.fct_legal_actions where list_contains(plaintiffs, 'Elon Musk') order by 1"
    )
    assert [(str(day), grade) for day, grade in found] == [("2024-02-29", "E4"), ("2024-08-05", "E4")]


def test_a_case_is_open_since_it_was_filed_whatever_came_of_it_later(built: Built) -> None:
    columns = "stage, event_date::varchar, opened_date::varchar, opened_date_precision"
    query = f"select {columns} from marts.rpt_legal_actions_open where plaintiffs = ['{{}}']"
    assert built.one(query.format("Getty Images")) == ("ruled", "2025-11-04", "2023-01-01", "month")
    assert built.one(query.format("Microsoft")) == ("considered", None, None, "unknown")


def test_a_thought_of_a_suit_becomes_the_suit_once_filed(built: Built) -> None:
    stage, articles, plaintiffs = built.one(
        "select stage, article_count, plaintiffs from marts.fct_legal_actions where list_contains(defendants, 'Midjourney')"
    )
    assert (stage, articles, len(plaintiffs)) == ("filed", 2, 2)


def test_one_term_told_as_access_and_as_exclusive_right_is_a_conflict(built: Built) -> None:
    key, end, count = built.one(
        "select event_key, term_end, article_count from marts.fct_partnership_terms where term_end is not null"
    )
    assert (str(end), count) == ("2030-01-01", 2)
    assert built.one(f"select field, value_low, value_high from marts.fct_conflicts where event_key = '{key}'") == (
        "agreement_type", "exclusivity", "licence",
    )  # fmt: skip


def test_a_renegotiation_is_no_term(built: Built) -> None:
    assert built.one("select stage from marts.fct_partnership_terms where agreement_type = 'renegotiation'") == (
        "in_talks",
    )


def test_a_corrected_page_speaks_with_its_last_version(built: Built) -> None:
    assert built.one("select amount from marts.fct_investments where recipient = 'Groq'") == (640_000_000,)


def test_a_retracted_page_leaves_the_facts(built: Built) -> None:
    assert built.rows("select * from marts.fct_claims where quote like 'Figure%'") == []


def test_every_article_has_the_status_that_befits_it(built: Built) -> None:
    status = dict(built.rows("select given_id, status from marts.dim_articles"))
    assert status.items() >= {
        "total": "facts", "copy 0": "facts", "copy 3": "copy", "corrected": "superseded", "withdrawn": "retracted",
        "waits": "waiting", "empty": "set_aside", "japanese": "set_aside", "weather": "no_event",
    }.items()  # fmt: skip
    assert dict(built.rows("select given_id, set_aside_reason from marts.dim_articles where status = 'set_aside'")) == {
        "empty": "no_text", "japanese": "language",
    }  # fmt: skip


def test_the_key_of_an_ambiguous_claim_leads_to_the_eldest_event_that_it_fits(built: Built) -> None:
    assert built.one(
        """select investments.amount_kind, redirects.reason from marts.event_redirects as redirects
        join marts.fct_claims as claims on redirects.old_event_key = claims.event_key and claims.placed_as = 'ambiguous'
        join marts.fct_investments as investments on redirects.event_key = investments.event_key"""
    ) == ("cumulative_to_date", "ambiguous")


def test_what_was_set_aside_is_counted_by_reason(built: Built) -> None:
    found = built.rows("select reason, thing_count from marts.rpt_set_aside where thing = 'articles' order by all")
    assert found == [("language", 1), ("no_text", 1), ("retracted", 1), ("superseded", 1), ("waiting", 1)]


def test_rows_say_which_release_holds_them(built: Built) -> None:
    assert built.rows("select distinct changed_in, changed_at::varchar from marts.fct_investments") == [
        ("r1", "2026-11-22 00:00:00+00")
    ]


def test_every_mart_is_counted_for_the_gate(built: Built) -> None:
    checks = built.rows("select model_name, null_key_count, duplicate_key_count from marts.rpt_release_checks")
    marts = {
        name for (name,) in built.rows("select table_name from information_schema.tables where table_schema = 'marts'")
    }
    assert {name for name, _, _ in checks} == marts - {"rpt_release_checks"}
    assert [row for row in checks if row[1] or row[2]] == []


@pytest.mark.parametrize("seed", range(2))
def test_any_order_of_arrival_gives_the_same_marts(
    build_marts: Builder, newsroom: Newsroom, built: Built, seed: int
) -> None:
    shuffled = deepcopy(newsroom)
    chance = random.Random(seed)
    for table in (shuffled.articles, shuffled.extractions, shuffled.claims):
        chance.shuffle(table)
    again = build_marts(shuffled, release_id="r1", built_at="2026-11-22T00:00:00+00:00")
    marts = [
        name for (name,) in built.rows("select table_name from information_schema.tables where table_schema = 'marts'")
    ]
    assert len(marts) > 20
    for mart in marts:
        query = f"select * from marts.{mart} order by all"
        assert again.rows(query) == built.rows(query), mart
