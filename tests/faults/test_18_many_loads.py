"""Row 18: a store of many small loads stays about as large as one built at once.

Time and memory are measured by ``python -m benchmarks.many_batches``. That the file of the marts is written compactly, and is the same
after it, is tested quickly in tests/warehouse/test_compact.py.
"""

from pathlib import Path

import pytest

from benchmarks.incremental_build import add_claims, built
from pipelines.settings import Settings

_LOADS, _CLAIMS = 40, 500


def _sizes(settings: Settings) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in (settings.warehouse_path, settings.marts_path)}


@pytest.mark.thorough
def test_forty_small_loads_take_at_most_twice_the_room_of_one(tmp_path: Path) -> None:
    grown, fresh = Settings(home=tmp_path / "grown"), Settings(home=tmp_path / "fresh")
    for number in range(_LOADS):
        add_claims(grown, number * _CLAIMS, (number + 1) * _CLAIMS, f"load{number:03}")
        built(grown, number)
    add_claims(fresh, 0, _LOADS * _CLAIMS, "load000")
    built(fresh, 0)
    at_once = _sizes(fresh)
    assert {name: size / at_once[name] for name, size in _sizes(grown).items() if size > 2 * at_once[name]} == {}
