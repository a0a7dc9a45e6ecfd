"""What the dbt models written in Python do: rows in, pure functions, rows out. dbt hands over DuckDB relations."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.events.clustering import cluster
from pipelines.events.groups import grouped
from pipelines.events.origins import origin_of
from pipelines.events.resolution import Meaning, Registry, registry_from
from pipelines.events.sayings import Candidate
from pipelines.events.slots import SLOT_COLUMNS, Lineages, slots_of
from pipelines.events.stories import StoryText, find_stories
from pipelines.events.withdrawn import place_withdrawn
from pipelines.warehouse.touched import kept


def rows(relation: duckdb.DuckDBPyRelation, columns: str = "*") -> Iterator[dict[str, Any]]:
    """The rows of a relation as dictionaries, a batch at a time."""
    for batch in relation.project(columns).to_arrow_reader(50_000):
        yield from batch.to_pylist()


def registry(**relations: duckdb.DuckDBPyRelation) -> Registry:
    """The registry of the given staging models; one that is not given is empty."""
    names = ("organizations", "aliases", "descriptions", "products", "models", "publishers", "publisher_aliases")
    return registry_from(**{name: list(rows(relations[name])) if name in relations else [] for name in names})


def names_resolved(
    session: duckdb.DuckDBPyConnection, printed: duckdb.DuckDBPyRelation, listed: Registry
) -> duckdb.DuckDBPyRelation:
    """What each printed name means, one row a name and kind; ``printed`` holds those of the claims that are new.

    One unlisted name is shown as most claims print it, whether they stand or not. ``shown_before`` is how it was shown
    until now, null for a name that nobody printed before.
    """
    session.register("names_printed_now", printed)
    session.execute(
        "create or replace temp table names_counted as select name_kind, name_as_printed, "
        "count(distinct claim_key) as times from names_printed_now group by all"
    )
    if kept(session, "int_names_resolved"):
        session.execute("create or replace temp view names_before as select * from intermediate.int_names_resolved")
    else:
        session.register("names_before", pa.table([[] for _ in _NAMES], _NAMES))
    fresh = session.sql(
        "select name_kind, name_as_printed from names_counted anti join names_before using (name_kind, name_as_printed)"
    )
    resolve = {"party": listed.party, "product": listed.product, "model": listed.model}
    found = [
        {"name_kind": kind, "name_as_printed": name, **vars(resolve[kind](name))} for kind, name in fresh.fetchall()
    ]
    session.register(
        "names_found", pa.Table.from_pylist(found, pa.schema([field for field in _NAMES if field.name in _FOUND]))
    )
    return session.sql(_NAMES_SHOWN)


_NAMES = pa.schema(
    [
        *((name, pa.string()) for name in ("name_kind", "name_as_printed", "entity_id", "entity_name", "own_name")),
        *((name, pa.string()) for name in ("matched_by", "organization_id")),
        ("times", pa.int64()),
    ]
)
_FOUND = {"name_kind", "name_as_printed", "entity_id", "entity_name", "matched_by", "organization_id"}
_NAMES_SHOWN = """
with known as (
    select
        name_kind, name_as_printed, entity_id, own_name, entity_name as shown_before, matched_by, organization_id,
        names_before.times + coalesce(counted.times, 0) as times
    from names_before left join names_counted as counted using (name_kind, name_as_printed)
    union all by name
    select found.* exclude (entity_name), found.entity_name as own_name, null as shown_before, counted.times
    from names_found as found inner join names_counted as counted using (name_kind, name_as_printed)
),

shown as (
    select entity_id, arg_min(own_name, (-times, own_name)) as name
    from known where matched_by = 'none' group by entity_id
)

select
    name_kind, name_as_printed, entity_id, coalesce(shown.name, known.own_name) as entity_name, known.own_name,
    known.matched_by, known.organization_id, known.times, known.shown_before
