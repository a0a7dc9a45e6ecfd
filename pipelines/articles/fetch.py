"""Asking for a page or a feed: politely, within limits, a few times over, and never anywhere but the public web."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import httpx

from pipelines.articles.addresses import AddressRefusedError, Target, check_address
from pipelines.articles.bodies import BodyRefusedError, read_body
from pipelines.articles.network import GuardedBackend, make_client
from pipelines.articles.robots import Robots, RobotsRefusedError
from pipelines.errors import PermanentError, TransientError
from pipelines.settings import Settings

TRIES = 3
MAX_REDIRECTS = 5
MAX_RETRY_AFTER = 30.0  # a server that wants a longer rest gets it until the next run
_REDIRECTS = {301, 302, 303, 307, 308}
_MAY_HEAL = {408, 425, 429, 500, 502, 503, 504}
_ROBOTS_BYTES = 500 * 1024


class FetchFailedError(TransientError):
    """The page is out of reach now; the next run asks again."""


class TooManyRedirectsError(PermanentError):
    """The address leads on and on."""


@dataclass(frozen=True)
class Validators:
    """What the last reply gave to ask by: "only if it is not this one any more"."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """As request headers."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


NO_VALIDATORS = Validators()


@dataclass(frozen=True)
class Reply:
    """A final answer. ``url`` is where it came from, after redirects; the body is unpacked."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def validators(self) -> Validators:
        """What to ask by next time."""
        etag, modified = self.headers.get("etag"), self.headers.get("last-modified")
        return Validators(_plain(etag), _plain(modified))

    @property
    def content_type(self) -> str | None:
        """The header as sent."""
        return self.headers.get("content-type")


class _Host:
    """The turn-taking of one host: so many at once, and so far apart."""

    def __init__(self, connections: int) -> None:
        self.slots = asyncio.Semaphore(connections)
        self.delay = 0.0
        self._next = 0.0

    async def pause(self) -> None:
        """Wait until the site's wished pause since the last request is over."""
        if not self.delay:
            return
        now = time.monotonic()
        self._next, wait = max(now, self._next) + self.delay, self._next - now
        if wait > 0:
            await asyncio.sleep(wait)


