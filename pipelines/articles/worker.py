"""The process that reads untrusted pages and feeds: small memory, no secrets, and killed when it takes too long.

Frames on standard input and output: a length in four bytes, then a JSON header, then for requests the body.
"""

import asyncio
import json
import logging
import os
import resource
import struct
import sys
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self

from pipelines.errors import PermanentError, TransientError
from pipelines.settings import PROJECT_DIR

JOB_SECONDS = 10.0  # a page with 200,000 attributes took a minute; real ones take 10 ms (November 2026)
_START_SECONDS = 60.0
_MEMORY_BYTES = 1_500_000_000  # of address space: the libraries alone map about 500 MB
_MAX_ANSWER = 64_000_000
_LENGTH = struct.Struct(">I")

Job = Literal["page", "feed", "sitemap"]


class ParseFailedError(PermanentError):
    """The page or feed could not be read: too slow, too large, or too strange."""


class WorkerNotStartedError(TransientError):
    """The reading process did not come up: no page is to blame, and the run stops rather than set all of them aside."""


class WorkerPool:
    """A few workers, each started when first needed and again after it was killed. Use it with ``async with``."""

    def __init__(self, size: int = 2, seconds: float = JOB_SECONDS) -> None:
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._workers = [_Worker(seconds) for _ in range(size)]
        for worker in self._workers:
            self._idle.put_nowait(worker)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            await worker.stop()

    def pids(self) -> list[int]:
        """The processes that run now."""
        return [pid for worker in self._workers if (pid := worker.pid) is not None]

    async def read(self, job: Job, body: bytes, content_type: str | None, url: str) -> dict[str, Any]:
        """Have a page or feed read; the answer is the dump of its record.

        Raises:
            ParseFailedError: It took too long, took too much memory, or broke the reader.
        """
        worker = await self._idle.get()
        try:
            return await worker.do({"job": job, "content_type": content_type, "url": url}, body)
        finally:
            self._idle.put_nowait(worker)


class _Worker:
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def do(self, header: dict[str, Any], body: bytes) -> dict[str, Any]:
        if self._process is None or self._process.returncode is not None:
            await self._start()
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._exchange(header, body)
        except TimeoutError as error:
            await self.stop()
            raise ParseFailedError(f"reading it took more than {self._seconds:g} s") from error
        except (asyncio.IncompleteReadError, ConnectionError, ValueError) as error:
            await self.stop()
            raise ParseFailedError("reading it broke the reader (too much memory, or a fault in a library)") from error
        except asyncio.CancelledError:
            await self.stop()
            raise
        if "worker_failure" in answer:
            raise ParseFailedError(str(answer["worker_failure"]))
        return answer

    async def stop(self) -> None:
        """Kill the process and wait until it is gone."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        await process.wait()
        if process.stdin:
            process.stdin.close()

    async def _start(self) -> None:
        # A bare environment: what reads untrusted pages needs no key of ours. One thread keeps the address space small.
        environment = {"PYTHONPATH": str(PROJECT_DIR), "OPENBLAS_NUM_THREADS": "1"}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "pipelines.articles.worker",  # -P: no module comes from the folder we stand in
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=environment, limit=_MAX_ANSWER,
        )  # fmt: skip
        try:
            async with asyncio.timeout(_START_SECONDS):
                await self._exchange({"job": "ready"}, b"")
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            await self.stop()
            raise WorkerNotStartedError(
                f"The process that reads pages did not start within {_START_SECONDS:g} s; nothing was marked as unreadable. "
                "Run again; if it stays so, `newsledger doctor` checks the installation."
            ) from error

    async def _exchange(self, header: dict[str, Any], body: bytes) -> dict[str, Any]:
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
        packed = json.dumps(header).encode()
        process.stdin.write(_LENGTH.pack(len(packed)) + packed + _LENGTH.pack(len(body)))
        process.stdin.write(body)
        await process.stdin.drain()
        (size,) = _LENGTH.unpack(await process.stdout.readexactly(_LENGTH.size))
        if size > _MAX_ANSWER:
            raise ValueError("the answer is too large")
        answer: dict[str, Any] = json.loads(await process.stdout.readexactly(size))
        return answer


def do_job(header: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Read a page or feed in this process; only a worker does so with what came from outside."""
    from pipelines.articles.language import guess_language  # noqa: PLC0415
    from pipelines.articles.parse import read_page  # noqa: PLC0415 - only the worker pays for loading these
    from pipelines.sources.feeds import read_feed  # noqa: PLC0415
    from pipelines.sources.sitemaps import read_sitemap  # noqa: PLC0415

    match header["job"]:
        case "page":
            return read_page(body, header["content_type"]).model_dump(mode="json")
        case "feed":
            return read_feed(body, header["content_type"], header["url"]).model_dump(mode="json")
        case "sitemap":
            return read_sitemap(body, header["url"]).model_dump(mode="json")
        case _:
            guess_language("Loads what takes long to load, so that no page pays for it.")
            return {}


def _frame(source: BinaryIO) -> bytes | None:
    length = source.read(_LENGTH.size)
    return source.read(_LENGTH.unpack(length)[0]) if len(length) == _LENGTH.size else None


def _serve(source: BinaryIO, sink: BinaryIO) -> None:
    while (packed := _frame(source)) is not None and (body := _frame(source)) is not None:
        try:
            answer = do_job(json.loads(packed), body)
        except MemoryError:
            answer = {"worker_failure": "reading it took too much memory"}
        except Exception as error:  # noqa: BLE001 - whatever a library throws at a strange page, the page is to blame
            answer = {"worker_failure": f"reading it failed: {type(error).__name__}: {error}"[:300]}
        written = json.dumps(answer).encode()
        sink.write(_LENGTH.pack(len(written)) + written)
        sink.flush()


def main() -> None:
    """Serve jobs until the input ends."""
    logging.disable(logging.CRITICAL)
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints may get between the frames
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _serve(sys.stdin.buffer, sink)


if __name__ == "__main__":
    main()
