"""Sources that a run was told to read in place of the registered ones: who they are is kept in the lake, beside what they brought."""

from collections.abc import Iterable

from pipelines import ids
from pipelines.lake import Lake
from pipelines.sources.registry import Source

_KEPT = ("source_id", "publisher", "publisher_family", "country_code")


def note(lake: Lake, sources: Iterable[Source]) -> None:
    """Keep who they are; repeating it is harmless, also where they answer at another address the next time."""
    for source in sources:
        name = ids.digest(*(str(getattr(source, column)) for column in _KEPT))
        lake.append_record("sources", name, source.model_dump(mode="json", include={*_KEPT, "url"}))


def noted(lake: Lake) -> list[Source]:
    """All that were ever kept."""
    return [Source.model_validate(record) for record in lake.records("sources")]
