"""The sources: the project's own ``registry.csv`` and the user's ``sources.csv`` in the home folder, same columns."""

import csv
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from pipelines.errors import UsageError
from pipelines.settings import Settings

REGISTRY = Path(__file__).with_name("registry.csv")

SourceKind = Literal["rss", "atom", "rdf", "json", "sitemap"]
Terms = Literal["full", "excerpt", "link_only"]
Tier = Literal["official", "wire", "national", "regional", "trade", "other"]

_NullWhenBlank = BeforeValidator(lambda value: value or None)
_TrueWhenBlank = BeforeValidator(lambda value: True if value in {"", None} else value)
_SURPLUS = "(too many columns)"


class Source(BaseModel):
    """One feed.

    ``terms`` say what may be kept of its articles: the ``full`` text, an ``excerpt``, or the title alone (``link_only``).
    ``items_per_week_*`` is the volume to be expected; null when nobody has counted. What is not enabled is not asked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source_id: str = Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=100)
    publisher: str = Field(min_length=1, max_length=200)
    publisher_family: str = Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=100)
    country_code: Annotated[str | None, _NullWhenBlank] = Field(default=None, pattern=r"^[a-z]{2}$")
    language_code: Annotated[str | None, _NullWhenBlank] = Field(default=None, pattern=r"^[a-z]{2,3}$")
    kind: SourceKind = "rss"
    url: str = Field(max_length=2000)
    topic: str = Field(default="news", min_length=1, max_length=50)
    terms: Terms = "excerpt"
    tier: Tier = "other"
    items_per_week_low: Annotated[int | None, _NullWhenBlank] = Field(default=None, ge=0)
    items_per_week_high: Annotated[int | None, _NullWhenBlank] = Field(default=None, ge=0)
    is_enabled: Annotated[bool, _TrueWhenBlank] = True

    @model_validator(mode="after")
    def _low_is_low(self) -> Self:
        low, high = self.items_per_week_low, self.items_per_week_high
        if low is not None and high is not None and low > high:
            raise ValueError(f"at least {low} and at most {high} items a week cannot both be expected")
        return self

    @field_validator("url")
    @classmethod
    def _of_the_web(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            raise ValueError("an address of the web is wanted, such as https://news.example/feed.xml")
        return url


COLUMNS = tuple(Source.model_fields)
_WANTED = {
    "source_id": "small letters, digits and underscores are wanted, such as example_news",
    "publisher_family": "small letters, digits and underscores are wanted, such as example_house",
    "country_code": "two small letters are wanted, such as us",
    "language_code": "two or three small letters are wanted, such as en",
}


@dataclass(frozen=True)
class Registered:
    """A source and where it stands, such as "sources.csv, line 3"."""

    source: Source
    where: str
    is_own: bool


def load_sources(settings: Settings) -> list[Source]:
    """The sources that a run asks: the registry's and the user's own that are enabled.

    Raises:
        UsageError: As of :func:`all_sources`.
    """
    return [row.source for row in all_sources(settings) if row.source.is_enabled]


def all_sources(settings: Settings) -> list[Registered]:
    """The registry's rows, then the user's. A user's row with id and address of a registry's row stands in its place.

    Raises:
        UsageError: A row cannot be read, or two rows have one id or one address; the message names the rows.
    """
    rows = {row.source.source_id: row for row in _once(_rows(REGISTRY, is_own=False))}
    for own in _once(own_sources(settings)):
        there = rows.get(own.source.source_id)
        # What is switched off stays off, also when a later registry gives it another address.
        if there and own.source.is_enabled and address_key(there.source.url) != address_key(own.source.url):
            raise UsageError(
                f"The source id {own.source.source_id!r} stands twice: {there.where} and {own.where}. Give one of them another "
                f"id, or, to change what the registry says of it, give it the address that stands there: {there.source.url}"
            )
        rows[own.source.source_id] = own
    return _once(rows.values())


def own_sources(settings: Settings) -> list[Registered]:
    """The rows of the user's ``sources.csv``; none where there is no such file."""
    path = settings.sources_path
    return _rows(path, is_own=True) if path.exists() else []


def read_sources(path: Path) -> list[tuple[str, Source]]:
    """The rows of one file, each with where it stands ("sources.csv, line 3").

    Raises:
        UsageError: The file or one of its rows cannot be read.
    """
    rows: list[tuple[str, Source]] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey=_SURPLUS)
            _check_columns(path, reader.fieldnames or ())
            for row in reader:
                where = f"{path.name}, line {reader.line_num}"
                rows.append((where, _source(row, where)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read: {error}. It must be a CSV file in UTF-8.") from error
    return rows


def address_key(url: str) -> str:
    """What two spellings of one feed's address share: neither the scheme nor a last slash makes another feed."""
    parts = urlsplit(url)
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{parts.query}"


def _rows(path: Path, *, is_own: bool) -> list[Registered]:
    return [Registered(source, where, is_own) for where, source in read_sources(path)]


def _once(rows: Iterable[Registered]) -> list[Registered]:
    """The rows, none of which may have the id or the address of another."""
    seen: dict[tuple[str, str], str] = {}
    kept = list(rows)
    for row in kept:
        for what, value in (("source id", row.source.source_id), ("address", address_key(row.source.url))):
            there = seen.setdefault((what, value), row.where)
            if there != row.where:
                shown = value if what == "source id" else row.source.url
                raise UsageError(f"The {what} {shown!r} stands twice: {there} and {row.where}. Take one of them out.")
    return kept


def _check_columns(path: Path, found: Sequence[str]) -> None:
    missing = [name for name, field in Source.model_fields.items() if field.is_required() and name not in found]
    if missing:
        raise UsageError(
            f"{path.name}, line 1: the column{'s' if len(missing) > 1 else ''} {', '.join(missing)} "
            f"{'are' if len(missing) > 1 else 'is'} missing; the first line names the columns, separated by commas: {','.join(COLUMNS)}"
        )
    for name in found:
        if name not in COLUMNS:
            near = difflib.get_close_matches(name or "", COLUMNS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"the columns are {','.join(COLUMNS)}"
            raise UsageError(f"{path.name}, line 1: there is no column {name!r}; {hint}")


def _source(row: dict[str, str], where: str) -> Source:
    try:
        return Source.model_validate(row)
    except ValidationError as error:
        column, fault = fault_of(error)
        raise UsageError(f"{where}, {f'column {column}: ' if column else ''}{fault}") from error


def fault_of(error: ValidationError) -> tuple[str, str]:
    """The first column that cannot be ("" where it is several together), and what is wrong with it."""
    first = error.errors()[0]
    column = ".".join(str(part) for part in first["loc"])
    if not column:
        return "", first["msg"].removeprefix("Value error, ")
    wanted = _WANTED.get(column) if first["type"] == "string_pattern_mismatch" else None
    return column, f"{wanted or first['msg'].removeprefix('Value error, ')} (found {str(first['input'])[:80]!r})"
