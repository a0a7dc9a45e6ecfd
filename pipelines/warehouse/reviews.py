"""What people decided about values that disagree: append-only records in ``lake/decisions``, the newest of a pair in force.

A decision names the two claims, not the event: keys of events change, claims do not. It can be taken back at any time.
"""

from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa

from pipelines import clock, ids
from pipelines.lake import Lake

_COLUMNS = (
    "field",
    "claim_key_low",
    "claim_key_high",
    "value_low",
    "value_high",
    "value_held",
    "reviewed_by",
    "reason",
)
_SCHEMA = pa.schema([*((column, pa.string()) for column in _COLUMNS), ("reviewed_at", pa.string())])


def settle(lake: Lake, conflict: dict[str, Any], value: str | None, *, by: str, reason: str) -> None:
    """Record that of the two values of a conflict this one holds; null takes an earlier decision back.

    Args:
        conflict: A row of ``fct_conflicts``.
    """
    at = clock.now()
    record = {column: conflict.get(column) for column in _COLUMNS[:5]}
    record |= {"action": "settle" if value else "reopen", "value_held": value, "reviewed_by": by, "reason": reason}
    # Of two decisions in one moment the later has the higher number.
    number = sum(1 for earlier in lake.records("decisions") if "reviewed_at" in earlier)
    lake.append_record("decisions", f"{at:%Y%m%dT%H%M%S.%f}-review-{number:06}", record | {"reviewed_at": at})


def in_force(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The decisions that hold: of each pair of claims and field the newest, unless it was taken back."""
    newest: dict[tuple[str, frozenset[str]], dict[str, Any]] = {}
    for record in records:
        if record["action"] in {"settle", "reopen"}:
            newest[record["field"], frozenset((record["claim_key_low"], record["claim_key_high"]))] = record
    return [record for record in newest.values() if record["action"] == "settle"]


def note(lake: Lake, connection: duckdb.DuckDBPyConnection) -> str:
    """Put the decisions in force into ``raw.reviews``; the hash of what they say, for whoever asks what a build depends on."""
    held = in_force(lake.records("decisions"))
    rows = [{name: record.get(name) for name in _SCHEMA.names} for record in held]
    connection.register("reviews_in_force", pa.Table.from_pylist(rows, _SCHEMA))
    connection.execute("delete from raw.reviews")
    connection.execute("insert into raw.reviews by name select * from reviews_in_force")
    connection.unregister("reviews_in_force")
    return ids.digest(*(str(sorted(row.items())) for row in rows))
