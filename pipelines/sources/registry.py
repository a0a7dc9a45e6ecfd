"""The sources: the project's own ``registry.csv`` and the user's ``sources.csv`` in the home folder, same columns."""

import csv
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipelines.errors import UsageError
from pipelines.settings import Settings

REGISTRY = Path(__file__).with_name("registry.csv")

SourceKind = Literal["rss", "atom", "rdf", "json"]
Terms = Literal["full", "excerpt", "link_only"]
Tier = Literal["official", "wire", "national", "regional", "trade", "other"]

_NullWhenBlank = BeforeValidator(lambda value: value or None)


class Source(BaseModel):
    """One feed.

    ``terms`` say what may be kept of its articles: the ``full`` text, an ``excerpt``, or the title alone (``link_only``).
    ``items_per_week_*`` is the volume to be expected; null when nobody has counted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source_id: str = Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=100)
    publisher: str = Field(min_length=1, max_length=200)
    publisher_family: str = Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=100)
    country_code: Annotated[str | None, _NullWhenBlank] = Field(default=None, pattern=r"^[a-z]{2}$")
    language_code: Annotated[str | None, _NullWhenBlank] = Field(default=None, pattern=r"^[a-z]{2,3}$")
    kind: SourceKind = "rss"
    url: str = Field(min_length=8, max_length=2000)
    topic: str = Field(default="news", max_length=50)
    terms: Terms = "excerpt"
    tier: Tier = "other"
    items_per_week_low: Annotated[int | None, _NullWhenBlank] = Field(default=None, ge=0)
    items_per_week_high: Annotated[int | None, _NullWhenBlank] = Field(default=None, ge=0)


def load_sources(settings: Settings) -> list[Source]:
    """The registry and the user's own sources, in that order.

    Raises:
        UsageError: A row cannot be read, or two rows have the same id; the message names the rows.
    """
    rows = read_sources(REGISTRY)
    own = settings.home / "sources.csv"
    if own.exists():
        rows += read_sources(own)
    seen: dict[str, str] = {}
    for where, source in rows:
        if source.source_id in seen:
            raise UsageError(
                f"The source id {source.source_id!r} stands twice: {seen[source.source_id]} and {where}. "
                "Give one of them another id."
            )
        seen[source.source_id] = where
    return [source for _, source in rows]


def read_sources(path: Path) -> list[tuple[str, Source]]:
    """The rows of one file, each with where it stands ("sources.csv, line 3").

    Raises:
        UsageError: The file or one of its rows cannot be read.
    """
    rows: list[tuple[str, Source]] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="(too many columns)")
            for row in reader:
                where = f"{path.name}, line {reader.line_num}"
                rows.append((where, _source(row, where)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    return rows


def _source(row: dict[str, str], where: str) -> Source:
    try:
        return Source.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        column = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{where}: {column}: {first['msg']} (found {str(first['input'])[:80]!r})") from error
