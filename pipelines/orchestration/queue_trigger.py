"""A trigger that notices messages in the queue; Airflow's own for Redis listens to channels, which keep nothing."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import structlog
from airflow.triggers.base import BaseEventTrigger, TriggerEvent

log = structlog.get_logger(__name__)

LOOK_SECONDS = 2.0


class QueueTrigger(BaseEventTrigger):
    """Fires when messages wait that it has not announced, and again while some are left after a while.

    The address of the queue is read from the settings where the trigger runs: it may hold a password, and what a trigger
    is made with is kept in Airflow's database.
    """

    def __init__(self, look_seconds: float = LOOK_SECONDS, remind_seconds: float = 300.0) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.look_seconds = look_seconds
        self.remind_seconds = remind_seconds

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Where the triggerer finds the class, and what to make it with."""
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, {"look_seconds": self.look_seconds, "remind_seconds": self.remind_seconds}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Look every few seconds. The event holds a number only: messages are foreign text."""
        from pipelines.settings import load_settings
        from pipelines.sources.queue import Queue, QueueUnreachableError

        clock = asyncio.get_running_loop().time
        announced, said_at = "", 0.0
        while True:
            try:
                async with Queue(load_settings()) as queue:
                    while True:
                        count, newest = await queue.waiting()
                        if count and (newest != announced or clock() - said_at > self.remind_seconds):
                            announced, said_at = newest, clock()
                            yield TriggerEvent({"messages": count})  # type: ignore[no-untyped-call]
                        await asyncio.sleep(self.look_seconds)
            except QueueUnreachableError as error:  # a server that is away for a while must not end the watching
                log.warning("queue_not_readable", error=str(error))
                await asyncio.sleep(5 * self.look_seconds)
