"""Turns among processes: who does a thing holds its lock, from the command line and from Airflow alike."""

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from pipelines import clock
from pipelines.errors import StoreLockedError
from pipelines.settings import Settings


class Turn:
    """A turn that is had: whoever waits for something outside may give it away for so long."""

    def __init__(self, take: Callable[[], None], give_up: Callable[[], None]) -> None:
        self._take, self._give_up = take, give_up

    @contextmanager
    def given_away(self) -> Iterator[None]:
        """Let others have the turn meanwhile, and take it again.

        Raises:
            StoreLockedError: Somebody else keeps it for longer than ``lock_wait_seconds``.
        """
        self._give_up()
        try:
            yield
        finally:
            self._take()


@contextmanager
def turn(settings: Settings, name: str, run: str) -> Iterator[Turn]:
    """Hold the lock ``work/<name>``. The kernel frees it when the holder dies, however it dies.

    Raises:
        StoreLockedError: Somebody else held it for longer than ``lock_wait_seconds``; the message names them.
    """
    settings.work_dir.mkdir(parents=True, exist_ok=True)
    path = settings.work_dir / name
    holder = settings.work_dir / f"{name}.holder.json"
    lock = FileLock(path, timeout=settings.lock_wait_seconds)

    def take() -> None:
        try:
            lock.acquire()
        except Timeout as error:
            who = holder.read_text(encoding="utf-8") if holder.exists() else "an unknown process"
            raise StoreLockedError(
                f"{path} is held by {who.strip()}; waited {settings.lock_wait_seconds:g} s. Run again when it is done."
            ) from error
        since = clock.now().isoformat(timespec="seconds")
        holder.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "run": run, "since": since}))

    def give_up() -> None:
        if lock.is_locked:
            holder.unlink(missing_ok=True)
            lock.release()

    take()
    try:
        yield Turn(take, give_up)
    finally:
        give_up()
