"""Mails to readers, against a mail server on this machine: what they get, and what an operator is told when they do not."""

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from pipelines.errors import PermanentError, TransientError, UsageError
from pipelines.reporting.notify import NotifyResult, notify_readers
from pipelines.settings import Settings, load_settings
from tests.mail_server import MailServer, make_certificate
from tests.reporting.two_releases import LATER, fact, show_two

ANN, BEN = "ann@desk.example", "ben@desk.example"
_OPEN = {"notify_mail_security": "none", "notify_webhooks": ()}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def serve(certificate: tuple[Path, Path]) -> Iterator[Callable[..., MailServer]]:
    servers: list[MailServer] = []

    def start(security: str = "none", **how: Any) -> MailServer:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*certificate)
        named = {"starttls": {"tls_context": context}, "tls": {"ssl_context": context}, "none": {}}[security]
        servers.append(MailServer(named, **how))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def _with(settings: Settings, post: MailServer, *to: str, **changes: Any) -> Settings:
    told = {
        "notify_mail_to": to or (ANN,), "notify_mail_from": "ledger@desk.example", "notify_mail_host": "127.0.0.1",
        "notify_mail_port": post.port,
    }  # fmt: skip
    return settings.model_copy(update=_OPEN | told | changes)


@pytest.fixture
def news(make_home: Callable[..., Settings]) -> Callable[..., Settings]:
    """A home with one fact to tell of, to readers whom the mail server is to reach."""

    def make(post: MailServer, *to: str, **changes: Any) -> Settings:
        return _with(make_home(fact("a")), post, *to, **changes)

    return make


def test_each_reader_gets_a_mail_of_their_own(news, serve) -> None:
    post = serve()
    assert notify_readers(news(post, ANN, BEN)).sent == 2
    assert [to for to, _ in post.mails] == [[ANN], [BEN]]
    assert all(mail["to"] == to[0] and "from now on" in mail.get_content() for to, mail in post.mails)


