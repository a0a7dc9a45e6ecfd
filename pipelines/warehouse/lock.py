"""One writer at a time: load, build and publish hold this lock, from the command line and from Airflow alike."""

from contextlib import AbstractContextManager

from pipelines.locks import Turn, turn
from pipelines.settings import Settings


def store_lock(settings: Settings, run: str) -> AbstractContextManager[Turn]:
    """Hold the store for writing.

    Raises:
        StoreLockedError: Somebody else held it for longer than ``lock_wait_seconds``; the message names them.
    """
    return turn(settings, ".lock", run)
