"""Row 16: readers who open the published file every 20 ms meet no error and one version a connection, however often it is replaced.

That of two runs one waits or refuses is row 3: a run elsewhere is one of the holders there.
"""

from pathlib import Path

import duckdb
import pytest

from pipelines.lake import Lake
from pipelines.settings import Settings
from pipelines.warehouse import release
from pipelines.warehouse.build import Mart
from tests.faults.apart import start

_ROWS = 2000
# Each row of a release bears its number: half of one and half of another would show.
_READ = """
import pathlib, sys, time
import duckdb
home = pathlib.Path(sys.argv[1])
reads, versions = 0, set()
print("begun", flush=True)
while not (home / "stop").exists():
    with duckdb.connect(str(home / "published" / "newsledger.duckdb"), read_only=True) as connection:
        connection.execute("set threads = 1")
        ask = "select min(version), max(version), count(*) from newsledger.marts.fct_claims"
        low, high, rows = connection.execute(ask).fetchone()
        time.sleep(0.02)
        assert connection.execute(ask).fetchone() == (low, high, rows), "one connection saw two versions"
    assert low == high, (low, high)
    assert rows == int(sys.argv[2]), rows
    reads, versions = reads + 1, versions | {low}
print(reads, len(versions))
"""


def _release(settings: Settings, number: int) -> None:
    settings.work_dir.mkdir(exist_ok=True)
    settings.marts_path.unlink(missing_ok=True)
    with duckdb.connect(str(settings.marts_path)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.fct_claims as select 'c' || i as claim_key, 'e' || i as event_key, "
            f"timestamptz '2026-01-01' as known_at, {number} as version from range({_ROWS}) as rows(i)"
        )
    folder = release.begin(settings, f"20260101T{number:06}Z")
    release.fill(folder, settings, [Mart("fct_claims", ("claim_key",))], {"content_hash": str(number)})
    release.publish(folder, settings, Lake(settings.lake_dir))


@pytest.mark.parametrize(("readers", "releases"), [(3, 20), pytest.param(20, 200, marks=pytest.mark.thorough)])
def test_readers_meet_no_error_and_one_version_a_connection(tmp_path: Path, readers: int, releases: int) -> None:
    settings = Settings(home=tmp_path)
    _release(settings, 0)
    running = [start(_READ, tmp_path, _ROWS) for _ in range(readers)]
    try:
        for one in running:
            assert one.stdout is not None
            assert one.stdout.readline() == "begun\n"
        for number in range(1, releases + 1):
            _release(settings, number)
    finally:
        (tmp_path / "stop").touch()
        said = [one.communicate(timeout=120) for one in running]
    assert [error for _, error in said] == [""] * readers
    reads, versions = zip(*(map(int, out.split()) for out, _ in said), strict=True)
    assert sum(reads) > readers * 5
    assert sum(versions) > readers