class _Room:
    """One place among the bodies that may be in memory at once: taken before the first request, kept until given back."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places = places
        self._is_held = False

    async def take(self) -> None:
        """Wait for a place, unless there is one already."""
        if not self._is_held:
            await self._places.acquire()
            self._is_held = True

    def give_back(self) -> None:
        """Let another have it; without effect when none is held."""
        if self._is_held:
            self._is_held = False
            self._places.release()


class Fetcher:
    """A client for one run; use it with ``async with``."""

    def __init__(self, settings: Settings, backend: GuardedBackend | None = None) -> None:
        self._settings = settings
        self._client = make_client(settings, backend)
        self._total = asyncio.Semaphore(settings.fetch_connections)
        self._places = asyncio.Semaphore(2 * settings.fetch_connections)
        self._hosts: dict[str, _Host] = {}
        self._robots = Robots(settings.user_agent, self._load_robots)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def get(self, url: str, validators: Validators | None = None, *, obey_robots: bool = True) -> Reply:
        """Fetch an address, as ``opened`` does, for who reads the reply at once."""
        async with self.opened(url, validators, obey_robots=obey_robots) as reply:
            return reply

    @asynccontextmanager
    async def opened(
        self, url: str, validators: Validators | None = None, *, obey_robots: bool = True
    ) -> AsyncIterator[Reply]:
        """Fetch an address; the reply keeps its place among those in memory until the block ends.

        So what is fetched faster than it can be read fills no memory. Any status that will not heal by itself is an
        answer, also 404 and 304.

        Feeds are made for programs to read and are asked for by a person who registered them, so they may be read with
        ``obey_robots`` off; pages never.

        Raises:
            AddressRefusedError, RobotsRefusedError, BodyRefusedError, TooManyRedirectsError: It will not be fetched.
            FetchFailedError: It could not be fetched now.
        """
        room = _Room(self._places)
        try:
            yield await self._follow(url, validators or NO_VALIDATORS, room, obey_robots=obey_robots)
        finally:
            room.give_back()

    async def _follow(self, url: str, validators: Validators, room: _Room, *, obey_robots: bool) -> Reply:
        """Ask, and go where the answer leads, checking each address anew."""
        for _ in range(MAX_REDIRECTS + 1):
            target = check_address(url, allow_loopback=self._settings.allow_loopback)
            host = self._host(target)
            if obey_robots:
                host.delay = await self._robots.check(target.origin, target.url)
            reply = await self._try(target, host, validators, room)
            location = reply.headers.get("location")
            if reply.status not in _REDIRECTS or not location:
                return reply
            room.give_back()  # who waits for the next site's robots.txt must not keep a place that its fetching needs
            url = urljoin(target.url, location)
        raise TooManyRedirectsError(f"the address leads on more than {MAX_REDIRECTS} times")

    async def _try(self, target: Target, host: _Host, validators: Validators, room: _Room) -> Reply:
        """Ask up to three times, resting in between, or as long as the server wishes."""
        failure, rest = "", 0.0
        for attempt in range(TRIES):
            if attempt:
                room.give_back()
                await asyncio.sleep(rest or self._backoff(attempt))
            try:
                reply = await self._in_turn(target, host, validators, room)
            except (httpx.TransportError, TimeoutError) as error:
                failure, rest = f"{type(error).__name__}: {error}"[:300], 0.0
                continue
            if reply.status not in _MAY_HEAL:
                return reply
            failure, rest = f"status {reply.status}", _retry_after(reply)
            if rest > MAX_RETRY_AFTER:
                break
        raise FetchFailedError(f"{failure} (after {attempt + 1} tries)")

    async def _in_turn(self, target: Target, host: _Host, validators: Validators, room: _Room) -> Reply:
        # The host's turn first: who waits for a busy host must not hold a place that another host could use.
        async with host.slots:
            await host.pause()
            await room.take()
            async with self._total:
                return await self._once(target, validators)

    async def _once(self, target: Target, validators: Validators) -> Reply:
        async with asyncio.timeout(self._settings.fetch_timeout_seconds), self._stream(target, validators) as response:
            headers = {name.lower(): value[:2000] for name, value in response.headers.items()}
            wanted = response.status_code == httpx.codes.OK
            body = await read_body(response, self._settings.fetch_max_bytes) if wanted else b""
            return Reply(target.url, response.status_code, headers, body)

    @asynccontextmanager
    async def _stream(self, target: Target, validators: Validators) -> AsyncIterator[httpx.Response]:
        try:
            async with self._client.stream("GET", target.url, headers=validators.headers()) as response:
                yield response
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise AddressRefusedError(f"refused: {error}") from error

    async def _load_robots(self, origin: str) -> str | None:
        """By the standard: no such file allows all, a failing server forbids all for now."""
        try:
            reply = await self.get(f"{origin}/robots.txt", obey_robots=False)
        except FetchFailedError:
            return None
        except PermanentError:
            return ""
        return reply.body[:_ROBOTS_BYTES].decode("utf-8", "replace") if reply.status == httpx.codes.OK else ""

    def _host(self, target: Target) -> _Host:
        return self._hosts.setdefault(target.origin, _Host(self._settings.fetch_connections_per_host))

    def _backoff(self, attempt: int) -> float:
        base = self._settings.fetch_backoff_seconds * (1 << (attempt - 1))
        return base * random.uniform(0.5, 1.5)  # noqa: S311 - spreads load, guards nothing


def _retry_after(reply: Reply) -> float:
    """The server's wish in seconds, given as such or as a date; 0 for none."""
    said = reply.headers.get("retry-after", "").strip()
    if said.isdigit():
        return float(said[:9])
    try:
        until = parsedate_to_datetime(said)
        sent = parsedate_to_datetime(reply.headers["date"]) if "date" in reply.headers else until
    except (ValueError, TypeError):
        return 0.0
    # Both dates are the server's own, so its clock need not agree with ours.
    return max((_aware(until) - _aware(sent)).total_seconds(), 0.0)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _plain(value: str | None) -> str | None:
    return value if value and value.isascii() and value.isprintable() else None


__all__ = [
    "NO_VALIDATORS",
    "AddressRefusedError",
    "BodyRefusedError",
    "FetchFailedError",
    "Fetcher",
    "Reply",
    "RobotsRefusedError",
    "TooManyRedirectsError",
    "Validators",
]
