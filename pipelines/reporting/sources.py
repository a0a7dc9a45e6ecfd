"""How the registered sources do, as the looks at them in the lake tell: what the commands say of them."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from pipelines.lake import Lake
from pipelines.settings import Settings
from pipelines.sources.health import WINDOW_DAYS, health_of_files
from pipelines.sources.registry import all_sources
from pipelines.warehouse.connection import read_only

WARNED = ("failing", "silent", "doubled")


def sources_health(settings: Settings) -> list[dict[str, Any]]:
    """One row a registered source, by id, with the figures of its health where it has been asked.

    Raises:
        UsageError: The registry or the user's sources cannot be read; the message names file, row and column.
    """
    looked = {row["source_id"]: row for row in looked_at(settings)}
    rows = []
    for registered in all_sources(settings):
        source = registered.source
        found = looked.get(source.source_id)
        status = "off" if not source.is_enabled else found["status"] if found else "never_asked"
        told = found or {
            "source_id": source.source_id,
            "publisher": source.publisher,
            "url": source.url,
            "warning": None,
        }
        rows.append(told | {"status": status, "warning": told["warning"] if status in WARNED else None})
    return sorted(rows, key=lambda row: str(row["source_id"]))


def looked_at(settings: Settings) -> list[dict[str, Any]]:
    """The health of every source that was asked in the last weeks, whether or not it is registered still."""
    batches = Lake(settings.lake_dir).batches("source_checks")
    if not batches:
        return []
    first = batches[-1].day - timedelta(days=WINDOW_DAYS)
    return health_of_files([batch.path for batch in batches if batch.day >= first])


def published_health(path: Path) -> list[dict[str, Any]]:
    """The same as it stood when a release was built: at hand at once, where reading four weeks of looks takes seconds."""
    with read_only(path) as connection:
        try:
            found = connection.execute("select source_id, status, warning from marts.rpt_sources_health order by 1")
        except duckdb.CatalogException:  # a release from before there was such a mart
            return []
        return [
            {"source_id": source_id, "status": status, "warning": warning}
            for source_id, status, warning in found.fetchall()
        ]


def warnings_of(rows: list[dict[str, Any]]) -> list[str]:
    """What is wrong with the sources, a line each: what fails for good, has gone silent, or brings twice as much."""
    return [f"source {row['source_id']} {row['warning']}" for row in rows if row["status"] in WARNED]


def tally(rows: list[dict[str, Any]]) -> str:
    """How many there are of each status, such as "500 ok, 3 failing"."""
    counts = Counter(str(row["status"]).replace("_", " ") for row in rows)
    return ", ".join(f"{count} {status}" for status, count in sorted(counts.items(), key=lambda item: -item[1]))
