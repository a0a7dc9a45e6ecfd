"""Row 2: the disk is full in lake, warehouse or publish: said loudly, the last release stands, and with room again it ends in H0.

Always: one store, and the disk full at one of the nine points after another, until the run gets through. `make test-faults-all`: each
point by itself from the same beginning as well. Data tests of the marts are left out (half of a build; they write nothing).
The disk is a real small one (a tmpfs) and the kernel itself refuses to write; only the moment is ours: a file takes all the room,
or all but a little, before a chosen step. Mounting needs root, so elsewhere these are skipped, which the run says.
"""

import importlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import DiskFullError, ExitCode
from pipelines.lake import Lake
from pipelines.settings import Settings
from pipelines.warehouse import build
from tests.faults.conftest import Store, open_store
from tests.three_hundred import write_editions

_DISK = 512 * 2**20
_POINTS = {
    "lake_articles": ("pipelines.lake.batches.Lake.write_articles", 0),
    "lake_note_of_the_run": ("pipelines.lake.batches.Lake.write_collect_run", 0),
    "lake_claims": ("pipelines.lake.batches.Lake.write_extractions", 0),
    "warehouse_load": ("pipelines.warehouse.load._insert", 0),
    "warehouse_build": ("pipelines.warehouse.build.run_dbt", 0),
    "warehouse_build_half_way": ("pipelines.warehouse.build.run_dbt", 2 * 2**20),
    "publish_copy": ("pipelines.warehouse.release.fill", 0),
    "publish_copy_half_way": ("pipelines.warehouse.release.fill", 4 * 2**20),
    "publish_keys": ("pipelines.warehouse.release._note_keys", 0),
}


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


@pytest.fixture(scope="module", autouse=True)
def _no_data_tests() -> Iterator[None]:
    """For the marts alone: what they hold is compared with a clean build."""
    invoke = build._invoke

    def invoked(settings: Settings, arguments: list[str], environment: dict[str, str]) -> Any:
        left_out = ["--exclude-resource-type", "test"] if arguments[0] == "build" else []
        return invoke(settings, [*arguments, *left_out], environment)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "_invoke", invoked)
        yield


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Before]:
    folder = tmp_path_factory.mktemp("full")
    editions = write_editions(folder / "editions")
    for path in (file for edition in editions for file in edition.iterdir()):
        if (
            int(path.name.split("-")[0]) >= 5
        ):  # thirty articles: what a run takes here is dbt, whatever there is to build
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


def _said_by_a_run(store: Store, inbox: Path, case: str, disk: Path) -> str:
    """What a run says that finds the disk full there; the last release stands."""
    facts, shown = "select * from fct_investments order by all", store.settings.published.resolve()
    stood = store.ask(facts)
    with pytest.MonkeyPatch.context() as patch:
        _fills_before(patch, _POINTS[case][0], disk, _POINTS[case][1])
        with pytest.raises(DiskFullError) as said:
            _run(store, inbox)
    assert said.value.exit_code == ExitCode.OTHER, case
    assert (store.settings.published.resolve(), store.ask(facts)) == (shown, stood), case
    (disk / "ballast").unlink()  # it is there only where the point was come to
    return str(said.value)


def _tells_where_and_what_to_do(said: str, disk: Path) -> bool:
    return (
        re.search(rf"no space left on the disk of {re.escape(str(disk / 'home'))} .* and run again", said) is not None
    )


@pytest.mark.timeout(900)  # eleven runs, one after another: 80 s, several times that on a loaded machine
def test_a_disk_that_is_full_at_one_point_after_another_is_said_each_time_and_the_run_ends_in_h0(
    before: _Before, small_disk: Path
) -> None:
    store = _copied(before.store, small_disk / "home")
    for case in _POINTS:
        assert _tells_where_and_what_to_do(_said_by_a_run(store, before.inbox, case, small_disk), small_disk), case
    assert _run(store, before.inbox) == before.expected
    store.check_oracle()
    assert store.build().reason == "nothing new"


@pytest.mark.thorough
@pytest.mark.parametrize("case", _POINTS)
def test_a_full_disk_is_said_loudly_and_with_room_again_the_run_ends_in_h0(
    before: _Before, small_disk: Path, case: str
) -> None:
    store = _copied(before.store, small_disk / "home")
    assert _tells_where_and_what_to_do(_said_by_a_run(store, before.inbox, case, small_disk), small_disk)
    assert _run(store, before.inbox) == before.expected
    store.check_oracle()
    assert store.build().reason == "nothing new"
