"""Publish: the audited marts become a release folder, and one symlink is swapped.

Readers open ``published/newsledger.duckdb`` and are never blocked: a release is written aside, synced, renamed, and only then shown.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines import clock
from pipelines.errors import GateRefusedError, UsageError
from pipelines.lake import Lake
from pipelines.settings import Settings
from pipelines.warehouse import changes, content, gates
from pipelines.warehouse.build import Mart
from pipelines.warehouse.connection import attach, read_only, warehouse
from pipelines.warehouse.losses import Losses

SCORECARD = "scorecard.json"
DATABASE = "newsledger.duckdb"
_KEYS = pa.schema([(name, pa.string()) for name in ("release_id", "event_key", "claim_key")])


@dataclass(frozen=True)
class Release:
    """One published set of marts."""

    release_id: str
    path: Path

    @property
    def scorecard(self) -> dict[str, Any]:
        """Its receipt: what went in, what came out, which checks held, and its content hash."""
        card: dict[str, Any] = json.loads((self.path / SCORECARD).read_text(encoding="utf-8"))
        return card


@dataclass(frozen=True)
class Audited:
    """What the gate of a release found, and what the receipt keeps of it for the next one."""

    verdict: gates.Verdict
    row_counts: dict[str, int]
    amounts: dict[str, tuple[int, float]]
    losses: dict[str, dict[str, int]]
    """Of each mart that lost many rows: how many are gone with a reason, by reason."""


def audit(
    connection: duckdb.DuckDBPyConnection,
    marts: list[Mart],
    before: Mapping[str, Any] | None = None,
    *,
    losses: Losses | None = None,
    accept_change: bool = False,
) -> Audited:
    """Judge the built marts: the rows of each, and of those that this build made the keys that are null or stand twice.

    ``before`` is the receipt of the release that readers see, with which rows and sums are compared; ``losses`` knows which rows
    are gone with a reason.

    Raises:
        GateRefusedError: A critical rule failed; the message says which, in which mart, and how many rows.
    """
    before, losses = before or {}, losses or Losses(connection, None)
    counts, amounts = [], {}
    for mart in marts:
        key = ", ".join(f'"{column}"' for column in mart.primary_key)
        nulls = " or ".join(f'"{column}" is null' for column in mart.primary_key if column not in mart.nullable_key)
        made = content.rows_made(connection, mart)
        total, looked_at, null_keys, distinct = connection.execute(
            f"select (select count(*) from marts.{mart.name}), count(*), count(*) filter (where {nulls}), "
            f"(select count(*) from (select distinct {key} from {made})) from {made}"
        ).fetchone() or (0, 0, 0, 0)
        rows_before = before.get("row_counts", {}).get(mart.name)
        sums, sums_before = changes.mean_amount(connection, mart.name, made), before.get("amounts", {}).get(mart.name)
        counts.append(
            {
                "model_name": mart.name,
                "row_count": total,
                "null_key_count": null_keys,
                "duplicate_key_count": looked_at - distinct,
                **changes.kept(mart.name, total, rows_before, losses.why(mart, total, rows_before)),
                "amount_shift": changes.shift(sums, sums_before),
            }
        )
        if sums and (made == f"marts.{mart.name}" or not sums_before):
            amounts[mart.name] = sums
        elif sums_before:
            amounts[mart.name] = tuple(sums_before)
    verdict = gates.check("marts/rpt_release_checks", _frame(counts), "model_name")
    if verdict.refused and not (accept_change and verdict.may_be_accepted):
        raise GateRefusedError(
            f"The release was refused by {'; '.join([verdict.line(), *losses.lines()])}. Nothing was published; the last release stands."
            f"{changes.HOW_TO_ACCEPT if verdict.may_be_accepted else ''}"
        )
    return Audited(verdict.accepted(), {row["model_name"]: row["row_count"] for row in counts}, amounts, losses.found)


def note_row_counts(connection: duckdb.DuckDBPyConnection, before: Mapping[str, Any]) -> None:
    """Tell dbt how many rows the marts have in the release that readers see, from its receipt."""
    connection.execute("delete from raw.published_row_counts")
    counts = before.get("row_counts", {})
    connection.execute(
        "insert into raw.published_row_counts select unnest($1::varchar[]), unnest($2::bigint[])",
        [list(counts), list(counts.values())],
    )


def _frame(rows: list[dict[str, Any]]) -> Any:
    import pandas as pd  # noqa: PLC0415 - only a gate needs frames

    frame = pd.DataFrame(rows)
    return frame.astype(dict.fromkeys(("kept_share", "report_kept_share", "amount_shift"), "float64"))


def current(settings: Settings) -> Release | None:
    """The release that readers see."""
    if not settings.published.is_symlink() or not (settings.published / SCORECARD).is_file():
        return None
    path = settings.published.resolve()
    return Release(path.name, path)


def is_whole(release: Release, *, to_the_last_byte: bool = False) -> bool:
    """Whether the file of a release is as it was published: it opens and is as long, or has the hash of its receipt."""
    path = release.path / DATABASE
    try:
        if release.scorecard.get("file_bytes") not in {None, path.stat().st_size}:
            return False
        if to_the_last_byte and release.scorecard.get("file_sha256") not in {None, _sha256(path)}:
            return False
        with read_only(path) as connection:
            found = connection.execute("select release_id from marts.release_info").fetchone()
    except (OSError, duckdb.Error):
        return False
    return found is not None and found[0] == release.release_id


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def releases(settings: Settings) -> list[Release]:
    """All releases still there, eldest first."""
    return [
        Release(path.name, path) for path in sorted(settings.releases_dir.glob("2*")) if (path / SCORECARD).is_file()
    ]


def begin(settings: Settings, release_id: str) -> Path:
    """An empty folder beside the releases, to be filled and then published; what a crash left behind is cleared."""
    settings.releases_dir.mkdir(parents=True, exist_ok=True)
    for leftover in settings.releases_dir.glob(".writing-*"):
        shutil.rmtree(leftover)
    folder = settings.releases_dir / f".writing-{release_id}"
    folder.mkdir()
    return folder


def fill(folder: Path, settings: Settings, marts: list[Mart], scorecard: dict[str, Any]) -> None:
    """Copy the marts as one file, and as Parquet unless the settings spare that, with the receipt."""
    shutil.copyfile(settings.marts_path, folder / DATABASE)
    if settings.release_parquet:
        _write_parquet(folder, marts)
    file = folder / DATABASE
    scorecard = scorecard | {"file_bytes": file.stat().st_size, "file_sha256": _sha256(file)}
    (folder / SCORECARD).write_text(
        json.dumps(scorecard, indent=1, sort_keys=True, default=str) + "\n", encoding="utf-8"
    )


def _write_parquet(folder: Path, marts: list[Mart]) -> None:
    (folder / "parquet").mkdir()
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for mart in marts:
            target = str(folder / "parquet" / f"{mart.name}.parquet").replace("'", "''")
            connection.execute(f"copy (from marts.{mart.name}) to '{target}' (format parquet, compression zstd)")


def publish(folder: Path, settings: Settings, lake: Lake) -> Release:
    """Make a filled folder the release that readers see, and note its keys for ever."""
    release_id = folder.name.removeprefix(".writing-")
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)
    _note_keys(folder, settings, lake)
    target = settings.releases_dir / release_id
    if target.exists():  # a crash came between this name and the link to it
        shutil.rmtree(target)
    folder.rename(target)
    _sync(settings.releases_dir)
    point_to(settings, target)
    for old in releases(settings)[: -settings.keep_releases]:
        if old.path != target:
            shutil.rmtree(old.path)
    return Release(release_id, target)


def point_to(settings: Settings, target: Path) -> None:
    """Swap the published link in one atomic step."""
    aside = settings.home / f".published-{os.getpid()}"
    aside.unlink(missing_ok=True)
    aside.symlink_to(os.path.relpath(target, settings.home))
    aside.replace(settings.published)
    _sync(settings.home)


def load_published_keys(lake: Lake, connection: duckdb.DuckDBPyConnection) -> None:
    """Put into ``raw.published_event_keys`` what the lake's records of releases tell that is not there yet."""
    known = {
        name for (name,) in connection.execute("select distinct release_id from raw.published_event_keys").fetchall()
    }
    fresh = [
        (record["release_id"], *item)
        for record in lake.records("releases", known=known)
        for item in record["new_event_keys"].items()
    ]
    connection.register("keys", pa.table([[row[place] for row in fresh] for place in range(3)], schema=_KEYS))
    connection.execute(
        "insert into raw.published_event_keys by name "
        "select min(release_id) as release_id, event_key, min(claim_key) as claim_key from keys "
        "where event_key not in (select event_key from raw.published_event_keys) group by event_key"
    )
    connection.unregister("keys")


