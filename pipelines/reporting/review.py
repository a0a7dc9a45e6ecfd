"""What waits for a person: values that disagree, and names that nobody listed. Deciding is recorded and can be taken back."""

from pathlib import Path
from typing import Any

from pipelines.errors import UsageError
from pipelines.lake import Lake
from pipelines.reporting.event_keys import resolve
from pipelines.reporting.query import published_release
from pipelines.reporting.rows import rows_of
from pipelines.reporting.sections import origin_names
from pipelines.reporting.wording import origin_words
from pipelines.settings import Settings
from pipelines.warehouse import name_merges, reviews
from pipelines.warehouse.connection import read_only

_CONFLICTS = "select * from fct_conflicts where {} order by event_key, field, value_low, value_high"
_NAMES = "select * from rpt_unresolved_names order by claim_count desc, name_kind, name limit ?"


def waiting(settings: Settings, *, names: int = 20) -> dict[str, list[dict[str, Any]]]:
    """The open conflicts of the published release, and the names that most claims print and nobody listed."""
    shown = published_release(settings)
    with read_only(shown.path / "newsledger.duckdb") as connection:
        connection.execute("use newsledger.marts")
        names_of_origins = origin_names(connection)
        conflicts = rows_of(connection, _CONFLICTS.format("resolution = 'open'"))
        for row in conflicts:
            for side in ("low", "high"):
                row[f"origin_words_{side}"] = origin_words(row[f"origin_{side}"], names_of_origins)
        return {
            "conflicts": conflicts,
            "names": rows_of(connection, _NAMES, [names]),
        }


def settle(
    settings: Settings, event_key: str, field: str, value: str | None, *, by: str, reason: str
) -> list[dict[str, Any]]:
    """Decide that of the values of an event's field this one holds (null: leave it open again); the next build follows.

    Returns the pairs of values that were decided, of which there is more than one where three disagree.

    Raises:
        UsageError: The event has no such conflict, or nobody says that value.
    """
    shown = published_release(settings)
    lake = Lake(settings.lake_dir)
    with read_only(shown.path / "newsledger.duckdb") as connection:
        connection.execute("use newsledger.marts")
        key = resolve(connection, lake, event_key).event_key
        found = rows_of(connection, _CONFLICTS.format("event_key = ? and field = ?"), [key, field])
    said = sorted({row[side] for row in found for side in ("value_low", "value_high")})
    if not found:
        raise UsageError(f"{key} has no values of {field} that disagree; `newsledger explain {key}` shows what it has.")
    if value is not None and value not in said:
        raise UsageError(f"Nobody says {value!r} of {field}; the values are: {', '.join(said)}.")
    decided = [row for row in found if value is None or value in (row["value_low"], row["value_high"])]
    for row in decided:
        reviews.settle(lake, row, value, by=by, reason=reason)
    return decided


def merge_name(settings: Settings, name: str, organization_id: str, *, by: str, reason: str) -> Path:
    """Say that a printed name means a listed organization: one row of ``overrides/aliases.csv``, and a record of who says so.

    Raises:
        UsageError: There is no such organization, or the name has a meaning already.
    """
    shown = published_release(settings)
    with read_only(shown.path / "newsledger.duckdb") as connection:
        connection.execute("use newsledger.marts")
        listed = rows_of(
            connection,
            "select 1 as one from dim_organizations where organization_id = ? and is_listed",
            [organization_id],
        )
    if not listed:
        raise UsageError(f"No organization {organization_id!r} is listed; add it to overrides/organizations.csv first.")
    return name_merges.merge(settings, Lake(settings.lake_dir), name, organization_id, by=by, reason=reason)


def split_name(settings: Settings, name: str, *, by: str, reason: str) -> Path:
    """Take a merge back: the name gets its own key again with the next build.

    Raises:
        UsageError: ``overrides/aliases.csv`` has no row of that name.
    """
    return name_merges.split(settings, Lake(settings.lake_dir), name, by=by, reason=reason)
