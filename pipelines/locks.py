"""Turns among processes: who does a thing holds its lock, from the command line and from Airflow alike."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from pipelines import clock
from pipelines.errors import StoreLockedError
from pipelines.settings import Settings


@contextmanager
def turn(settings: Settings, name: str, run: str) -> Iterator[None]:
    """Hold the lock ``work/<name>``. The kernel frees it when the holder dies, however it dies.

    Raises:
        StoreLockedError: Somebody else held it for longer than ``lock_wait_seconds``; the message names them.
    """
    settings.work_dir.mkdir(parents=True, exist_ok=True)
    path = settings.work_dir / name
    holder = settings.work_dir / f"{name}.holder.json"
    lock = FileLock(path, timeout=settings.lock_wait_seconds)
    try:
        lock.acquire()
    except Timeout as error:
        who = holder.read_text(encoding="utf-8") if holder.exists() else "an unknown process"
        raise StoreLockedError(
            f"{path} is held by {who.strip()}; waited {settings.lock_wait_seconds:g} s. Run again when it is done."
        ) from error
    try:
        since = clock.now().isoformat(timespec="seconds")
        holder.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "run": run, "since": since}))
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()
