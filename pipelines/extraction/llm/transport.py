"""HTTP for the client, with a bound on what a server can make us read."""

import ssl
from collections.abc import AsyncIterator
from functools import cache

import httpx2

MAX_REPLY_BYTES = 1_000_000


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates trusted; reading them takes longer than everything else that a batch of articles sets up."""
    return httpx2.create_ssl_context()


class OversizedReplyError(Exception):
    """The reply is longer than may be read."""


class CompressedReplyError(Exception):
    """The reply is compressed although that was not asked for, so its size cannot be bounded."""


class _BoundedStream(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream, limit: int, *, cut: bool) -> None:
        self._inner, self._limit, self._cut = inner, limit, cut

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        async for chunk in self._inner:
            seen += len(chunk)
            if seen > self._limit:
                if self._cut:
                    return
                raise OversizedReplyError
            yield chunk

    async def aclose(self) -> None:
        await self._inner.aclose()


class BoundedTransport(httpx2.AsyncBaseTransport):
    """Passes requests on and bounds the replies. It reads no proxy settings from the environment."""

    def __init__(self, connections: int, limit: int = MAX_REPLY_BYTES) -> None:
        limits = httpx2.Limits(max_connections=connections, max_keepalive_connections=connections)
        self._inner = httpx2.AsyncHTTPTransport(verify=_trusted(), limits=limits)
        self._limit = limit

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send the request; the body of an error is cut at the limit, that of an answer may not pass it."""
        response = await self._inner.handle_async_request(request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            await response.aclose()
            raise CompressedReplyError
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _BoundedStream(response.stream, self._limit, cut=response.status_code >= 300)
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()
