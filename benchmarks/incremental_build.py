"""What a build after 1,000 new claims costs, beside stores of different size: ``python -m benchmarks.incremental_build``.

For each size a store is made of invented claims (rows straight into ``raw``: no lake, no article text), built in full once,
then given 1,000 claims some times over and built again. The first of these builds warms the files; of the others the median counts,
since loads differ in how many old claims they take along (none to thousands, beside ten million), and each is printed. Prints what
each part takes, by the clock and of the processor, and the ratio of the largest store to the smallest; the copy of the release is
stated apart. ``--keep FOLDER`` leaves the stores there, each with the copy (``releases/.writing-build2``) for ``benchmarks.queries``;
``--on STORE STORE`` measures stores that are there already, made so or by ``benchmarks.replicate``.

The promise is a ratio of 1.5 between 10 million and 1 million. A full build of 1 million takes half an hour and 6 GB here, so
that the sizes are yours to choose.
"""

import argparse
import logging
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import duckdb
import structlog

from pipelines.settings import Settings
from pipelines.warehouse import build, build_state, compact, content, release
from pipelines.warehouse.connection import warehouse

ROWS = Path(__file__).with_name("invented_claims.sql")
NEW = 1_000
PER_DAY = 800
PROMISED = 1.5
RULES = "rules"
"""Stands for the hash of code and seeds, which would make each build after an edit a full one."""

Times = dict[str, tuple[float, float]]
"""Seconds by the clock and of the processor, by part of the work."""


def add_claims(settings: Settings, first: int, after: int, load: str) -> None:
    """Put the invented claims of these numbers, and their articles, into raw as one load; the same for the same numbers."""
    text = ROWS.read_text(encoding="utf-8")
    for name, value in {"first": first, "after": after, "per_day": PER_DAY, "load": f"'{load}'"}.items():
        text = text.replace(f":{name}", str(value))
    with warehouse(settings) as connection:
        connection.execute("delete from raw.extraction_in_force")
        connection.execute("insert into raw.extraction_in_force values ('rules@1', null, null)")
        connection.execute(text)


@contextmanager
def _timed(times: Times, part: str) -> Iterator[None]:
    clock, spent = time.perf_counter(), time.process_time()
    yield
    times[part] = (time.perf_counter() - clock, time.process_time() - spent)


def built(settings: Settings, number: int, *, full: bool = False) -> Times:
    """Build as a run does, audit and copy the release; what each part took."""
    times: Times = {}
    name = f"build{number}"
    with _timed(times, "build"):
        with warehouse(settings) as connection:
            start = build_state.begin(settings, connection, RULES, full=full)
        build.run_dbt(settings, release_id=name, built_at=datetime.now(UTC), full=start.is_full)
    marts = build.marts(settings)
    with _timed(times, "check"):
        with content.marts_beside_warehouse(settings) as connection:
            sums = content.row_sums(connection, marts, start.row_sums)
            release.audit(connection, marts)
            content.forget_what_was_made(connection)
            connection.execute("force checkpoint newsledger")
        with warehouse(settings) as connection:
            build_state.finish(connection, RULES, name, sums)
        compact.compact_marts(settings, is_new=start.is_full)
    with _timed(times, "release copy"):
        release.fill(release.begin(settings, name), settings, marts, {"release_id": name})
    return times


def make_store(home: Path, size: int) -> None:
    """Make a store of the size, in full."""
    settings = Settings(home=home)
    add_claims(settings, 0, size, "load0")
    _say(f"{size:,} claims, full build", built(settings, 0))


def measured(home: Path, loads: int) -> tuple[int, list[Times]]:
    """How many claims a built store has, and what each of some loads of new ones takes after a first, which warms the files."""
    settings = Settings(home=home)
    with warehouse(settings) as connection:
        (size, before) = connection.execute(
            "select (select count(*) from raw.claims), (select count(*) from raw.built_loads)"
        ).fetchone() or (0, 0)
        numbers = _unused(connection, size, loads + 1)
    found: list[Times] = []
    for place, first in enumerate(numbers):
        times: Times = {}
        with _timed(times, "load"):
            add_claims(settings, first, first + NEW, f"load{before + place}")
        times |= built(settings, before + place)
        _say(f"{size:,} claims, {NEW:,} new and {_taken_along(settings):,} of old events", times)
        found.append(times)
    return size, found[1:]


def _unused(connection: duckdb.DuckDBPyConnection, size: int, wanted: int) -> list[int]:
    """The first numbers of some loads that the store does not have: others may have been tried on it."""
    starts = connection.execute(
        "with starts as (select $1 + $2 * i as first, sha256('c' || first)[1:24] as claim_key from range(1_000) as rows(i)) "
        "select first from starts anti join raw.claims using (claim_key) order by first limit $3",
        [size, NEW, wanted],
    ).fetchall()
    return [first for (first,) in starts]


def _taken_along(settings: Settings) -> int:
    with warehouse(settings) as connection:
        (found,) = connection.execute("select count(event_key) from intermediate.int_claims_touched").fetchone() or (0,)
    return int(found)


def _say(what: str, times: Times) -> None:
    parts = ", ".join(f"{part} {clock:.1f} s ({spent:.1f} of the processor)" for part, (clock, spent) in times.items())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{what}: {parts}; peak {peak:.1f} GB", flush=True)


def _without_copy(found: list[Times], of: Callable[[tuple[float, float]], float]) -> float:
    """The median over loads of what each took, the copy of the release apart."""
    return median(sum(of(seconds) for part, seconds in times.items() if part != "release copy") for times in found)


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="*", default=[5_000, 50_000], help="stores to make, smallest first")
    asked.add_argument("--keep", type=Path, help="leave the stores in this folder")
    asked.add_argument("--on", type=Path, nargs="*", default=[], help="homes of stores that are built, smallest first")
    asked.add_argument(
        "--loads", type=int, default=5, help="loads that are measured in each store, after one that is not"
    )
    given = asked.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        homes = [(given.keep or Path(folder)) / str(size) for size in given.sizes if not given.on]
        for home in homes:
            make_store(home, int(home.name))
        found = [measured(home, given.loads) for home in given.on or homes]
    (smallest, before), (largest, after) = found[0], found[-1]
    clock, spent = (
        _without_copy(after, of) / _without_copy(before, of)
        for of in (lambda seconds: seconds[0], lambda seconds: seconds[1])
    )
    print(
        f"{largest / smallest:.1f} times the store: load and build {clock:.2f} times by the clock, "
        f"{spent:.2f} of the processor (promised between 1 and 10 million: {PROMISED})"
    )


if __name__ == "__main__":
    main()
