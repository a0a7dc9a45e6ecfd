"""Mails to the readers of a release, by the SMTP server that the operator names: one a reader, so that none sees another."""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from types import TracebackType
from typing import Self

from pipelines import clock, ids
from pipelines.errors import NewsledgerError, PermanentError, TransientError, UsageError
from pipelines.reporting.told import Message
from pipelines.settings import Settings

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_HERE = {"localhost", "127.0.0.1", "::1"}


def mail_settings(settings: Settings) -> None:
    """Check that all is there that mails need, if any are wanted.

    Raises:
        UsageError: A setting is missing, or a password would travel in the open; the message names it.
    """
    if not settings.notify_mail_to:
        return
    wanted = {"HOST": settings.notify_mail_host, "FROM": settings.notify_mail_from}
    missing = [f"NEWSLEDGER_NOTIFY_MAIL_{name}" for name, value in wanted.items() if not value]
    if missing:
        raise UsageError(f"NEWSLEDGER_NOTIFY_MAIL_TO is set and {' and '.join(missing)} not: no mail can be sent.")
    if bool(settings.notify_mail_user) != bool(settings.notify_mail_password):
        raise UsageError("NEWSLEDGER_NOTIFY_MAIL_USER and NEWSLEDGER_NOTIFY_MAIL_PASSWORD are only of use together.")
    if settings.notify_mail_user and settings.notify_mail_security == "none" and not _is_here(settings):
        raise UsageError(
            "A password is not sent over a connection that others can read: set NEWSLEDGER_NOTIFY_MAIL_SECURITY to starttls or tls."
        )


class Mailer:
    """A connection to the mail server, opened for the first mail and closed behind the last."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None
        self._failure: NewsledgerError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def send(self, address: str, message: Message) -> None:
        """Hand one mail to the server.

        Raises:
            TransientError: The server is away, or asks to come back later.
            PermanentError: The server or its certificate is refused, or it refuses us or the address.
        """
        if self._failure:  # what kept one mail from the server keeps all
            raise self._failure
        letter = _letter(self._settings, address, message)
        try:
            self._server = self._server or _connect(self._settings)
        except (TransientError, PermanentError) as error:
            self._failure = error
            raise
        try:
            self._server.send_message(letter, self._settings.notify_mail_from, [address])
        except (smtplib.SMTPException, OSError) as error:
            self._leave()  # in what state it is, is not known
            raise _refusal(error, "the mail") from None

    def _leave(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            server.close()


def _connect(settings: Settings) -> smtplib.SMTP:
    host, security = settings.notify_mail_host or "", settings.notify_mail_security
    port = settings.notify_mail_port or _PORTS[security]
    where = f"{host}:{port}"
    tls = ssl.create_default_context()
    server: smtplib.SMTP | None = None
    try:
        if security == "tls":
            server = smtplib.SMTP_SSL(host, port, timeout=settings.fetch_timeout_seconds, context=tls)
        else:
            server = smtplib.SMTP(host, port, timeout=settings.fetch_timeout_seconds)
        _secure(server, tls, settings, where)
    except (smtplib.SMTPException, OSError, PermanentError) as error:
        if server:
            server.close()
        raise _no_tls(where, error) if isinstance(error, ssl.SSLError) else _refusal(error, where) from None
    return server


def _secure(server: smtplib.SMTP, tls: ssl.SSLContext, settings: Settings, where: str) -> None:
    server.ehlo_or_helo_if_needed()
    if settings.notify_mail_security == "starttls":
        if not server.has_extn("starttls"):
            raise PermanentError(
                f"{where} offers no STARTTLS; set NEWSLEDGER_NOTIFY_MAIL_SECURITY to tls, or to none where the way there is your own"
            )
        server.starttls(context=tls)
        server.ehlo()
    if settings.notify_mail_user and settings.notify_mail_password:
        if not server.has_extn("auth"):
            raise PermanentError(f"{where} asks for no password; leave NEWSLEDGER_NOTIFY_MAIL_USER and _PASSWORD empty")
        server.login(settings.notify_mail_user, settings.notify_mail_password.get_secret_value())


def _no_tls(where: str, error: ssl.SSLError) -> PermanentError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return PermanentError(
            f"the certificate of {where} is not to be trusted ({error.verify_message}); name the host as its certificate does, or "
            "let SSL_CERT_FILE name the authority that signed it"
        )
    return PermanentError(
        f"{where} does not speak TLS as asked ({error.reason}); check NEWSLEDGER_NOTIFY_MAIL_PORT and NEWSLEDGER_NOTIFY_MAIL_SECURITY"
    )


def _refusal(error: Exception, what: str) -> NewsledgerError:
    """What the server said, as an error that says whether a retry can help. Its words may name the address: only codes are shown."""
    if isinstance(error, PermanentError):
        return error
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return PermanentError(
            f"{what}: the user or the password is refused ({error.smtp_code}); check NEWSLEDGER_NOTIFY_MAIL_USER and _PASSWORD"
        )
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max(code for code, _ in error.recipients.values())
        return _by_code(code, "the address is refused", "NEWSLEDGER_NOTIFY_MAIL_TO")
    if isinstance(error, smtplib.SMTPResponseException):
        is_sender = isinstance(error, smtplib.SMTPSenderRefused)
        said, check = ("the sender", "NEWSLEDGER_NOTIFY_MAIL_FROM") if is_sender else (what, "the mail server's log")
        return _by_code(error.smtp_code, f"{said} is refused", check)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return PermanentError("the server takes no address with letters beyond ASCII; check NEWSLEDGER_NOTIFY_MAIL_TO")
    return TransientError(
        f"{what}: the mail server cannot be reached ({type(error).__name__}); check NEWSLEDGER_NOTIFY_MAIL_HOST and _PORT if that stays"
    )


def _by_code(code: int, said: str, check: str) -> NewsledgerError:
    kind = PermanentError if code >= 500 else TransientError
    return kind(f"{said} ({code}); check {check}" if code >= 500 else f"{said} for now ({code})")


def _letter(settings: Settings, address: str, message: Message) -> EmailMessage:
    """The mail. Its head holds our own words alone; what articles say stands in the body, which is plain text."""
    letter = EmailMessage(policy=SMTP)
    sender = settings.notify_mail_from or ""
    letter["From"] = sender
    letter["To"] = address
    letter["Subject"] = message.subject()
    letter["Date"] = format_datetime(clock.now())
    # The same mail sent twice, because we did not hear that it was taken, has the same id.
    key = ids.digest(address, message.release_id, message.previous_release_id)
    letter["Message-ID"] = f"<{key}@{sender.rpartition('@')[2].strip('> ')}>"
    letter["Auto-Submitted"] = "auto-generated"  # so that no holiday notice answers it
    letter.set_content(message.as_letter())
    return letter


def _is_here(settings: Settings) -> bool:
    return (settings.notify_mail_host or "").lower() in _HERE