def test_what_changed_is_told_once_and_a_head_holds_only_our_words(make_home, serve) -> None:
    def greet(settings: Settings) -> Settings:
        settings = _with(settings, post)
        notify_readers(settings)
        return settings

    post = serve()
    hostile = "Core\r\nBcc: everyone@desk.example\r\n\r\n<b>x</b>\x1b[31m"
    second = [fact("moved", stage="signed"), fact("b", recipient=hostile)]
    settings = show_two(make_home, [fact("moved", stage="in_talks")], second, greet)
    assert notify_readers(settings) == NotifyResult(LATER, sent=1)
    assert notify_readers(settings) == NotifyResult(LATER, up_to_date=1)
    _, (to, mail) = post.mails
    body = mail.get_content()
    assert (to, mail["bcc"], mail["auto-submitted"]) == ([ANN], None, "auto-generated")
    assert mail["subject"] == "Newsledger: 2 facts new, changed or withdrawn"
    assert mail.get_content_type() == "text/plain"
    assert "\nNEW: " in body
    assert "\nCHANGED: " in body
    assert "\n  before: " in body
    assert "newsledger explain moved" in body
    assert "\nBcc:" not in body
    assert "\x1b" not in body


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_goes_encrypted_and_with_a_password_where_that_is_asked(
    news, serve, certificate, monkeypatch, security
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    post = serve(security, auth_require_tls=security == "starttls")
    login = {"notify_mail_user": "ledger", "notify_mail_password": SecretStr("right")}
    settings = news(post, notify_mail_security=security, **login)
    assert notify_readers(settings).sent == 1
    assert (post.users, len(post.mails)) == (["ledger"], 1)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_signed_is_refused_before_anything_is_said(news, serve, security) -> None:
    post = serve(security)
    settings = news(post, notify_mail_security=security)
    with pytest.raises(PermanentError, match=r"certificate of 127.0.0.1:.* is not to be trusted .*SSL_CERT_FILE"):
        notify_readers(settings)
    assert post.mails == []


@pytest.mark.parametrize(
    ("served", "asked", "said"),
    [
        ("none", "starttls", "offers no STARTTLS; set NEWSLEDGER_NOTIFY_MAIL_SECURITY"),
        ("none", "tls", "does not speak TLS as asked .* check NEWSLEDGER_NOTIFY_MAIL_PORT"),
    ],
)
def test_what_cannot_be_encrypted_as_asked_is_not_sent(news, serve, served, asked, said) -> None:
    post = serve(served)
    with pytest.raises(PermanentError, match=said):
        notify_readers(news(post, notify_mail_security=asked))
    assert post.mails == []


def test_a_wrong_password_is_an_error_that_names_the_settings_and_shows_neither(news, serve) -> None:
    post = serve(auth_require_tls=False)
    login = {"notify_mail_user": "ledger", "notify_mail_password": SecretStr("wr0ng")}
    with pytest.raises(PermanentError, match="NEWSLEDGER_NOTIFY_MAIL_USER") as caught:
        notify_readers(news(post, **login))
    assert "wr0ng" not in str(caught.value)
    assert post.mails == []


def test_a_server_that_asks_for_no_password_is_told_none(news, serve) -> None:
    post = serve()
    login = {"notify_mail_user": "ledger", "notify_mail_password": SecretStr("right")}
    with pytest.raises(PermanentError, match="asks for no password"):
        notify_readers(news(post, **login))


@pytest.mark.parametrize(
    ("answer", "error"), [("550 No such user", PermanentError), ("451 Come back later", TransientError)]
)
def test_one_address_that_is_refused_keeps_no_other_from_its_mail_and_is_not_shown(news, serve, answer, error) -> None:
    post = serve()
    settings = news(post, ANN, BEN)
    post.refused[ANN] = answer
    with pytest.raises(error, match=rf"mail 1 \(…@desk.example\): .*\({answer[:3]}\)") as caught:
        notify_readers(settings)
    assert ANN not in str(caught.value)
    assert [to for to, _ in post.mails] == [[BEN]]
    post.refused.clear()
    assert notify_readers(settings).sent == 1


def test_a_server_that_is_away_is_tried_once_for_all_and_again_later(news, serve) -> None:
    post = serve()
    post.stop()
    settings = news(post, ANN, BEN)
    with pytest.raises(TransientError, match=r"mail 2 .*cannot be reached .*NEWSLEDGER_NOTIFY_MAIL_HOST"):
        notify_readers(settings)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"notify_mail_host": None}, "NEWSLEDGER_NOTIFY_MAIL_HOST"),
        ({"notify_mail_from": None}, "NEWSLEDGER_NOTIFY_MAIL_FROM"),
        ({"notify_mail_user": "ledger"}, "only of use together"),
        (
            {"notify_mail_host": "mail.desk.example", "notify_mail_user": "u", "notify_mail_password": SecretStr("p")},
            "not sent over a connection that others can read",
        ),
    ],
)
def test_settings_that_are_not_whole_are_said_before_a_release_is_there(tmp_path, changes, said) -> None:
    whole = {"notify_mail_to": (ANN,), "notify_mail_from": ANN, "notify_mail_host": "127.0.0.1"}
    settings = Settings(home=tmp_path).model_copy(update=_OPEN | whole | changes)
    with pytest.raises(UsageError, match=said):
        notify_readers(settings)


@pytest.mark.parametrize("given", ['["Ann <ann@desk.example>"]', '["a@b\\nBcc: c@d"]', '["nobody"]'])
def test_what_is_no_plain_address_is_refused_as_a_setting(monkeypatch, given) -> None:
    monkeypatch.setenv("NEWSLEDGER_NOTIFY_MAIL_TO", given)
    with pytest.raises(UsageError, match=r"NEWSLEDGER_NOTIFY_MAIL_TO: .*plain mail address"):
        load_settings()
