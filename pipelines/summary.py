"""What a run says when it is done: what came in, what was found, what was set aside, where to look."""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from pipelines.reporting.overview import Overview, overview
from pipelines.reporting.sources import looked_at, warnings_of
from pipelines.run import RunResult
from pipelines.settings import Settings
from pipelines.warehouse import release

_MOST_NAMED = 20
"""Without a network all of hundreds fail, and nobody reads as many lines."""


def run_as_dict(result: RunResult, settings: Settings) -> dict[str, Any]:
    """The summary as plain values."""
    shown = release.current(settings)
    held = overview(shown.path / "newsledger.duckdb") if shown else None
    return {
        "collected": [collected.counts() for collected in result.collected],
        "sources_failed": dict(item for collected in result.collected for item in collected.sources_failed),
        "source_warnings": _source_warnings(settings),
        "extracted": result.extracted.counts(),
        "built": result.built.counts(),
        "release": shown.release_id if shown else None,
        "content_hash": result.built.content_hash,
        "holds": held.model_dump() | {"facts_total": held.fact_count} if held else None,
        "report": str(shown.path / "report" / "index.html") if shown else None,
    }


def print_run(result: RunResult, settings: Settings, console: Console) -> None:
    """Print the closing summary: a table of this run, then what the published release holds and how to go on."""
    console.print(_this_run(result))
    for line in failed_feeds(item for collected in result.collected for item in collected.sources_failed):
        console.print(line, markup=False)
    for line in _source_warnings(settings):
        console.print(f"! {line}", markup=False)
    for warning in result.built.load.warnings:
        console.print(f"! {warning}", markup=False)
    for note in result.extracted.notes:
        console.print(f"! {note}", markup=False)
    for batch in result.extracted.unreadable_batches:
        console.print(f"! not read: {batch}", markup=False)
    if result.extracted.waiting:
        why = result.extracted.waiting_reason or "see the log"
        console.print(
            f"! {result.extracted.waiting} articles wait to be read: {why}. `newsledger run` goes on.", markup=False
        )
    _print_release(result, settings, console)


def failed_feeds(failed: Iterable[tuple[str, str]]) -> list[str]:
    """A line for each feed that could not be read, and how many more there are where that is most of them."""
    lines = [f"! feed {source} failed: {reason}" for source, reason in sorted(set(failed))]
    more = len(lines) - _MOST_NAMED
    if more <= 0:
        return lines
    return [*lines[:_MOST_NAMED], f"! and {more} more feeds failed; with --json the command names them all"]


def _source_warnings(settings: Settings) -> list[str]:
    """What is wrong with sources beside today's failures, which stand above."""
    return warnings_of([row for row in looked_at(settings) if row["status"] in {"silent", "doubled"}])


def _this_run(result: RunResult) -> Table:
    table = Table(title="This run", title_justify="left", show_header=False, box=None)
    collected: Counter[str] = Counter()
    for part in result.collected:
        collected.update({name: value for name, value in part.counts().items() if isinstance(value, int)})
    # A feed looked at twice in a run that fails both times is one that failed, as it is named once below.
    collected["sources_failed"] = len({source for part in result.collected for source, _ in part.sources_failed})
    read, built = result.extracted, result.built
    table.add_row("collected", _line(collected))
    table.add_row("extracted", f"{read.extracted} extractions, {read.claims} claims kept, {read.rejected} rejected")
    if read.cost_usd:
        table.add_row("", f"{read.cost_usd:.4f} dollars")
    table.add_row("loaded", f"{built.load.batches} batches, {built.load.rows_quarantined} rows quarantined")
    table.add_row("released", built.release_id or f"no new release: {built.reason}")
    return table


def _line(counts: Counter[str]) -> str:
    return ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in counts.items() if value) or "nothing"


def _print_release(result: RunResult, settings: Settings, console: Console) -> None:
    shown = release.current(settings)
    if shown is None:
        console.print(f"Nothing is published: {result.built.reason}", markup=False)
        return
    held = overview(shown.path / "newsledger.duckdb")
    nothing = result.built.release_id is None and not result.extracted.extracted
    console.print()
    if nothing:
        console.print(
            f"Nothing new: 0 extractions, no new release; readers go on seeing {shown.release_id}.", markup=False
        )
    console.print(
        f"{held.articles} articles · {held.claims} claims · {held.events} events · {held.fact_count} facts "
        f"({', '.join(f'{count} {label}' for label, count in held.facts.items())})",
        markup=False,
    )
    console.print(f"Articles: {_statuses(held)}", markup=False)
    console.print(f"Set aside: {_aside(held)}", markup=False)
    console.print(f"Report:    {_shown(settings.published / 'report' / 'index.html')}", markup=False)
    query = "select event_key, investors, recipient, amount, stage, grade from fct_investments"
    console.print(f'Query:     {_program()} sql "{query}"', markup=False)
    console.print(
        f"           (or open {_shown(settings.published / 'newsledger.duckdb')} read-only in any tool)", markup=False
    )


def _statuses(held: Overview) -> str:
    return ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in held.articles_by_status.items())


def _aside(held: Overview) -> str:
    return ", ".join(f"{count} for {reason.replace('_', ' ')}" for reason, count in held.set_aside.items()) or "nothing"


def _shown(path: Path) -> str:
    """A path as short as it can be typed from here."""
    relative = os.path.relpath(path)
    return relative if not relative.startswith("..") else str(path)


def _program() -> str:
    """The command as it can be typed here, whether or not the virtual environment is active."""
    return "newsledger" if shutil.which("newsledger") else _shown(Path(sys.argv[0]).absolute())
