"""Every row of every mart leads to a claim, its article and its sentence, or is of a list or report that tells of no claim."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.lake import Lake

Ask = Callable[[str], list[tuple[Any, ...]]]

_SAID = """
with said as (
    select claim_key, event_key, article_id, parties from fct_claims where quote != ''
    union all
    select claim_key, event_key, article_id, parties from fct_withdrawn_claims where quote != ''
), evidence as (select said.* from said join dim_articles using (article_id))
"""
_BY_EVENT = "select event_key from {mart} where event_key not in (select event_key from evidence)"
_BY_CLAIM = "select claim_key from {mart} where claim_key not in (select claim_key from evidence)"
_EVENTS = (
    "fct_investments", "fct_model_adoptions", "fct_legal_actions", "fct_partnership_terms", "fct_investment_states",
    "fct_model_adoption_states", "fct_legal_action_states", "fct_partnership_states", "fct_event_states", "fct_conflicts",
    "dim_events", "bridge_event_organizations", "rpt_circular_flows", "rpt_contract_calendar", "rpt_legal_actions_open",
)  # fmt: skip
# Of each mart the rows that lead nowhere.
LEADS = {
    **dict.fromkeys(_EVENTS, _BY_EVENT),
    **dict.fromkeys(("fct_claims", "fct_withdrawn_claims", "rpt_ambiguous_claims"), _BY_CLAIM),
    "bridge_event_links": "select unnest([event_key, linked_event_key]) as event_key from {mart} "
    "except select event_key from evidence",
    "event_redirects": "select old_event_key from {mart} where event_key not in (select event_key from evidence)",
    "rpt_article_novelty": "select article_id from {mart} where article_id not in (select article_id from evidence)",
    "rpt_unresolved_names": "select name from {mart} where name not in (select unnest(parties) from evidence)",
    "rpt_source_reliability": "select publisher_id from {mart} where publisher_id not in (select publisher_id from dim_articles)",
    "rpt_adoptions_by_provider": "select provider from {mart} as told where not exists (select 1 from fct_model_adoption_states "
    "as held where coalesce(held.provider, 'not said') = told.provider and held.stage = told.stage "
    "and date_trunc('month', held.known_from) <= told.month_date)",
    "rpt_money_by_month": "select stage, amount_kind, is_committed, sum(event_count) from {mart} group by all except "
    "select stage, amount_kind, is_committed, count(*) from fct_investments where amount is not null group by all",
}  # fmt: skip
TELL_OF_NO_CLAIM = {
    "dim_articles": "the articles themselves, also those that tell of nothing", "dim_dates": "a calendar",
    "dim_models": "a list", "dim_organizations": "a list", "dim_publishers": "a list", "release_info": "of the release",
    "rpt_load_scorecards": "of the loads", "rpt_release_checks": "of the marts", "rpt_set_aside": "what was kept out of them",
    "rpt_sources_health": "of the sources",
}  # fmt: skip
# No claim of the sample fits several events since the suit that was given up is told from the one that followed.
EMPTY = {"rpt_ambiguous_claims"}


def test_every_mart_is_one_or_the_other(ask: Ask) -> None:
    marts = {name for (name,) in ask("select table_name from information_schema.tables where table_schema = 'marts'")}
    assert marts == LEADS.keys() | TELL_OF_NO_CLAIM.keys()
    assert not LEADS.keys() & TELL_OF_NO_CLAIM.keys()


@pytest.mark.parametrize("mart", LEADS)
def test_a_row_leads_to_a_claim_and_its_article(ask: Ask, mart: str) -> None:
    assert (ask(f"select count(*) from {mart}")[0][0] > 0) == (mart not in EMPTY)
    assert ask(_SAID + LEADS[mart].format(mart=mart)) == []


def test_every_sentence_stands_in_its_article(first_run: tuple[Path, object], ask: Ask) -> None:
    lake = Lake(first_run[0] / "lake")
    texts = {one.article_id: one.text for batch in lake.batches("articles") for one in lake.read_articles(batch.path)}
    claims = "select article_id, quote, quote_start, quote_end from"
    said = ask(f"{claims} fct_claims union all {claims} fct_withdrawn_claims")
    assert len(said) > 100
    assert [row for row in said if (texts[row[0]] or "")[row[2] : row[3]] != row[1]] == []
