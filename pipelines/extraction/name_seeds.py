"""Reading the seeds of names and the user's additions to them, as typed rows that know where they stand."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pipelines.errors import UsageError

RowKind = Literal["organization", "model", "product", "publisher", "description"]

_ORGANIZATIONS, _ALIASES, _PUBLISHERS = "organizations.csv", "organization_aliases.csv", "publishers.csv"
# Seed, kind of the name, columns of the printed name, of the key, and of the organization behind it.
_NAMES: tuple[tuple[str, RowKind, str, str, str], ...] = (
    (_ORGANIZATIONS, "organization", "name", "organization_id", "organization_id"),
    (_ALIASES, "organization", "alias", "organization_id", "organization_id"),
    ("definite_descriptions.csv", "description", "description", "organization_id", "organization_id"),
    ("models.csv", "model", "model", "model_id", "maker_id"),
    ("products.csv", "product", "product", "product_id", "owner_id"),
    (_PUBLISHERS, "publisher", "name", "publisher_id", "publisher_id"),
    ("publisher_aliases.csv", "publisher", "alias", "publisher_id", "publisher_id"),
)
_OVERRIDES = {_ORGANIZATIONS: "organizations.csv", _ALIASES: "aliases.csv", _PUBLISHERS: "publishers.csv"}
_OWN_KEY = {_ORGANIZATIONS: "organization_id", _PUBLISHERS: "publisher_id"}


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization or person of the seeds or the overrides."""

    organization_id: str
    name: str
    organization_type: str
    country_code: str | None
    parent_id: str | None
    family_id: str
    sector: str
    is_ai: bool

    @property
    def is_person(self) -> bool:
        """Whether it is a person."""
        return self.organization_type == "person"


@dataclass(frozen=True, slots=True)
class Row:
    """One printed name; ``place`` is the file and line it stands in, for messages."""

    surface: str
    kind: RowKind
    key: str
    organization_id: str | None
    is_ambiguous: bool
    place: str

    def __str__(self) -> str:
        return f"{self.place} ({self.surface!r}, {self.key})"


@dataclass(frozen=True, slots=True)
class _Line:
    values: dict[str, str]
    place: str


def stamps(seeds_dir: Path, overrides_dir: Path | None) -> tuple[tuple[str, int, int], ...]:
    """What tells whether a file has changed: path, time and size of each that is there."""
    files = [path for seed, *_ in _NAMES for path in _files(seed, seeds_dir, overrides_dir) if path.is_file()]
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)


def read_seeds(
    seeds_dir: Path, overrides_dir: Path | None, normalise: Callable[[str], str]
) -> tuple[list[Row], dict[str, Organization]]:
    """All printed names and all organizations.

    Raises:
        UsageError: A row lacks a key or a name, names an unknown organization, or clashes with another row.
    """
    lines = {seed: list(_lines(seed, seeds_dir, overrides_dir)) for seed, *_ in _NAMES}
    for seed, column in _OWN_KEY.items():
        _refuse_repeated_keys(lines[seed], column)
    organizations = _organizations(lines[_ORGANIZATIONS])
    rows = [
        Row(line.values[name], kind, line.values[key], line.values[behind], _is_true(line, "is_ambiguous"), line.place)
        for seed, kind, name, key, behind in _NAMES
        for line in lines[seed]
    ]
    _refuse_clashes(rows, normalise)
    for row in rows:
        if row.kind in {"organization", "model", "product", "description"} and row.organization_id not in organizations:
            raise UsageError(
                f"{row.place}: no organization has the key {row.organization_id!r}; add it to organizations.csv."
            )
    return [_with_organization(row, organizations) for row in rows], organizations


def _with_organization(row: Row, organizations: dict[str, Organization]) -> Row:
    return row if row.organization_id in organizations else replace(row, organization_id=None)


def _files(seed: str, seeds_dir: Path, overrides_dir: Path | None) -> list[Path]:
    added = [overrides_dir / _OVERRIDES[seed]] if overrides_dir and seed in _OVERRIDES else []
    return [seeds_dir / seed, *added]


def _lines(seed: str, seeds_dir: Path, overrides_dir: Path | None) -> Iterator[_Line]:
    needed = {column for name, _, *columns in _NAMES if name == seed for column in columns}
    for path in _files(seed, seeds_dir, overrides_dir):
        if path.parent == overrides_dir and not path.exists():
            continue
        yield from _read(path, needed)


def _read(path: Path, needed: set[str]) -> Iterator[_Line]:
    shown = f"{path.parent.name}/{path.name}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for values in reader:
                line = _Line(
                    {k: (v or "").strip() for k, v in values.items() if isinstance(k, str)},
                    f"{shown}:{reader.line_num}",
                )
                lacking = sorted(column for column in needed if not line.values.get(column))
                if lacking:
                    raise UsageError(f"{line.place}: {' and '.join(lacking)} must be given.")
                yield line
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{shown} cannot be read as a CSV file in UTF-8: {error}") from error


def _is_true(line: _Line, column: str) -> bool:
    return line.values.get(column, "").lower() == "true"


def _refuse_repeated_keys(lines: list[_Line], column: str) -> None:
    seen: dict[str, _Line] = {}
    for line in lines:
        other = seen.setdefault(line.values[column], line)
        if other is not line:
            raise UsageError(
                f"{other.place} and {line.place} have the same {column} {line.values[column]!r}; keep one of them."
            )


def _refuse_clashes(rows: list[Row], normalise: Callable[[str], str]) -> None:
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row.kind not in {"organization", "publisher"}:
            continue
        form = normalise(row.surface)
        if not form:
            raise UsageError(f"{row}: a name needs a letter or a digit.")
        other = seen.setdefault((row.kind, form), row)
        if other.key != row.key:
            raise UsageError(f"{other} and {row} are one name for two {row.kind}s; keep one of them.")


def _organizations(lines: list[_Line]) -> dict[str, Organization]:
    values = {line.values["organization_id"]: line for line in lines}
    return {key: _organization(line, values) for key, line in values.items()}


def _organization(line: _Line, known: dict[str, _Line]) -> Organization:
    get = line.values.get
    return Organization(
        organization_id=line.values["organization_id"],
        name=line.values["name"],
        organization_type=get("organization_type") or "company",
        country_code=get("country_code") or None,
        parent_id=get("parent_id") or None,
        family_id=get("family_id") or _family(line, known),
        sector=get("sector") or "other",
        is_ai=_is_true(line, "is_ai"),
    )


def _family(line: _Line, known: dict[str, _Line]) -> str:
    chain = [line.values["organization_id"]]
    while parent := known[chain[-1]].values.get("parent_id"):
        if parent in chain or parent not in known:
            raise UsageError(
                f"{line.place}: its parents must be organizations and end; {parent!r} is none or comes again."
            )
        chain.append(parent)
    return chain[-1]
