"""How long 480 feeds of 10 items take to be collected, parsed and stored, from a server that is slow and sometimes fails.

Run with ``python -m benchmarks.collect_speed``. It says the seconds, the processor seconds of ours and of the server, the
most memory all of our processes held at once, and the most requests that any one site saw open at once.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from pipelines.articles.collect import collect
from pipelines.lake import Lake
from pipelines.settings import PROJECT_DIR, load_settings
from pipelines.sources.registry import Source


@contextmanager
def many_sites(*options: str) -> Iterator[tuple[int, int]]:
    """The server as a process of its own; its port and process id."""
    command = [sys.executable, "-m", "benchmarks.many_sites", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=PROJECT_DIR, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline()), process.pid
        finally:
            process.terminate()


def sources(port: int, feeds: int) -> list[Source]:
    """One source a site."""
    return [
        Source(
            source_id=f"site{n}", publisher=f"Site {n}", publisher_family=f"site{n}", terms="full",
            url=f"http://site{n}.localhost:{port}/feed.xml",
        )
        for n in range(feeds)
    ]  # fmt: skip


def seen(port: int) -> dict[str, int]:
    """What the server saw."""
    with urlopen(f"http://127.0.0.1:{port}/seen") as reply:
        found: dict[str, int] = json.loads(reply.read())
    return found


class Memory(threading.Thread):
    """Watches what this process and its children hold, all together."""

    def __init__(self, without: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._without = without

    def run(self) -> None:
        while True:
            self.most = max(self.most, sum(map(_resident, [os.getpid(), *self._children()])))
            time.sleep(0.2)

    def _children(self) -> list[int]:
        said = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
        return [int(pid) for pid in said.split() if int(pid) != self._without]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def main() -> None:
    """Collect once, and again when nothing is new, and print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--feeds", type=int, default=480)
    asked.add_argument("--items", type=int, default=10)
    asked.add_argument("--page-bytes", type=int, default=0, help="0: from 20 to 200 kB by turns")
    given = asked.parse_args()
    options = ["--items", str(given.items)] + (["--page-bytes", str(given.page_bytes)] if given.page_bytes else [])
    with many_sites(*options) as (port, server), tempfile.TemporaryDirectory() as home:
        settings = load_settings(home=Path(home), allow_loopback=True)
        memory = Memory(without=server)
        memory.start()
        for name in ("first run", "second run"):
            before, start = os.times(), time.monotonic()
            result = collect(settings, Lake(settings.lake_dir), sources=sources(port, given.feeds))
            seconds, after = time.monotonic() - start, os.times()
            own, workers = (
                after.user + after.system - before.user - before.system,
                (after.children_user + after.children_system - before.children_user - before.children_system),
            )
            print(
                f"{name}: {seconds:.1f} s; {own:.1f} s of processor, {workers:.1f} s in the readers; load {os.getloadavg()[0]:.1f}"
            )
            print(f"  {result.counts()}")
        print(f"memory of all processes: {memory.most / 1e6:.0f} MB; the server saw {seen(port)}")


if __name__ == "__main__":
    main()
