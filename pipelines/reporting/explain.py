"""Why an event is held as it is: its claims, what makes them one event, and the rule behind its stage and grade."""

from typing import Any

import duckdb

from pipelines.lake import Lake
from pipelines.reporting import sections
from pipelines.reporting.event_keys import Resolved, resolve
from pipelines.reporting.explain_lines import lines_of
from pipelines.reporting.grading import RULES, attested_stages, strength_of
from pipelines.reporting.query import published_release
from pipelines.reporting.rows import rows_of
from pipelines.reporting.wording import (
    amount_words,
    attribution_words,
    fact_headline,
    origin_words,
    partial_date,
    resolution_words,
    value_words,
)
from pipelines.settings import Settings
from pipelines.warehouse.connection import read_only

_TABLES = {claim_type: table for table, claim_type in sections.FACT_TABLES.values()}
# What a fact says beside its parties and sums; part of what tells one event from another.
_SLOTS = (
    "deal_type",
    "round",
    "product",
    "model",
    "action_type",
    "claim_basis",
    "forum",
    "agreement_type",
    "term_condition",
)
_ROLES = """
select roles.role, organizations.name, roles.organization_id, roles.claim_count, organizations.family_id
from bridge_event_organizations as roles
left join dim_organizations as organizations on roles.organization_id = organizations.organization_id
where roles.event_key = ? order by roles.role, roles.claim_count desc, organizations.name
"""
_LINKS = """
select link_type, linked_event_key as event_key, true as is_from from bridge_event_links where event_key = $1
union all
select link_type, event_key, false as is_from from bridge_event_links where linked_event_key = $1
order by link_type, event_key
"""
_ORGANIZATIONS = """
select organization_id, family_id, organization_type, is_listed from dim_organizations where list_contains(?, organization_id)
"""


def explain_event(settings: Settings, event_key: str) -> dict[str, Any]:
    """All that stands behind an event of the published release; ``lines`` is the same as text to print.

    Args:
        event_key: A key of this release or an earlier one, or at least six of its first digits.

    Raises:
        UsageError: Nothing is published, or the key leads to no event; the message says what to do.
    """
    shown = published_release(settings)
    with read_only(shown.path / "newsledger.duckdb") as connection:
        connection.execute("use newsledger.marts")
        found = resolve(connection, Lake(settings.lake_dir), event_key)
        told = {"release_id": shown.release_id, **_told(connection, found)}
    return {**told, "lines": lines_of(told)}


def _told(connection: duckdb.DuckDBPyConnection, found: Resolved) -> dict[str, Any]:
    key = found.event_key
    names = sections.origin_names(connection)
    roles = rows_of(connection, _ROLES, [key])
    claims = _claims(connection, key, names, roles)
    claim_type = claims[0]["claim_type"] if claims else rows_of(
        connection, "select claim_type from dim_events where event_key = ?", [key]
    )[0]["claim_type"]  # fmt: skip
    fact = _fact(connection, claim_type, key)
    states = rows_of(connection, "select * from fct_event_states where event_key = ? order by known_from", [key])
    return {
        "asked": found.asked,
        "event_key": key,
        "earlier_key": found.full_key if found.is_redirected else None,
        "claim_type": claim_type,
        "headline": fact_headline(_TABLES[claim_type], fact)
        if fact
        else ", ".join(claims[0]["parties"])
        if claims
        else key,
        "fact": fact,
        "amount_words": amount_words(fact) if fact else "",
        "claims": claims,
        "one_event": _shared(claim_type, fact, claims, roles),
        "stages": attested_stages(claim_type, claims, fact["stage"] if fact else None),
        "why_held": RULES.get(states[-1]["rule"], states[-1]["rule"]) if states else None,
        "states": states,
        "could_be": _could_be(connection, claims),
        "conflicts": _conflicts(connection, key, names),
        "links": [
            row | {"headline": _headline(connection, row["event_key"])} for row in rows_of(connection, _LINKS, [key])
        ],
        "origin_names": {claim["origin"]: claim["origin_words"] for claim in claims if claim["origin"]},
    }


