"""What readers are told of a release, and which release each of them was told of last."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines import ids
from pipelines.reporting.changes import Change, changes
from pipelines.settings import Settings
from pipelines.warehouse import release

MAX_CHANGES = 50
"""A message of more is read by nobody; the rest is counted, and stands in the release."""

_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "[": "(", "]": ")", "`": "'", "@": "@\u200b", "*": "∗"})
_MAX_SAID = 400


@dataclass(frozen=True)
class Message:
    """The facts that changed since the release that a reader was last told of; a greeting where there was none."""

    release_id: str
    previous_release_id: str | None = None
    changes: tuple[Change, ...] = ()

    @property
    def told(self) -> tuple[Change, ...]:
        """The changes that are written out."""
        return self.changes[:MAX_CHANGES]

    @property
    def left_out(self) -> int:
        """How many are only counted."""
        return len(self.changes) - len(self.told)

    def headline(self) -> str:
        """What it says, in one line of our own words."""
        if self.previous_release_id is None:
            return f"Newsledger tells you here from now on which facts change; the release is {self.release_id}."
        return f"Newsledger {self.release_id}: {self._count()}"

    def subject(self) -> str:
        """The same, short enough for the head of a mail."""
        return f"Newsledger: {self._count() if self.previous_release_id else 'which facts change, from now on'}"

    def as_json(self) -> dict[str, Any]:
        """For webhooks: ``text`` for chats, the rest for programs."""
        body = {
            "text": self._chat_text(),
            "release_id": self.release_id,
            "previous_release_id": self.previous_release_id,
            "changes": [change.as_dict() for change in self.told],
        }
        return body if self.previous_release_id is None else body | {"changes_left_out": self.left_out}

    def as_letter(self) -> str:
        """For mails: plain text, with the sentence and the article of each fact."""
        lines = [f"{self.headline().removesuffix('.')}.", ""]
        for change in self.told:
            lines.append(f"{change.kind.upper()}: {(change.now or change.before)[:_MAX_SAID]}")
            lines += [f"  before: {change.before[:_MAX_SAID]}"] if change.kind == "changed" else []
            lines += [f"  “{change.quote[:_MAX_SAID]}”"] if change.quote else []
            lines += [f"  {change.article_url}"] if change.article_url else []
            lines += [f"  newsledger explain {change.event_key}", ""]
        lines += [f"And {self.left_out} more, which stand in the release.", ""] if self.left_out else []
        return "\n".join(
            [*lines, "Your address stands in the NEWSLEDGER_NOTIFY_MAIL_TO of whoever runs this Newsledger."]
        )

    def _count(self) -> str:
        count = len(self.changes)
        return f"{count} fact{'s' if count > 1 else ''} new, changed or withdrawn"

    def _chat_text(self) -> str:
        """What comes from articles is written so that a chat neither formats it nor calls anybody by it."""
        lines = [self.headline()]
        for change in self.told:
            before = f" (before: {change.before})" if change.kind == "changed" else ""
            said = f"{change.now}{before}" if change.now else change.before
            lines.append(f"• {change.kind}: {said[:_MAX_SAID].translate(_MARKS)}")
        return "\n".join([*lines, *([f"• and {self.left_out} more"] if self.left_out else [])])


class Messages:
    """The message for each release that a reader may have been told of last; most were told of the same."""

    def __init__(self, settings: Settings, shown: release.Release) -> None:
        self._settings = settings
        self._shown = shown
        self._made: dict[str | None, Message | None] = {}

    def since(self, last: str | None) -> Message | None:
        """What to tell whoever was last told of that release; null when nothing changed."""
        if last not in self._made:
            self._made[last] = self._make(last)
        return self._made[last]

    def _make(self, last: str | None) -> Message | None:
        if last == self._shown.release_id:
            return None
        former = _former(self._settings, last)
        if former is None:
            return Message(release_id=self._shown.release_id)
        found = changes(former.path / "newsledger.duckdb", self._shown.path / "newsledger.duckdb")
        if not found:
            return None
        return Message(release_id=self._shown.release_id, previous_release_id=former.release_id, changes=tuple(found))


def _former(settings: Settings, last: str | None) -> release.Release | None:
    """The release last told of, else the eldest that is still there: better told twice than not at all."""
    kept = release.releases(settings)
    if last is None or not kept:
        return None
    return next((one for one in kept if one.release_id == last), kept[0])


class LastTold:
    """Which release each address was last told of, by the hash of the address; written after each message."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._last: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._last = {}

    def of(self, address: str) -> str | None:
        """The release, or null for a new address."""
        return self._last.get(ids.digest(address))

    def note(self, address: str, release_id: str) -> None:
        """It knows of that release now."""
        self._last[ids.digest(address)] = release_id
        self._path.parent.mkdir(parents=True, exist_ok=True)
        aside = self._path.with_suffix(".tmp")
        aside.write_text(json.dumps(self._last), encoding="utf-8")
        aside.replace(self._path)
