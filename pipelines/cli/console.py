"""What every command says its results with: text or JSON on standard output, progress and errors on standard error."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]


@contextmanager
def progress_shown(quiet: bool) -> Iterator[Any]:
    """A bar on the terminal (on standard error, so that output can be piped); nothing where there is no terminal."""
    if quiet or not err.is_terminal:
        said: set[str] = set()  # stages may take turns, as feeds and their pages do

        def say(stage: str, done: int, total: int) -> None:  # noqa: ARG001
            if not quiet and stage not in said:
                err.print(f"· {stage}", markup=False)
                said.add(stage)

        yield say
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
    )
    with Progress(*columns, TimeElapsedColumn(), console=err, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show


def print_counts(title: str, counts: dict[str, Any], as_json: bool) -> None:
    """Print figures in one line, or as JSON."""
    if as_json:
        print_json(counts)
        return
    out.print(title, " · ".join(f"{name.replace('_', ' ')} {value}" for name, value in counts.items()), markup=False)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as they are."""
    for line in lines:
        out.print(line, markup=False)


def print_json(value: Any) -> None:
    """Print one JSON value."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")
