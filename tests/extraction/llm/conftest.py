"""A small endpoint on the loopback that speaks chat completions and misbehaves as told."""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipelines.extraction.llm import LanguageModelExtractor
from pipelines.lake import Lake
from pipelines.schemas.article import Article
from pipelines.schemas.extraction import ArticleText
from pipelines.settings import Settings

SENTENCE = "Northwind Ventures invested $2 billion in Lumen Labs on Monday, both companies said."
TEXT = f"Lumen Labs builds language models.\n{SENTENCE}\nThe round was led by nobody else."
KEY = "sk-secret-of-the-tests"


@dataclass
class Step:
    """What the endpoint does with one request."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    hang_seconds: float = 0
    drip_seconds: float = 0
    reset: bool = False
    declared_length: int | None = None


def money(**changed: Any) -> dict[str, Any]:
    record = {"value": 2000000000, "value_high": None, "currency_code": "USD", "currency_basis": "stated"}
    return {**record, "qualifier": "exact", "as_stated": "$2 billion", "kind": "tranche", **changed}


def claim(**changed: Any) -> dict[str, Any]:
    record: dict[str, Any] = {"claim_type": "investment", "quote": SENTENCE, "polarity": "affirmed"}
    record |= {"attribution": "on_record", "attributed_to": None, "event_date": None, "event_date_precision": "unknown"}
    record |= {"is_background": False, "amount": money(), "stage": "effective", "investors": ["Northwind Ventures"]}
    record |= {"recipient": "Lumen Labs", "sellers": [], "deal_type": "unspecified", "round": None}
    return record | {"stake_percent": None, "valuation": None} | changed


def answer(*claims: dict[str, Any], **changed: Any) -> dict[str, Any]:
    record = {
        "is_relevant": True,
        "category": "investment",
        "summary": "Money for Lumen Labs.",
        "key_points": ["It came."],
    }
    return {**record, "claims": list(claims), **changed}


def completion(content: object, *, finish_reason: str = "stop", refusal: str | None = None) -> Step:
    text = content if isinstance(content, str) or content is None else json.dumps(content)
    message = {"role": "assistant", "content": text, "refusal": refusal}
    usage = {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}
    choice = {"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}
    body = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    return Step(body=json.dumps(body).encode())


def good() -> Step:
    return completion(answer(claim()))


def problem(status: int, message: str = "no", code: str | None = None, **headers: str) -> Step:
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return Step(status, json.dumps({"error": {"message": message, "code": code, "type": "error"}}).encode(), said)


@dataclass
class ScriptedEndpoint:
    """``script`` gives the steps in the order of the requests; when it is used up, ``otherwise`` decides."""

    script: list[Step] = field(default_factory=list)
    otherwise: Callable[[dict[str, Any]], Step] = lambda _: good()
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    url: str = ""
    in_flight: int = 0
    most_in_flight: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    desk: Callable[[str, str, bytes, str], Step] | None = None  # speaks /files and /batches, where a test wants that

    def next_step(self, body: dict[str, Any], headers: dict[str, str]) -> Step:
        with self.lock:
            self.requests.append(body)
            self.headers.append(headers)
            self.times.append(time.monotonic())
            return self.script.pop(0) if self.script else self.otherwise(body)

    def user_message(self, number: int = 0) -> str:
        return str(self.requests[number]["messages"][1]["content"])


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 200
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the script."""


def _handler(endpoint: ScriptedEndpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._send(endpoint.desk("GET", self.path, b"", "") if endpoint.desk else problem(404))

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            if endpoint.desk and not self.path.endswith("/chat/completions"):
                self._send(endpoint.desk("POST", self.path, raw, self.headers["Content-Type"]))
                return
            body = json.loads(raw) if raw[:1] == b"{" else {}
            if self.path != "/v1/chat/completions":
                self._send(problem(404, "no such path"))
                return
            with endpoint.lock:
                endpoint.in_flight += 1
                endpoint.most_in_flight = max(endpoint.most_in_flight, endpoint.in_flight)
            try:
                self._send(endpoint.next_step(body, {name.lower(): value for name, value in self.headers.items()}))
            finally:
                with endpoint.lock:
                    endpoint.in_flight -= 1

        def _send(self, step: Step) -> None:
            time.sleep(step.hang_seconds)
            if step.reset:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
                return
            self.send_response(step.status)
            length = len(step.body) if step.declared_length is None else step.declared_length
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(length),
                **step.headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            if step.drip_seconds:
                for letter in step.body:
                    self.wfile.write(bytes([letter]))
                    self.wfile.flush()
                    time.sleep(step.drip_seconds)
            else:
                self.wfile.write(step.body)
            if length != len(step.body):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler


@contextmanager
def serving() -> Iterator[ScriptedEndpoint]:
    scripted = ScriptedEndpoint()
    server = _Server(("127.0.0.1", 0), _handler(scripted))
    scripted.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield scripted
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def endpoint() -> Iterator[ScriptedEndpoint]:
    with serving() as scripted:
        yield scripted


@pytest.fixture
def standby() -> Iterator[ScriptedEndpoint]:
    with serving() as scripted:
        yield scripted


MakeExtractor = Callable[..., LanguageModelExtractor]


@pytest.fixture
def extractor_for(endpoint: ScriptedEndpoint, tmp_path: Path) -> MakeExtractor:
    def make(**changed: Any) -> LanguageModelExtractor:
        values: dict[str, Any] = {"home": tmp_path, "llm_base_url": endpoint.url, "llm_model": "some-model"}
        values |= {"llm_api_key": KEY, "llm_timeout_seconds": 5, "_env_file": None}
        values |= {"llm_prices": {"some-model": {"input": 3, "output": 15}}}
        return LanguageModelExtractor(Settings(**{**values, **changed}), backoff_seconds=0.01)

    return make


def article(number: int = 1, *, text: str = TEXT, **changed: Any) -> ArticleText:
    values: dict[str, Any] = {"title": f"Money for Lumen Labs {number}", "published": "2026-07-15", "language": "en"}
    return ArticleText(**{"article_id": f"{number:024x}", "text": text, **values, **changed})


def store(lake: Lake, *texts: ArticleText) -> None:
    """Put articles into a lake, as one batch."""
    at = datetime(2026, 7, 15, tzinfo=UTC)
    common = {"source_id": "s", "language": "en", "published_at": at, "retrieved_at": at, "text_sha256": "0" * 64}
    keys = [(text.article_id, text.title, text.text) for text in texts]
    articles = [Article(article_id=key, page_id=key, title=title, text=text, **common) for key, title, text in keys]
    lake.write_articles(articles, at.date())


class Scripts:
    """The builders above, as a fixture: test folders are no packages, so a test cannot import its conftest."""

    sentence, text, key, step = SENTENCE, TEXT, KEY, Step
    money, claim, answer = staticmethod(money), staticmethod(claim), staticmethod(answer)
    completion, good = staticmethod(completion), staticmethod(good)
    problem, article, store = staticmethod(problem), staticmethod(article), staticmethod(store)


@pytest.fixture
def say() -> type[Scripts]:
    return Scripts
