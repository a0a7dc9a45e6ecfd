"""A trigger that notices files in the inbox folder; Airflow has none that watches a folder and leaves its files alone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import structlog
from airflow.triggers.base import BaseEventTrigger, TriggerEvent

log = structlog.get_logger(__name__)

LOOK_SECONDS = 2.0
"""The pause between two looks, beside the time that a file must be steady."""

SHARE_OF_TIME = 0.1
"""A look at a very full folder takes long; looking may take this share of the time and no more."""


class InboxTrigger(BaseEventTrigger):
    """Fires when the folder holds a steady file that it has not announced, and again when one has changed.

    What was announced is remembered only while the trigger runs. After a restart it announces all that it finds:
    files may have come while nobody looked, and a needless run finds nothing new and is skipped.
    """

    def __init__(self, folder: str, look_seconds: float = LOOK_SECONDS) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.folder = folder
        self.look_seconds = look_seconds

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Where the triggerer finds the class, and what to make it with."""
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, {"folder": self.folder, "look_seconds": self.look_seconds}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Look every few seconds. The event holds a number only: file names are foreign text."""
        from pipelines.sources.inbox import STEADY_SECONDS, InboxFile, list_inbox

        announced: set[InboxFile] = set()
        clock = asyncio.get_running_loop().time
        while True:
            began = clock()
            try:
                files, _ = await asyncio.to_thread(list_inbox, Path(self.folder))
            except OSError as error:  # a share that is away for a while must not end the watching
                log.warning("inbox_not_readable", folder=self.folder, error=str(error))
            else:
                fresh = set(files) - announced
                announced = set(files)
                if fresh:
                    yield TriggerEvent({"files": len(fresh)})  # type: ignore[no-untyped-call]
            busy = clock() - began - STEADY_SECONDS  # a look waits that long for a young file
            await asyncio.sleep(max(self.look_seconds, busy / SHARE_OF_TIME))
