"""Readers are told what changed, once each, by addresses of the public web alone, and never by the words of strangers."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pydantic import SecretStr

from pipelines.errors import PermanentError, TransientError
from pipelines.reporting.changes import changes
from pipelines.reporting.notify import NotifyResult, notify_readers
from pipelines.reporting.told import MAX_CHANGES
from pipelines.settings import Settings
from pipelines.warehouse import release
from tests.reporting.two_releases import LATER, fact, show_two


class Hook:
    """A webhook on this machine that keeps what it is sent."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.status = 200
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                if hook.status == 200:
                    hook.messages.append(json.loads(body))
                self.send_response(hook.status)
                self.send_header("location", "http://127.0.0.1:9/")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/secret-token"


@pytest.fixture
def hook() -> Iterator[Hook]:
    made = Hook()
    thread = Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def two(make_home: Callable[..., Settings], hook: Hook) -> Callable[..., Settings]:
    """A home that told its first release, and shows a second one now."""

    def make(first: list[Any], second: list[Any], *, greeted: bool = True) -> Settings:
        def greet(settings: Settings) -> Settings:
            change = {"notify_webhooks": (SecretStr(hook.url),), "allow_loopback": True}
            settings = settings.model_copy(update=change)
            if greeted:
                notify_readers(settings)
            return settings

        return show_two(make_home, first, second, greet)

    return make


def test_a_new_address_is_greeted_and_not_flooded_with_all_that_is_known(two, hook) -> None:
    settings = two([fact("a")], [fact("a"), fact("b")], greeted=False)
    assert notify_readers(settings) == NotifyResult(LATER, sent=1)
    (message,) = hook.messages
    assert (message["changes"], message["previous_release_id"]) == ([], None)


def test_new_changed_and_withdrawn_facts_are_told_once(two, hook) -> None:
    settings = two(
        [fact("same"), fact("moved", stage="in_talks"), fact("gone", recipient="Dusk")],
        [fact("same", article_count=9), fact("moved", stage="signed"), fact("fresh", recipient="Core")],
    )
    assert notify_readers(settings).sent == 1
    assert notify_readers(settings) == NotifyResult(LATER, up_to_date=1)
    _, message = hook.messages
    assert [(change["kind"], change["event_key"]) for change in message["changes"]] == [
        ("new", "fresh"),
        ("changed", "moved"),
        ("withdrawn", "gone"),
    ]
    assert "in talks" in message["changes"][1]["before"]
    assert "signed" in message["changes"][1]["now"]


def test_an_event_that_got_another_key_is_no_news(two) -> None:
    def redirect(marts: Any) -> None:
        marts.add("event_redirects", old_event_key="old", event_key="today")

    settings = two([fact("old")], [fact("today"), redirect])
    first, second = release.releases(settings)
    assert changes(first.path / "newsledger.duckdb", second.path / "newsledger.duckdb") == []
    assert notify_readers(settings) == NotifyResult(LATER, up_to_date=1)


def _redirect(old: str, today: str) -> Callable[[Any], None]:
    return lambda marts: marts.add("event_redirects", old_event_key=old, event_key=today)


def _changes(settings: Settings) -> list[tuple[str, str]]:
    first, second = release.releases(settings)
    found = changes(first.path / "newsledger.duckdb", second.path / "newsledger.duckdb")
    return [(change.kind, change.event_key) for change in found]


@pytest.mark.parametrize("stage", ["announced", "signed"])
def test_what_became_part_of_a_fact_that_stood_already_is_told_by_that_fact_alone(two, stage) -> None:
    parts = [fact("stood"), fact("apart", recipient="Dusk")]
    settings = two(parts, [fact("stood", stage=stage), _redirect("apart", "stood"), _redirect("stood", "stood")])
    assert _changes(settings) == ([] if stage == "announced" else [("changed", "stood")])


