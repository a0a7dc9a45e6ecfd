"""Commands over the feeds that are read."""

import typer

from pipelines.cli.console import Json, out, print_json
from pipelines.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="The feeds that are read.")


@app.command("list")
def sources_list(as_json: Json = False) -> None:
    """The feeds that a run reads."""
    from pipelines.sources.registry import load_sources

    rows = [source.model_dump() for source in load_sources(load_settings())]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        out.print(f"{row['source_id']}  {row['publisher']}  {row['url']}", markup=False)
