"""Merges of printed names: rows of ``overrides/aliases.csv``, each with a record in the lake of who decided it and why.

The rows are what a build reads, so that a person can see, write and take out one by hand. The records bring them back where
the file is not there at all: in a home that is made anew from its lake.
"""

import csv
from pathlib import Path

from pipelines import clock
from pipelines.errors import UsageError
from pipelines.events.resolution import normalise_name
from pipelines.lake import Lake
from pipelines.settings import Settings

_FILE = "aliases.csv"
_COLUMNS = ["alias", "organization_id"]
_MERGED, _SPLIT = "merge_name", "split_name"


def merge(settings: Settings, lake: Lake, name: str, organization_id: str, *, by: str, reason: str) -> Path:
    """Say that a name means an organization.

    Raises:
        UsageError: The name has a meaning already.
    """
    path = settings.overrides_dir / _FILE
    columns, rows = _read(path)
    same = [row for row in rows if _is_of(row, name)]
    if same:
        raise UsageError(
            f"{path} says already that {same[0]['alias']} is {same[0]['organization_id']}; split it first."
        )
    _record(lake, _MERGED, name, organization_id, by=by, reason=reason)
    _write(path, columns, [*rows, {"alias": name, "organization_id": organization_id}])
    return path


def split(settings: Settings, lake: Lake, name: str, *, by: str, reason: str) -> Path:
    """Take a merge back.

    Raises:
        UsageError: There is no row of that name.
    """
    path = settings.overrides_dir / _FILE
    columns, rows = _read(path)
    left = [row for row in rows if not _is_of(row, name)]
    if len(left) == len(rows):
        raise UsageError(f"{path} has no row for {name!r}: only a merge made there can be taken back.")
    _record(lake, _SPLIT, name, None, by=by, reason=reason)
    _write(path, columns, left)
    return path


def restore(settings: Settings, lake: Lake) -> int:
    """Write the rows of the merges in force where the file is missing; how many there are."""
    path = settings.overrides_dir / _FILE
    if path.exists():
        return 0
    in_force: dict[str, dict[str, str]] = {}
    for record in lake.records("decisions"):
        if record["action"] == _MERGED:
            in_force[normalise_name(record["name"])] = {
                "alias": record["name"],
                "organization_id": record["organization_id"],
            }
        elif record["action"] == _SPLIT:
            in_force.pop(normalise_name(record["name"]), None)
    if in_force:
        _write(path, _COLUMNS, list(in_force.values()))
    return len(in_force)


def _record(lake: Lake, action: str, name: str, organization_id: str | None, *, by: str, reason: str) -> None:
    at = clock.now()
    # Of two decisions in one moment the later has the higher number.
    number = sum(1 for earlier in lake.records("decisions") if earlier["action"] in {_MERGED, _SPLIT})
    record = {"action": action, "name": name, "organization_id": organization_id, "reviewed_by": by, "reason": reason}
    lake.append_record("decisions", f"{at:%Y%m%dT%H%M%S.%f}-name-{number:06}", record | {"decided_at": at})


def _is_of(row: dict[str, str], name: str) -> bool:
    return normalise_name(row.get("alias") or "") == normalise_name(name)


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    if not path.exists():
        return _COLUMNS, []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        return list(reader.fieldnames or _COLUMNS), rows


def _write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".tmp")
    with aside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    aside.replace(path)
