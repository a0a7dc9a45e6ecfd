"""Tell the readers of a release what changed in it, by webhooks and mails; each address is told once of each change."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from pipelines.articles.addresses import AddressRefusedError, check_address
from pipelines.articles.network import make_client
from pipelines.errors import NewsledgerError, PermanentError, TransientError
from pipelines.reporting.mail import Mailer, mail_settings
from pipelines.reporting.told import LastTold, Message, Messages
from pipelines.settings import Settings
from pipelines.warehouse import release

_PASSES = {408, 425, 429}


@dataclass(frozen=True)
class NotifyResult:
    """Who was told of a release. Addresses are secrets: they are counted, and named by their host alone."""

    release_id: str | None = None
    sent: int = 0
    up_to_date: int = 0
    failed: dict[str, NewsledgerError] = field(default_factory=dict)

    def counts(self) -> dict[str, int | str]:
        """The figures, flat."""
        return {"release": self.release_id or "none", "sent": self.sent, "up_to_date": self.up_to_date}


@dataclass(frozen=True)
class _Reader:
    """One address: what it is remembered by, what errors call it, and how it is told."""

    address: str
    name: str
    tell: Callable[[Message], Awaitable[None]]


def notify_readers(settings: Settings) -> NotifyResult:
    """Send each webhook and mail address what changed since the release that it was last told of; a new one is greeted.

    Raises:
        TransientError: An address did not take the message; those that did are not told again by the next try.
        PermanentError: An address is refused, or refuses, or the settings for mails are not whole; a retry cannot help.
    """
    mail_settings(settings)
    shown = release.current(settings)
    if shown is None or not (settings.notify_webhooks or settings.notify_mail_to):
        return NotifyResult(shown.release_id if shown else None)
    result = asyncio.run(_notify(settings, shown))
    if result.failed:
        kind = TransientError if any(isinstance(e, TransientError) for e in result.failed.values()) else PermanentError
        raise kind("; ".join(f"{name}: {error}" for name, error in result.failed.items()))
    return result


async def _notify(settings: Settings, shown: release.Release) -> NotifyResult:
    last_told = LastTold(settings.state_dir / "notified.json")
    messages = Messages(settings, shown)
    sent = up_to_date = 0
    failed: dict[str, NewsledgerError] = {}
    async with make_client(settings) as client:
        with Mailer(settings) as mailer:
            for reader in (*_webhooks(settings, client), *_mail_addresses(settings, mailer)):
                message = messages.since(last_told.of(reader.address))
                try:
                    if message:
                        await reader.tell(message)
                except (TransientError, PermanentError) as error:
                    failed[reader.name] = error
                    continue
                sent, up_to_date = sent + bool(message), up_to_date + (not message)
                last_told.note(reader.address, shown.release_id)
    return NotifyResult(shown.release_id, sent, up_to_date, failed)


def _webhooks(settings: Settings, client: httpx.AsyncClient) -> list[_Reader]:
    def reader(number: int, url: str) -> _Reader:
        async def tell(message: Message) -> None:
            await _post(client, url, message.as_json(), allow_loopback=settings.allow_loopback)

        return _Reader(url, f"webhook {number} ({urlsplit(url).hostname})", tell)

    return [
        reader(number, secret.get_secret_value()) for number, secret in enumerate(settings.notify_webhooks, start=1)
    ]


def _mail_addresses(settings: Settings, mailer: Mailer) -> list[_Reader]:
    def reader(number: int, address: str) -> _Reader:
        async def tell(message: Message) -> None:
            await asyncio.to_thread(mailer.send, address, message)

        return _Reader(f"mailto:{address}", f"mail {number} (…@{address.rpartition('@')[2]})", tell)

    return [reader(number, address) for number, address in enumerate(settings.notify_mail_to, start=1)]


async def _post(client: httpx.AsyncClient, url: str, message: dict[str, Any], *, allow_loopback: bool) -> None:
    try:
        target = check_address(url, allow_loopback=allow_loopback)
        async with client.stream("POST", target.url, json=message) as answer:  # whatever it says is not read
            status = answer.status_code
    except AddressRefusedError:
        raise
    except httpx.HTTPError as error:
        raise TransientError(f"cannot be reached: {type(error).__name__}") from None  # its words may hold the address
    if status in _PASSES or status >= 500:
        raise TransientError(f"answers {status}")
    if status >= 300:
        raise PermanentError(f"answers {status}; check NEWSLEDGER_NOTIFY_WEBHOOKS (redirects are not followed)")
