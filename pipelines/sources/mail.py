"""A mail saved as a file (.eml), such as a newsletter or a press release: one article, its head told by the mail's own.

The words are read as they were sent: the plain text where there is one, else the HTML as a page. Attachments are not read.
"""

import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default

from pipelines.sources.dates import parse_when
from pipelines.sources.given import InboxRecord, is_web, problem_of
from pipelines.sources.wrapped import unwrapped

MAX_PARTS = 1000
_MAX_HEADER = 10_000  # what a real header never has, and what the library's grammar of headers takes long over
_ANGLES = re.compile(r"[<>\s]")


def read_mail(content: bytes, place: str, other_id: str) -> InboxRecord:
    """The mail as a record; ``other_id`` names it where it has no Message-ID."""
    try:
        mail = message_from_bytes(content, policy=default)
        reason = _strange(mail)
        if reason:
            return problem_of("unreadable", reason, place, other_id)
        return _record(mail, place, other_id)
    except (MessageError, RecursionError, LookupError, ValueError, AttributeError, IndexError) as error:
        # The library's own faults on malformed mails show as these; the file stays, and is set aside with the reason.
        return problem_of("unreadable", f"the mail cannot be read ({type(error).__name__}: {error})", place, other_id)


def _strange(mail: EmailMessage) -> str | None:
    if not mail.keys():
        return "it has no mail headers"
    for number, part in enumerate(mail.walk(), start=1):
        if number > MAX_PARTS:
            return f"the mail has more than {MAX_PARTS} parts"
        if any(len(str(value)) > _MAX_HEADER for _, value in part.raw_items()):
            return f"a header has more than {_MAX_HEADER} characters"
    return None


def _record(mail: EmailMessage, place: str, other_id: str) -> InboxRecord:
    plain = _words(mail, "plain")
    html = "" if plain.strip() else _words(mail, "html")
    if not plain.strip() and not html.strip():
        return problem_of("unreadable", "the mail has no text of its own; attachments are not read", place, other_id)
    published = parse_when(str(mail["date"] or ""))
    link = _ANGLES.sub("", str(mail["archived-at"] or ""))
    return InboxRecord(
        place=place,
        given_id=(_ANGLES.sub("", str(mail["message-id"] or "")) or other_id)[:300],
        url=link[:2000] if is_web(link) else None,
        title=" ".join(str(mail["subject"] or "").split()) or None,
        publisher=_sender(mail),
        published=published,
        text=unwrapped(plain.replace("\r\n", "\n")) if plain.strip() else "",
        html=html.encode("utf-8", "replace") if html else None,
    )


def _words(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body(preferencelist=(kind,))
    if body is None:
        return ""
    try:
        return str(body.get_content())
    except LookupError:  # a charset that nobody knows
        raw = body.get_payload(decode=True)
        return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _sender(mail: EmailMessage) -> str | None:
    header = mail["from"]
    first = header.addresses[0] if header is not None and header.addresses else None
    if first is None:
        return None
    return " ".join(first.display_name.split()) or first.domain or None
