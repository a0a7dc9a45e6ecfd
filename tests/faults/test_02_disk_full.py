"""Row 2: the disk is full in lake, warehouse or publish: said loudly, the last release stands, and with room again it ends in H0.

The disk is a real small one (a tmpfs) and the kernel itself refuses to write; only the moment is ours: a file takes all the room,
or all but a little, before a chosen step. Mounting needs root, so elsewhere these are skipped, which the run says.
"""

import importlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import DiskFullError, ExitCode
from pipelines.lake import Lake
from tests.faults.conftest import Store, open_store
from tests.three_hundred import write_editions

_DISK = 512 * 2**20
_POINTS = {
    "lake_articles": ("pipelines.lake.batches.Lake.write_articles", 0),
    "lake_claims": ("pipelines.lake.batches.Lake.write_extractions", 0),
    "lake_note_of_the_run": ("pipelines.lake.batches.Lake.write_collect_run", 0),
    "warehouse_load": ("pipelines.warehouse.load._insert", 0),
    "warehouse_build": ("pipelines.warehouse.build.run_dbt", 0),
    "warehouse_build_half_way": ("pipelines.warehouse.build.run_dbt", 2 * 2**20),
    "publish_copy": ("pipelines.warehouse.release.fill", 0),
    "publish_copy_half_way": ("pipelines.warehouse.release.fill", 4 * 2**20),
    "publish_keys": ("pipelines.warehouse.release._note_keys", 0),
}
_ALWAYS = {"lake_articles", "warehouse_build_half_way", "publish_copy_half_way"}
_CASES = [pytest.param(n, marks=[] if n in _ALWAYS else [pytest.mark.thorough]) for n in _POINTS]


@dataclass
class _Before:
    """A store with H-1 published, what comes next, and the hash H0 of both."""

    store: Store
    inbox: Path
    expected: str | None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("a small disk can be mounted by root alone")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Before]:
    folder = tmp_path_factory.mktemp("full")
    editions = write_editions(folder / "editions")
    for path in (file for edition in editions for file in edition.iterdir()):
        if int(path.name.split("-")[0]) >= 5:
            path.unlink()
    with open_store(folder / "home") as store:
        store.collect(150, inbox=editions[0])
        store.build()
        whole = _copied(store, folder / "whole")
        yield _Before(store, editions[1], _run(whole, editions[1]))


def _run(store: Store, inbox: Path) -> str | None:
    store.collect(156, inbox=inbox)
    return store.build().content_hash


def _copied(store: Store, home: Path) -> Store:
    shutil.copytree(store.settings.home, home, symlinks=True)
    return Store(store.settings.model_copy(update={"home": home}), store.set_hour)


def _fill(disk: Path, leaving: int) -> None:
    free = shutil.disk_usage(disk).free - leaving
    with (disk / "ballast").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free)


def _fills_before(patch: pytest.MonkeyPatch, place: str, disk: Path, leaving: int) -> None:
    owner, name = place.rsplit(".", 1)
    real = Lake if owner.endswith(".Lake") else importlib.import_module(owner)
    step = getattr(real, name)

    def filled(*given: Any, **more: Any) -> Any:
        _fill(disk, leaving)
        return step(*given, **more)

    patch.setattr(real, name, filled)


@pytest.mark.parametrize("case", _CASES)
def test_a_full_disk_is_said_loudly_and_with_room_again_the_run_ends_in_h0(
    before: _Before, small_disk: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = _copied(before.store, small_disk / "home")
    facts, shown = "select * from fct_investments order by all", store.settings.published.resolve()
    stood = store.ask(facts)
    with monkeypatch.context() as patch:
        _fills_before(patch, _POINTS[case][0], small_disk, _POINTS[case][1])
        with pytest.raises(DiskFullError, match=r"no space left on the disk of .* and run again") as said:
            _run(store, before.inbox)
    assert str(small_disk / "home") in str(said.value)
    assert said.value.exit_code == ExitCode.OTHER
    assert (store.settings.published.resolve(), store.ask(facts)) == (shown, stood)
    (small_disk / "ballast").unlink()
    assert _run(store, before.inbox) == before.expected
    store.check_oracle()
    assert store.build().reason == "nothing new"
