"""Reading pages in the process of the test: starting workers for each would take minutes. They have tests of their own."""

import pytest

from pipelines.articles.worker import ParseFailedError, WorkerPool, do_job


async def _read(_: WorkerPool, job: str, body: bytes, content_type: str | None, url: str) -> dict[str, object]:
    try:
        return do_job({"job": job, "content_type": content_type, "url": url}, body)
    except ValueError as error:
        raise ParseFailedError(str(error)) from error


def read_here(patch: pytest.MonkeyPatch) -> None:
    """From now on, until the patch is undone."""
    patch.setattr(WorkerPool, "read", _read)
