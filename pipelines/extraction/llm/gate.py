"""How many requests may be in flight, and whether an endpoint is asked at all."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


class MustWaitError(Exception):
    """What was to be asked is not asked now; the article waits. The text says why and what to do."""


class EndpointClosedError(MustWaitError):
    """The endpoint is not asked any more in this run."""


class GaveUpError(EndpointClosedError):
    """This one request failed each time it was tried. ``key`` names it."""

    def __init__(self, reason: str, key: str) -> None:
        super().__init__(reason)
        self.key = key


@dataclass
class Circuit:
    """Whether an endpoint deserves another request. Lives as long as the extractor: once open, it stays so for the run.

    An endpoint is trusted from an answer until the next failure. Untrusted, it is sent no more requests at once than may
    still fail, so that an endpoint which is down sees exactly ``limit`` of them, however many articles there are. One that said
    "too many" is asked one thing at a time until it answers again.
    """

    limit: int = 5  # failures in a row; design of 2026-11
    in_a_row: int = 0
    is_trusted: bool = False
    is_slowed: bool = False
    has_answered: bool = False
    open_reason: str | None = None

    def succeeded(self) -> None:
        """Note an answer of any kind."""
        self.in_a_row, self.is_trusted, self.is_slowed, self.has_answered = 0, True, False, True

    def failed(self, reason: str) -> None:
        """Note a request without an answer; the last of a row opens the circuit."""
        self.in_a_row += 1
        self.is_trusted = False
        if self.in_a_row >= self.limit:
            self.open(f"{reason} (asked {self.limit} times in a row; nothing more is asked in this run)")

    def open(self, reason: str) -> None:
        """Stop asking; the first reason is kept."""
        self.open_reason = self.open_reason or reason


class Gate:
    """Lets requests through up to a limit, in the order they came. Made inside the event loop that uses it."""

    def __init__(self, circuit: Circuit, connections: int) -> None:
        self.circuit = circuit
        self._connections = connections
        self._in_flight = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._quiet_until = 0.0

    def pause(self, seconds: float) -> None:
        """Send nothing for a while: the endpoint asked for it."""
        self._quiet_until = max(self._quiet_until, asyncio.get_running_loop().time() + seconds)

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        """Wait for a place, and hold it.

        Raises:
            EndpointClosedError: The circuit is open.
        """
        await self._enter()
        try:
            yield
        finally:
            self._in_flight -= 1
            self._wake()

    async def _enter(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            if self.circuit.open_reason:
                raise EndpointClosedError(self.circuit.open_reason)
            quiet = self._quiet_until - loop.time()
            if quiet > 0:
                await asyncio.sleep(quiet)
            elif self._places() > 0:
                self._in_flight += 1
                return
            else:
                await self._wait_in_line(loop)

    async def _wait_in_line(self, loop: asyncio.AbstractEventLoop) -> None:
        turn = loop.create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            self._wake()  # the turn may have been given to this one already
            raise

    def _wake(self) -> None:
        """Wake as many as there are places; all of them where there will be none any more."""
        places = len(self._waiting) if self.circuit.open_reason else self._places()
        while self._waiting and places > 0:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                places -= 1

    def _places(self) -> int:
        circuit = self.circuit
        if circuit.is_slowed:
            return 1 - self._in_flight
        allowed = self._connections if circuit.is_trusted else min(self._connections, circuit.limit - circuit.in_a_row)
        return allowed - self._in_flight
