"""Commands over what is kept."""

from dataclasses import asdict
from typing import Annotated

import typer

from pipelines.cli.console import Json, out, print_counts, print_json, progress_shown
from pipelines.settings import load_settings

app = typer.Typer()


@app.command()
def reparse(as_json: Json = False) -> None:
    """Read the archived pages again with today's reader; what it reads otherwise reaches the facts with the next build."""
    from pipelines.keeping import reparse_archive

    with progress_shown(as_json) as progress:
        result = reparse_archive(load_settings(), progress=progress)
    print_counts("read again", result.counts(), as_json)


@app.command()
def tidy(as_json: Json = False) -> None:
    """Delete archived pages older than NEWSLEDGER_ARCHIVE_DAYS, and old reports of the work; no fact is touched."""
    from pipelines.keeping import tidy as tidy_store

    print_counts("deleted", tidy_store(load_settings()).counts(), as_json)


@app.command()
def forget(
    what: Annotated[str, typer.Argument(metavar="ARTICLE_ID|ADDRESS", help="One article, or every version of a page.")],
    *,
    why: Annotated[str, typer.Option(help="The reason, kept with the row that stays.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    as_json: Json = False,
) -> None:
    """Delete the words of an article everywhere, for good; a row that says so stays."""
    from pipelines.keeping import forget as forget_article

    if not yes:
        typer.confirm(
            f"Delete the words of {what} from lake, archive and releases? They cannot be brought back", abort=True
        )
    done = forget_article(load_settings(), what, why)
    if as_json:
        print_json(asdict(done))
        return
    out.print(
        f"forgotten: {len(done.article_ids)} article versions · {done.files_changed} files of the lake changed · "
        f"{done.bodies} archived pages and {done.releases_deleted} former releases deleted",
        markup=False,
    )
    if done.release_id:
        out.print(f"published without it: {done.release_id}", markup=False)
    else:
        out.print(
            f"No new release: {done.reason}. Releases that quote it may still stand in {load_settings().releases_dir}.",
            markup=False,
        )