def _claims(
    connection: duckdb.DuckDBPyConnection, key: str, names: dict[str, str], roles: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    claims = sections.claims_of(connection, [key])[key]
    speakers = [
        claim["origin"].removeprefix("party:") for claim in claims if (claim["origin"] or "").startswith("party:")
    ]
    organizations = {row["organization_id"]: row for row in rows_of(connection, _ORGANIZATIONS, [speakers])}
    families = frozenset(row["family_id"] or row["organization_id"] for row in roles)
    return [
        claim
        | {
            "attribution_words": attribution_words(claim["attribution"], claim["attributed_to"]),
            "origin_words": origin_words(claim["origin"], names),
            "strength": strength_of(claim, families, organizations),
        }
        for claim in claims
    ]


def _fact(connection: duckdb.DuckDBPyConnection, claim_type: str, key: str) -> dict[str, Any] | None:
    rows = rows_of(connection, f"select * from {_TABLES[claim_type]} where event_key = ?", [key])  # noqa: S608
    return rows[0] if rows else None


def _headline(connection: duckdb.DuckDBPyConnection, key: str) -> str:
    for table in _TABLES.values():
        rows = rows_of(connection, f"select * from {table} where event_key = ?", [key])  # noqa: S608
        if rows:
            amount = amount_words(rows[0])
            return fact_headline(table, rows[0]) + (f", {amount}" if amount else "")
    return "an event that is no fact"


def _shared(
    claim_type: str, fact: dict[str, Any] | None, claims: list[dict[str, Any]], roles: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The typed slots that the claims share, each with its values and how many claims say them."""
    shared = [{"slot": "type", "values": [{"value": claim_type, "claims": len(claims)}]}]
    for role in dict.fromkeys(row["role"] for row in roles):
        values = [
            {"value": row["name"] or row["organization_id"], "claims": row["claim_count"]}
            for row in roles
            if row["role"] == role
        ]
        shared.append({"slot": role, "values": values})
    for slot, say in (("kind of amount", _kind), ("amount", amount_words), ("date", _date)):
        said = [value for value in map(say, claims) if value]
        if said:
            values = [{"value": value, "claims": said.count(value)} for value in dict.fromkeys(said)]
            shared.append({"slot": slot, "values": values})
    for slot in _SLOTS:
        value = (fact or {}).get(slot)
        if value and value != "unspecified":
            words = ", ".join(value) if isinstance(value, list) else str(value)
            shared.append({"slot": slot, "values": [{"value": words, "claims": None}]})
    return shared


def _kind(claim: dict[str, Any]) -> str:
    return claim["amount_kind"] or ""


def _date(claim: dict[str, Any]) -> str:
    return partial_date(claim["event_date"], claim["event_date_precision"])


def _could_be(connection: duckdb.DuckDBPyConnection, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events that an ambiguous claim fits; empty for any other."""
    keys = rows_of(
        connection,
        "select distinct unnest(possible_event_keys) as event_key from rpt_ambiguous_claims where list_contains(?, claim_key) order by 1",
        [[claim["claim_key"] for claim in claims]],
    )
    return [row | {"headline": _headline(connection, row["event_key"])} for row in keys]


def _conflicts(connection: duckdb.DuckDBPyConnection, key: str, names: dict[str, str]) -> list[dict[str, Any]]:
    rows = rows_of(
        connection, "select * from fct_conflicts where event_key = ? order by field, value_low, value_high", [key]
    )
    return [
        row
        | {
            "words_low": value_words(row["field"], row["value_low"]),
            "words_high": value_words(row["field"], row["value_high"]),
            "origin_words_low": origin_words(row["origin_low"], names),
            "origin_words_high": origin_words(row["origin_high"], names),
            "resolution_words": resolution_words(row["resolution"], row["field"], row["value_held"]),
        }
        for row in rows
    ]
