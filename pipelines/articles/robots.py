"""What a site's robots.txt lets us read, and how fast."""

import asyncio
from collections.abc import Awaitable, Callable

from protego import Protego

from pipelines.errors import PermanentError, TransientError

MAX_CRAWL_DELAY = 30.0  # a longer wish is kept by asking later, not by holding up the run

Loader = Callable[[str], Awaitable[str | None]]


class RobotsRefusedError(PermanentError):
    """The site asks not to read this page."""


class RobotsUnknownError(TransientError):
    """The site's rules could not be read now, so nothing is fetched there now."""


class Robots:
    """The rules of all sites met in a run. ``load`` fetches one file: its text, "" for none, null when out of reach."""

    def __init__(self, agent: str, load: Loader) -> None:
        self._agent = agent
        self._load = load
        self._rules: dict[str, asyncio.Task[Protego | None]] = {}

    async def check(self, origin: str, url: str) -> float:
        """The pause the site wishes between two requests, in seconds.

        Raises:
            RobotsRefusedError: Its rules forbid the page.
            RobotsUnknownError: Its rules are out of reach.
        """
        if origin not in self._rules:
            self._rules[origin] = asyncio.create_task(self._read(origin))
        rules = await self._rules[origin]
        if rules is None:
            raise RobotsUnknownError(f"{origin}/robots.txt is out of reach")
        if not rules.can_fetch(url, self._agent):
            raise RobotsRefusedError("robots.txt asks not to read this page")
        return min(float(rules.crawl_delay(self._agent) or 0), MAX_CRAWL_DELAY)

    async def _read(self, origin: str) -> Protego | None:
        text = await self._load(origin)
        if text is None:
            return None
        try:
            return Protego.parse(text)
        except ValueError:
            return Protego.parse("")  # what cannot be read forbids nothing
