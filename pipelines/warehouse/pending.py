"""What of the lake is to be loaded: what is neither in the warehouse nor refused, and claims only of articles that are in."""

import duckdb

from pipelines.lake import Batch, BatchKind, Lake


def refused_batches(lake: Lake) -> list[dict[str, str]]:
    """The newest verdict of each batch that stays out."""
    newest = {
        (record["kind"], record["batch_name"]): record
        for record in sorted(lake.records("verdicts"), key=lambda r: str(r["at"]))
    }
    return [record for record in newest.values() if record["verdict"] == "refused"]


def not_judged(lake: Lake, connection: duckdb.DuckDBPyConnection, *kinds: BatchKind) -> list[Batch]:
    """The batches of some kinds that are neither loaded nor refused."""
    refused = {(record["kind"], record["batch_name"]) for record in refused_batches(lake)}
    found: list[Batch] = []
    for kind in kinds:
        loaded = _loaded(connection, kind)
        found += [b for b in lake.batches(kind) if b.name not in loaded and (kind, b.name) not in refused]
    return found


def claims(lake: Lake, connection: duckdb.DuckDBPyConnection) -> tuple[list[Batch], dict[Batch, str]]:
    """The batches of claims whose articles are in, and the others, which wait, with what keeps them."""
    articles_in = _loaded(connection, "articles")
    due = not_judged(lake, connection, "claims")
    waiting = {batch: _why(lake, batch) for batch in due if lake.articles_read_by(batch).name not in articles_in}
    return [batch for batch in due if batch not in waiting], waiting


def _why(lake: Lake, batch: Batch) -> str:
    articles = lake.articles_read_by(batch)
    there = (
        "is not in (if it was refused, `newsledger quarantine retry` has it judged again)"
        if articles.path.exists()
        else "is not in the lake (put its file back)"
    )
    return f"the batch that it was read out of, articles/{articles.name}, {there}"


def _loaded(connection: duckdb.DuckDBPyConnection, kind: BatchKind) -> set[str]:
    rows = connection.execute("select batch_name from raw.loaded_batches where kind = ?", [kind]).fetchall()
    return {name for (name,) in rows}
