"""Row 3: another process holds the warehouse for 1 s, 30 s or for ever: a bounded wait, an error that names it, readers untouched.

It may hold our own lock (a run elsewhere) or DuckDB's (a shell, a BI tool with the file open for writing).
"""

import time
from collections.abc import Iterator

import pytest

from pipelines import run as steps
from pipelines.errors import ExitCode, StoreLockedError
from tests.faults.apart import held
from tests.faults.conftest import Store, open_store, source
from tests.faults.firms import paragraphs, title
from tests.web_site import serve_site

_BY_US = """
import sys, time
from pipelines.settings import load_settings
from pipelines.warehouse.lock import store_lock
with store_lock(load_settings(home=sys.argv[1]), "another_run"):
    print("held", flush=True); time.sleep(float(sys.argv[2]))
"""
_BY_A_SHELL = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1] + "/work/warehouse.duckdb")
print("held", flush=True); time.sleep(float(sys.argv[2]))
"""
_HOLDERS = pytest.mark.parametrize("holder", [_BY_US, _BY_A_SHELL], ids=["a_run", "a_shell"])
_FOR_EVER = 3600
_BRIEFLY = 0.5  # stands for the 30 s that a run waits


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with serve_site() as site, open_store(tmp_path_factory.mktemp("locked") / "home") as store:
        site.html("/0", title(0), *paragraphs(0))
        site.feed("/feed", (title(0), f"{site.url}/0"))
        store.collect(12, source(site.url + "/feed"))
        store.build()
        yield store


@_HOLDERS
def test_a_lock_of_a_second_is_waited_for(published: Store, holder: str) -> None:
    with held(holder, published.settings.home, 1):
        assert steps.build_marts(published.settings).reason == "nothing new"


@_HOLDERS
@pytest.mark.parametrize("seconds", [30, _FOR_EVER])
def test_a_longer_one_ends_in_an_error_that_names_the_holder_and_readers_see_nothing_of_it(
    published: Store, holder: str, seconds: int
) -> None:
    before = published.ask("select count(*) from fct_investments")
    hasty = published.settings.model_copy(update={"lock_wait_seconds": _BRIEFLY})
    with held(holder, published.settings.home, seconds) as process:
        began = time.monotonic()
        with pytest.raises(StoreLockedError, match=rf"waited {_BRIEFLY:g} s(?s:.*)") as said:
            steps.build_marts(hasty)
        assert _BRIEFLY <= time.monotonic() - began < _BRIEFLY + 5
        assert str(process.pid) in str(said.value)
        assert said.value.exit_code == ExitCode.LOCKED
        assert published.ask("select count(*) from fct_investments") == before == [(1,)]
    assert steps.build_marts(published.settings).reason == "nothing new"


def test_a_run_waits_half_a_minute_by_default(published: Store) -> None:
    assert published.settings.lock_wait_seconds == 30


def test_a_holder_that_is_killed_holds_nothing(published: Store) -> None:
    with held(_BY_US, published.settings.home, _FOR_EVER) as process:
        process.kill()
        process.wait()
        assert steps.build_marts(published.settings).reason == "nothing new"
