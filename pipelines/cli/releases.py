"""Commands over published releases."""

from typing import Annotated

import typer

from pipelines.cli.console import Json, out, print_counts, print_json
from pipelines.settings import load_settings

app = typer.Typer()


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
        print_json(rows)
        return
    for row in rows:
        mark = "  ← readers see this" if row["published"] else ""
        counts = f"{row.get('dim_events', 0):>9,} events {row.get('fct_claims', 0):>9,} claims"
        out.print(f"{row['release_id']}  built {row['built_at'][:16]} UTC {counts}{mark}", markup=False)
    if not rows:
        out.print("There is no release yet. Run `newsledger run`.")


@app.command()
def notify(as_json: Json = False) -> None:
    """Tell the addresses of NEWSLEDGER_NOTIFY_WEBHOOKS and _MAIL_TO which facts are new, changed or withdrawn since they were last told."""
    from pipelines.reporting.notify import notify_readers

    print_counts("told", notify_readers(load_settings()).counts(), as_json)


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
