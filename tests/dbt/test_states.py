"""What was held when: each state as the claims known by then make it, and what a correction or a retraction leaves behind."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

Newsroom = Any
Built = Any

BEGAN = datetime(2026, 7, 1, 8, tzinfo=UTC)
MILLION = 1_000_000


def at(hours: float) -> datetime:
    return BEGAN + timedelta(hours=hours)


def a_round_in_the_making(news: Newsroom) -> None:
    told: list[tuple[float, str, str, str, int, str, str | None]] = [
        (0, "Sample Courier", "in_talks", "anonymous", 300, "about", None),
        (10, "Sample Gazette", "in_talks", "anonymous", 300, "about", None),
        (20, "Sample Weekly", "signed", "on_record", 310, "exact", "Cohere"),
    ]
    for hours, paper, stage, how, millions, qualifier, who in told:
        page = news.article(f"round {hours}", publisher=paper, hours=hours)
        news.investment(
            page, stage, f"Cohere's {millions} million is {stage}, says {paper}.", recipient="Cohere", attribution=how,
            amount=(millions * MILLION, "raise", qualifier), attributed_to=who, investors=["Nvidia"] if who else [],
        )  # fmt: skip


def a_denial(news: Newsroom) -> None:
    page = news.article("rumour", publisher="Sample Courier", hours=1)
    news.investment(
        page, "in_talks", "Apple is in talks to buy Perplexity.", investors=["Apple"], recipient="Perplexity",
        deal_type="acquisition", attribution="anonymous",
    )  # fmt: skip
    denial = news.article("denial", publisher="Sample Gazette", hours=5)
    news.investment(
        denial, "in_talks", "Apple said it is not in talks to buy Perplexity.", investors=["Apple"], recipient="Perplexity",
        deal_type="acquisition", attribution="on_record", attributed_to="Apple", polarity="denied",
    )  # fmt: skip


def a_correction(news: Newsroom) -> None:
    """The page keeps its date and says when it was changed; another paper tells the same deal without a sum."""
    for name, millions, more in (("first", 6000, {}), ("second", 640, {"modified_at": at(9), "retrieved_at": at(12)})):
        page = news.article(
            f"groq {name}", publisher="Sample Courier", hours=1, page="groq", **({"retrieved_at": at(2)} | more)
        )
        news.investment(
            page, "signed", f"Groq raised {millions} million.", recipient="Groq", attribution="anonymous",
            amount=(millions * MILLION, "raise"),
        )  # fmt: skip


def a_retraction(news: Newsroom) -> None:
    """One of two papers takes its story back; what the other says stands, with its own sum."""
    first = news.article("databricks", publisher="Sample Courier", hours=1, page="databricks")
    news.investment(
        first, "signed", "Databricks signed for 750 million, a banker said.", recipient="Databricks", attribution="anonymous",
        amount=(750 * MILLION, "raise"),
    )  # fmt: skip
    other = news.article("databricks told", publisher="Sample Gazette", hours=4)
    news.investment(
        other, "in_talks", "Databricks is after some 750 million, a person said.", recipient="Databricks",
        attribution="anonymous", amount=(750 * MILLION, "raise", "about"),
    )  # fmt: skip
    news.article("databricks v2", publisher="Sample Courier", hours=30, page="databricks", notice="retraction")
    alone = news.article("figure", publisher="Sample Courier", hours=1, page="figure")
    news.investment(
        alone, "signed", "Figure raised $1 billion.", recipient="Figure AI", attribution="anonymous",
        amount=(1000 * MILLION, "raise"),
    )  # fmt: skip
    news.article("figure gone", publisher=None, page="figure", published_at=None, retrieved_at=at(40), set_aside="gone")


def a_conflict(news: Newsroom) -> None:
    """Two papers disagree until a party says which is right."""
    for hours, paper, billions, who in (
        (1, "Sample Courier", 6.5, None), (3, "Sample Gazette", 7, None), (8, "Sample Weekly", 6.5, "OpenAI"),
    ):  # fmt: skip
        page = news.article(f"io {hours}", publisher=paper, hours=hours)
        news.investment(
            page, "announced", f"OpenAI buys io for {billions} billion, says {paper}.", investors=["OpenAI"],
            recipient="io Products", deal_type="acquisition", amount=(int(billions * 1000) * MILLION, "deal_value"),
            attribution="on_record" if who else "anonymous", attributed_to=who,
        )  # fmt: skip


def two_rights(news: Newsroom) -> None:
    """What nobody else gets and what one side may use stand side by side until 2030, and a condition bounds the second alone."""
    for hours, (parties, on_record) in enumerate(
        ((["Adobe", "Runway"], "exclusivity"), (["Nvidia", "Stability AI"], "licence")), start=1
    ):
        for right, condition in (("exclusivity", None), ("licence", "unless the board declares the goal met")):
            who = {"attribution": "on_record", "attributed_to": parties[0]} if right == on_record else {}
            page = news.article(f"{right} {hours}", publisher=f"Sample {right}", hours=hours + (right == "licence"))
            news.partnership(
                page, "effective", f"{parties[0]} has a {right} until 2030 with {parties[1]}.", parties=parties,
                agreement_type=right, term_end="2030", term_end_precision="year", term_condition=condition, **who,
            )  # fmt: skip


@pytest.fixture(scope="module")
def built(build_marts: Callable[..., Any], empty_newsroom: Callable[[], Newsroom]) -> Built:
    news = empty_newsroom()
    for chapter in (a_round_in_the_making, a_denial, a_correction, a_retraction, a_conflict, two_rights):
        chapter(news)
    return build_marts(news, with_tests=True, with_unit_tests=True)  # as of the first day of 1970, which they count on


def history(built: Built, what: str, recipient: str) -> list[tuple[Any, ...]]:
    return built.rows(
        f"select known_from, known_to, {what} from marts.fct_investment_states where recipient = '{recipient}' order by known_from"
    )


def test_each_state_is_made_of_the_claims_known_by_then(built: Built) -> None:
    found = history(
        built,
        "stage, grade, amount, amount_qualifier, investors, article_count, origin_count, is_committed, quote",
        "Cohere",
    )
    said = "Cohere's {} million is {}, says {}."
    assert found == [
        (at(0), at(10), "in_talks", "E1", 300 * MILLION, "about", [], 1, 1, False, said.format(300, "in_talks", "Sample Courier")),
        (at(10), at(20), "in_talks", "E2", 300 * MILLION, "about", [], 2, 2, False, said.format(300, "in_talks", "Sample Courier")),
        (at(20), None, "signed", "E3", 310 * MILLION, "exact", ["Nvidia"], 3, 3, True, said.format(310, "signed", "Sample Weekly")),
    ]  # fmt: skip


def test_the_fact_is_the_state_that_is_held_today(built: Built) -> None:
    for fact, states in (
        ("fct_investments", "fct_investment_states"), ("fct_model_adoptions", "fct_model_adoption_states"),
        ("fct_legal_actions", "fct_legal_action_states"), ("fct_partnership_terms", "fct_partnership_states"),
    ):  # fmt: skip
        held = built.rows(
            f"select * exclude (known_from, known_to) from marts.{states} where known_to is null order by all"
        )
        assert built.rows(f"select * from marts.{fact} order by all") == held


def test_a_denial_changes_the_state_and_leaves_the_one_before_it(built: Built) -> None:
    assert history(built, "stage, is_disputed", "Perplexity") == [
        (at(1), at(5), "in_talks", False), (at(5), None, "in_talks", True),
    ]  # fmt: skip
    assert built.rows(
        "select changed_fields, len(claim_keys) from marts.fct_event_states join marts.fct_investments using (event_key) "
        "where recipient = 'Perplexity' order by known_from"
    ) == [(["first_known"], 1), (["dispute"], 1)]


def test_of_two_rights_of_one_agreement_each_has_its_own_condition(built: Built) -> None:
    """Told as one event, since they may be one; what is shown is of the right that is shown."""
    assert (
        built.rows("select resolution from marts.fct_conflicts where field = 'agreement_type'") == [("by_scope",)] * 2
    )
    assert built.rows("select agreement_type, term_condition from marts.fct_partnership_terms order by all") == [
        ("exclusivity", None),
        ("licence", "unless the board declares the goal met"),
    ]
    bounded = "select count(*) from marts.fct_partnership_states where agreement_type = 'exclusivity' and term_condition != ''"
    assert built.one(bounded) == (0,)


def test_a_page_taken_away_or_back_is_set_aside_once(built: Built) -> None:
    found = built.rows("select reason, thing_count from marts.rpt_set_aside where thing = 'articles' order by all")
    assert found == [("gone", 1), ("retracted", 1), ("superseded", 1)]


def test_a_correction_ends_what_it_corrects_and_starts_when_the_page_was_changed(built: Built) -> None:
    assert history(built, "amount", "Groq") == [(at(1), at(9), 6000 * MILLION), (at(9), None, 640 * MILLION)]
    # One event throughout: that the deal was signed is known since the first version.
    states = "marts.fct_investment_states where recipient = 'Groq'"
    assert built.one(f"select count(distinct event_key), max(known_at) from {states}") == (1, at(1))


def test_a_retraction_takes_its_claims_from_the_state_and_leaves_the_others(built: Built) -> None:
    assert history(built, "stage, article_count, quote", "Databricks") == [
        (at(1), at(4), "signed", 1, "Databricks signed for 750 million, a banker said."),
        (at(4), at(30), "signed", 2, "Databricks signed for 750 million, a banker said."),
        (at(30), None, "in_talks", 1, "Databricks is after some 750 million, a person said."),
    ]
    changed, moved, withdrawn = built.rows(
        "select changed_fields, claim_keys, withdrawn_claim_keys from marts.fct_event_states "
        "join marts.fct_investments using (event_key) where recipient = 'Databricks' order by known_from"
    )[-1]
    assert ("stage" in changed, moved, len(withdrawn)) == (True, [], 1)
    assert built.rows(
        f"select withdrawn_because, withdrawn_at from marts.fct_withdrawn_claims where claim_key = '{withdrawn[0]}'"
    ) == [("retracted", at(30))]


def test_what_nobody_stands_for_any_more_is_no_fact_and_can_be_asked_of_the_past(built: Built) -> None:
    assert history(built, "amount", "Figure AI") == [(at(1), at(40), 1000 * MILLION)]
    assert built.rows("select * from marts.fct_investments where recipient = 'Figure AI'") == []
    assert built.rows("select * from marts.fct_claims where quote like 'Figure%'") == []


def test_a_conflict_disputes_while_it_is_open(built: Built) -> None:
    assert history(built, "is_disputed, grade, amount", "io Products") == [
        (at(1), at(3), False, "E1", 6500 * MILLION), (at(3), at(8), True, "E2", 6500 * MILLION),
        (at(8), None, False, "E3", 6500 * MILLION),
    ]  # fmt: skip


def test_states_follow_each_other_without_overlap(built: Built) -> None:
    for states in ("fct_event_states", "fct_investment_states"):
        overlapping = (
            f"select a.event_key from marts.{states} a join marts.{states} b on a.event_key = b.event_key "
            "and a.known_from < b.known_from and coalesce(a.known_to > b.known_from, true)"
        )
        assert built.rows(overlapping) == []


@pytest.mark.parametrize("attached", [False, True])
def test_a_release_is_asked_as_of_a_time(built: Built, attached: bool) -> None:
    """In a release opened by its file name, and attached under its name."""
    for hours, expected in ((-1, []), (0, ["in_talks E1"]), (15, ["in_talks E2"]), (25, ["signed E3"])):
        found = ask(
            built.folder,
            attached,
            f"select stage || ' ' || grade from newsledger.marts.investments_as_of('{at(hours).isoformat()}') where recipient = 'Cohere'",
        )
        assert [value for (value,) in found] == expected


def test_the_as_of_of_every_fact_is_the_fact_when_asked_of_today(built: Built) -> None:
    for name in ("investments", "model_adoptions", "legal_actions", "partnership_terms"):
        today = f"select * exclude (known_from, known_to) from newsledger.marts.{name}_as_of('2030-01-01') order by all"
        assert ask(built.folder, False, today) == built.rows(f"select * from marts.fct_{name} order by all")


@pytest.mark.parametrize("attached", [False, True])
def test_what_changed_between_two_times_is_told_with_what_moved_it(built: Built, attached: bool) -> None:
    found = ask(
        built.folder,
        attached,
        "select change, stage_before, stage_after, changed_fields, len(claim_keys), len(withdrawn_claim_keys), "
        "(amount_before / 1000000)::integer, (amount_after / 1000000)::integer, currency_before, currency_after "
        f"from newsledger.marts.facts_changed_between('{at(6).isoformat()}', '{at(45).isoformat()}') order by all",
    )
    assert found == [
        ("changed", "announced", "announced", ["dispute", "grade"], 1, 0, 6500, 6500, "USD", "USD"),
        ("changed", "in_talks", "signed", ["amount", "grade", "parties", "stage"], 2, 0, 300, 310, "USD", "USD"),
        ("changed", "signed", "in_talks", ["stage"], 0, 1, 750, 750, "USD", "USD"),
        ("changed", "signed", "signed", ["amount"], 1, 1, 6000, 640, "USD", "USD"),
        ("withdrawn", "signed", None, ["withdrawn"], 0, 1, 1000, None, "USD", None),
    ]


def ask(folder: Path, attached: bool, sql: str) -> list[tuple[Any, ...]]:
    path = folder / "newsledger.duckdb"
    with duckdb.connect() if attached else duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        if attached:
            connection.execute(f"attach '{path}' as newsledger (read_only)")
        return connection.execute(sql).fetchall()
