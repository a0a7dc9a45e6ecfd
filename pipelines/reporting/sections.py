"""What each part of the report shows, read from the marts of one release."""

from collections import defaultdict
from typing import Any

import duckdb

from pipelines.reporting.links import host_words
from pipelines.reporting.reasons import reason_words, thing_words
from pipelines.reporting.rows import rows_of
from pipelines.reporting.stages import rank_of
from pipelines.reporting.wording import (
    amount_grade_words,
    amount_words,
    attribution_words,
    fact_date,
    fact_headline,
    field_words,
    kind_words,
    money_words,
    origin_words,
    partial_date,
    resolution_words,
    value_words,
)
from pipelines.warehouse.pieces import lying_where

MAX_FACTS = 500  # of a type; a page of more is slow to open, the rest is a query away, and the page says so
_ARTICLES_SHOWN = 5
_LISTED = 200
FACT_TABLES = {
    "Investments": ("fct_investments", "investment"),
    "Model adoptions": ("fct_model_adoptions", "model_adoption"),
    "Legal actions": ("fct_legal_actions", "legal_action"),
    "Partnership terms": ("fct_partnership_terms", "partnership"),
}
# Names for origins: a party's, a publisher's (by its own id or its family's); whatever else an origin is, it names itself.
_ORIGIN_NAMES = """
select origin, min(name) as name
from (select distinct origin from fct_claims where origin is not null) as origins
inner join (
    select 'party:' || organization_id as origin_id, name from dim_organizations
    union all select publisher_id, name from dim_publishers
    union all select publisher_family, min_by(name, length(name)) from dim_publishers group by publisher_family
) as named on origins.origin = named.origin_id
group by origin
"""
_CLAIMS = """
select
    claims.*, articles.url, articles.title, articles.publisher, articles.language, articles.published_at, articles.status
from claims_asked_for as claims
left join articles_asked_for as articles on claims.article_id = articles.article_id
order by claims.known_at, claims.claim_key
"""


