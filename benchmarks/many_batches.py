"""Whether a store grows slow or fat by many small loads: ``python -m benchmarks.many_batches``.

200 loads of 1,000 invented claims, each built before the next comes; then a fresh store of the very same rows, built once. Prints
what a load and its build took at the beginning and at the end, by the clock and of the processor (which tells more on a machine
with other work), how much memory the process came to, and the bytes a claim in either store. Promised: the last loads take at
most 1.5 times the first, memory stays flat, and at most twice the bytes.
"""

import argparse
import logging
import resource
import statistics
import tempfile
import time
from pathlib import Path

import structlog

from benchmarks.incremental_build import NEW, add_claims, built
from pipelines.settings import Settings


def _bytes(settings: Settings) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in (settings.warehouse_path, settings.marts_path)}


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _added(settings: Settings, number: int) -> tuple[float, float]:
    """Add the load of that number and build; the seconds by the clock and of the processor, the copy of the release left out."""
    clock, spent = time.perf_counter(), time.process_time()
    add_claims(settings, number * NEW, (number + 1) * NEW, f"load{number}")
    parts = {"load": (time.perf_counter() - clock, time.process_time() - spent), **built(settings, number)}
    counted = [seconds for part, seconds in parts.items() if part != "release copy"]
    return sum(seconds[0] for seconds in counted), sum(seconds[1] for seconds in counted)


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--batches", type=int, default=200)
    asked.add_argument("--ends", type=int, default=20, help="so many at the beginning and at the end are compared")
    given = asked.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        grown = Settings(home=Path(folder) / "grown")
        _added(grown, 0)  # a full build: it is not among those compared
        seconds, peaks = [], []
        for number in range(1, given.batches + 1):
            seconds.append(_added(grown, number))
            peaks.append(_peak_mb())
            if number % 10 == 0:
                clock, spent = seconds[-1]
                print(
                    f"{number} loads: {clock:.1f} s ({spent:.1f} of the processor), {peaks[-1]:.0f} MB, {_bytes(grown)}",
                    flush=True,
                )
        fresh = Settings(home=Path(folder) / "fresh")
        add_claims(fresh, 0, (given.batches + 1) * NEW, "load0")
        built(fresh, 0)
        for place, what in enumerate(("by the clock", "of the processor")):
            first, last = (
                statistics.median(one[place] for one in part)
                for part in (seconds[: given.ends], seconds[-given.ends :])
            )
            print(f"time {what}: first {first:.2f} s, last {last:.2f} s, ratio {last / first:.2f}")
        print(f"memory: peak after {given.ends} loads {peaks[given.ends - 1]:.0f} MB, after all {peaks[-1]:.0f} MB")
        for name, size in _bytes(fresh).items():
            rows, grew = (given.batches + 1) * NEW, _bytes(grown)[name]
            print(f"{name}: {grew / rows:.0f} bytes a claim, fresh {size / rows:.0f}, ratio {grew / size:.2f}")


if __name__ == "__main__":
    main()
