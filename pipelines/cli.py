"""News about AI in, audited facts out.

State lives under NEWSLEDGER_HOME (default ./data). Exit codes: 0 done or nothing to do, 1 other, 2 usage, 3 a gate refused,
4 done but articles wait, 5 locked by another process.
"""

import json
import logging
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import structlog
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipelines.errors import ExitCode, NewsledgerError, UsageError
from pipelines.settings import Settings, load_settings

app = typer.Typer(no_args_is_help=True, help=__doc__, rich_markup_mode=None, pretty_exceptions_enable=False)
quarantine_app = typer.Typer(no_args_is_help=True, help="What was kept out, and why.")
sources_app = typer.Typer(no_args_is_help=True, help="The feeds that are read.")
app.add_typer(quarantine_app, name="quarantine")
app.add_typer(sources_app, name="sources")
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
Inbox = Annotated[
    Path | None, typer.Option("--inbox", help="A folder of .json, .jsonl, .txt or .html articles to read.")
]


@app.command()
def run(
    inbox: Inbox = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Read the bundled sample newsroom instead of the feeds.")
    ] = False,
    feeds: Annotated[
        bool | None,
        typer.Option(
            "--feeds/--no-feeds",
            help="Read the registered feeds; by default unless an inbox is given.",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Do all that is pending: collect, extract, build, publish; then say what was found and where to look."""
    from pipelines import run as steps
    from pipelines.summary import print_run, run_as_dict

    settings = load_settings()
    _require_folder(inbox)
    if feeds is not None or inbox:
        settings = settings.model_copy(update={"collect_feeds": bool(feeds)})
    with _progress(as_json) as progress:
        result = steps.run(settings, inbox=inbox, sample=sample, progress=progress)
    if as_json:
        _print_json(run_as_dict(result, settings))
    else:
        print_run(result, settings, out)
    raise typer.Exit(ExitCode.WAITING if result.extracted.waiting else ExitCode.DONE)


@app.command()
def collect(inbox: Inbox = None, as_json: Json = False) -> None:
    """Read the feeds and the inbox, and store what is new."""
    from pipelines import run as steps

    _require_folder(inbox)
    with _progress(as_json) as progress:
        result = steps.collect_news(load_settings(), inbox=inbox, progress=progress)
    _print_counts("collected", result.counts(), as_json)


@app.command()
def extract_pending(as_json: Json = False) -> None:
    """Read claims out of every article that waits."""
    from pipelines import run as steps

    with _progress(as_json) as progress:
        result = steps.extract_claims(load_settings(), progress=progress)
    _print_counts("extracted", result.counts(), as_json)
    raise typer.Exit(ExitCode.WAITING if result.waiting else ExitCode.DONE)


@app.command()
def build(
    full: Annotated[bool, typer.Option("--full", help="Build everything anew even if nothing changed.")] = False,
    as_json: Json = False,
) -> None:
    """Load, build the marts, check them, and publish a release if anything changed."""
    from pipelines import run as steps

    with _progress(as_json) as progress:
        result = steps.build_marts(load_settings(), progress=progress, full=full)
    _print_counts("built", result.counts(), as_json)


@app.command()
def extract(
    articles: Annotated[
        Path, typer.Argument(help="A .jsonl file, or a folder of .json, .jsonl, .txt or .html articles.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write one JSON line an article.")],
) -> None:
    """Read claims out of files into a file, touching no lake."""
    from pipelines.extraction.files import extract_files

    if not articles.exists():
        raise UsageError(f"{articles} does not exist; give a .jsonl file or a folder of articles.")
    with _progress(quiet=False) as progress:
        counts = extract_files(load_settings(), articles, output, progress)
    _print_counts(f"wrote {output}:", counts, as_json=False)
    raise typer.Exit(ExitCode.WAITING if counts["waiting"] else ExitCode.DONE)


@app.command()
def sql(
    query: Annotated[
        str, typer.Argument(help="A query over the published marts, such as: select * from fct_investments.")
    ],
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, with nothing cut.")] = False,
    wide: Annotated[bool, typer.Option("--wide", help="Cut no text, however long the lines.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Show at most so many rows.")] = 100,
) -> None:
    """Ask the published release; it is opened read-only, and one statement is answered at a time."""
    from pipelines.reporting.query import ask
    from pipelines.reporting.tables import WIDTH, csv_text, table_text

    answer = ask(load_settings(), query, limit)
    if as_json:
        _print_json([dict(zip(answer.columns, row, strict=True)) for row in answer.rows])
    elif as_csv:
        sys.stdout.write(csv_text(answer))
    else:
        width = max(out.width, WIDTH) if out.is_terminal else WIDTH
        sys.stdout.write(table_text(answer, width=width, wide=wide) + "\n")
    if answer.has_more and (as_json or as_csv):
        err.print(f"newsledger: first {limit} of more rows; --limit shows more.", markup=False)


@app.command()
def status(as_json: Json = False) -> None:
    """What is pending, what waits and why, and how old the release is."""
    from pipelines.reporting.status import status_lines, status_of

    found = status_of(load_settings())
    if as_json:
        _print_json(found)
        return
    for line in status_lines(found):
        out.print(line, markup=False)


@app.command()
def explain(
    event_key: Annotated[str, typer.Argument(help="The key of an event in any fact.")], as_json: Json = False
) -> None:
    """Show an event's claims with their sentences, and why they are one event at its stage and grade."""
    from pipelines.reporting.explain import explain_event

    found = explain_event(load_settings(), event_key)
    if as_json:
        _print_json(found)
        return
    for line in found["lines"]:
        out.print(line, markup=False)


@app.command()
def releases(as_json: Json = False) -> None:
    """The releases still there, and which one readers see."""
    from pipelines.warehouse import release

    settings = load_settings()
    shown = release.current(settings)
    rows = [
        {
            "release_id": r.release_id,
            "built_at": card["built_at"],
            "published": bool(shown and r.release_id == shown.release_id),
            **card["row_counts"],
        }
        for r in release.releases(settings)
        for card in [r.scorecard]
    ]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        mark = "  ← readers see this" if row["published"] else ""
        counts = f"{row.get('dim_events', 0):>9,} events {row.get('fct_claims', 0):>9,} claims"
        out.print(f"{row['release_id']}  built {row['built_at'][:16]} UTC {counts}{mark}", markup=False)
    if not rows:
        out.print("There is no release yet. Run `newsledger run`.")


@app.command()
def rollback(
    release_id: Annotated[
        str | None, typer.Argument(help="The release to go back to; the one before by default.")
    ] = None,
) -> None:
    """Show an earlier release to readers, and publish nothing until `resume`."""
    from pipelines.lake import Lake
    from pipelines.warehouse import release
    from pipelines.warehouse.lock import store_lock

    settings = load_settings()
    with store_lock(settings, "rollback"):
        found = release.hold(settings, Lake(settings.lake_dir), release_id)
    out.print(f"Readers see {found.release_id}; nothing is published until `newsledger resume`.")


@app.command()
def resume() -> None:
    """Publish again after a rollback."""
    from pipelines.lake import Lake
    from pipelines.warehouse import release

    release.resume(Lake(load_settings().lake_dir))
    out.print("Publishing goes on: the next `newsledger build` or run releases what is due.")


@app.command()
def promote(extraction: Annotated[str, typer.Argument(help="An extraction in the lake, such as rules@1.")]) -> None:
    """Put an extractor, model or prompt in force: from the next build on, facts are made of its claims."""
    from pipelines.extraction.extractors import promote as put_in_force
    from pipelines.lake import Lake

    chosen = put_in_force(Lake(load_settings().lake_dir), extraction)
    out.print(f"{chosen} is in force from the next `newsledger build` on.")


@app.command("evaluate")
def evaluate_extraction(
    gold_dir: Annotated[
        Path | None, typer.Argument(help="A folder of labels, one <id>.json an article; the project's own by default.")
    ] = None,
    *,
    articles: Annotated[
        Path | None, typer.Option("--articles", help="The labelled texts; by default articles/ beside the labels.")
    ] = None,
    extractor: Annotated[
        Literal["configured", "rules"], typer.Option(help="The configured extractor, or the rules in any case.")
    ] = "configured",
    errors: Annotated[int, typer.Option(min=0, help="Show so many missed, false and differing claims of each.")] = 0,
    show_trend: Annotated[bool, typer.Option("--trend", help="Evaluate nothing; show what was found before.")] = False,
    as_json: Json = False,
) -> None:
    """Measure how well articles are read, by labels that a careful reader made; the figures are kept in the lake."""
    from pipelines import run as steps
    from pipelines.extraction.evaluation import history, read_gold, wording
    from pipelines.extraction.extractors import rules_extractor
    from pipelines.lake import Lake

    settings = load_settings()
    if show_trend:
        points = history.trend(history.kept(Lake(settings.lake_dir)))
        if as_json:
            _print_json([{**p.evaluation.model_dump(exclude={"problems"}), "change": p.change} for p in points])
        else:
            _print_lines(wording.trend_lines(points) if points else ["Nothing was evaluated yet."])
        return
    gold = read_gold(settings, gold_dir, articles) if gold_dir else None
    with _progress(as_json) as progress:
        chosen = rules_extractor(settings) if extractor == "rules" else None
        result = steps.score_extraction(settings, gold=gold, extractor=chosen, progress=progress)
    if as_json:
        found = result.evaluation.model_dump(mode="json")
        _print_json({**found, "problems": wording.first_of_each(found["problems"], errors)})
    else:
        _print_lines(wording.evaluation_lines(result.evaluation, errors))
    raise typer.Exit(ExitCode.WAITING if result.evaluation.waiting else ExitCode.DONE)


@app.command()
def diff_runs(
    before: Annotated[str, typer.Argument(help="An extraction in the lake, as `promote` names it.")],
    after: Annotated[str, typer.Argument(help="Another one.")],
    limit: Annotated[int, typer.Option(min=0, help="Show at most so many rows of text; 0 shows all.")] = 100,
    as_json: Json = False,
) -> None:
    """Compare two extractions of the lake row by row: claims gained, lost and changed, cost, and last score."""
    from pipelines.extraction.evaluation import run_wording
    from pipelines.extraction.evaluation.names import Names
    from pipelines.extraction.evaluation.runs import RunDiff
    from pipelines.lake import Lake

    settings = load_settings()
    diff = RunDiff.of(Lake(settings.lake_dir), Names.of(settings), before, after)
    if as_json:
        # Row by row, so that the rows of a large lake need not be held.
        sys.stdout.write('{"rows": [')
        for number, row in enumerate(diff.changes()):
            sys.stdout.write((",\n" if number else "\n") + json.dumps(row.as_dict(), ensure_ascii=False))
        sys.stdout.write("],\n" + json.dumps(run_wording.summary(diff), ensure_ascii=False)[1:] + "\n")
        return
    rows, last = 0, None
    for row in diff.changes():
        rows += 1
        if not limit or rows <= limit:
            _print_lines(run_wording.change_lines(row, last))
        last = row
    if limit and rows > limit:
        out.print(f"… and {rows - limit:,} more rows; --limit 0 shows all.", markup=False)
    _print_lines(run_wording.summary_lines(diff))


@app.command()
def report(as_json: Json = False) -> None:
    """Say where the report of the published release is."""
    from pipelines.reporting.query import published_release

    shown = published_release(load_settings())
    path = str(shown.path / "report" / "index.html")
    if as_json:
        _print_json({"release_id": shown.release_id, "report": path})
    else:
        out.print(path, markup=False)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check this installation: versions, folders, the published release, the model endpoint."""
    from pipelines.reporting.doctor import examine

    checks = examine(load_settings())
    if as_json:
        _print_json(checks)
    else:
        for check in checks:
            out.print(f"{'ok  ' if check['ok'] else 'FAIL'} {check['name']}: {check['detail']}", markup=False)
    raise typer.Exit(ExitCode.DONE if all(check["ok"] for check in checks) else ExitCode.OTHER)


@quarantine_app.command("list")
def quarantine_list(as_json: Json = False) -> None:
    """Rows and batches that a gate kept out, with the rule."""
    from pipelines.warehouse.quarantine import kept_out

    found = kept_out(load_settings())
    if as_json:
        _print_json(found)
        return
    for item in found:
        out.print(f"{item['what']}  {item['name']}: {item['reason']}", markup=False)
    if not found:
        out.print("Nothing is kept out.")


@quarantine_app.command("retry")
def quarantine_retry() -> None:
    """Let refused batches be judged again by the next build."""
    from pipelines.warehouse.quarantine import retry_refused

    count = retry_refused(load_settings())
    out.print(f"{count} refused batches will be judged again by the next `newsledger build`.")


@sources_app.command("list")
def sources_list(as_json: Json = False) -> None:
    """The feeds that a run reads."""
    from pipelines.sources.registry import load_sources

    rows = [source.model_dump() for source in load_sources(load_settings())]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        out.print(f"{row['source_id']}  {row['publisher']}  {row['url']}", markup=False)


def _require_folder(inbox: Path | None) -> None:
    if inbox and not inbox.is_dir():
        raise UsageError(f"{inbox} is not a folder; --inbox wants a folder of .json, .jsonl, .txt or .html articles.")


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """A bar on the terminal (on standard error, so that output can be piped); nothing where there is no terminal."""
    if quiet or not err.is_terminal:
        last = ""

        def say(stage: str, done: int, total: int) -> None:  # noqa: ARG001
            nonlocal last
            if not quiet and stage != last:
                err.print(f"· {stage}", markup=False)
                last = stage

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


def _print_counts(title: str, counts: dict[str, Any], as_json: bool) -> None:
    if as_json:
        _print_json(counts)
        return
    out.print(title, *(f"{name.replace('_', ' ')} {value} ·" for name, value in counts.items()), markup=False)


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        out.print(line, markup=False)


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")


def _quiet_logs(settings: Settings) -> None:
    level = getattr(logging, settings.log_level.upper())
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def main() -> None:
    """Run the command line; an error raised on purpose becomes one clear line and its exit code."""
    signal.signal(signal.SIGINT, _stop)
    try:
        _quiet_logs(load_settings())
        app()
    except NewsledgerError as error:
        err.print(f"newsledger: {error}", markup=False, style="red")
        sys.exit(int(error.exit_code))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        err.print(
            f"newsledger: {what}. Is NEWSLEDGER_HOME a folder that can be written, with room?",
            markup=False,
            style="red",
        )
        sys.exit(int(ExitCode.OTHER))


def _stop(*_: object) -> None:
    err.print("newsledger: stopped; what was done is kept, run again to go on.", markup=False)
    sys.exit(130)


if __name__ == "__main__":
    main()
