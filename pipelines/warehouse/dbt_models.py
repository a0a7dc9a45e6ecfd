"""What the dbt models written in Python do: rows in, pure functions, rows out. dbt hands over DuckDB relations."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.warehouse.clustering import Candidate, cluster
from pipelines.warehouse.identity import Period, Slots, Sum
from pipelines.warehouse.origins import origin_of
from pipelines.warehouse.resolution import Meaning, Registry, normalise_name, registry_from
from pipelines.warehouse.stories import StoryText, find_stories
from pipelines.warehouse.withdrawn import place_withdrawn

_CLOSING = frozenset(
    {
        "withdrawn",
        "blocked",
        "terminated",
        "expired",
        "scaled_back",
        "replaced",
        "dropped",
        "declined",
        "settled",
        "fined",
        "dismissed",
    }
)


def rows(relation: duckdb.DuckDBPyRelation, columns: str = "*") -> Iterator[dict[str, Any]]:
    """The rows of a relation as dictionaries, a batch at a time."""
    for batch in relation.project(columns).to_arrow_reader(50_000):
        yield from batch.to_pylist()


def registry(**relations: duckdb.DuckDBPyRelation) -> Registry:
    """The registry of the given staging models; one that is not given is empty."""
    names = ("organizations", "aliases", "descriptions", "products", "models", "publishers", "publisher_aliases")
    return registry_from(**{name: list(rows(relations[name])) if name in relations else [] for name in names})


_MEANING = pa.schema([("entity_id", pa.string()), ("entity_name", pa.string()), ("matched_by", pa.string())])


def names_resolved(printed: duckdb.DuckDBPyRelation, listed: Registry) -> pa.Table:
    """What each printed name means, one row a name and kind. One unlisted name is shown as it is printed most."""
    resolve = {"party": listed.party, "product": listed.product, "model": listed.model}
    counted = printed.aggregate("name_kind, name_as_printed, count(*) as times", "name_kind, name_as_printed")
    meanings = [
        (row["name_kind"], row["name_as_printed"], row["times"], resolve[row["name_kind"]](row["name_as_printed"]))
        for row in rows(counted)
    ]
    shown: dict[str, tuple[int, str]] = {}
    for _, _, times, meaning in meanings:
        best = (-times, meaning.entity_name)
        shown[meaning.entity_id] = min(shown.get(meaning.entity_id, best), best)
    schema = pa.schema(
        [("name_kind", pa.string()), ("name_as_printed", pa.string()), *_MEANING, ("organization_id", pa.string())]
    )
    return pa.Table.from_pylist(
        [
            {
                "name_kind": kind,
                "name_as_printed": name,
                "entity_id": meaning.entity_id,
                "entity_name": meaning.entity_name if meaning.is_listed else shown[meaning.entity_id][1],
                "matched_by": meaning.matched_by,
                "organization_id": meaning.organization_id,
            }
            for kind, name, _, meaning in meanings
        ],
        schema,
    )


def publishers_resolved(
    articles: duckdb.DuckDBPyRelation, publishers: duckdb.DuckDBPyRelation, listed: Registry
) -> pa.Table:
    """The publisher of each printed name and host, and of each name that a text credits (host empty)."""
    about = {row["publisher_id"]: row for row in rows(publishers)}
    printed = {(row["publisher_as_stated"] or "", row["host"]) for row in rows(articles, "publisher_as_stated, host")}
    credited = {
        (row["credited_to_as_stated"], "")
        for row in rows(articles, "credited_to_as_stated")
        if row["credited_to_as_stated"]
    }
    found = []
    for name, host in sorted(printed | credited):
        meaning = listed.publisher(name or None, host or None)
        if meaning:
            entry = about.get(meaning.entity_id, {})
            family = entry.get("publisher_family") or meaning.entity_id
            found.append(_publisher_row(name, host, meaning, family, entry.get("kind")))
    columns = [
        "publisher_as_stated",
        "host",
        "publisher_id",
        "publisher_name",
        "publisher_family",
        "publisher_kind",
        "matched_by",
    ]
    return pa.Table.from_pylist(found, pa.schema([(column, pa.string()) for column in columns]))


def _publisher_row(name: str, host: str, meaning: Meaning, family: str, kind: str | None) -> dict[str, str | None]:
    return {
        "publisher_as_stated": name,
        "host": host,
        "publisher_id": meaning.entity_id,
        "publisher_name": meaning.entity_name,
        "publisher_family": family,
        "publisher_kind": kind,
        "matched_by": meaning.matched_by,
    }


def stories(articles: duckdb.DuckDBPyRelation) -> pa.Table:
    """The story of each readable article version."""
    readable = articles.filter("is_readable")
    texts = [
        StoryText(
            row["article_id"],
            row["text_sha256"],
            tuple(row["fingerprint"] or ()),
            row["known_at"],
            tuple(row["marks"] or ()),
            tuple(row["fact_keys"] or ()),
        )
        for row in rows(readable, "article_id, text_sha256, fingerprint, known_at, marks, fact_keys")
    ]
    schema = pa.schema([("article_id", pa.string()), ("story_id", pa.string()), ("first_article_id", pa.string())])
    return pa.Table.from_pylist([vars(member) for member in find_stories(texts)], schema)


def claim_origins(
    claims: duckdb.DuckDBPyRelation,
    articles: duckdb.DuckDBPyRelation,
    lineages: duckdb.DuckDBPyRelation,
    publishers: duckdb.DuckDBPyRelation,
    listed: Registry,
) -> pa.Table:
    """The origin and the strength of each claim."""
    article = {row["article_id"]: row for row in rows(articles, "article_id, origin, publisher_kind")}
    families = {row["publisher_id"]: row["publisher_family"] for row in rows(publishers)}
    related: dict[str, set[str]] = defaultdict(set)
    for row in rows(lineages):
        related[row["organization_id"]].add(row["above_id"])
        related[row["above_id"]].add(row["organization_id"])
    found = []
    for row in rows(claims, f"claim_key, article_id, attribution, attributed_to_as_stated, {', '.join(_ROLE_COLUMNS)}"):
        parties = _parties(row)
        origin, strength = origin_of(
            row["attribution"],
            row["attributed_to_as_stated"],
            article_origin=article[row["article_id"]]["origin"],
            publisher_kind=article[row["article_id"]]["publisher_kind"],
            party_ids=frozenset(parties | {other for party in parties for other in related.get(party, ())}),
            registry=listed,
            family_of_publisher=families,
        )
        found.append({"claim_key": row["claim_key"], "origin": origin, "strength": strength})
    return pa.Table.from_pylist(
        found, pa.schema([("claim_key", pa.string()), ("origin", pa.string()), ("strength", pa.int32())])
    )


_ROLE_COLUMNS = (
    "investor_ids", "recipient_id", "seller_ids", "adopter_id", "owner_id", "provider_id", "plaintiff_ids", "defendant_ids", "party_ids",
)  # fmt: skip


def _parties(row: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    for column in _ROLE_COLUMNS:
        value = row[column]
        found.update(value if isinstance(value, list) else [value] if value else [])
    return found


def claims_clustered(claims: duckdb.DuckDBPyRelation, lineages: duckdb.DuckDBPyRelation) -> pa.Table:
    """The event of each claim; those withdrawn are placed among what stands, and move none of it."""
    above: dict[str, set[str]] = defaultdict(set)
    for row in rows(lineages):
        above[row["organization_id"]].add(row["above_id"])
    frozen = {organization: frozenset(over) for organization, over in above.items()}
    standing, withdrawn = (
        [
            Candidate(row["claim_key"], row["known_at"], slots_of(row, frozen), row["article_id"])
            for row in rows(claims.filter(f"held_to is {state}"))
        ]
        for state in ("null", "not null")
    )
    placed = cluster(standing, frozen)
    placed += place_withdrawn(withdrawn, standing, placed, frozen)
    schema = pa.schema(
        [
            ("claim_key", pa.string()),
            ("event_key", pa.string()),
            ("placed_as", pa.string()),
            ("fits", pa.list_(pa.string())),
            ("agrees_on", pa.list_(pa.string())),
        ]
    )
    return pa.Table.from_pylist([vars(row) for row in placed], schema)


def slots_of(row: dict[str, Any], above: dict[str, frozenset[str]]) -> Slots:
    """What identifies a resolved claim's event."""
    doers, others = _sides(row, above)
    amount = None
    if row["amount"] is not None:
        amount = Sum(
            row["amount"],
            row["amount_high"] or row["amount"],
            row["currency_code"],
            row["amount_qualifier"] or "exact",
            row["comparable_usd"],
        )
    kind = row["deal_type"] or row["action_type"] or row["agreement_type"]
    return Slots(
        claim_type=row["claim_type"],
        stage=row["stage"],
        is_closing=row["stage"] in _CLOSING,
        is_background=row["is_background"],
        doers=doers,
        others=others,
        amount=amount,
        amount_kind=row["amount_kind"],
        happened=period(row["event_date"], row["event_date_precision"]),
        kind=None if kind == "unspecified" else kind,
        round=row["round_form"],
        stake=row["stake_share"],
        product=_form(row["product_name"]),
        model=_form(row["model_name"]),
        basis=frozenset(row["claim_basis"] or ()),
        term_end=period(row["term_end"], row["term_end_precision"]),
    )


def _sides(row: dict[str, Any], above: dict[str, frozenset[str]]) -> tuple[frozenset[str], frozenset[str]]:
    match row["claim_type"]:
        case "investment":
            doers, others = row["investor_ids"], [row["recipient_id"]]
        case "model_adoption":
            adopter, owner = row["adopter_id"], row["owner_id"]
            # "Microsoft ... in GitHub Copilot": who adopts is the subsidiary whose product it is.
            doers, others = [owner if owner and adopter in above.get(owner, ()) else adopter], [row["provider_id"]]
        case "legal_action":
            doers, others = row["plaintiff_ids"], row["defendant_ids"]
        case _:
            doers, others = row["party_ids"], []
    return frozenset(party for party in doers if party), frozenset(party for party in others if party)


def _form(name: str | None) -> str | None:
    return normalise_name(name) if name else None


def period(first: date | None, precision: str | None) -> Period | None:
    """The days that a date of that precision covers."""
    months = {"day": 0, "month": 1, "quarter": 3, "year": 12}.get(precision or "unknown")
    if first is None or months is None:
        return None
    if months == 0:
        return Period(first, first)
    after = date(first.year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1, 1)
    return Period(first, after - timedelta(days=1))
