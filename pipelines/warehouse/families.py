"""Which sources are of one house: publishers of one family are one origin, also those that no seed lists."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines import ids
from pipelines.events.resolution import Registry, registry_from
from pipelines.lake import Lake
from pipelines.settings import Settings
from pipelines.sources.registry import Source, all_sources
from pipelines.sources.unregistered import noted
from pipelines.warehouse.build import DBT_PROJECT_DIR
from pipelines.warehouse.overrides import Row, rows_of_file

_SCHEMA = pa.schema([(name, pa.string()) for name in ("publisher_id", "name", "publisher_family", "country_code")])


def note(settings: Settings, lake: Lake, connection: duckdb.DuckDBPyConnection) -> str:
    """Put the families of sources into ``raw.source_publishers``; a hash of them, as builds depend on it.

    What is registered of a source stands in place of what was noted when one of its id was read unregistered.

    Raises:
        UsageError: The registry or the user's sources cannot be read; the message names file, row and column.
    """
    registered = [row.source for row in all_sources(settings)]
    found = families(
        {source.source_id: source for source in (*noted(lake), *registered)}.values(),
        _rows("publishers.csv", settings.overrides_dir),
        _rows("publisher_aliases.csv", settings.overrides_dir),
    )
    connection.register("families_found", pa.Table.from_pylist(found, _SCHEMA))
    connection.execute("delete from raw.source_publishers")
    connection.execute("insert into raw.source_publishers by name select * from families_found")
    connection.unregister("families_found")
    return ids.digest(*(str(sorted(row.items())) for row in found))


def families(sources: Iterable[Source], publishers: list[Row], aliases: list[Row]) -> list[Row]:
    """The publishers of sources that no list of publishers knows and that share their family with another.

    Of the others the family tells nothing: whoever is alone in it is an origin of their own anyway. So a source that is
    added, or switched off, does not by itself make a build a full one.
    """
    listed = _listed(publishers, aliases)
    members: dict[str, set[str]] = defaultdict(set)
    for row in publishers:
        members[str(row.get("publisher_family") or row["publisher_id"])].add(str(row["publisher_id"]))
    unlisted: dict[str, Source] = {}
    for source in sorted(sources, key=lambda one: one.source_id):
        meaning = listed.publisher(source.publisher, source.url)
        if meaning is None or not source.publisher_family:
            continue
        if not meaning.is_listed:
            unlisted.setdefault(meaning.entity_id, source)
            members[unlisted[meaning.entity_id].publisher_family].add(meaning.entity_id)
    return [
        {
            "publisher_id": key,
            "name": source.publisher,
            "publisher_family": source.publisher_family,
            "country_code": source.country_code,
        }
        for key, source in sorted(unlisted.items())
        if len(members[source.publisher_family]) > 1
    ]


def _listed(publishers: list[Row], aliases: list[Row]) -> Registry:
    return registry_from(
        organizations=[],
        aliases=[],
        descriptions=[],
        products=[],
        models=[],
        publishers=publishers,
        publisher_aliases=aliases,
    )


def _rows(name: str, overrides: Path) -> list[Row]:
    """The rows of a seed and of the user's file of the same name."""
    found = [row for path in (DBT_PROJECT_DIR / "seeds" / name, overrides / name) for row in rows_of_file(path)]
    return [row for row in found if row.get("publisher_id") and (row.get("name") or row.get("alias"))]
