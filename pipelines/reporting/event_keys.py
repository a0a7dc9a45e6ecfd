"""Which event of today a key means: one of this release, one of an earlier release, or the beginning of one."""

import re
from dataclasses import dataclass

import duckdb

from pipelines.errors import UsageError
from pipelines.lake import Lake
from pipelines.reporting.rows import one_line
from pipelines.reporting.wording import moment

_SHORTEST = 6  # hex digits: among 100,000 events about one such beginning in 170 is shared
_SHOWN = 8


@dataclass(frozen=True)
class Resolved:
    """A key as asked, in full, and the event that it means today."""

    asked: str
    full_key: str
    event_key: str

    @property
    def is_redirected(self) -> bool:
        """Whether the event had this key in an earlier release only."""
        return self.full_key != self.event_key


def resolve(connection: duckdb.DuckDBPyConnection, lake: Lake, asked: str) -> Resolved:
    """The event that a key, or the beginning of one, leads to.

    Raises:
        UsageError: No such key was ever published, several begin so, or the event is no longer held.
    """
    wanted = asked.strip().lower()
    known = _known_keys(connection)
    eldest = _eldest_claims(lake)
    full_key = _full_key(asked, wanted, {*known, *eldest})
    if full_key in known:
        return Resolved(asked, full_key, known[full_key])
    claim_key = eldest[full_key]
    row = connection.execute(
        "select event_key from marts.fct_claims where claim_key = ? and event_key is not null", [claim_key]
    ).fetchone()
    if row is None:
        if withdrawn := _withdrawn(connection, claim_key):
            raise UsageError(f"The event {full_key} was published once and is no longer held: {withdrawn}")
        raise UsageError(
            f"The event {full_key} was published once and is no longer held: its eldest claim {claim_key} is not in this release. "
            "Another extraction is in force (`newsledger status`), or its article was forgotten."
        )
    return Resolved(asked, full_key, row[0])


def _withdrawn(connection: duckdb.DuckDBPyConnection, claim_key: str) -> str:
    """What became of a claim that its article no longer makes; empty where that is not so."""
    row = connection.execute(
        "select withdrawn_because, withdrawn_at, article_url, quote from marts.fct_withdrawn_claims where claim_key = ?",
        [claim_key],
    ).fetchone()
    if row is None:
        return ""
    because, withdrawn_at, url, quote = row
    became = "replaced by a newer version" if because == "superseded" else "retracted or went"
    return (
        f"its article {one_line(url or 'without an address')} was {became} on {moment(withdrawn_at)}. "
        f"It said: “{one_line(quote)}” (fct_withdrawn_claims; fct_event_states tells what was held when.)"
    )


def _known_keys(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    rows = connection.execute(
        "select old_event_key, event_key from marts.event_redirects where event_key is not null "
        "union all select event_key, event_key from marts.dim_events"  # last, so that a key of today means itself
    ).fetchall()
    return dict(rows)


def _eldest_claims(lake: Lake) -> dict[str, str]:
    return {key: claim for record in lake.records("releases") for key, claim in record["new_event_keys"].items()}


def _full_key(asked: str, wanted: str, keys: set[str]) -> str:
    if wanted in keys:
        return wanted
    if not re.fullmatch(r"[0-9a-f]{1,24}", wanted):
        raise UsageError(
            f"{asked!r} is no event key: that is 24 hex digits, or at least {_SHORTEST} of its first. {_HOW}"
        )
    alike = sorted(key for key in keys if key.startswith(wanted))
    if len(alike) == 1 and len(wanted) >= _SHORTEST:
        return alike[0]
    if alike:
        more = f" and {len(alike) - _SHOWN} more" if len(alike) > _SHOWN else ""
        need = f"Give more of it, at least {_SHORTEST} digits" if len(wanted) < _SHORTEST else "Give more of it"
        raise UsageError(
            f"{need}: {', '.join(alike[:_SHOWN])}{more} begin{'s' if len(alike) == 1 else ''} with {wanted}."
        )
    near = _near(wanted, keys)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise UsageError(f"There is no event {wanted} in this release or any before it.{hint} {_HOW}")


def _near(wanted: str, keys: set[str]) -> list[str]:
    """A few keys that begin with as many of the same digits as any do, three or more."""
    for length in range(len(wanted) - 1, 2, -1):
        alike = sorted(key for key in keys if key.startswith(wanted[:length]))
        if alike:
            return alike[:3]
    return []


_HOW = 'The keys are in every fact: `newsledger sql "select event_key, recipient, amount from fct_investments"`.'
