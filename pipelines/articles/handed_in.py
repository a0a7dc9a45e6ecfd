"""Articles that are handed in and not fetched: files of the inbox, and messages of the queue."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.articles.parse import ParsedPage
from pipelines.articles.result import QUEUE, CollectResult
from pipelines.articles.state import CollectState
from pipelines.articles.versions import Versions
from pipelines.articles.worker import ParseFailedError, WorkerPool
from pipelines.articles.writer import BATCH_SIZE, ArticleWriter
from pipelines.schemas.article import Article
from pipelines.settings import Settings
from pipelines.sources.given import InboxRecord
from pipelines.sources.inbox import list_inbox

if TYPE_CHECKING:
    from pipelines.sources.queue import Message, Queue

Progress = Callable[[str, int, int], None]


class HandedIn:
    """Takes in what lies in the inbox and waits in the queue."""

    def __init__(
        self, state: CollectState, versions: Versions, writer: ArticleWriter, pool: WorkerPool, result: CollectResult
    ) -> None:
        self._state = state
        self._versions = versions
        self._writer = writer
        self._pool = pool
        self._result = result

    async def take_inbox(self, folder: Path, progress: Progress) -> None:
        """Read the files whose content is new; those still being written wait."""
        files, writing = await asyncio.to_thread(list_inbox, folder)
        self._result.waiting += len(writing)
        self._result.inbox_records += len(writing)
        fresh = [file for file in files if not self._state.inbox_file_done(file.name, file.size, file.changed_ns)]
        for done, file in enumerate(fresh, start=1):
            sha256 = file.sha256()
            if not self._state.inbox_content_done(file.name, sha256):
                self._result.inbox_files += 1
                for record in file.records():
                    self._result.inbox_records += 1
                    key = (record.place, sha256)
                    self._writer.add(await self._article(record, "inbox", key, record.given_id or file.name))
            self._writer.file_done(file, sha256)
            progress("inbox", done, len(fresh))

    async def take_queue(self, settings: Settings, progress: Progress) -> None:
        """Store what waits, then acknowledge it: a crash in between brings it again, when it is known.

        A queue out of reach is a failed source and harms no other.
        """
        from pipelines.sources.queue import Queue, QueueUnreachableError  # noqa: PLC0415 - the client takes a second

        held: list[Message] = []
        taken = 0
        try:
            async with Queue(settings) as queue:
                async for part in queue.messages():
                    for message in part:
                        key = (message.message_id, settings.queue_stream)
                        self._writer.add(await self._article(message.record, "queue", key, message.message_id))
                    taken += len(part)
                    self._result.queue_messages += len(part)
                    held += part
                    # What comes again and alone may stop us: what was before it is stored by then.
                    if len(held) >= BATCH_SIZE or len(part) == 1:
                        held = await self._store(queue, held)
                    progress("queue", taken, taken)
                await self._store(queue, held)
        except QueueUnreachableError as error:
            self._result.sources_failed.append((QUEUE, str(error)))

    async def _store(self, queue: "Queue", held: list["Message"]) -> list["Message"]:
        self._writer.flush()
        await queue.acknowledge(held)
        return []

    async def _article(self, record: InboxRecord, source_id: str, key: tuple[str, str], other_id: str) -> Article:
        page = None
        problem, detail = record.problem, record.detail or ""
        if record.html is not None:
            try:
                answer = await self._pool.read("page", record.html, None, "")
                page = ParsedPage.model_validate(answer)
            except ParseFailedError as error:
                problem, detail = "unreadable", f"{record.place}: {error}"
        if problem is None:
            article = self._versions.from_inbox(record, page, source_id)
            where = f"{record.place}: {article.set_aside_detail}"[:500] if article.set_aside else None
            return article.model_copy(update={"set_aside_detail": where})
        return self._versions.set_aside(source_id, problem, detail, key=key, given_id=record.given_id or other_id)
