"""The data dictionary: every mart with its grain, key, owner and columns, as the project itself describes them."""

from typing import Any

_HEAD = """# Data dictionary

What every table of a release holds. Made from the descriptions beside the models by `newsledger dictionary`; never edited by hand.
Times are UTC. Rows lead back to a claim and its sentence by `event_key`, `claim_key` or `article_id`.
"""
_MACROS = """
## Table macros

`investments_as_of(ts)`, `model_adoptions_as_of(ts)`, `legal_actions_as_of(ts)` and `partnership_terms_as_of(ts)` give the rows of the
fact as today's rules make them of the claims known by then.

`facts_changed_between(a, b)` gives one row an event whose state changed after `a` and by `b`: how, from and to which stage, grade
and amount, and the claims that moved it.
"""


def dictionary(manifest: dict[str, Any]) -> str:
    """The dictionary of a project as Markdown, from dbt's manifest."""
    nodes = [n for n in manifest["nodes"].values() if n["resource_type"] == "model" and n["schema"] == "marts"]
    parts = [_of_mart(node) for node in sorted(nodes, key=lambda node: str(node["name"]))]
    return "\n".join([_HEAD, *parts]) + _MACROS


def _of_mart(node: dict[str, Any]) -> str:
    meta = node["config"]["meta"]
    lines = [
        f"## {node['name']}",
        "",
        node["description"].strip(),
        "",
        f"One row: {meta['grain']}. Key: {', '.join(f'`{column}`' for column in meta['primary_key'])}. Owner: {meta['owner']}.",
        "",
        "| Column | Type | Meaning |",
        "| --- | --- | --- |",
    ]
    lines += [
        f"| `{column['name']}` | {column['data_type']} | {_cell(column['description'])} |"
        for column in node["columns"].values()
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
