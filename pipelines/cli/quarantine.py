"""Commands over what was kept out."""

from typing import Annotated

import typer

from pipelines.cli.console import Json, out, print_json
from pipelines.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="What was kept out, and why.")


@app.command("list")
def quarantine_list(as_json: Json = False) -> None:
    """Rows and batches that a gate kept out, with the rule."""
    from pipelines.warehouse.quarantine import kept_out

    found = kept_out(load_settings())
    if as_json:
        print_json(found)
        return
    for item in found:
        out.print(f"{item['what']}  {item['name']}: {item['reason']}", markup=False)
    if not found:
        out.print("Nothing is kept out.")


@app.command("claims")
def quarantine_claims(
    *,
    reason: Annotated[str | None, typer.Option(help="Only those refused for it, such as quote_not_in_text.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Show at most so many.")] = 100,
    as_json: Json = False,
) -> None:
    """Claims that were read out of an article and not kept, with what was wrong; they stand in no fact."""
    from pipelines.warehouse.quarantine import refused_claims

    found = refused_claims(load_settings(), reason=reason, limit=limit)
    if as_json:
        print_json(found)
        return
    for claim in found:
        out.print(f"{claim['reason']}  {claim['claim_type'] or 'no type'}  {claim['article']}", markup=False)
        out.print(f"  {claim['detail']}: “{claim['quote'] or ''}”", markup=False)
    if not found:
        out.print("No claim was refused.")


@app.command("retry")
def quarantine_retry() -> None:
    """Let refused batches be judged again by the next build."""
    from pipelines.warehouse.quarantine import retry_refused

    count = retry_refused(load_settings())
    out.print(f"{count} refused batches will be judged again by the next `newsledger build`.")