from known left join shown using (entity_id)
"""


def publishers_resolved(
    session: duckdb.DuckDBPyConnection,
    articles: duckdb.DuckDBPyRelation,
    publishers: duckdb.DuckDBPyRelation,
    listed: Registry,
) -> pa.Table:
    """The publisher of each printed name and host, and of each name that a text credits (host empty), that is new."""
    about = {row["publisher_id"]: row for row in rows(publishers)}
    printed = {(row["publisher_as_stated"] or "", row["host"]) for row in rows(articles, "publisher_as_stated, host")}
    credited = {
        (row["credited_to_as_stated"], "")
        for row in rows(articles, "credited_to_as_stated")
        if row["credited_to_as_stated"]
    }
    known = set()
    if kept(session, "int_publishers_resolved"):
        known = set(
            session.execute("select publisher_as_stated, host from intermediate.int_publishers_resolved").fetchall()
        )
    found = []
    for name, host in sorted((printed | credited) - known):
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


def stories(articles: duckdb.DuckDBPyRelation, common: duckdb.DuckDBPyRelation) -> pa.Table:
    """The story of each readable article version given; ``common`` are the values of sketches that are boilerplate."""
    texts = [
        StoryText(
            row["article_id"],
            row["text_sha256"],
            tuple(row["fingerprint"] or ()),
            row["known_at"],
            tuple(row["marks"] or ()),
            tuple(row["fact_keys"] or ()),
        )
        for row in rows(
            articles.filter("is_readable"), "article_id, text_sha256, fingerprint, known_at, marks, fact_keys"
        )
    ]
    boilerplate = frozenset(value for (value,) in common.fetchall())
    schema = pa.schema([("article_id", pa.string()), ("story_id", pa.string()), ("first_article_id", pa.string())])
    return pa.Table.from_pylist([vars(member) for member in find_stories(texts, boilerplate)], schema)


def claim_origins(
    claims: duckdb.DuckDBPyRelation,
    articles: duckdb.DuckDBPyRelation,
    lineages: duckdb.DuckDBPyRelation,
    publishers: duckdb.DuckDBPyRelation,
    listed: Registry,
) -> pa.Table:
    """The origin and the strength of each claim."""
    article = {row["article_id"]: row for row in rows(articles, "article_id, origin, publisher_kind, quality_flags")}
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
            named=frozenset(parties),
            party_ids=frozenset(parties | {other for party in parties for other in related.get(party, ())}),
            registry=listed,
            family_of_publisher=families,
            doubts=frozenset(article[row["article_id"]]["quality_flags"] or ()),
        )
        found.append(
            {"claim_key": row["claim_key"], "article_id": row["article_id"], "origin": origin, "strength": strength}
        )
    strings = [(column, pa.string()) for column in ("claim_key", "article_id", "origin")]
    return pa.Table.from_pylist(found, pa.schema([*strings, ("strength", pa.int32())]))


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
    """The event of each claim given, and the group of claims that could have had a say in it.

    Those withdrawn are placed among what stands, and move none of it.
    """
    above = lineages_above(lineages)
    candidates = []
    moments = {}
    for row in rows(claims, f"{SLOT_COLUMNS}, page_id, held_to, {_MOMENTS} as moments"):
        moments[row["claim_key"]] = row["moments"]
        told_in = (row["article_id"], row["page_id"], row["held_to"])
        candidates.append(Candidate(row["claim_key"], row["known_at"], slots_of(row, above), *told_in))
    found = []
    for members in grouped(candidates, Lineages(above)):
        of_claim = {
            claim.claim_key: {
                "article_id": claim.article_id, "known_at": claim.known_at, "moments": moments[claim.claim_key],
            }
            for claim in members
        }  # fmt: skip
        of_group = {"group_key": min(of_claim)}
        standing = [claim for claim in members if claim.held_to is None]
        placed = cluster(standing, above)
        placed += place_withdrawn([claim for claim in members if claim.held_to], standing, placed, above)
        found += [vars(row) | of_group | of_claim[row.claim_key] for row in placed]
    strings = [(column, pa.string()) for column in ("claim_key", "article_id", "event_key", "placed_as", "group_key")]
    times = [("known_at", _TIME), ("moments", pa.list_(_TIME))]
    return pa.Table.from_pylist(found, pa.schema([*strings, *_LISTS, *times])).sort_by("known_at")


_TIME = pa.timestamp("us", tz="UTC")
_MOMENTS = "list_distinct([known_at, held_from, held_to, away_from, away_to])"
"""When what is held of a claim's event may change by it: no row of the event is known from another time."""
_LISTS = [(column, pa.list_(pa.string())) for column in ("fits", "agrees_on")]


def lineages_above(lineages: duckdb.DuckDBPyRelation) -> dict[str, frozenset[str]]:
    """For each organization those that stand above it."""
    above: dict[str, set[str]] = defaultdict(set)
    for row in rows(lineages):
        above[row["organization_id"]].add(row["above_id"])
    return {organization: frozenset(over) for organization, over in above.items()}
