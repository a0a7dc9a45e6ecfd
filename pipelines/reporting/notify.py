"""Tell the readers of a release what changed in it, by webhooks; each address is told once of each change."""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from pipelines import ids
from pipelines.articles.addresses import AddressRefusedError, check_address
from pipelines.articles.network import make_client
from pipelines.errors import NewsledgerError, PermanentError, TransientError
from pipelines.reporting.changes import Change, changes
from pipelines.settings import Settings
from pipelines.warehouse import release

MAX_CHANGES = 50
"""A message of more is read by nobody; the rest is counted, and stands in the release."""

_PASSES = {408, 425, 429}
_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "[": "(", "]": ")", "`": "'", "@": "@\u200b", "*": "∗"})


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


def notify_readers(settings: Settings) -> NotifyResult:
    """Send each webhook what changed since the release that it was last told of; a new one is told where it begins.

    Raises:
        TransientError: An address did not take the message; those that did are not told again by the next try.
        PermanentError: An address is refused, or refuses; a retry cannot help.
    """
    shown = release.current(settings)
    if shown is None or not settings.notify_webhooks:
        return NotifyResult(shown.release_id if shown else None)
    result = asyncio.run(_notify(settings, shown))
    if result.failed:
        kind = TransientError if any(isinstance(e, TransientError) for e in result.failed.values()) else PermanentError
        raise kind("; ".join(f"{host}: {error}" for host, error in result.failed.items()))
    return result


async def _notify(settings: Settings, shown: release.Release) -> NotifyResult:
    told = _Told(settings.state_dir / "notified.json")
    sent = up_to_date = 0
    failed: dict[str, NewsledgerError] = {}
    messages: dict[str | None, dict[str, Any] | None] = {}  # most were told of the same release last
    async with make_client(settings) as client:
        for number, secret in enumerate(settings.notify_webhooks, start=1):
            url = secret.get_secret_value()
            last = told.of(url)
            if last not in messages:
                messages[last] = _message(settings, shown, last)
            message = messages[last]
            try:
                if message:
                    await _post(client, url, message, allow_loopback=settings.allow_loopback)
            except (TransientError, PermanentError) as error:
                failed[f"webhook {number} ({urlsplit(url).hostname})"] = error
                continue
            sent, up_to_date = sent + bool(message), up_to_date + (not message)
            told.note(url, shown.release_id)
    return NotifyResult(shown.release_id, sent, up_to_date, failed)


def _message(settings: Settings, shown: release.Release, last: str | None) -> dict[str, Any] | None:
    if last == shown.release_id:
        return None
    former = _former(settings, last)
    if former is None:
        text = f"Newsledger tells you here from now on which facts change; the release is {shown.release_id}."
        return {"text": text, "release_id": shown.release_id, "previous_release_id": None, "changes": []}
    found = changes(former.path / "newsledger.duckdb", shown.path / "newsledger.duckdb")
    if not found:
        return None
    return {
        "text": _text(shown.release_id, found),
        "release_id": shown.release_id,
        "previous_release_id": former.release_id,
        "changes": [change.as_dict() for change in found[:MAX_CHANGES]],
        "changes_left_out": max(len(found) - MAX_CHANGES, 0),
    }


def _former(settings: Settings, last: str | None) -> release.Release | None:
    """The release last told of, else the eldest that is still there: better told twice than not at all."""
    kept = release.releases(settings)
    if last is None or not kept:
        return None
    return next((one for one in kept if one.release_id == last), kept[0])


def _text(release_id: str, found: list[Change]) -> str:
    """For chats. What comes from articles is written so that a chat neither formats it nor calls anybody by it."""
    lines = [f"Newsledger {release_id}: {len(found)} fact{'s' if len(found) > 1 else ''} new, changed or withdrawn"]
    for change in found[:MAX_CHANGES]:
        before = f" (before: {change.before})" if change.kind == "changed" else ""
        said = f"{change.now}{before}" if change.now else change.before
        lines.append(f"• {change.kind}: {said[:400].translate(_MARKS)}")
    if len(found) > MAX_CHANGES:
        lines.append(f"• and {len(found) - MAX_CHANGES} more")
    return "\n".join(lines)


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


class _Told:
    """Which release each address was last told of, by the hash of the address; written after each message."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._last: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._last = {}

    def of(self, url: str) -> str | None:
        return self._last.get(ids.digest(url))

    def note(self, url: str, release_id: str) -> None:
        self._last[ids.digest(url)] = release_id
        self._path.parent.mkdir(parents=True, exist_ok=True)
        aside = self._path.with_suffix(".tmp")
        aside.write_text(json.dumps(self._last), encoding="utf-8")
        aside.replace(self._path)