def _note_keys(folder: Path, settings: Settings, lake: Lake) -> None:
    """Append the keys that no release had before, each with the eldest claim it is a hash of: so it resolves for ever."""
    release_id = folder.name.removeprefix(".writing-")
    with warehouse(settings) as connection:
        load_published_keys(lake, connection)
        attach(connection, folder / DATABASE, "filled")
        fresh = connection.execute(
            "select event_key, min_by(claim_key, (known_at, claim_key)) from filled.marts.fct_claims "
            "where event_key is not null and event_key not in (select event_key from raw.published_event_keys) "
            "group by event_key"
        ).fetchall()
        connection.execute("detach filled")
    record = {"release_id": release_id, "at": clock.now(), "new_event_keys": dict(fresh)}
    lake.append_record("releases", release_id, record)


def hold(settings: Settings, lake: Lake, release_id: str | None) -> Release:
    """Go back to an earlier release, and publish nothing until :func:`resume`.

    Raises:
        UsageError: There is no such release, or none before the current one.
    """
    now = current(settings)
    earlier = [
        r
        for r in releases(settings)
        if (r.release_id == release_id if release_id else now and r.release_id < now.release_id)
    ]
    if not earlier:
        names = ", ".join(r.release_id for r in releases(settings)) or "none"
        raise UsageError(
            f"There is no {'release ' + release_id if release_id else 'earlier release'} to go back to; there are: {names}."
        )
    at = clock.now()
    lake.append_record(
        "decisions", f"{at:%Y%m%dT%H%M%S.%f}-hold", {"action": "hold", "at": at, "release_id": earlier[-1].release_id}
    )
    point_to(settings, earlier[-1].path)
    return earlier[-1]


def resume(lake: Lake) -> None:
    """Let releases be published again."""
    at = clock.now()
    lake.append_record("decisions", f"{at:%Y%m%dT%H%M%S.%f}-resume", {"action": "resume", "at": at})


def held_at(lake: Lake) -> str | None:
    """The release that publishing is held at, if it is."""
    decisions = [record for record in lake.records("decisions") if record["action"] in {"hold", "resume"}]
    return str(decisions[-1]["release_id"]) if decisions and decisions[-1]["action"] == "hold" else None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
