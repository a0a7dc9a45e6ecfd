"""Commands by which a person decides what no rule can."""

import getpass
from typing import Annotated

import typer

from pipelines.cli.console import Json, out, print_json
from pipelines.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Decide what no rule can: values that disagree, names that nobody listed.")
Reason = Annotated[str, typer.Option(help="Why; kept with the decision.")]
_FOLLOWS = "The next `newsledger build` follows it."


@app.command("list")
def list_waiting(as_json: Json = False) -> None:
    """Open conflicts with both sentences, and the unlisted names that most claims print."""
    from pipelines.reporting.review import waiting

    found = waiting(load_settings())
    if as_json:
        print_json(found)
        return
    for row in found["conflicts"]:
        out.print(f"{row['event_key']}  {row['field']}: {row['value_low']} or {row['value_high']}", markup=False)
        for side in ("low", "high"):
            quote = " ".join(row[f"quote_{side}"].split())
            out.print(f"    {row[f'value_{side}']} ({row[f'origin_words_{side}']}): “{quote}”", markup=False)
    for row in found["names"]:
        hint = f"; like {row['suggestion']}" if row["suggestion"] else ""
        out.print(f"{row['name']} ({row['name_kind']}, {row['claim_count']} claims{hint})", markup=False)
    if not any(found.values()):
        out.print("Nothing waits for a decision.")


@app.command()
def settle(
    event_key: Annotated[str, typer.Argument(help="The event.")],
    field: Annotated[str, typer.Argument(help="The field, as fct_conflicts names it.")],
    value: Annotated[str, typer.Argument(help="The value that holds, as fct_conflicts writes it.")],
    reason: Reason = "",
) -> None:
    """Say which of the values that disagree holds."""
    from pipelines.reporting.review import settle as decide

    decided = decide(load_settings(), event_key, field, value, by=getpass.getuser(), reason=reason)
    out.print(f"{field} of {decided[0]['event_key']} is {value}. {_FOLLOWS}", markup=False)


@app.command()
def reopen(
    event_key: Annotated[str, typer.Argument(help="The event.")],
    field: Annotated[str, typer.Argument(help="The field, as fct_conflicts names it.")],
    reason: Reason = "",
) -> None:
    """Take a decision back: the rules alone say again what holds."""
    from pipelines.reporting.review import settle as decide

    decided = decide(load_settings(), event_key, field, None, by=getpass.getuser(), reason=reason)
    out.print(f"{field} of {decided[0]['event_key']} is left to the rules. {_FOLLOWS}", markup=False)


@app.command()
def merge(
    name: Annotated[str, typer.Argument(help="The name as printed.")],
    organization_id: Annotated[str, typer.Argument(help="The organization that it means.")],
    reason: Reason = "",
) -> None:
    """Say that a name means a listed organization: one row of overrides/aliases.csv."""
    from pipelines.reporting.review import merge_name

    path = merge_name(load_settings(), name, organization_id, by=getpass.getuser(), reason=reason)
    out.print(f"{name} is {organization_id}, says {path}. {_FOLLOWS}", markup=False)


@app.command()
def split(name: Annotated[str, typer.Argument(help="The name as printed.")], reason: Reason = "") -> None:
    """Take a merge back."""
    from pipelines.reporting.review import split_name

    path = split_name(load_settings(), name, by=getpass.getuser(), reason=reason)
    out.print(f"{name} is nobody listed again, says {path}. {_FOLLOWS}", markup=False)
