"""A trigger that notices files in the inbox folder; Airflow has none that watches a folder and leaves its files alone."""

import asyncio
import os
from collections.abc import AsyncIterator
from typing import Any

import structlog
from airflow.triggers.base import BaseEventTrigger, TriggerEvent

log = structlog.get_logger(__name__)

SETTLE_SECONDS = 2.0
"""A file counts once two looks this far apart find the same size and time: before that, somebody may be writing it."""

UNFINISHED = (".part", ".tmp")

Look = dict[str, tuple[int, int]]
"""The files of the folder at one moment: name to size and time of change in nanoseconds."""


def look_into(folder: str) -> Look:
    """The folder's files, without the hidden and the unfinished ones; a missing folder is an empty one."""
    found: Look = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name.lower().endswith(UNFINISHED) or not entry.is_file():
                    continue
                status = entry.stat()
                found[entry.name] = (status.st_size, status.st_mtime_ns)
    except FileNotFoundError:
        pass  # the folder, or a file between the listing and the question: the next look tells
    return found


class InboxTrigger(BaseEventTrigger):
    """Fires when the folder holds a steady file that it has not announced, and again when one has changed.

    What was announced is remembered only while the trigger runs. After a restart it announces all that it finds:
    files may have come while nobody looked, and a needless run finds nothing new and is skipped.
    """

    def __init__(self, folder: str, settle_seconds: float = SETTLE_SECONDS) -> None:
        super().__init__()
        self.folder = folder
        self.settle_seconds = settle_seconds

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Where the triggerer finds the class, and what to make it with."""
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, {"folder": self.folder, "settle_seconds": self.settle_seconds}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Look every few seconds. The event holds a number only: file names are foreign text."""
        announced: Look = {}
        before: Look = {}
        while True:
            try:
                files = await asyncio.to_thread(look_into, self.folder)
            except OSError as error:  # a share that is away for a while must not end the watching
                log.warning("inbox_not_readable", folder=self.folder, error=str(error))
                files = before
            steady = {name: state for name, state in files.items() if before.get(name) == state}
            fresh = steady.items() - announced.items()
            if fresh:
                yield TriggerEvent({"files": len(fresh)})
            announced = {name: state for name, state in files.items() if name in steady or announced.get(name) == state}
            before = files
            await asyncio.sleep(self.settle_seconds)