def origin_names(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The names of the origins that the release knows by name."""
    return {row["origin"]: row["name"] for row in rows_of(connection, _ORIGIN_NAMES)}


def claims_of(connection: duckdb.DuckDBPyConnection, event_keys: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The claims of events with their articles, in the order in which they became known."""
    connection.execute(
        "create or replace temp table events_asked_for as select unnest(?::varchar[]) as event_key", [event_keys]
    )
    for few, table, condition in (
        ("claims_asked_for", "fct_claims", "event_key in (select event_key from events_asked_for)"),
        ("articles_asked_for", "dim_articles", "article_id in (select article_id from claims_asked_for)"),
    ):
        there = lying_where(connection, table, condition)
        connection.execute(f"create or replace temp table {few} as select * from {table} where {there}")  # noqa: S608
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(connection, _CLAIMS):
        row["publisher_words"] = row["publisher"] or host_words(row["url"]) or "publisher not known"
        found[row["event_key"]].append(row)
    return found


def stage_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    """How many facts stand at each stage and grade, by the title of their type."""
    counts = {}
    for title, (table, claim_type) in FACT_TABLES.items():
        rows = rows_of(connection, f"select stage, grade, count(*) as facts from {table} group by all order by all")  # noqa: S608
        counts[title] = [row | {"rank": rank_of(claim_type, row["stage"])} for row in rows]
    return counts


def facts(connection: duckdb.DuckDBPyConnection, table: str, names: dict[str, str]) -> list[dict[str, Any]]:
    """The facts of one type, best attested and newest first, each with its evidence, articles and denials."""
    rows = rows_of(
        connection,
        f"select * from {table} order by is_confirmed desc, grade desc, last_reported_at desc nulls last, event_key limit {MAX_FACTS}",  # noqa: S608
    )
    claims = claims_of(connection, [row["event_key"] for row in rows])
    return [row | _said(table, row, claims[row["event_key"]], names) for row in rows]


def _said(table: str, row: dict[str, Any], claims: list[dict[str, Any]], names: dict[str, str]) -> dict[str, Any]:
    evidence = next((c for c in claims if c["quote"] == row["quote"] and c["stage"] == row["stage"]), None)
    articles = list({claim["article_id"]: claim for claim in claims}.values())
    return {
        "headline": fact_headline(table, row),
        "amount_words": amount_words(row),
        "kind_words": kind_words(row.get("amount_kind")),
        "amount_grade_words": amount_grade_words(row),
        "when": fact_date(row),
        "until": partial_date(row.get("term_end"), row.get("term_end_precision")),
        "language": evidence["language"] if evidence else None,
        "attribution": attribution_words(evidence["attribution"], evidence["attributed_to"]) if evidence else "",
        "origin": origin_words(evidence["origin"], names) if evidence else "",
        "articles": articles[:_ARTICLES_SHOWN],
        "more_articles": max(row["article_count"], len(articles)) - len(articles[:_ARTICLES_SHOWN]),
        "denials": [
            claim | {"says": attribution_words(claim["attribution"], claim["attributed_to"])}
            for claim in claims
            if claim["polarity"] == "denied"
        ][:3],
    }


def conflicts(connection: duckdb.DuckDBPyConnection, names: dict[str, str]) -> list[dict[str, Any]]:
    """Values that disagree, open ones first, each side with its sentence and origin."""
    heads: dict[str, str] = {}
    for table, _ in FACT_TABLES.values():
        disputed = f"select * from {table} where event_key in (select event_key from fct_conflicts)"  # noqa: S608
        heads |= {row["event_key"]: fact_headline(table, row) for row in rows_of(connection, disputed)}
    rows = rows_of(
        connection,
        f"select * from fct_conflicts order by resolution != 'open', event_key, field, value_low, value_high limit {_LISTED}",  # noqa: S608
    )
    return [
        row
        | {
            "headline": heads.get(row["event_key"], row["event_key"]),
            "field_words": field_words(row["field"]),
            "is_open": row["resolution"] == "open",
            "resolution_words": resolution_words(row["resolution"], row["field"], row["value_held"]),
            "sides": [
                {
                    "value": value_words(row["field"], row[f"value_{side}"]),
                    "quote": row[f"quote_{side}"],
                    "origin": origin_words(row[f"origin_{side}"], names),
                }
                for side in ("low", "high")
            ],
        }
        for row in rows
    ]


# An instalment is left out where the round it belongs to is itself committed money, and is counted there.
_COUNTED_IN_ANOTHER = """
    select links.event_key from bridge_event_links as links
    inner join fct_investments as whole on links.linked_event_key = whole.event_key
    where links.link_type = 'part_of' and whole.is_committed
"""
_COMMITTED = f"""
select
    amount_kind, currency_code, count(*) as events, sum(amount) as total,
    count(*) filter (where amount_qualifier != 'exact' or amount_high is not null) as rough
from fct_investments
where
    is_committed and amount is not null
    and event_key not in ({_COUNTED_IN_ANOTHER})
group by all order by amount_kind, total desc, currency_code
"""  # noqa: S608
_PARTS = f"""
select count(*) as parts from fct_investments
where is_committed and amount is not null
and event_key in ({_COUNTED_IN_ANOTHER})
"""  # noqa: S608
_MONTHS = """
select month_date, amount_kind, sum(event_count) as events, sum(event_with_usd_count) as with_dollars, sum(amount_usd) as total
from rpt_money_by_month where is_committed and not is_part and month_date is not null
group by all order by month_date desc, amount_kind limit 36
"""


def money(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Committed money: one kind of amount in one currency a sum, an instalment of something counted left out."""
    rows = rows_of(connection, _COMMITTED)
    months = rows_of(connection, _MONTHS)
    for row in rows:
        row |= {"kind": kind_words(row["amount_kind"]), "total": money_words(row["total"], row["currency_code"])}
    for row in months:
        row |= {
            "kind": kind_words(row["amount_kind"]),
            "total": "no exchange rate" if row["total"] is None else money_words(row["total"], "USD"),
        }
    return {"rows": rows, "parts": rows_of(connection, _PARTS)[0]["parts"], "months": months}


_PUBLISHERS = """
select
    coalesce(publisher, 'not known') as publisher,
    count(*) as articles,
    count(*) filter (where status = 'facts') as with_facts,
    count(*) filter (where status = 'no_event') as no_event,
    count(*) filter (where status = 'copy') as copies,
    count(*) filter (where status not in ('facts', 'no_event', 'copy')) as aside
from dim_articles group by all order by articles desc, publisher limit 100
"""
_ASIDE_ARTICLES = f"""
select coalesce(set_aside_reason, status) as reason, given_id, url, publisher, title, language
from dim_articles as one where status in ('set_aside', 'retracted', 'superseded', 'waiting', 'copy') and not (
    status = 'retracted' and set_aside_reason is null
    and exists (select 1 from dim_articles as other where other.page_id = one.page_id and other.set_aside_reason in ('gone', 'forgotten'))
)
order by reason, publisher, url, article_id limit {_LISTED}
"""  # noqa: S608
_COPIES = "select count(*) as copies from dim_articles where status = 'copy'"


def publishers(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Who was read, and what became of it."""
    return rows_of(connection, _PUBLISHERS)


def set_aside(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What counts for no fact: how many, why, and which articles and claims."""
    groups = rows_of(connection, "select * from rpt_set_aside order by thing, thing_count desc, reason")
    copies = rows_of(connection, _COPIES)[0]["copies"]
    if copies:
        groups.append({"thing": "articles", "reason": "copy", "thing_count": copies})
    listed: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(connection, _ASIDE_ARTICLES):
        listed[row["reason"]].append(row)
    order = {"articles": 0, "claims": 1, "rows": 2, "amounts": 3}
    groups.sort(key=lambda row: order.get(row["thing"], 9))
    for row in groups:
        row |= {
            "what": thing_words(row["thing"], row["thing_count"]),
            "why": reason_words(row["thing"], row["reason"]),
            "articles": listed[row["reason"]] if row["thing"] == "articles" else [],
        }
    return {
        "groups": groups,
        "ambiguous": rows_of(
            connection, f"select * from rpt_ambiguous_claims order by known_at desc, claim_key limit {_LISTED}"  # noqa: S608
        ),
        "names": rows_of(
            connection, "select name, name_kind, claim_count, suggestion from rpt_unresolved_names "
            "order by claim_count desc, name, name_kind limit 50",
        ),
    }  # fmt: skip
