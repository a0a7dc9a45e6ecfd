"""A small web site of a test's own."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """What the site answers; a body without a length is sent as it is and the connection closed."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    with_length: bool = True


Reaction = Answer | Callable[[BaseHTTPRequestHandler], Answer]


class Site:
    """A small web site on 127.0.0.1 whose pages a test sets; it counts what it is asked."""

    Answer = Answer

    def __init__(self) -> None:
        self.pages: dict[str, Reaction] = {}
        self.asked: Counter[str] = Counter()
        self.at_once = 0
        self.most_at_once = 0
        self.lock = threading.Lock()
        self.url = ""

    def html(self, path: str, title: str, *paragraphs: str, head: str = "", **headers: str) -> None:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        body = f"<article><h1>{title}</h1>{text}</article>"
        page = f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body>{body}</body></html>"
        self.pages[path] = Answer(page.encode(), headers={"Content-Type": "text/html; charset=utf-8", **headers})

    def feed(self, path: str, *items: tuple[str, str], **headers: str) -> None:
        entries = "".join(
            f"<item><title>{title}</title><link>{link}</link><pubDate>Fri, 10 Jul 2026 08:00:00 GMT</pubDate></item>"
            for title, link in items
        )
        body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>{entries}</channel></rss>"
        self.pages[path] = Answer(body.encode(), headers={"Content-Type": "application/rss+xml", **headers})


@contextmanager
def serve_site() -> Iterator[Site]:
    """A running site."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with site.lock:
                site.asked[self.path] += 1
                site.at_once += 1
                site.most_at_once = max(site.most_at_once, site.at_once)
            try:
                self._answer()
            finally:
                with site.lock:
                    site.at_once -= 1

        def _answer(self) -> None:
            reaction = site.pages.get(self.path, Answer(status=404))
            answer = reaction if isinstance(reaction, Answer) else reaction(self)
            etag = answer.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                answer = Answer(status=304, headers={"ETag": etag})
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.with_length and answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            if not answer.with_length:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(ConnectionError):
                super().handle()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        site.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield site
        server.shutdown()
        thread.join()
