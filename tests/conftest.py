"""What tests of several areas share: a real Redis server on this machine, and how examples are tried."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from redis import Redis
from redis.exceptions import RedisError

# How long one example takes is the business of whoever else uses the machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


_WHOLE_RUNS = ("faults", "end_to_end", "dags", "keeping")
"""Folders of tests that build stores or start services: minutes a file, where others take seconds."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files, so that no process is left with one of them when the others are done."""
    items.sort(key=lambda item: item.path.parent.name not in _WHOLE_RUNS)


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis server that keeps nothing; skipped where none is installed."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed (Debian: apt-get install redis-server)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("redis")
    command = [
        program,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(folder),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The address of a Redis server that is empty."""
    with Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < until:
        try:
            with Redis(port=port, socket_connect_timeout=1) as client:
                client.ping()
        except RedisError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("redis-server did not come up")
