"""Another process on a store: it holds something, or does a step and is killed in it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def start(code: str, *arguments: object, now: str | None = None) -> subprocess.Popen[str]:
    """Python code in a process of its own that knows the project."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)} | ({"NEWSLEDGER_NOW": now} if now else {})
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=PROJECT
    )


@contextmanager
def held(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Such a process, from when it says that it holds what it shall hold."""
    process = start(code, *arguments)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n", process.stderr and process.stderr.read()
        yield process
    finally:
        process.kill()
        process.communicate()
