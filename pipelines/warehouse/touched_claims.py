"""Which claims a build has to gather into events again: those that new or changed articles touch. In a first build, all of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import duckdb
import pyarrow as pa

from pipelines.events.blocks import block_keys
from pipelines.events.identity import one_event
from pipelines.events.slots import SLOT_COLUMNS, Lineages, Slots, slots_of
from pipelines.ids import digest
from pipelines.warehouse.dbt_models import lineages_above, rows
from pipelines.warehouse.pieces import lying_where, rows_made
from pipelines.warehouse.touched import kept

_OF_TOUCHED_ARTICLES = "article_id in (select article_id from intermediate.int_articles_touched)"
_OF_GROUPS_NEAR = "group_key in (select group_key from groups_touched union select group_key from sharing)"
_OF_CLAIMS_SHARING = (
    "article_id in (select article_id from claims_near where group_key in (select group_key from sharing))"
)
# Claims that were touched alone have another time now, and stand in no group that is asked for here.
_OF_TOUCHED_MOMENTS = "select known_at from intermediate.int_articles_touched"
_OF_CLAIMS_NEAR = "select unnest(moments) from claims_near where group_key in (select group_key from sharing)"
_CLUSTERED = "intermediate.int_claims_clustered"
_RESOLVED = "intermediate.int_claims_resolved"
_KEYS = "intermediate.int_claim_keys"


def claims_touched(
    session: duckdb.DuckDBPyConnection, claims: duckdb.DuckDBPyRelation, lineages: duckdb.DuckDBPyRelation
) -> duckdb.DuckDBPyRelation:
    """The claims of touched articles, as they were and as they are, with all that may have a say in their events or they in theirs.

    ``event_key``, ``group_key`` and ``moments`` are of the last build, null for a new claim. Large tables are asked by article and
    by group, whose keys repeat from row to row and so are read in a third of the time that as many keys of claims take.
    """
    if not kept(session, "int_claims_clustered"):
        return claims.project(
            "claim_key, article_id, null::varchar as event_key, null::varchar as group_key, []::timestamptz[] as moments"
        )
    session.execute(
        f"create or replace temp table groups_touched as select distinct group_key from {_CLUSTERED} "
        f"where {lying_where(session, _CLUSTERED, _OF_TOUCHED_ARTICLES, key='article_id', moments=_OF_TOUCHED_MOMENTS)}"
    )
    now = rows_made(session, "int_claims_resolved")
    _touch_groups(session, now, Lineages(lineages_above(lineages)))
    session.register("claims_now", now.project("claim_key, article_id"))
    return session.sql(
        "select claim_key, article_id, event_key, group_key, moments from claims_near "
        "where group_key in (select group_key from groups_touched) "
        "union all select claim_key, article_id, null, null, null from claims_now where claim_key not in "
        "(select claim_key from claims_near where group_key in (select group_key from groups_touched))"
    )


def _touch_groups(
    session: duckdb.DuckDBPyConnection,
    now: duckdb.DuckDBPyRelation,
    lineages: Lineages,
) -> None:
    """Add the groups in which a claim may be one event with a claim of a touched article; the claims of all stand in ``claims_near``."""
    above = dict(lineages.above)
    sayings = list({slots_of(row, above): None for row in rows(now, SLOT_COLUMNS)})
    asked = [(number, key) for number, slots in enumerate(sayings) for key in _keys_asked(slots, lineages)]
    session.register("keys_asked", _table(asked, _ASKED))
    # Read at once and by no places: who looks for whom is part of the key, so that few of millions are found (2026-11-26).
    session.execute(
        "create or replace temp table sharing as select distinct stored.group_key, keys_asked.number "
        f"from {_KEYS} as stored join keys_asked using (block_key) "
        "where stored.group_key not in (select group_key from groups_touched)"
    )
    session.execute(
        "create or replace temp table claims_near as select claim_key, article_id, event_key, group_key, moments "
        f"from {_CLUSTERED} where {lying_where(session, _CLUSTERED, _OF_GROUPS_NEAR)}"
    )
    hit = _groups_hit(session, sayings, lineages)
    session.register("groups_hit", pa.table({"group_key": pa.array(sorted(hit), pa.string())}))
    session.execute("insert into groups_touched select group_key from groups_hit")


def _groups_hit(session: duckdb.DuckDBPyConnection, sayings: list[Slots], lineages: Lineages) -> set[str]:
    """The groups that share a key with a saying, by its number, of which a claim meets it and may be one event with it."""
    there = lying_where(session, _RESOLVED, _OF_CLAIMS_SHARING, key="article_id", moments=_OF_CLAIMS_NEAR)
    near = session.sql(f"select * from {_RESOLVED} where {there}").set_alias("near")
    group_of = session.sql(
        "select claim_key, group_key from claims_near where group_key in (select group_key from sharing)"
    )
    above = dict(lineages.above)
    stored: dict[str, set[Slots]] = defaultdict(set)
    for row in rows(near.join(group_of.set_alias("groups"), "claim_key"), f"{SLOT_COLUMNS}, group_key"):
        stored[row["group_key"]].add(slots_of(row, above))
    hit: set[str] = set()
    for group_key, number in session.execute("select group_key, number from sharing").fetchall():
        if group_key not in hit and any(_may_be_one(sayings[number], slots, lineages) for slots in stored[group_key]):
            hit.add(group_key)
    return hit


def _may_be_one(one: Slots, other: Slots, lineages: Lineages) -> bool:
    return one_event(one, other, lineages) and block_keys(one, lineages).meets(block_keys(other, lineages))


def claim_keys(claims: duckdb.DuckDBPyRelation, lineages: duckdb.DuckDBPyRelation) -> pa.Table:
    """Under what the claims of each group are filed and look for others, each key once a group."""
    above = lineages_above(lineages)
    related = Lineages(above)
    wordings: dict[str, set[Slots]] = defaultdict(set)
    for row in rows(claims, f"{SLOT_COLUMNS}, group_key"):
        wordings[row["group_key"]].add(slots_of(row, above))
    found = [(group_key, key) for group_key, slots in wordings.items() for key in _keys(slots, related)]
    return _table(found, pa.schema([("group_key", pa.string()), *_KEY]))


_KEY = pa.schema([("block_key", pa.int64())])
_ASKED = pa.schema([("number", pa.int64()), *_KEY])
_IS_FILED, _IS_LOOKED = 2, 1


def _keys(wordings: Iterable[Slots], lineages: Lineages) -> list[int]:
    """The keys of a group as numbers, of which the last two bits say whether others find it there and whether it looks there."""
    keys = [block_keys(slots, lineages) for slots in wordings]
    filed = frozenset[str]().union(*(of_one.filed_under for of_one in keys))
    looked = frozenset[str]().union(*(of_one.looked_under for of_one in keys))
    return [_number(key) + _IS_FILED * (key in filed) + _IS_LOOKED * (key in looked) for key in sorted(filed | looked)]


def _keys_asked(slots: Slots, lineages: Lineages) -> list[int]:
    """The keys of all that a claim finds, and of all that look for it."""
    keys = block_keys(slots, lineages)
    both = _IS_FILED + _IS_LOOKED
    found = {_number(key) + its for key in keys.looked_under for its in (_IS_FILED, both)}
    return sorted(found | {_number(key) + its for key in keys.filed_under for its in (_IS_LOOKED, both)})


def _number(key: str) -> int:
    return int(digest(key)[:15], 16) << 2


def _table(found: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    return pa.table([[row[place] for row in found] for place in range(len(schema))], schema=schema)