def test_a_fact_whose_event_stands_and_is_no_fact_any_more_is_withdrawn(two) -> None:
    settings = two([fact("denied"), fact("same")], [fact("same"), _redirect("denied", "denied")])
    assert _changes(settings) == [("withdrawn", "denied")]


def test_an_event_of_another_key_that_is_told_otherwise_is_changed_and_not_new(two) -> None:
    settings = two([fact("old")], [fact("today", stage="signed"), _redirect("old", "today")])
    assert _changes(settings) == [("changed", "today")]


def test_a_release_of_other_columns_is_compared_by_what_is_said(two) -> None:
    def later(marts: Any) -> None:
        marts.connection.execute("alter table fct_investments add column mood varchar default 'cheerful'")

    settings = two([fact("same"), fact("moved")], [fact("same"), fact("moved", grade="E3"), later])
    assert _changes(settings) == [("changed", "moved")]


def test_the_words_of_strangers_neither_format_nor_call_anybody(two, hook) -> None:
    hostile = "<!channel> @here [x](http://evil.example) `rm`\n\x1b[31m&amp;"
    settings = two([fact("a")], [fact("a"), fact("b", recipient=hostile)])
    notify_readers(settings)
    text = hook.messages[-1]["text"]
    assert not any(sign in text for sign in ("<", ">", "[", "`", "@here", "\x1b"))
    assert len(text.splitlines()) == 2


def test_a_message_is_bounded_and_says_what_it_left_out(two, hook) -> None:
    settings = two([], [fact(f"k{number:03}") for number in range(MAX_CHANGES + 7)])
    notify_readers(settings)
    assert (len(hook.messages[-1]["changes"]), hook.messages[-1]["changes_left_out"]) == (MAX_CHANGES, 7)
    assert "and 7 more" in hook.messages[-1]["text"]


@pytest.mark.parametrize(("status", "error"), [(503, TransientError), (429, TransientError), (404, PermanentError)])
def test_what_was_not_taken_is_told_again_later_and_the_address_stays_secret(two, hook, status, error) -> None:
    settings = two([fact("a")], [fact("a"), fact("b")])
    hook.status = status
    with pytest.raises(error) as caught:
        notify_readers(settings)
    assert str(status) in str(caught.value)
    assert "secret-token" not in str(caught.value)
    hook.status = 200
    assert notify_readers(settings).sent == 1


def test_a_redirect_is_not_followed(two, hook) -> None:
    settings = two([fact("a")], [fact("a"), fact("b")])
    hook.status = 302
    with pytest.raises(PermanentError, match="not followed"):
        notify_readers(settings)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/x", "https://10.0.0.8/x", "http://[::1]/x", "ftp://host.example/x", "https://1.1.1.1:6379/"],
)
def test_an_address_that_is_not_of_the_public_web_is_never_asked(two, hook, url) -> None:
    settings = two([fact("a")], [fact("a"), fact("b")])
    change = {"notify_webhooks": (SecretStr(url), SecretStr(hook.url)), "allow_loopback": False}
    with pytest.raises(PermanentError, match="refused"):
        notify_readers(settings.model_copy(update=change))
    assert len(hook.messages) == 1  # the greeting


def test_one_address_that_fails_keeps_no_other_from_its_message(two, hook) -> None:
    settings = two([fact("a")], [fact("a"), fact("b")])
    both = (SecretStr("https://10.0.0.8/x"), *settings.notify_webhooks)
    with pytest.raises(PermanentError, match="webhook 1"):
        notify_readers(settings.model_copy(update={"notify_webhooks": both}))
    assert len(hook.messages) == 2


def test_without_addresses_or_a_release_nothing_is_sent(tmp_path: Path, two) -> None:
    settings = two([fact("a")], [fact("b")])
    assert notify_readers(settings.model_copy(update={"notify_webhooks": ()})).sent == 0
    assert notify_readers(Settings(home=tmp_path, notify_webhooks=(SecretStr("https://host.example/"),))).sent == 0
