"""Commands that read with an extractor, measure it, compare two, and put one in force."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipelines.cli.console import Json, out, print_counts, print_json, print_lines, progress_shown
from pipelines.errors import ExitCode, UsageError
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    from pipelines.extraction.evaluation.runs import RunDiff
    from pipelines.reporting.changes import Change

app = typer.Typer()

_SHOWN = 5
_WHERE_FACTS = "What it means for the facts: the same with --facts."


@app.command()
def extract(
    articles: Annotated[
        Path, typer.Argument(help="A .jsonl file, or a folder of .json, .jsonl, .txt, .html or .eml articles.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write one JSON line an article.")],
) -> None:
    """Read claims out of files into a file, touching no lake."""
    from pipelines.extraction.files import extract_files

    if not articles.exists():
        raise UsageError(f"{articles} does not exist; give a .jsonl file or a folder of articles.")
    with progress_shown(quiet=False) as progress:
        counts, reasons = extract_files(load_settings(), articles, output, progress)
    print_counts(f"wrote {output}:", counts, as_json=False)
    for reason in reasons[:_SHOWN]:
        typer.echo(f"set aside: {reason}", err=True)
    if len(reasons) > _SHOWN:
        typer.echo(
            f"and {len(reasons) - _SHOWN} more; each line of the output has its own as set_aside_detail", err=True
        )
    raise typer.Exit(ExitCode.WAITING if counts["waiting"] else ExitCode.DONE)


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
    errors: Annotated[int, typer.Option(min=0, help="List so many missed, false and differing claims of each.")] = 5,
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
            print_json([{**p.evaluation.model_dump(exclude={"problems"}), "change": p.change} for p in points])
        else:
            print_lines(wording.trend_lines(points) if points else ["Nothing was evaluated yet."])
        return
    gold = read_gold(settings, gold_dir, articles) if gold_dir else None
    with progress_shown(as_json) as progress:
        chosen = rules_extractor(settings) if extractor == "rules" else None
        result = steps.score_extraction(settings, gold=gold, extractor=chosen, progress=progress)
    if as_json:
        found = result.evaluation.model_dump(mode="json")
        print_json({**found, "problems": wording.first_of_each(found["problems"], errors)})
    else:
        print_lines(wording.evaluation_lines(result.evaluation, errors))
    raise typer.Exit(ExitCode.WAITING if result.evaluation.waiting else ExitCode.DONE)


@app.command()
def diff_runs(
    before: Annotated[str, typer.Argument(help="An extraction in the lake, as `promote` names it.")],
    after: Annotated[str, typer.Argument(help="Another one.")],
    limit: Annotated[int, typer.Option(min=0, help="Show at most so many rows of text; 0 shows all.")] = 100,
    *,
    facts: Annotated[
        bool, typer.Option("--facts", help="Compare the facts too; that takes as long as two full builds.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Compare two extractions of the lake row by row: claims and facts gained, lost and changed, cost, and last score."""
    from pipelines.extraction.evaluation import run_wording
    from pipelines.extraction.evaluation.names import Names
    from pipelines.extraction.evaluation.runs import RunDiff
    from pipelines.lake import Lake
    from pipelines.trial import fact_lines, fact_record

    settings = load_settings()
    diff = RunDiff.of(Lake(settings.lake_dir), Names.of(settings), before, after)
    found = _fact_changes(settings, diff, as_json=as_json) if facts else []
    if as_json:
        # Row by row, so that the rows of a large lake need not be held.
        sys.stdout.write('{"rows": [')
        for number, row in enumerate(diff.changes()):
            sys.stdout.write((",\n" if number else "\n") + json.dumps(row.as_dict(), ensure_ascii=False))
        told = {"facts": [fact_record(fact) for fact in found]} if facts else {}
        sys.stdout.write("],\n" + json.dumps(told | run_wording.summary(diff), ensure_ascii=False)[1:] + "\n")
        return
    rows, last = 0, None
    for row in diff.changes():
        rows += 1
        if not limit or rows <= limit:
            print_lines(run_wording.change_lines(row, last))
        last = row
    if limit and rows > limit:
        out.print(f"… and {rows - limit:,} more rows; --limit 0 shows all.", markup=False)
    print_lines(fact_lines(found, limit) if facts else [_WHERE_FACTS])
    print_lines(run_wording.summary_lines(diff))


def _fact_changes(settings: Settings, diff: "RunDiff", *, as_json: bool) -> "list[Change]":
    from pipelines.trial import fact_changes

    with progress_shown(as_json) as progress:
        return fact_changes(settings, diff.before.extraction, diff.after.extraction, progress)


@app.command()
def promote(extraction: Annotated[str, typer.Argument(help="An extraction in the lake, such as rules@1.")]) -> None:
    """Put an extractor, model or prompt in force: from the next build on, facts are made of its claims."""
    from pipelines.extraction.extractors import promote as put_in_force
    from pipelines.lake import Lake

    chosen = put_in_force(Lake(load_settings().lake_dir), extraction)
    out.print(f"{chosen} is in force from the next `newsledger build` on.")
