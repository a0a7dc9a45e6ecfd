"""Many articles at once in one event loop: requests go out first, checking fills the time that is left."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Mapping
from typing import TypeVar

from pipelines.extraction.llm.reading import Turn
from pipelines.schemas.extraction import ArticleText

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Turns:
    """Lets one answer after the other be checked, and sockets be served in between.

    Checking takes 1 to 2 ms of the only thread (2026-11). Checked as they come, a hundred answers that arrive together would hold
    up the next hundred requests by all of that.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def __call__(self) -> None:
        """Wait for the turn; it ends with the next wait of whoever has it."""
        async with self._lock:
            await asyncio.sleep(0)


async def read_all(
    articles: Mapping[K, ArticleText], read: Callable[[ArticleText, Turn], Awaitable[T]], *, connections: int
) -> dict[K, T]:
    """Read each article; twice as many are under way as requests may be, so that one is ready when a place gets free."""
    queue = deque(articles.items())
    outcomes: dict[K, T] = {}
    turn = Turns()

    async def work() -> None:
        while queue:
            key, article = queue.popleft()
            outcomes[key] = await read(article, turn)

    async with asyncio.TaskGroup() as group:
        for _ in range(min(2 * connections, len(queue))):
            group.create_task(work())
    return outcomes
