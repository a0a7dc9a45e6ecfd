"""Commands that move news along: all at once, or each step alone."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.console import Json, err, out, print_counts, print_json, print_lines, progress_shown
from pipelines.errors import ExitCode, UsageError
from pipelines.settings import load_settings

Inbox = Annotated[
    Path | None, typer.Option("--inbox", help="A folder of .json, .jsonl, .txt, .html or .eml articles to read.")
]

app = typer.Typer()


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
    with progress_shown(as_json) as progress:
        result = steps.run(settings, inbox=inbox, sample=sample, progress=progress)
    if as_json:
        print_json(run_as_dict(result, settings))
    else:
        print_run(result, settings, out)
    raise typer.Exit(ExitCode.WAITING if result.extracted.waiting else ExitCode.DONE)


@app.command()
def collect(inbox: Inbox = None, as_json: Json = False) -> None:
    """Read the feeds, the inbox and the queue, and store what is new."""
    from pipelines import run as steps
    from pipelines.summary import failed_feeds

    _require_folder(inbox)
    with progress_shown(as_json) as progress:
        result = steps.collect_news(load_settings(), inbox=inbox, progress=progress)
    aside = result.articles_set_aside
    if as_json:
        print_json(result.counts() | {"sources_failed_for": dict(result.sources_failed), "set_aside_for": aside})
        return
    print_lines(failed_feeds(result.sources_failed))
    print_lines(f"set aside: {count} {reason.replace('_', ' ')}" for reason, count in aside.most_common())
    print_counts("collected", result.counts(), as_json)


@app.command()
def backfill(
    paths: Annotated[list[Path], typer.Argument(help="Archives of crawls (.warc, .warc.gz), or folders of them.")],
    *,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only pages got on this day or later.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only pages got on this day or before.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count what would be taken, and write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Store the past pages of registered sites out of archives such as Common Crawl's news archive."""
    from pipelines import run as steps
    from pipelines.sources.warc import Wanted

    wanted = Wanted(since.date() if since else None, until.date() if until else None)
    with progress_shown(as_json) as progress:
        result = steps.backfill_news(load_settings(), paths, wanted, dry_run=dry_run, progress=progress)
    if as_json:
        print_json(
            result.counts()
            | {"passed_over_for": result.passed_over, "broken": result.broken, "by_source": result.by_source}
        )
        return
    print_lines(f"! {line}" for line in result.broken)
    print_lines(
        f"passed over: {count} {reason.replace('_', ' ')}" for reason, count in result.passed_over.most_common()
    )
    print_lines(
        f"{'would take' if dry_run else 'taken'}: {count} {source}" for source, count in result.by_source.most_common()
    )
    print_counts("backfilled", result.counts(), as_json)


@app.command()
def extract_pending(
    batch: Annotated[
        bool,
        typer.Option(
            "--batch", help="Ask the language model by its Batch API: half the price, an answer within a day."
        ),
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="With --batch: stay until all is answered, or submit and leave.")
    ] = True,
    as_json: Json = False,
) -> None:
    """Read claims out of every article that waits."""
    from pipelines import run as steps
    from pipelines.extraction.step import BatchUse

    settings = load_settings()
    with progress_shown(as_json) as progress:
        how: BatchUse = "none" if not batch else "wait" if wait else "submit"
        result = steps.extract_claims(settings, progress=progress, batch=how)
    for note in result.notes:
        err.print(f"! {note}", markup=False)
    print_counts("extracted", result.counts(), as_json)
    raise typer.Exit(ExitCode.WAITING if result.waiting else ExitCode.DONE)


@app.command()
def build(
    full: Annotated[bool, typer.Option("--full", help="Build everything anew even if nothing changed.")] = False,
    accept_change: Annotated[
        bool,
        typer.Option("--accept-change", help="Let pass what a gate holds only for being unlike what was there before."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Load, build the marts, check them, and publish a release if anything changed."""
    from pipelines import run as steps

    with progress_shown(as_json) as progress:
        result = steps.build_marts(load_settings(), progress=progress, full=full, accept_change=accept_change)
    print_counts("built", result.counts(), as_json)


def _require_folder(inbox: Path | None) -> None:
    if inbox and not inbox.is_dir():
        raise UsageError(
            f"{inbox} is not a folder; --inbox wants a folder of .json, .jsonl, .txt, .html or .eml articles."
        )
