"""From the lake to a release: load, build, have the gates look at it, publish. One whole, so that it is done under one lock."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import structlog

from pipelines import clock, ids
from pipelines.articles.state import CollectState
from pipelines.errors import GateRefusedError
from pipelines.extraction.extractors import in_force
from pipelines.lake import Lake
from pipelines.reporting.dbt_docs import write_docs
from pipelines.reporting.report import write_report
from pipelines.room import full_disk_told
from pipelines.settings import Settings
from pipelines.warehouse import (
    build,
    build_state,
    changes,
    compact,
    content,
    families,
    load_profiles,
    name_merges,
    overrides,
    release,
    reviews,
)  # fmt: skip
from pipelines.warehouse.connection import warehouse
from pipelines.warehouse.load import LoadResult, load_pending
from pipelines.warehouse.lock import store_lock
from pipelines.warehouse.losses import Acts, Losses

Progress = Callable[[str, int, int], None]
log = structlog.get_logger(__name__)


@dataclass
class BuildResult:
    """What building and publishing did. ``release_id`` is the new release, or null with the reason why there is none."""

    load: LoadResult = field(default_factory=LoadResult)
    release_id: str | None = None
    reason: str | None = None
    content_hash: str | None = None
    row_counts: dict[str, int] = field(default_factory=dict)

    def counts(self) -> dict[str, int | str]:
        """The figures, flat."""
        return {
            "batches_loaded": self.load.batches,
            "rows_quarantined": self.load.rows_quarantined,
            "release": self.release_id or f"none: {self.reason}",
        }


def build_marts(
    settings: Settings, *, progress: Progress | None = None, full: bool = False, accept_change: bool = False
) -> BuildResult:
    """Load what is pending, build the marts, and publish a release if anything in them changed.

    ``accept_change`` lets pass what a gate refuses for nothing but being unlike what was there before.

    Raises:
        GateRefusedError: A batch, a mart or the release broke a critical rule. What stood before still stands.
        StoreLockedError: Another process holds the store.
        DiskFullError: There was no room to write.
    """
    lake = Lake(settings.lake_dir)
    step = progress or (lambda *_: None)
    with full_disk_told(settings, "build_marts"), store_lock(settings, "build_marts"):
        step("loading", 0, 4)
        with warehouse(settings) as connection:
            loaded = load_pending(lake, connection)
            rules = _note_rules(settings, lake, connection)
            # The other batches are reports of the work itself, of which no fact is made.
            batches = connection.execute(
                "select kind, batch_name from raw.loaded_batches where kind in ('articles', 'claims') order by all"
            ).fetchall()
            inputs = ids.digest(rules, *(f"{kind}/{name}" for kind, name in batches))
            is_empty = connection.execute("select 1 from raw.articles limit 1").fetchone() is None
        if loaded.refused:
            raise GateRefusedError(
                f"{'; '.join(loaded.refused)}. The batch stays out until `newsledger quarantine retry`; nothing was published and "
                "the last release stands. The next run goes on without it."
            )
        shown, last = _shown(settings, to_the_last_byte=full), _last_build(settings)
        if is_empty and not shown:
            return BuildResult(loaded, reason="no article has come in yet")
        is_last = shown is not None and shown.scorecard["content_hash"] == last.get("content_hash")
        if not full and is_last and last.get("inputs") == inputs:
            return BuildResult(
                loaded, reason="nothing new", content_hash=last["content_hash"], row_counts=last["row_counts"]
            )
        card = None if full or shown is None else _built_and_unpublished(settings, last, inputs, rules)
        if card is None:
            with warehouse(settings) as connection:
                _compare_loads(connection, loaded, accept_change=accept_change)
            inputs_ = _Inputs(rules, inputs, _acts(settings, lake), shown, accept_change)
            card = _build(settings, loaded, inputs_, full=full, step=step)
        return _publish(settings, lake, loaded, card, step=step)


@dataclass(frozen=True)
class _Inputs:
    """What the content of the marts is a function of: the rules (code, seeds, overrides, decisions), and with them all batches."""

    rules: str
    all: str
    acts: dict[str, Any]
    shown: release.Release | None
    accept_change: bool

    @property
    def card_before(self) -> dict[str, Any]:
        """The receipt of the release that readers see."""
        return self.shown.scorecard if self.shown else {}

    def losses(self, settings: Settings, connection: duckdb.DuckDBPyConnection) -> Losses:
        """Why rows are gone since then: what was not noted in that receipt was not done."""
        before = self.card_before
        done = {name: before.get(name, now) != now for name, now in self.acts.items()}
        others = overrides.changed_since(settings, before.get("override_keys", {})) if done["overrides"] else None
        acts = Acts(promoted=done["extraction_in_force"], overrides=others)
        return Losses(connection, self.shown.path / release.DATABASE if self.shown else None, acts)


def _acts(settings: Settings, lake: Lake) -> dict[str, Any]:
    """What an operator may change so that facts go, as a receipt keeps it."""
    written = ids.digest(
        *(part for path in _overrides(settings) for part in (path.name, path.read_text(encoding="utf-8")))
    )
    return {
        "extraction_in_force": str(in_force(lake)),
        "overrides": written,
        "override_keys": overrides.keys_listed(settings),
    }


def _overrides(settings: Settings) -> list[Path]:
    return sorted(settings.overrides_dir.glob("*.csv"))


def _compare_loads(connection: duckdb.DuckDBPyConnection, loaded: LoadResult, *, accept_change: bool) -> None:
    verdict = load_profiles.judge(connection)
    if verdict.refused and not accept_change:
        raise GateRefusedError(
            f"{verdict.line()}. Nothing was published and the last release stands; the load is kept.{changes.HOW_TO_ACCEPT}"
        )
    loaded.warnings += [verdict.accepted().line()] if verdict.findings else []
    load_profiles.passed(connection)


def _built_and_unpublished(settings: Settings, last: dict[str, Any], inputs: str, rules: str) -> dict[str, Any] | None:
    """The receipt of a build of the very same that ended and was not published: a full disk, a crash or a hold came between."""
    if last.get("inputs") != inputs or not last.get("release_id"):
        return None
    with warehouse(settings) as connection:
        stands = build_state.stands(settings, connection, rules, last["release_id"])
    return last if stands and not (settings.releases_dir / last["release_id"]).exists() else None


def _build(settings: Settings, loaded: LoadResult, inputs: _Inputs, *, full: bool, step: Progress) -> dict[str, Any]:
    """Build the marts and have the gate look at them; the receipt, which is kept beside them until they are published."""
    with warehouse(settings) as connection:
        start = build_state.begin(settings, connection, inputs.rules, full=full)
        release.note_row_counts(connection, inputs.card_before)
    log.info("build_begins", full=start.is_full, because=start.reason)
    built_at = clock.now()
    release_id = f"{built_at:%Y%m%dT%H%M%SZ}-{inputs.all[:8]}"
    step("building the marts", 1, 4)
    build.run_dbt(settings, release_id=release_id, built_at=built_at, full=start.is_full)
    marts = build.marts(settings)
    step("checking the marts", 2, 4)
    with content.marts_beside_warehouse(settings) as connection:
        sums = content.row_sums(connection, marts, start.row_sums)
        losses = inputs.losses(settings, connection)
        audited = release.audit(
            connection, marts, inputs.card_before, losses=losses, accept_change=inputs.accept_change
        )
        losses.close()
        content.forget_what_was_made(connection)
        connection.execute("force checkpoint newsledger")
    with warehouse(settings) as connection:
        build_state.finish(connection, inputs.rules, release_id, sums)
    loaded.warnings += losses.lines()
    compact.compact_marts(settings, is_new=start.is_full)
    hashes = {name: total.digest for name, total in sums.items()}
    card = {
        "release_id": release_id,
        "built_at": str(built_at),
        "is_full_build": start.is_full,
        "inputs": inputs.all,
        "content_hash": content.combined_hash(hashes),
        "mart_hashes": hashes,
        "row_counts": audited.row_counts,
        "amounts": audited.amounts,
        "compared_with": inputs.card_before.get("release_id"),
        "warnings": [*loaded.warnings, *(f.line() for f in audited.verdict.findings)],
        "losses": audited.losses,
        **inputs.acts,
    }
    _note_build(settings, card)
    return card


def _publish(
    settings: Settings,
    lake: Lake,
    loaded: LoadResult,
    card: dict[str, Any],
    *,
    step: Progress,
) -> BuildResult:
    """Make a release of what was built, unless publishing is held or readers see the very same."""
    result = BuildResult(loaded, content_hash=card["content_hash"], row_counts=card["row_counts"])
    held = release.held_at(lake)
    if held:
        result.reason = f"publishing is held at {held}; `newsledger resume` ends that"
        return result
    shown = _shown(settings, to_the_last_byte=card["is_full_build"])
    if shown and shown.scorecard["content_hash"] == result.content_hash:
        result.reason = "the marts are the same as those published"
    else:
        step("publishing", 3, 4)
        with closing(CollectState(settings.state_dir)) as state:
            failed = state.failed_feeds()
        folder = release.begin(settings, card["release_id"])
        release.fill(folder, settings, build.marts(settings), card)
        write_report(
            folder / "newsledger.duckdb",
            folder / "report",
            release_id=card["release_id"],
            sources_failed=failed,
        )
        write_docs(settings, folder / "docs")
        release.publish(folder, settings, lake)
        result.release_id = card["release_id"]
    step("published" if result.release_id else "compared with what is published", 4, 4)
    return result


def _shown(settings: Settings, *, to_the_last_byte: bool) -> release.Release | None:
    """The release that readers see, unless its file is damaged: then none, so that another takes its place."""
    shown = release.current(settings)
    if shown is None or release.is_whole(shown, to_the_last_byte=to_the_last_byte):
        return shown
    log.warning("release_is_damaged", release_id=shown.release_id)
    return None


def _note_rules(settings: Settings, lake: Lake, connection: duckdb.DuckDBPyConnection) -> str:
    """Put the decisions of the lake into raw beside its batches, and hash what the marts are a function of besides those."""
    active = in_force(lake)
    connection.execute("delete from raw.extraction_in_force")
    if active:
        connection.execute(
            "insert into raw.extraction_in_force values (?, ?, ?)",
            [active.extractor, active.model, active.prompt_version],
        )
    release.load_published_keys(lake, connection)
    name_merges.restore(settings, lake)
    files = [*build.project_files(), *_overrides(settings)]
    contents = [f"{path.name}:{ids.digest(path.read_text(encoding='utf-8'))}" for path in files]
    return ids.digest(str(active), reviews.note(lake, connection), families.note(settings, lake, connection), *contents)


def _last_build(settings: Settings) -> dict[str, Any]:
    path = settings.work_dir / "last_build.json"
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _note_build(settings: Settings, card: dict[str, Any]) -> None:
    path = settings.work_dir / "last_build.json"
    path.with_suffix(".tmp").write_text(json.dumps(card), encoding="utf-8")
    path.with_suffix(".tmp").replace(path)
