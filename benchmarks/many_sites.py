"""Hundreds of news sites on one port of this machine: each host has a feed and pages, answers slowly and sometimes fails.

Each is a name below ``localhost``, so that the limit of connections counts for each alone; the server notes how many
requests of a host were open at once. Run as a process of its own: ``python -m benchmarks.many_sites``.
"""

import argparse
import asyncio
import json
import zlib
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.web_pages import web_page

_SHAPES = 211  # making a page takes the server longer than reading it takes us
_MARK = "0NUMBER0"


@dataclass
class Sites:
    """What is served, and what was seen. ``failing`` is the share of first requests that are answered with 503."""

    items: int
    latency: float
    failing: float
    page_bytes: int | None
    open: Counter[str] = field(default_factory=Counter)
    most_open: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    most_open_at_all: int = 0
    tried: set[str] = field(default_factory=set)
    shapes: dict[int, bytes] = field(default_factory=dict)

    async def answer(self, host: str, path: str) -> tuple[int, str, bytes]:
        """Status, content type and body."""
        if path == "/seen":
            return 200, "application/json", json.dumps(self.seen()).encode()
        self.asked[host] += 1
        self.open[host] += 1
        self.most_open[host] = max(self.most_open[host], self.open[host])
        self.most_open_at_all = max(self.most_open_at_all, self.open.total())
        try:
            await asyncio.sleep(self.latency)
            return self._content(host, path)
        finally:
            self.open[host] -= 1

    def seen(self) -> dict[str, int]:
        """The counts: requests, failures sent, hosts, and the most requests open at once, in all and of one host."""
        return {
            "requests": self.asked.total(),
            "failed": self.failed,
            "hosts": len(self.asked),
            "most_open": self.most_open_at_all,
            "most_open_of_one_host": max(self.most_open.values(), default=0),
        }

    def _content(self, host: str, path: str) -> tuple[int, str, bytes]:
        if self._fails(f"{host}{path}"):
            self.failed += 1
            return 503, "text/plain", b"busy"
        name = host.split(".", maxsplit=1)[0]
        if path == "/feed.xml":
            return 200, "application/rss+xml", self._feed(host, name).encode()
        if path.startswith("/story/"):
            number = int(name.removeprefix("site")) * 1000 + int(path.rsplit("/", 1)[-1])
            return 200, "text/html; charset=utf-8", self._page(number)
        return 404, "text/plain", b"none"

    def _fails(self, address: str) -> bool:
        """A first request to some addresses, the same ones each time; asked again they answer."""
        marked = zlib.crc32(address.encode()) % 10_000 < self.failing * 10_000
        if not marked or address in self.tried:
            return False
        self.tried.add(address)
        return True

    def _page(self, number: int) -> bytes:
        """A page of one of a few hundred shapes, with its own number in title and text, so that no two are one article."""
        shape = number % _SHAPES
        if shape not in self.shapes:
            self.shapes[shape] = web_page(shape, self.page_bytes, mark=_MARK).html.encode()
        return self.shapes[shape].replace(_MARK.encode(), str(number).encode())

    def _feed(self, host: str, name: str) -> str:
        items = "".join(
            f"<item><title>Story {n} of {name}</title><link>http://{host}/story/{n}</link>"
            f"<pubDate>Fri, 10 Jul 2026 08:{n % 60:02d}:00 GMT</pubDate></item>"
            for n in range(self.items)
        )
        return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>"


async def _serve(sites: Sites, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            lines = request.decode("latin-1").split("\r\n")
            headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
            host = next(value for key, value in headers.items() if key.lower() == "host")
            status, kind, body = await sites.answer(host, lines[0].split(" ")[1])
            writer.write(
                f"HTTP/1.1 {status} Answer\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main() -> None:
    """Serve until stopped; the first line printed is the port."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--items", type=int, default=10)
    asked.add_argument("--latency", type=float, default=0.05)
    asked.add_argument("--failing", type=float, default=0.05)
    asked.add_argument("--page-bytes", type=int)
    given = asked.parse_args()
    sites = Sites(given.items, given.latency, given.failing, given.page_bytes)
    server = await asyncio.start_server(lambda r, w: _serve(sites, r, w), "127.0.0.1", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
