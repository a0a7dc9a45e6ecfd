"""Commands that look: at the published release, and at the installation itself."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.console import Json, err, out, print_json
from pipelines.errors import ExitCode
from pipelines.settings import load_settings

app = typer.Typer()


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
        print_json([dict(zip(answer.columns, row, strict=True)) for row in answer.rows])
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
        print_json(found)
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
        print_json(found)
        return
    for line in found["lines"]:
        out.print(line, markup=False)


@app.command()
def report(as_json: Json = False) -> None:
    """Say where the report of the published release is."""
    from pipelines.reporting.query import published_release

    shown = published_release(load_settings())
    path = str(shown.path / "report" / "index.html")
    if as_json:
        print_json({"release_id": shown.release_id, "report": path})
    else:
        out.print(path, markup=False)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check this installation: versions, folders, the published release, the model endpoint."""
    from pipelines.reporting.doctor import examine

    checks = examine(load_settings())
    if as_json:
        print_json(checks)
    else:
        for check in checks:
            out.print(f"{'ok  ' if check['ok'] else 'FAIL'} {check['name']}: {check['detail']}", markup=False)
    raise typer.Exit(ExitCode.DONE if all(check["ok"] for check in checks) else ExitCode.OTHER)


@app.command()
def dictionary(
    output: Annotated[Path | None, typer.Option(help="Write it there; otherwise it is printed.")] = None,
) -> None:
    """Describe every table of a release: grain, key and columns, as Markdown."""
    from pipelines.reporting.dictionary import dictionary as dictionary_of
    from pipelines.warehouse.build import manifest_of

    text = dictionary_of(manifest_of(load_settings()))
    if output:
        output.write_text(text, encoding="utf-8")
        out.print(str(output), markup=False)
    else:
        sys.stdout.write(text)
