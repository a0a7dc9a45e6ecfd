"""Mails saved as files: newsletters and press releases, in the shapes that programs send."""

import os
import time
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from pipelines.sources.given import InboxRecord
from pipelines.sources.inbox import list_inbox
from pipelines.sources.mail import MAX_PARTS, read_mail


def _mail(**headers: str) -> EmailMessage:
    mail = EmailMessage()
    said = {
        "From": "Sample Courier <letters@courier.example>",
        "Subject": "Sample Robotics sells its arm",
        "Date": "Mon, 02 Nov 2026 09:30:00 +0200",
        "Message-ID": "<letter-7@courier.example>",
    }
    for name, value in (said | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        mail[name] = value
    return mail


def _read(mail: EmailMessage | bytes) -> InboxRecord:
    return read_mail(mail if isinstance(mail, bytes) else mail.as_bytes(), "letter.eml", "letter")


def test_a_mail_in_the_inbox_is_an_article_whose_head_is_the_mails(tmp_path: Path) -> None:
    mail = _mail()
    mail.set_content("The arm was sold.\nNo price was given.\n")
    path = tmp_path / "letter.eml"
    path.write_bytes(mail.as_bytes())
    os.utime(path, (time.time() - 60,) * 2)
    (file,), _ = list_inbox(tmp_path)
    (record,) = file.records()
    assert record.problem is None
    assert (record.given_id, record.title, record.publisher) == (
        "letter-7@courier.example", "Sample Robotics sells its arm", "Sample Courier",
    )  # fmt: skip
    assert record.published is not None
    assert (record.published.at.isoformat(), record.published.precision) == ("2026-11-02T07:30:00+00:00", "second")
    assert record.text == "The arm was sold.\nNo price was given.\n"


def test_of_two_forms_the_plain_text_is_read() -> None:
    mail = _mail()
    mail.set_content("Plain words.")
    mail.add_alternative("<p>Words with marks.</p>", subtype="html")
    assert (_read(mail).text.strip(), _read(mail).html) == ("Plain words.", None)


def test_a_mail_of_html_alone_is_handed_on_as_a_page_with_the_mails_head() -> None:
    mail = _mail()
    mail.set_content("<html><body><p>Wörter</p></body></html>", subtype="html", charset="iso-8859-1")
    record = _read(mail)
    assert (record.text, "Wörter".encode() in (record.html or b"")) == ("", True)
    assert record.title == "Sample Robotics sells its arm"


def test_attachments_are_not_read() -> None:
    mail = _mail()
    mail.set_content("The body.")
    mail.add_attachment(b"Attached words.", maintype="text", subtype="plain", filename="more.txt")
    assert _read(mail).text.strip() == "The body."


def test_a_mail_of_attachments_alone_is_set_aside_with_the_reason() -> None:
    mail = _mail()
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    record = _read(mail)
    assert record.problem == "unreadable"
    assert "no text of its own" in (record.detail or "")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("=?utf-8?q?K=C3=BCnstliche_Kl=C3=BCgelei?=", "Künstliche Klügelei"),
        ("=?iso-8859-1?q?caf=E9?= closes", "café closes"),
        ("Folded\r\n over two lines", "Folded over two lines"),
    ],
)
def test_subjects_are_read_in_the_encodings_of_mail(said, read) -> None:
    head = f"From: a@b.example\r\nSubject: {said}\r\n\r\nWords.\r\n"
    assert _read(head.encode()).title == read


def test_a_link_to_the_letter_on_the_web_is_its_address_and_a_script_is_none() -> None:
    good, bad = _mail(Archived_At="<https://courier.example/letters/7>"), _mail(Archived_At="<javascript:alert(1)>")
    for mail in (good, bad):
        mail.set_content("Words.")
    assert (_read(good).url, _read(bad).url) == ("https://courier.example/letters/7", None)


def test_a_sender_without_a_name_is_named_by_its_domain_and_a_missing_date_is_unknown() -> None:
    record = _read(b"From: <letters@courier.example>\n\nWords.")
    assert (record.publisher, record.published, record.given_id) == ("courier.example", None, "letter")


def test_words_in_a_charset_that_nobody_knows_are_read_as_far_as_they_can_be() -> None:
    record = _read(b"Subject: S\nContent-Type: text/plain; charset=x-made-up\n\nPlain words.\n")
    assert record.text.strip() == "Plain words."


def _nested(depth: int) -> bytes:
    part: MIMEMultipart | MIMEText = MIMEText("deep")
    for _ in range(depth):
        outer = MIMEMultipart()
        outer.attach(part)
        part = outer
    return part.as_bytes()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no mail headers"),
        (b"\x00\x01\x02", "no mail headers"),
        (b"no headers at all, just words", "no mail headers"),
        (b"Subject: " + b"(" * 200_000 + b"\n\nWords.", "a header has more than"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * (MAX_PARTS + 5), "parts"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n", "no text of its own"),
        (b"Subject: s\nContent-Type: text/html\n\n   ", "no text of its own"),
    ],
)
def test_a_mail_that_cannot_be_read_says_why(content, says) -> None:
    record = _read(content)
    assert (record.problem, record.given_id) == ("unreadable", "letter")
    assert says in (record.detail or "")


def test_a_mail_nested_without_end_ends_with_a_reason_or_its_words() -> None:
    record = _read(_nested(150))
    assert record.problem == "unreadable" or record.text.strip() == "deep"
