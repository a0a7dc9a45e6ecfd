"""Which claims a build has to gather into events again: those that new or changed articles touch. In a first build, all of them."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from pipelines.events.blocks import block_keys
from pipelines.events.identity import Lineages, Slots, one_event
from pipelines.events.slots import SLOT_COLUMNS, slots_of
from pipelines.ids import digest
from pipelines.warehouse.dbt_models import lineages_above, rows
from pipelines.warehouse.pieces import lying_where, rows_made
from pipelines.warehouse.touched import kept

_OF_TOUCHED_ARTICLES = "article_id in (select article_id from intermediate.int_articles_touched)"
_OF_GROUPS_NEAR = "group_key in (select group_key from groups_touched union select group_key from sharing)"
_OF_CLAIMS_SHARING = (
    "article_id in (select article_id from claims_near where claim_key in (select claim_key from sharing))"
)
_CLUSTERED = "intermediate.int_claims_clustered"
_RESOLVED = "intermediate.int_claims_resolved"
_KEYS = "intermediate.int_claim_keys"


def claims_touched(
    session: duckdb.DuckDBPyConnection, claims: duckdb.DuckDBPyRelation, lineages: duckdb.DuckDBPyRelation
) -> duckdb.DuckDBPyRelation:
    """The claims of touched articles, as they were and as they are, with all that may have a say in their events or they in theirs.

    ``event_key`` and ``group_key`` are of the last build; null for a new claim. Large tables are asked by article and by group,
    whose keys repeat from row to row and so are read in a third of the time that as many keys of claims take.
    """
    if not kept(session, "int_claims_clustered"):
        return claims.project("claim_key, article_id, null::varchar as event_key, null::varchar as group_key")
    session.execute(
        f"create or replace temp table groups_touched as select distinct group_key from {_CLUSTERED} "
        f"where {lying_where(session, _CLUSTERED, _OF_TOUCHED_ARTICLES)}"
    )
    now = rows_made(session, "int_claims_resolved")
    _touch_groups(session, now, Lineages(lineages_above(lineages)))
    session.register("claims_now", now.project("claim_key, article_id"))
    return session.sql(
        "select claim_key, article_id, event_key, group_key from claims_near "
        "where group_key in (select group_key from groups_touched) "
        "union all select claim_key, article_id, null, null from claims_now where claim_key not in "
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
    # Read at once and by no places: who looks for whom is part of the key, so that of 34 million 1,400 are found (2026-11-26).
    session.execute(
        "create or replace temp table sharing as select distinct stored.group_key, stored.claim_key, keys_asked.number "
        f"from {_KEYS} as stored join keys_asked using (block_key) "
        "where stored.group_key not in (select group_key from groups_touched)"
    )
    session.execute(
        "create or replace temp table claims_near as select claim_key, article_id, event_key, group_key "
        f"from {_CLUSTERED} where {lying_where(session, _CLUSTERED, _OF_GROUPS_NEAR)}"
    )
    near = session.sql(f"select * from {_RESOLVED} where {lying_where(session, _RESOLVED, _OF_CLAIMS_SHARING)}")
    stored = {row["claim_key"]: slots_of(row, above) for row in rows(near, SLOT_COLUMNS)}
    hit: set[str] = set()
    for group_key, claim_key, number in session.execute("select group_key, claim_key, number from sharing").fetchall():
        if group_key not in hit and claim_key in stored and one_event(sayings[number], stored[claim_key], lineages):
            hit.add(group_key)
    session.register("groups_hit", pa.table({"group_key": pa.array(sorted(hit), pa.string())}))
    session.execute("insert into groups_touched select group_key from groups_hit")


def claim_keys(claims: duckdb.DuckDBPyRelation, lineages: duckdb.DuckDBPyRelation) -> pa.Table:
    """Under what one claim of each wording of slots in a group is filed and looks for others."""
    above = lineages_above(lineages)
    related = Lineages(above)
    seen: set[tuple[str, Slots]] = set()
    found = []
    for row in rows(claims, f"{SLOT_COLUMNS}, group_key"):
        slots = slots_of(row, above)
        if (row["group_key"], slots) not in seen:
            seen.add((row["group_key"], slots))
            found += [(row["claim_key"], row["group_key"], key) for key in _keys(slots, related)]
    return _table(found, pa.schema([("claim_key", pa.string()), ("group_key", pa.string()), *_KEY]))


_KEY = pa.schema([("block_key", pa.int64())])
_ASKED = pa.schema([("number", pa.int64()), *_KEY])
_IS_FILED, _IS_LOOKED = 2, 1


def _keys(slots: Slots, lineages: Lineages) -> list[int]:
    """The keys of a claim as numbers, of which the last two bits say whether others find it there and whether it looks there."""
    keys = block_keys(slots, lineages)
    return [
        _number(key) + _IS_FILED * (key in keys.filed_under) + _IS_LOOKED * (key in keys.looked_under)
        for key in sorted(keys.filed_under | keys.looked_under)
    ]


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
