"""The one way out: names are resolved once, every address is checked, and the connection goes to that very address."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

from pipelines.articles.addresses import check_resolved, is_loopback_name
from pipelines.settings import Settings

Resolver = Callable[[str, int], Awaitable[list[str]]]


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system knows them; the names of this machine need no asking."""
    if is_loopback_name(host):
        return ["127.0.0.1", "::1"] if host != "::1" else ["::1"]
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the name {host} cannot be resolved: {error}") from error
    return list(dict.fromkeys(str(info[4][0]) for info in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for the client, to public addresses alone."""

    def __init__(
        self,
        *,
        allow_loopback: bool,
        resolver: Resolver = resolve,
        inner: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._resolver = resolver
        self._inner = inner or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of the name that answers; TLS goes on checking the name."""
        resolved = await asyncio.wait_for(self._resolver(host, port), timeout)
        addresses = check_resolved(host, resolved, allow_loopback=self._allow_loopback)
        failure: Exception = httpcore.ConnectError(f"the name {host} has no address")
        for address in addresses[:4]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - the signature is the library's
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Never: no article is behind a socket file."""
        raise httpcore.ConnectError(f"socket files are not asked: {path}")

    async def sleep(self, seconds: float) -> None:
        """Wait, as the library asks for."""
        await self._inner.sleep(seconds)


class _GuardedTransport(httpx.AsyncHTTPTransport):
    def __init__(self, backend: GuardedBackend, connections: int) -> None:
        tls: ssl.SSLContext = httpx.create_ssl_context(trust_env=False)
        super().__init__(verify=tls, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls, max_connections=connections, keepalive_expiry=5, network_backend=backend
        )


def make_client(settings: Settings, backend: GuardedBackend | None = None) -> httpx.AsyncClient:
    """A client that asks public addresses alone, follows no redirect, keeps no cookie and knows no proxy."""
    guard = backend or GuardedBackend(allow_loopback=settings.allow_loopback)
    return httpx.AsyncClient(
        transport=_GuardedTransport(guard, settings.fetch_connections),
        headers={
            "User-Agent": settings.user_agent,
            "Accept-Encoding": "gzip, deflate",  # the two that can be opened piece by piece, so that a bomb stays small
        },
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        timeout=settings.fetch_timeout_seconds,
        follow_redirects=False,
        trust_env=False,
    )
