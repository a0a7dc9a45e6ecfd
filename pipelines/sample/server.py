"""Serves the sample newsroom on a free port of 127.0.0.1, so that collecting really goes over HTTP."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from pipelines.sample.newsroom import EDITIONS, publishers
from pipelines.sample.pages import message_page
from pipelines.sample.site import Answer, build_site


class Newsroom:
    """A running sample newsroom."""

    def __init__(self, base_url: str, edition: int = 1) -> None:
        """Render the first state; ``base_url`` is where the server listens."""
        self.base_url = base_url
        self.set_edition(edition)

    def set_edition(self, n: int) -> None:
        """Change what is served: 1 is the first state; 2 has corrections, retractions and later articles."""
        if n not in EDITIONS:
            raise ValueError(f"edition {n} does not exist; there are {EDITIONS}")
        self.edition = n
        self._site = build_site(n, self.base_url)  # one assignment: a request sees the old site or the new one

    def answer(self, path: str) -> Answer | None:
        """What an address answers, or null for one that does not exist."""
        return self._site.get(path)

    def paths(self) -> list[str]:
        """Every address there is in this edition."""
        return sorted(self._site)

    def sources(self) -> list[dict[str, str]]:
        """The feeds as rows of the registry, broken ones included."""
        return [
            {
                "source_id": publisher.source_id,
                "publisher": publisher.publisher,
                "publisher_family": publisher.publisher_family,
                "country_code": publisher.country_code,
                "language_code": publisher.language_code,
                "kind": publisher.feed.kind,
                "url": self.base_url + publisher.feed_path,
                "topic": "ai",
                "terms": "full",
                "tier": publisher.tier,
                "items_per_week_low": "0",
                "items_per_week_high": "50",
            }
            for publisher in publishers().values()
        ]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    newsroom: Newsroom

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that leaves before it has the answer is no error, and nothing to print a traceback for."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "SampleNewsroom/1"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with the page, or 304 where the reader has it already."""
        answer = self.server.newsroom.answer(urlsplit(self.path).path)
        if answer is None:
            answer = Answer(message_page("Not found", "There is no such page here.").encode(), status=404)
        if answer.status == HTTPStatus.OK and self._is_known(answer):
            self._send(answer, HTTPStatus.NOT_MODIFIED, b"")
        else:
            self._send(answer, answer.status, answer.body)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        self.do_GET()

    def _is_known(self, answer: Answer) -> bool:
        tags = self.headers.get("If-None-Match")
        if tags is not None:  # as HTTP wants it, the tag decides alone where there is one
            return answer.etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        return self.headers.get("If-Modified-Since") == answer.last_modified

    def _send(self, answer: Answer, status: int, body: bytes) -> None:
        self.send_response(status)
        if status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            self.send_header("ETag", answer.etag)
            self.send_header("Last-Modified", answer.last_modified)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the reader's own log is what matters."""


@contextmanager
def serve_newsroom(edition: int = 1, port: int = 0) -> Iterator[Newsroom]:
    """Serve the newsroom from a thread for as long as the block lasts; port 0 takes any free one."""
    with _Server(("127.0.0.1", port), _Handler) as server:
        server.newsroom = Newsroom(f"http://127.0.0.1:{server.server_address[1]}", edition)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.newsroom
        finally:
            server.shutdown()
            thread.join()
