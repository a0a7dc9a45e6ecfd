import asyncio
import os
import time
from typing import Any

import pytest

from pipelines.articles.worker import ParseFailedError, WorkerPool

_PAGE = b"<html><body><article><h1>News</h1><p>" + b"A firm said so on Monday. " * 20 + b"</p></article></body></html>"


def _read(*bodies: bytes, seconds: float = 10) -> list[Any]:
    async def read() -> list[Any]:
        found: list[Any] = []
        async with WorkerPool(1, seconds) as pool:
            await pool.read("page", _PAGE, None, "")
            for body in bodies:
                start = time.monotonic()
                try:
                    found.append((await pool.read("page", body, None, ""))["text"])
                except ParseFailedError as error:
                    assert time.monotonic() - start < seconds + 10  # and the next may wait for a new reader
                    found.append(error)
        return found

    return asyncio.run(read())


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    trap = b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">text</p></body></html>"
    found = _read(trap, _PAGE, seconds=1.5)
    assert isinstance(found[0], ParseFailedError)
    assert "more than 1.5 s" in str(found[0])
    assert "A firm said so" in found[1]


def test_strange_pages_cost_no_other() -> None:
    traps = [
        b"<div>" * 100_000 + b"deep",
        b"\0" * 1000 + _PAGE,
        bytes(range(256)) * 4000,
        b"<p>" + b"word " * 2_000_000,
    ]
    found = _read(*traps, _PAGE)
    assert "A firm said so" in found[1]
    assert isinstance(found[2], ParseFailedError)
    assert "A firm said so" in found[-1]


def test_the_reader_of_untrusted_pages_has_no_secret_and_little_memory(monkeypatch) -> None:
    monkeypatch.setenv("NEWSLEDGER_LLM_API_KEY", "secret")

    async def look() -> tuple[bytes, bytes]:
        async with WorkerPool(1) as pool:
            await pool.read("page", _PAGE, None, "")
            pid = pool.pids()[0]
            with open(f"/proc/{pid}/environ", "rb") as environment, open(f"/proc/{pid}/limits", "rb") as limits:  # noqa: PTH123
                return environment.read(), limits.read()

    environment, limits = asyncio.run(look())
    assert b"secret" not in environment
    (memory,) = (line for line in limits.splitlines() if line.startswith(b"Max address space"))
    assert b"unlimited" not in memory


def test_no_reader_outlives_its_pool() -> None:
    async def use() -> list[int]:
        async with WorkerPool(2) as pool:
            await asyncio.gather(*(pool.read("page", _PAGE, None, "") for _ in range(4)))
            return pool.pids()

    pids = asyncio.run(use())
    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
