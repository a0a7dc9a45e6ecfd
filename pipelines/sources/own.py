"""Changing the user's ``sources.csv``; the project's registry is never written.

What the user changes of a registry's source is a row of their own with the same id and address. A change reads the
file, writes it aside and swaps it, under a lock, and only if what comes of it can be read.
"""

import csv
import difflib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from pipelines.errors import PermanentError, StoreLockedError, UsageError
from pipelines.settings import Settings
from pipelines.sources.new import new_source, of_outline, plain_address
from pipelines.sources.opml import Outline
from pipelines.sources.registry import (
    COLUMNS,
    REGISTRY,
    Registered,
    Source,
    address_key,
    all_sources,
    own_sources,
    read_sources,
)

_LOCK_SECONDS = 10

Removal = Literal["removed", "disabled"]
Check = Callable[[str], object]


def _anything(_: str) -> None:
    """Let every address pass."""


@dataclass
class ImportResult:
    """What became of each outline of a list: it is in exactly one of the four."""

    added: list[Source] = field(default_factory=list)
    known: list[dict[str, str]] = field(default_factory=list)
    repeated: list[dict[str, str]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)


def add_source(settings: Settings, url: str, *, check: Check = _anything, **said: Any) -> Source:
    """Register a feed; what is not said of it is taken from its address.

    Args:
        check: Raises an error of ours for an address that no run would ask.

    Raises:
        UsageError: The address is registered already, or something said of it cannot be.
    """
    with _changing(settings) as (everything, rows):
        there = _by_address(everything).get(address_key(plain_address(url)))
        if there:
            hint = (
                ""
                if there.source.is_enabled
                else f"; `newsledger sources enable {there.source.source_id}` reads it again"
            )
            raise UsageError(f"{url} is registered already as {there.source.source_id} ({there.where}){hint}.")
        source = new_source(url, {row.source.source_id for row in everything}, said)
        check(source.url)
        rows.append(source)
    return source


def set_enabled(settings: Settings, source_id: str, *, is_enabled: bool) -> Source:
    """Have a source read, or not read, by the next runs.

    Raises:
        UsageError: No source has this id.
    """
    with _changing(settings) as (everything, rows):
        source = find(everything, source_id).source.model_copy(update={"is_enabled": is_enabled})
        others = [row for row in rows if row.source_id != source_id]
        # A row that says what the registry says would only keep the registry's later corrections away.
        rows[:] = others if source in _registry() else [*others, source]
    return source


def remove_source(settings: Settings, source_id: str) -> Removal:
    """Take a source of the user's out; one of the registry is switched off, since the registry is not ours to write.

    Raises:
        UsageError: No source has this id.
    """
    with _changing(settings) as (everything, rows):
        found = find(everything, source_id)
        if found.is_own and source_id not in {source.source_id for source in _registry()}:
            rows[:] = [row for row in rows if row.source_id != source_id]
            return "removed"
    set_enabled(settings, source_id, is_enabled=False)
    return "disabled"


def import_outlines(
    settings: Settings, outlines: Sequence[Outline], *, dry_run: bool = False, check: Check = _anything
) -> ImportResult:
    """Register every entry of a list that is not registered yet; ``check`` as for one feed."""
    result = ImportResult()
    with _changing(settings, write=not dry_run) as (everything, rows):
        known = _by_address(everything)
        taken = {row.source.source_id for row in everything}
        seen: dict[str, int] = {}
        for outline in outlines:
            said = {"title": outline.title or "", "url": outline.url, "line": str(outline.line)}
            try:
                key = address_key(plain_address(outline.url))
                if key in known:
                    result.known.append(said | {"source_id": known[key].source.source_id})
                elif key in seen:
                    result.repeated.append(said | {"first_line": str(seen[key])})
                else:
                    source = new_source(outline.url, taken, of_outline(outline))
                    check(source.url)
                    seen[key] = outline.line
                    taken.add(source.source_id)
                    rows.append(source)
                    result.added.append(source)
            except (PermanentError, ValueError) as error:
                result.refused.append(said | {"reason": str(error)})
    return result


def find(rows: Sequence[Registered], source_id: str) -> Registered:
    """The source of that id.

    Raises:
        UsageError: There is none; the message names those that are near.
    """
    by_id = {row.source.source_id: row for row in rows}
    if source_id in by_id:
        return by_id[source_id]
    near = difflib.get_close_matches(source_id, by_id, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "`newsledger sources list` shows all."
    raise UsageError(f"No source has the id {source_id!r}; {hint}")


@contextmanager
def _changing(settings: Settings, *, write: bool = True) -> Iterator[tuple[list[Registered], list[Source]]]:
    """All sources as they stand, and the user's rows to be changed; written when the block ends without an error."""
    settings.home.mkdir(parents=True, exist_ok=True)
    lock = settings.home / ".sources.lock"
    try:
        with FileLock(lock, timeout=_LOCK_SECONDS):
            before = [row.source for row in own_sources(settings)]
            rows = list(before)
            yield all_sources(settings), rows
            if write and rows != before:
                _write(settings.sources_path, rows)
    except Timeout as error:
        raise StoreLockedError(
            f"Another command has been changing {settings.sources_path} for {_LOCK_SECONDS} s; try again."
        ) from error


def _write(path: Path, rows: Sequence[Source]) -> None:
    sink = io.StringIO(newline="")
    writer = csv.DictWriter(sink, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        values = row.model_dump()
        writer.writerow(values | {"is_enabled": "true" if values["is_enabled"] else "false"})
    aside = path.with_suffix(".csv.new")
    with aside.open("w", encoding="utf-8", newline="") as file:
        file.write(sink.getvalue())
        file.flush()
        os.fsync(file.fileno())
    read_sources(aside)  # nothing is put in place that could not be read again
    aside.replace(path)


def _registry() -> list[Source]:
    return [source for _, source in read_sources(REGISTRY)]


def _by_address(rows: Sequence[Registered]) -> dict[str, Registered]:
    return {address_key(row.source.url): row for row in rows}
