"""Doing many things at once, all of which end when one of them fails."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Generic, Self, TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")


async def for_each(
    do: Callable[[Item], Awaitable[Found]], items: Sequence[Item], done: Callable[[int, Found], None]
) -> None:
    """Do something with every item at once; ``done`` hears of each as it ends, with how many have.

    An error, of ``do`` or of ``done``, ends the others and is raised as it is.
    """
    count = 0

    async def one(item: Item) -> None:
        nonlocal count
        found = await do(item)
        count += 1
        done(count, found)

    try:
        async with asyncio.TaskGroup() as group:
            for item in items:
                group.create_task(one(item))
    except BaseExceptionGroup as errors:
        raise _first(errors) from _first(errors).__cause__


class Lanes(Generic[Item]):
    """Does things in lanes: those of one key one after another in a few lanes, those of other keys beside them.

    So a long list of one host, or one that wishes long pauses, holds up nobody else. Use it with ``async with``: the
    block ends when all is done that was added, also by what is being done.
    """

    def __init__(self, do: Callable[[Item], Awaitable[None]], lanes_per_key: int) -> None:
        self._do = do
        self._most = lanes_per_key
        self._waiting: dict[str, deque[Item]] = defaultdict(deque)
        self._lanes: Counter[str] = Counter()
        self._group = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._group.__aexit__(kind, error, trace)
        except BaseExceptionGroup as errors:
            raise _first(errors) from _first(errors).__cause__

    def add(self, key: str, item: Item) -> None:
        """Have an item done when its key has a lane free."""
        self._waiting[key].append(item)
        if self._lanes[key] < self._most:
            self._lanes[key] += 1
            self._group.create_task(self._drive(key))

    async def _drive(self, key: str) -> None:
        while self._waiting[key]:
            await self._do(self._waiting[key].popleft())
        self._lanes[key] -= 1


def _first(errors: BaseExceptionGroup) -> BaseException:
    """The error that ended the others, out of however many groups stand around it."""
    error: BaseException = errors.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
