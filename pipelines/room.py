"""A full disk is told as one: what stopped, where, and what to do. Nothing is lost by it: the next run goes on."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.errors import DiskFullError
from pipelines.settings import Settings

_FULL = (errno.ENOSPC, errno.EDQUOT)
# What the kernel says, as DuckDB, Arrow and dbt pass it on, and what SQLite says.
_SAID = ("No space left on device", "Disk quota exceeded", "database or disk is full")


@contextmanager
def full_disk_told(settings: Settings, step: str) -> Iterator[None]:
    """Turn whatever a full disk makes a step raise into one error.

    Raises:
        DiskFullError: There was no room left; the message says where and how much is needed to go on.
    """
    try:
        yield
    except Exception as error:
        if not _is_of_a_full_disk(error):
            raise
        free = shutil.disk_usage(settings.home).free / 1e6
        raise DiskFullError(
            f"{step} stopped: no space left on the disk of {settings.home.resolve()} ({free:,.0f} MB free now). What was published "
            "still stands and what was stored is kept. Make room there (fewer releases by NEWSLEDGER_KEEP_RELEASES, `newsledger "
            f"tidy`) or move NEWSLEDGER_HOME to a larger disk, and run again. First said: {_first_line(error)}"
        ) from error


def _is_of_a_full_disk(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if any(said in str(error) for said in _SAID):
            return True
        error = error.__cause__ or error.__context__
    return False


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]
