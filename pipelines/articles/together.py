"""Doing many things at once, all of which end when one of them fails."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

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
        raise errors.exceptions[0] from errors.exceptions[0].__cause__
