"""Row 17: a truncated release, a flipped byte in the warehouse, a missing WAL: told, never shown as facts, rebuilt from the lake."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import run as steps
from pipelines.errors import NewsledgerError
from tests.faults.apart import start
from tests.faults.conftest import Store, open_store, source
from tests.faults.firms import paragraphs, title
from tests.web_site import serve_site

_NOW = "2026-07-10T14:00:00Z"
_LOAD_AND_DIE = """
import os, sys
from pipelines.lake import Lake
from pipelines.settings import load_settings
from pipelines.warehouse.connection import warehouse
from pipelines.warehouse.load import load_pending
settings = load_settings(home=sys.argv[1])
with warehouse(settings) as connection:
    load_pending(Lake(settings.lake_dir), connection)
    os._exit(9)
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    """A store of five articles, and the hash of what they give."""
    with serve_site() as site, open_store(tmp_path_factory.mktemp("damaged") / "home") as store:
        for number in range(5):
            site.html(f"/{number}", title(number), *paragraphs(number))
        site.feed("/feed", *((title(number), f"{site.url}/{number}") for number in range(5)))
        store.collect(12, source(site.url + "/feed"))
        yield store, str(store.build().content_hash)


def _flip(path: Path, place: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)
        file.seek(place)
        file.write(bytes([byte[0] ^ 0xFF]))


def _facts(store: Store) -> list[tuple[object, ...]]:
    return store.ask("select recipient, amount from fct_investments order by all")


@pytest.mark.parametrize("share", [0.5, 0.99])
def test_a_truncated_release_is_replaced_by_the_next_build(published: tuple[Store, str], share: float) -> None:
    store, expected = published
    before = _facts(store)
    file = store.settings.published.resolve() / "newsledger.duckdb"
    os.truncate(file, int(file.stat().st_size * share))
    result = steps.build_marts(store.settings)
    assert (result.content_hash, bool(result.release_id)) == (expected, True)
    assert _facts(store) == before


def test_a_flipped_byte_in_a_release_is_found_by_a_full_build(published: tuple[Store, str]) -> None:
    store, expected = published
    before = _facts(store)
    file = store.settings.published.resolve() / "newsledger.duckdb"
    _flip(file, file.stat().st_size // 2)
    result = steps.build_marts(store.settings, full=True)
    assert (result.content_hash, bool(result.release_id)) == (expected, True)
    assert _facts(store) == before
    assert steps.build_marts(store.settings).reason == "nothing new"


@pytest.mark.parametrize(
    "share", [0.0, 0.5, *(pytest.param(n / 20, marks=pytest.mark.thorough) for n in range(1, 20) if n != 10)]
)
def test_a_flipped_byte_in_the_warehouse_changes_no_fact_and_the_lake_makes_it_anew(
    published: tuple[Store, str], tmp_path: Path, share: float
) -> None:
    store, expected = published
    home = tmp_path / "home"
    shutil.copytree(store.settings.home, home, symlinks=True)
    damaged = Store(store.settings.model_copy(update={"home": home}), store.set_hour)
    before = _facts(damaged)
    file = damaged.settings.warehouse_path
    _flip(file, int(file.stat().st_size * share))
    told = ""
    try:
        steps.build_marts(damaged.settings, full=True)
    except NewsledgerError as error:
        told = str(error)
    assert not told or str(damaged.settings.work_dir) in told  # where to look, or what to delete
    assert _facts(damaged) == before
    shutil.rmtree(damaged.settings.work_dir)
    assert steps.build_marts(damaged.settings).content_hash == expected


def test_a_load_whose_wal_is_gone_is_loaded_again(published: tuple[Store, str], tmp_path: Path) -> None:
    store, expected = published
    home = tmp_path / "home"
    home.mkdir()
    shutil.copytree(store.settings.lake_dir, home / "lake")
    died = start(_LOAD_AND_DIE, home, now=_NOW)
    died.communicate()
    assert died.returncode == 9
    (wal,) = (home / "work").glob("warehouse.duckdb.wal")
    wal.unlink()
    result = steps.build_marts(store.settings.model_copy(update={"home": home}))
    assert (result.load.batches > 0, result.content_hash) == (True, expected)
