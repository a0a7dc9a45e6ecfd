"""Every column of every fact, on a few events told in full; and which claim speaks for an event told by several."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pipelines.ids import digest

Newsroom = Any
Built = Any

BEGAN = datetime(2026, 7, 1, 8, tzinfo=UTC)
TEXT = "One text of a page that was sent out again with another title and not a word changed, by one paper alone."


def money(news: Newsroom) -> None:
    paper = news.article("round", publisher="Sample Courier", hours=1)
    news.investment(
        paper, "signed", "ASML and Nvidia put 1.3 to 1.35 billion euros into Mistral, it says.", position=3,
        investors=["Nvidia", "ASML"], recipient="Mistral AI", sellers=["Notion Capital"], deal_type="equity_round",
        round="Series C round", stake_percent=Decimal(11), amount=(1_300_000_000, "tranche", "about"),
        amount_high=1_350_000_000, currency_code="EUR", currency_basis="inferred", valuation_value=11_700_000_000,
        valuation_currency_code="GBP", attribution="on_record", attributed_to="ASML",
        event_date="2025-09", event_date_precision="month", quote_start=7, quote_end=90,
    )  # fmt: skip
    news.articles.append(news.articles[-1] | {"retrieved_at": at(30), "batch_name": "a later batch"})  # delivered twice
    again = news.article("round again", publisher="Sample Gazette", hours=20)
    news.investment(
        again, "signed", "Mistral has closed its Series C with ASML.", investors=["ASML"], recipient="Mistral AI",
        round="Series C funding", deal_type="unspecified", attribution="anonymous", is_background=True,
    )  # fmt: skip
    # two origins for the talks, a party for them too; one voice for the signature
    for number, (stage, who, date_said) in enumerate(
        [
            ("in_talks", "on_record", "2026-05"),
            ("signed", "anonymous", "2026-06"),
            *[("signed", "anonymous", "2026-06-20")] * 5,
        ]
    ):
        told = news.article(f"stage {number}", publisher=f"Sample Stage {min(number, 1)}", hours=30 + number)
        news.investment(
            told, stage, f"Runway's $900 million is {stage}, in the words of paper {number}.", recipient="Runway",
            amount=(900_000_000, "raise"), attribution=who, attributed_to="Runway" if who == "on_record" else None,
            event_date=date_said, event_date_precision="month" if len(date_said) == 7 else "day",
        )  # fmt: skip
    denied = news.article("no round", publisher="Sample Denial", hours=40)
    news.investment(
        denied, "signed", "Adobe said it puts nothing into Runway's $900 million.", polarity="denied", is_background=True,
        investors=["Adobe"], recipient="Runway", amount=(900_000_000, "raise"), attribution="on_record",
        attributed_to="Adobe",
    )  # fmt: skip
    for name, hours, kind in (("old recall", 2, "annual report"), ("new recall", 3, None)):
        recall = news.article(name, publisher=f"Sample {name}", hours=hours)
        news.investment(
            recall, "effective", f"Shopify once put $50 million into Notion, {name}.", investors=["Shopify"],
            recipient="Notion AI", amount=(50_000_000, "tranche"), is_background=True,
            attribution="document" if kind else "unattributed", attributed_to=kind,
        )  # fmt: skip
    for kind, amount in (("capacity_plan", 9_000_000_000), ("cumulative_to_date", 8_000_000_000)):
        plain = news.article(f"signed {kind}", publisher="Sample Courier", hours=22)
        news.investment(
            plain, "signed", f"Nvidia signed for a {kind} with Stability AI.", investors=["Nvidia"],
            recipient="Stability AI", amount=(amount, kind), attribution="on_record", attributed_to="Nvidia",
        )  # fmt: skip
    for number, (amount, currency, kind) in enumerate(
        ((15_000_000_000, "JPY", "raise"), (100_000_000, "USD", "deal_value"))
    ):
        paper = news.article(f"series {number}", publisher=f"Sample Yen {number}", hours=23 + number)
        news.investment(
            paper, "signed", f"Figure got {amount} from Nvidia.", investors=["Nvidia"], recipient="Figure AI",
            amount=(amount, kind), currency_code=currency, event_date="2026-06", event_date_precision="month",
        )  # fmt: skip
    granted = news.article("grant", publisher="Sample Gazette", hours=21)
    news.investment(
        granted, "announced", "Mistral gets 80 million euros of public money.", recipient="Mistral AI",
        amount=(80_000_000, "grant"), currency_code="EUR", deal_type="grant",
    )  # fmt: skip
    thanks = news.article("thanks", publisher="Sample Weekly", hours=26)
    news.investment(
        thanks, "announced", "Mistral gave thanks for 80 million euros.", recipient="Mistral AI", deal_type="unspecified",
        amount=(80_000_000, "grant"), currency_code="EUR", attribution="on_record", attributed_to="Mistral AI",
    )  # fmt: skip


def uses(news: Newsroom) -> None:
    paper = news.article("lessons", publisher="Sample Tech", hours=4)
    news.adoption(
        paper, "deployed", "Duolingo Max now also runs on GPT-4o.", product="Duolingo Max", model="GPT-4o",
        relation="additive", attribution="document", attributed_to="press release",
    )  # fmt: skip
    news.adoption(
        paper, "dropped", "Shopify no longer uses Claude in Sidekick.", adopter="Shopify", product="Sidekick",
        provider="Anthropic", relation="unspecified",
    )  # fmt: skip


def cases(news: Newsroom) -> None:
    paper = news.article("case", publisher="Sample Law", hours=5)
    news.legal(
        paper, "filed", "Getty and Adobe ask $2 billion of Stability in a class action.", plaintiffs=["Getty Images", "Adobe"],
        defendants=["Stability AI"], action_type="class_action", claim_basis=["trademark", "copyright"],
        forum="Sample District Court", amount=(2_000_000_000, "damages_sought"), event_date="2026-Q2",
        event_date_precision="quarter",
    )  # fmt: skip
    probe = news.article("probe", publisher="Sample Law", hours=3)
    news.legal(
        probe, "probe_opened", "Getty complains of Stability to the authority.", plaintiffs=["Getty Images"],
        defendants=["Stability AI"], action_type="regulatory_complaint", claim_basis=["copyright"],
    )  # fmt: skip
    denied = news.article("no case", publisher="Sample Law", hours=6)
    news.legal(
        denied, "filed", "Getty said its class action is not over privacy.", plaintiffs=["Getty Images"], polarity="denied",
        defendants=["Stability AI"], action_type="class_action", claim_basis=["copyright", "privacy"],
        attribution="on_record", attributed_to="Getty Images",
    )  # fmt: skip


def agreements(news: Newsroom) -> None:
    paper = news.article("terms told", publisher="Sample Courier", hours=7)
    news.partnership(
        paper, "signed", "Shopify pays Databricks $70 million until the autumn of 2028, unless it is bought.",
        parties=["Shopify", "Databricks"], agreement_type="unspecified", term_end="2028-Q3", term_end_precision="quarter",
        term_condition="unless it is bought", amount=(70_000_000, "contract_value"), attribution="on_record",
        attributed_to="Shopify",
    )  # fmt: skip

    owner = news.article("owner", publisher="Sample Courier", hours=9)
    news.partnership(
        owner, "signed", "GitHub said that Microsoft and Databricks share what they earn.",
        parties=["Microsoft", "Databricks"], agreement_type="revenue_share", attribution="on_record", attributed_to="GitHub",
    )  # fmt: skip


def pages(news: Newsroom) -> None:
    for version in (1, 2):
        news.article(f"page v{version}", publisher="Sample Page", hours=version, page="page", text=TEXT)
    again = news.articles[-1]["article_id"]
    news.investment(again, "announced", "Databricks seeks $4 billion, it is thought.", recipient="Databricks",
                    amount=(4_000_000_000, "raise"))  # fmt: skip
    taken_back = news.article("taken back", publisher="Sample Page", hours=2, page="taken back", notice="retraction")
    news.investment(
        taken_back, "signed", "Runway raised $7 billion.", recipient="Runway", amount=(7_000_000_000, "raise")
    )
    for number in range(2):
        wired = news.article(f"wired {number}", publisher=f"Sample Local {number}", hours=8, credited_to="Reuters")
        news.investment(
            wired, "in_talks", f"Stability seeks $600 million, local paper {number} says.", recipient="Stability AI",
            amount=(600_000_000, "raise"), attribution="anonymous",
        )  # fmt: skip


def elsewhere(news: Newsroom) -> None:
    """Read by an extraction that is not in force."""
    paper = news.article("elsewhere", publisher="Sample Elsewhere", hours=1, is_read=False)
    for prompt, extractor in ((None, "rules@0"), ("v9", "rules@1")):
        news.investment(
            paper, "signed", f"Notion raised $5 million, read by {extractor} {prompt}.", recipient="Notion AI",
            amount=(5_000_000, "raise"), extractor=extractor, prompt_version=prompt,
        )  # fmt: skip
    news.extractions.append(
        {"article_id": paper, "extractor": "rules@0", "extracted_at": BEGAN, "batch_name": "b", "load_id": "l"}
    )


@pytest.fixture(scope="module")
def newsroom(empty_newsroom: Callable[[], Newsroom]) -> Newsroom:
    news = empty_newsroom()
    for chapter in (money, uses, cases, agreements, pages, elsewhere, published):
        chapter(news)
    return news


def claim_of(news: Newsroom, quote: str) -> str:
    return next(row["claim_key"] for row in news.claims if row["quote"].startswith(quote))


def published(news: Newsroom) -> None:
    """Keys of earlier releases: each the hash of the claim that was eldest then."""
    for quote in (
        "Runway's $900 million is in_talks", "Runway's $900 million is signed, in the words of paper 1", "Duolingo Max",
        "Runway raised $7 billion", "Notion raised $5 million, read by rules@0",
    ):  # fmt: skip
        news.publish(claim_of(news, quote))
    news.publish("a claim that nobody knows")


@pytest.fixture(scope="module")
def built(build_marts: Callable[..., Any], newsroom: Newsroom) -> Built:
    return build_marts(newsroom)


def record(built: Built, query: str) -> dict[str, Any]:
    return built.record(query)


def event(built: Built, fact: str, where: str) -> dict[str, Any]:
    return record(built, f"select * exclude (event_key, changed_at, changed_in) from marts.{fact} where {where}")


def at(hours: float) -> datetime:
    return BEGAN + timedelta(hours=hours)


def test_an_investment_shows_what_was_said_of_it(built: Built, newsroom: Newsroom) -> None:
    found = event(built, "fct_investments", "recipient = 'Mistral AI' and amount_kind = 'tranche'")
    assert found.pop("claim_key") == claim_of(newsroom, "ASML and Nvidia put")
    assert found == {
        "stage": "signed", "grade": "E3", "is_confirmed": True, "is_disputed": False,
        "event_date": date(2025, 9, 1), "event_date_precision": "month",
        "first_reported_at": at(1), "last_reported_at": at(20), "article_count": 2, "origin_count": 2, "known_at": at(1),
        "quote": "ASML and Nvidia put 1.3 to 1.35 billion euros into Mistral, it says.",
        "article_url": "https://news.example/round", "is_background_only": False, "investors": ["ASML", "Nvidia"],
        "recipient": "Mistral AI", "deal_type": "equity_round", "round": "Series C", "stake_share": Decimal("0.110000"),
        "amount": 1_300_000_000, "amount_high": 1_350_000_000, "currency_code": "EUR", "currency_basis": "inferred",
        "amount_qualifier": "about", "amount_kind": "tranche", "amount_grade": "E3", "amount_usd": Decimal("1469000000.00"),
        "valuation_usd": Decimal("15444000000.00"), "is_committed": True, "rate_month_date": date(2025, 9, 1),
        "rate_source": "annual average, rounded; approximate",
    }  # fmt: skip


def test_the_held_stage_gives_quote_and_date_and_not_the_best_attested_claim(built: Built) -> None:
    found = event(built, "fct_investments", "recipient = 'Runway'")
    assert (found["stage"], found["grade"], found["is_confirmed"]) == ("signed", "E1", False)
    assert found["quote"] == "Runway's $900 million is signed, in the words of paper 1."
    assert (found["event_date"], found["event_date_precision"]) == (date(2026, 6, 20), "day")
    assert (found["first_reported_at"], found["known_at"], found["last_reported_at"]) == (at(30), at(40), at(40))


def test_who_denies_gives_no_origin_no_investor_and_no_ground(built: Built) -> None:
    found = event(built, "fct_investments", "recipient = 'Runway'")
    assert (found["origin_count"], found["investors"], found["is_disputed"]) == (2, [], True)
    case = event(built, "fct_legal_actions", "action_type = 'class_action'")
    assert case["claim_basis"] == ["copyright", "trademark"]


def test_money_on_one_voice_is_not_committed_though_it_was_signed(built: Built) -> None:
    assert not event(built, "fct_investments", "recipient = 'Runway'")["is_committed"]


@pytest.mark.parametrize("kind", ["capacity_plan", "cumulative_to_date"])
def test_a_plan_and_a_total_are_never_committed_money_though_a_party_signed(built: Built, kind: str) -> None:
    assert built.one(f"select grade, is_committed from marts.fct_investments where amount_kind = '{kind}'") == (
        "E3",
        False,
    )


def test_what_somebody_specifies_is_held_over_what_a_better_attested_claim_leaves_open(built: Built) -> None:
    assert built.one("select deal_type, grade, article_count from marts.fct_investments where amount_kind = 'grant'") == (
        "grant", "E3", 2,
    )  # fmt: skip


def test_one_sum_in_yen_and_in_dollars_is_one_event_though_the_month_has_no_rate(built: Built) -> None:
    found = event(built, "fct_investments", "recipient = 'Figure AI'")
    assert found["article_count"] == 2


def test_what_is_only_recalled_is_a_fact_without_a_month(built: Built) -> None:
    found = event(built, "fct_investments", "amount = 50000000")
    assert (found["is_background_only"], found["stage"], found["grade"]) == (True, "effective", "E4")
    assert built.one("select month_basis, month_date from marts.rpt_money_by_month where amount_usd = 50000000") == (
        "not_stated", None,
    )  # fmt: skip


def test_an_amount_without_a_rate_has_no_dollars_and_is_counted_all_the_same(built: Built) -> None:
    found = built.rows(
        """select event_count, event_with_usd_count, amount_usd, month_basis, month_date from marts.rpt_money_by_month
        where amount_kind in ('tranche', 'grant') order by month_basis"""
    )
    assert found == [
        (1, 1, Decimal("1469000000.00"), "event_date", date(2025, 9, 1)),
        (1, 1, 50_000_000, "not_stated", None),
        (1, 0, None, "reported", date(2026, 7, 1)),
    ]


def test_the_maker_of_a_model_provides_it_and_the_owner_of_a_product_adopts(built: Built) -> None:
    found = event(built, "fct_model_adoptions", "product = 'Duolingo Max'")
    assert found.items() >= {
        "stage": "deployed", "grade": "E4", "adopter": "Duolingo", "product": "Duolingo Max", "provider": "OpenAI",
        "model": "GPT-4o", "relation": "additive", "origin_count": 1, "article_count": 1,
    }.items()  # fmt: skip
    assert built.one(
        """select organization_id from marts.bridge_event_organizations join marts.fct_model_adoptions using (event_key)
        where product = 'Duolingo Max' and role = 'provider'"""
    ) == ("openai",)
    other = event(built, "fct_model_adoptions", "adopter = 'Shopify'")
    assert (other["relation"], other["model"], other["stage"]) == ("unspecified", None, "dropped")


def test_a_legal_action_shows_what_was_said_of_it(built: Built) -> None:
    assert event(built, "fct_legal_actions", "action_type = 'class_action'").items() >= {
        "stage": "filed", "plaintiffs": ["Adobe", "Getty Images"], "defendants": ["Stability AI"],
        "claim_basis": ["copyright", "trademark"], "forum": "Sample District Court", "amount": 2_000_000_000,
        "amount_high": None, "currency_code": "USD", "amount_qualifier": "exact", "amount_kind": "damages_sought",
        "amount_grade": "E0", "event_date": date(2026, 4, 1), "event_date_precision": "quarter",
    }.items()  # fmt: skip


def test_a_suit_continues_the_complaint_that_came_before_it(built: Built) -> None:
    assert built.one(
        """select later.action_type, earlier.action_type from marts.bridge_event_links as links
        join marts.fct_legal_actions as later on links.event_key = later.event_key
        join marts.fct_legal_actions as earlier on links.linked_event_key = earlier.event_key
        where link_type = 'continues'"""
    ) == ("class_action", "regulatory_complaint")


def test_an_agreement_shows_what_was_said_of_it(built: Built) -> None:
    assert event(built, "fct_partnership_terms", "term_condition is not null").items() >= {
        "stage": "signed", "grade": "E3", "parties": ["Databricks", "Shopify"], "agreement_type": "unspecified",
        "term_end": date(2028, 7, 1), "term_end_precision": "quarter", "term_condition": "unless it is bought",
        "amount": 70_000_000, "amount_high": None, "currency_code": "USD", "amount_qualifier": "exact",
        "amount_kind": "contract_value", "amount_grade": "E3",
    }.items()  # fmt: skip


def test_a_subsidiary_on_the_record_speaks_for_its_owner(built: Built) -> None:
    assert built.one("select grade from marts.fct_partnership_terms where agreement_type = 'revenue_share'") == ("E3",)


def test_a_claim_shows_what_the_article_said(built: Built) -> None:
    assert record(
        built,
        "select * exclude (claim_key, event_key, article_id, origin_chain) from marts.fct_claims where quote like 'ASML and Nvidia%'",
    ) == {
        "claim_type": "investment", "parties": ["ASML", "Mistral AI", "Notion Capital", "Nvidia"], "stage": "signed",
        "polarity": "affirmed", "attribution": "on_record", "attributed_to": "ASML", "origin": "party:asml", "strength": 3,
        "is_background": False, "event_date": date(2025, 9, 1), "event_date_precision": "month", "amount": 1_300_000_000,
        "amount_high": 1_350_000_000, "currency_code": "EUR", "amount_qualifier": "about", "amount_kind": "tranche",
        "placed_as": "core", "quote": "ASML and Nvidia put 1.3 to 1.35 billion euros into Mistral, it says.",
        "quote_start": 7, "quote_end": 90, "extractor": "rules@1", "extractor_model": None, "prompt_version": None,
        "known_at": at(1), "recorded_at": at(2), "agrees_on": ["round", "recipient", "investor"],
        "is_headline_ahead": False,
    }  # fmt: skip
    assert built.one(
        "select polarity, is_background, strength, parties from marts.fct_claims where quote like 'Adobe said%'"
    ) == ("denied", True, 3, ["Adobe", "Runway"])
    assert built.one("select parties from marts.fct_claims where quote like 'Getty and Adobe%'") == (
        ["Adobe", "Getty Images", "Stability AI"],
    )
    assert built.one("select parties from marts.fct_claims where quote like 'Duolingo%'") == (
        ["Duolingo", "Duolingo Max", "GPT-4o", "OpenAI"],
    )


def test_the_last_version_of_a_page_is_no_copy_of_the_first(built: Built) -> None:
    status = dict(built.rows("select given_id, status from marts.dim_articles"))
    assert (status["page v1"], status["page v2"]) == ("superseded", "facts")


def test_a_retraction_that_still_tells_the_story_adds_nothing(built: Built) -> None:
    assert built.rows("select * from marts.fct_claims where quote = 'Runway raised $7 billion.'") == []


def test_papers_that_credit_one_wire_are_one_origin(built: Built) -> None:
    found = event(built, "fct_investments", "amount = 600000000")
    assert (found["article_count"], found["origin_count"], found["grade"]) == (2, 1, "E1")
    assert built.rows("select distinct origin from marts.fct_claims where quote like 'Stability seeks%'") == [
        ("thomson_reuters",)
    ]


def test_only_the_extraction_in_force_makes_facts(built: Built) -> None:
    assert built.rows("select * from marts.fct_claims where quote like 'Notion raised%'") == []
    assert built.one("select status from marts.dim_articles where given_id = 'elsewhere'") == ("waiting",)


def test_an_organization_has_a_role_in_an_event_only_by_who_affirms_it(built: Built) -> None:
    assert (
        built.rows(
            "select * from marts.bridge_event_organizations where organization_id = 'adobe' and role = 'investor'"
        )
        == []
    )


def where_it_leads(built: Built, claim_key: str) -> tuple[Any, ...]:
    key = digest("event", claim_key)
    found: tuple[Any, ...] = built.one(
        f"select event_key, reason from marts.event_redirects where old_event_key = '{key}'"
    )
    return found


def test_two_published_events_that_are_one_today_lead_to_the_elder(built: Built, newsroom: Newsroom) -> None:
    elder = claim_of(newsroom, "Runway's $900 million is in_talks")
    younger = claim_of(newsroom, "Runway's $900 million is signed, in the words of paper 1")
    held = built.one("select event_key from marts.fct_investments where recipient = 'Runway'")[0]
    assert where_it_leads(built, elder) == (held, "stands")
    assert where_it_leads(built, younger) == (held, "joined")


def test_a_key_whose_claim_has_left_the_facts_leads_nowhere_and_says_why(built: Built, newsroom: Newsroom) -> None:
    assert where_it_leads(built, claim_of(newsroom, "Runway raised $7 billion")) == (None, "retracted")
    assert where_it_leads(built, claim_of(newsroom, "Notion raised $5 million, read by rules@0")) == (
        None,
        "not_in_force",
    )
    assert where_it_leads(built, "a claim that nobody knows") == (None, "forgotten")


def test_a_key_of_today_leads_to_itself_published_or_not(built: Built) -> None:
    assert built.one(
        """select count(*), count_if(reason = 'stands') from marts.event_redirects
        where old_event_key in (select event_key from marts.dim_events)"""
    ) == built.one("select count(*), count(*) from marts.dim_events")
