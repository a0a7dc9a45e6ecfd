"""A dozen analysts' questions on a release, each warm and the median of five: ``python -m benchmarks.queries RELEASE.duckdb``.

Prints one line a query and exits 1 if any takes longer than the limit. Close other work first: the times are those of this machine.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

import duckdb

QUERIES = Path(__file__).with_name("queries")
LIMIT_MS = 250.0  # the promise for 10 million claims (2026-11-25)
RUNS = 5


def timed(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, int]:
    """The median milliseconds of a query, once warmed up, and how many rows it gives."""
    rows = len(connection.execute(sql).fetchall())
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        connection.execute(sql).fetchall()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), rows


def main() -> int:
    """Time every query of the folder on one release."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", type=Path, help="newsledger.duckdb of a release")
    parser.add_argument(
        "--threads", type=int, default=0, help="threads of DuckDB; as many as the machine has if not given"
    )
    arguments = parser.parse_args()
    config = {"threads": arguments.threads} if arguments.threads else {}
    with duckdb.connect(str(arguments.release), read_only=True, config=config) as connection:
        connection.execute("use newsledger.marts")
        counted = connection.execute("select count(*) from fct_claims").fetchone()
        print(f"{counted[0] if counted else 0} claims; median of {RUNS}, warm")
        slow = 0
        for path in sorted(QUERIES.glob("*.sql")):
            milliseconds, rows = timed(connection, path.read_text(encoding="utf-8"))
            slow += milliseconds > LIMIT_MS
            print(f"{path.stem:32} {milliseconds:9.1f} ms {rows:6} rows{'  SLOW' if milliseconds > LIMIT_MS else ''}")
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
