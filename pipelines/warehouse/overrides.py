"""The rows of the user's overrides: what they list, and which names that are gone from the marts they account for."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.events.resolution import UNLISTED, Registry, registry_from
from pipelines.settings import Settings

_LISTED = {
    "dim_organizations": ("organizations.csv", "organization_id"),
    "dim_publishers": ("publishers.csv", "publisher_id"),
}
"""The marts of names that overrides can add to, with the file and the column of their keys."""

Row = dict[str, str | None]


def rows_of_file(path: Path) -> list[Row]:
    """The rows of one file of the columns of a seed, none where it is not there; what is wrong with it is dbt's to say."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{"domains": "", **{key: value for key, value in row.items() if key}} for row in csv.DictReader(file)]


def keys_listed(settings: Settings) -> dict[str, list[str]]:
    """The keys that overrides list, by mart, as a receipt keeps them."""
    return {
        mart: sorted({str(row[key]) for row in rows_of_file(settings.overrides_dir / file) if row.get(key)})
        for mart, (file, key) in _LISTED.items()
    }


@dataclass(frozen=True)
class Changed:
    """Overrides that are others than those of a release: what they list now, and the keys that they list no more."""

    names: Registry = field(default_factory=lambda: _registry({}))
    taken_out: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def account_for(self, mart: str, key: str, name: str | None, url: str | None) -> bool:
        """Whether a row of a mart of names is gone because of them.

        A listed one is if its row was taken out, or has another key now; an unlisted one if its name, or the address it
        published at, is one that they list.
        """
        if not key.startswith(UNLISTED):
            return key in self.taken_out.get(mart, ())
        said = [text for text in (name, key.removeprefix(UNLISTED)) if text]
        if mart == "dim_organizations":
            return any(self.names.party(text).is_listed for text in said)
        if mart == "dim_publishers":
            found = (self.names.publisher(text, url) for text in said)
            return any(meaning is not None and meaning.is_listed for meaning in found)
        return False


def changed_since(settings: Settings, listed_before: Mapping[str, Sequence[str]]) -> Changed:
    """The overrides as they are, beside the keys that a receipt says they listed then."""
    now = keys_listed(settings)
    return Changed(
        _registry({path.name: rows_of_file(path) for path in settings.overrides_dir.glob("*.csv")}),
        {mart: frozenset(keys) - frozenset(now.get(mart, ())) for mart, keys in listed_before.items()},
    )


def _registry(files: Mapping[str, list[Row]]) -> Registry:
    def whole(name: str, *columns: str) -> list[Row]:
        return [row for row in files.get(name, []) if all(row.get(column) for column in columns)]

    return registry_from(
        organizations=whole("organizations.csv", "organization_id", "name"),
        aliases=whole("aliases.csv", "alias", "organization_id"),
        publishers=whole("publishers.csv", "publisher_id", "name"),
        descriptions=[],
        products=[],
        models=[],
        publisher_aliases=[],
    )
