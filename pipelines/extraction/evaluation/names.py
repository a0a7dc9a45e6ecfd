"""Whether two printed names mean one party."""

import re
from collections.abc import Iterable
from functools import lru_cache

from pipelines.extraction.gazetteer import Gazetteer, normalise_name
from pipelines.settings import PROJECT_DIR, Settings

# A shorter name stands inside too many others to show anything ("AI", "Arm" in "Arm Wrestling League").
_MIN_CONTAINED = 4
_BRACKETED = re.compile(r"\([^)]*\)")


class Names:
    """Compares names by the seeds where they list them, else by their words."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._families = lru_cache(maxsize=20_000)(self._families_of)
        self._same = lru_cache(maxsize=100_000)(self._are_same)

    @classmethod
    def of(cls, settings: Settings) -> "Names":
        """With the seeds and the user's additions."""
        return cls(Gazetteer.load(PROJECT_DIR / "dbt_project" / "seeds", settings.overrides_dir))

    def same(self, one: str, other: str) -> bool:
        """Whether both mean one organization of a family, a product counting as its maker's, or one holds the other's words."""
        return self._same(one, other)

    def overlap(self, ones: Iterable[str], others: Iterable[str]) -> bool:
        """Whether some name of the first means the same as some name of the second."""
        listed = list(others)
        return any(self.same(one, other) for one in ones for other in listed)

    def shared(self, wanted: Iterable[str], said: Iterable[str]) -> int:
        """How many of the wanted names are among those said."""
        listed = list(said)
        return sum(any(self.same(name, other) for other in listed) for name in wanted)

    def _are_same(self, one: str, other: str) -> bool:
        if self._families(one) & self._families(other):
            return True
        short, long = sorted((_plain(one), _plain(other)), key=len)
        return bool(short) and (short == long or (len(short) >= _MIN_CONTAINED and f" {short} " in f" {long} "))

    def _families_of(self, name: str) -> frozenset[str]:
        keys = {meaning.organization_id for meaning in self._gazetteer.meanings(name)} | {self._gazetteer.resolve(name)}
        found = (self._gazetteer.organizations.get(key) for key in keys if key)
        return frozenset(organization.family_id for organization in found if organization)


def _plain(name: str) -> str:
    return normalise_name(_BRACKETED.sub(" ", name)) or normalise_name(name)
