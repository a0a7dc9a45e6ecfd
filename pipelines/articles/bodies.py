"""Reading a reply piece by piece: capped as sent and as opened, so that no page and no bomb can fill the memory."""

import zlib
from typing import Protocol

import httpx

from pipelines.errors import PermanentError

_STEP = 256 * 1024


class BodyRefusedError(PermanentError):
    """The reply is larger than allowed or packed in a way nobody asked for."""


class _Opener(Protocol):
    def feed(self, piece: bytes, room: int) -> bytes: ...


class _Plain:
    def feed(self, piece: bytes, room: int) -> bytes:
        return piece[: room + 1]


class _Packed:
    """gzip and deflate, of which some servers send the raw form."""

    def __init__(self, coding: str) -> None:
        self._deflate = coding == "deflate"
        self._stream = zlib.decompressobj(zlib.MAX_WBITS if self._deflate else zlib.MAX_WBITS | 16)
        self._first = True

    def feed(self, piece: bytes, room: int) -> bytes:
        """Open a piece; never more than ``room`` and one byte."""
        try:
            return self._stream.decompress(piece, room + 1)
        except zlib.error as error:
            if not (self._deflate and self._first):
                raise BodyRefusedError(f"the reply cannot be unpacked: {error}") from error
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
            return self.feed_raw(piece, room)
        finally:
            self._first = False

    def feed_raw(self, piece: bytes, room: int) -> bytes:
        """Open the first piece again as raw deflate."""
        try:
            return self._stream.decompress(piece, room + 1)
        except zlib.error as error:
            raise BodyRefusedError(f"the reply cannot be unpacked: {error}") from error


def _opener(coding: str) -> _Opener:
    match coding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Packed("gzip")
        case "deflate":
            return _Packed("deflate")
        case other:
            raise BodyRefusedError(f"the reply is packed as {other[:40]!r}, which was not asked for")


async def read_body(response: httpx.Response, limit: int) -> bytes:
    """The body of a streamed reply, unpacked.

    Raises:
        BodyRefusedError: It is larger than ``limit`` bytes, before or after unpacking, or cannot be unpacked.
    """
    opener = _opener(response.headers.get("content-encoding", ""))
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise BodyRefusedError(f"the reply has {announced} bytes, more than the {limit} allowed")
    body, sent = bytearray(), 0
    async for piece in response.aiter_raw(_STEP):
        sent += len(piece)
        body += opener.feed(piece, limit - len(body))
        if sent > limit or len(body) > limit:
            raise BodyRefusedError(f"the reply has more than the {limit} bytes allowed")
    return bytes(body)
