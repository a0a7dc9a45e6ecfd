"""The inbox folder: one article or many a file, as .json, .jsonl, .txt, .html or .eml. Files are read, never moved.

Whatever cannot be read is a record too, with the reason, so that nothing put into the folder is lost.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.sources.given import (
    InboxRecord,
    Problem,
    decode_text,
    load_json,
    problem_of,
    record_from_json,
    record_of,
)
from pipelines.sources.mail import read_mail
from pipelines.sources.wrapped import unwrapped

STEADY_SECONDS = 2.0
MAX_FILE_BYTES = 20_000_000
MAX_LINES_FILE_BYTES = 2_000_000_000
MAX_LINE_BYTES = 5_000_000
ENDINGS = (".json", ".jsonl", ".txt", ".html", ".eml")
_SKIPPED = (".part", ".tmp")


@dataclass(frozen=True)
class InboxFile:
    """A file whose size is steady. ``name`` is its path below the folder; ``leads_out`` marks a link to a file elsewhere."""

    path: Path
    name: str
    size: int
    changed_ns: int
    leads_out: bool = False

    def sha256(self) -> str:
        """The hash of its bytes."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def records(self) -> Iterator[InboxRecord]:
        """Its articles, and what is wrong with those that are none."""
        try:
            yield from self._records()
        except OSError as error:
            yield self._problem("unreadable", f"the file cannot be read: {error.strerror}")

    def _records(self) -> Iterator[InboxRecord]:
        ending = self.path.suffix.lower()
        if self.leads_out:
            # Whoever may put files here may not thereby read all that the collector may.
            yield self._problem("unreadable", "it is a link to a file outside the folder; put the file itself here")
        elif self.size > (MAX_LINES_FILE_BYTES if ending == ".jsonl" else MAX_FILE_BYTES):
            yield self._problem("unreadable", f"the file has {self.size} bytes, more than are read of a {ending} file")
        elif ending == ".jsonl":
            yield from self._lines()
        elif ending == ".json":
            yield from self._json()
        elif ending == ".txt":
            yield self._text()
        elif ending in {".html", ".htm"}:
            yield InboxRecord(place=self.name, given_id=_stem(self.path), html=self.path.read_bytes())
        elif ending == ".eml":
            yield read_mail(self.path.read_bytes(), self.name, _stem(self.path))
        else:
            yield self._problem("unreadable", f"{ending or 'a file without ending'} is none of {' '.join(ENDINGS)}")

    def _lines(self) -> Iterator[InboxRecord]:
        is_empty = True
        with self.path.open("rb") as file:
            for number in range(1, 100_000_000):
                line = file.readline(MAX_LINE_BYTES + 1)
                if not line:
                    break
                place = f"{self.name}, line {number}"
                is_empty = is_empty and line.strip() in {b"", b"\xef\xbb\xbf"}
                if len(line) > MAX_LINE_BYTES:
                    yield self._problem("unreadable", f"line {number} has more than {MAX_LINE_BYTES} bytes", place)
                    while line and not line.endswith(b"\n"):
                        line = file.readline(MAX_LINE_BYTES)
                elif line.strip() and line.strip() != b"\xef\xbb\xbf":
                    yield record_from_json(line, place, _stem(self.path))
        if is_empty:
            yield self._problem("invalid", "there is no line with an article in it")

    def _json(self) -> Iterator[InboxRecord]:
        value = load_json(self.path.read_bytes())
        if isinstance(value, str):
            yield self._problem("unreadable", value)
            return
        many = value[0] if isinstance(value[0], list) else None
        if many is None:
            yield record_of(value[0], self.name, _stem(self.path))
        elif not many:
            yield self._problem("invalid", "the list is empty")
        for number, item in enumerate(many or (), start=1):
            yield record_of(item, f"{self.name}, number {number}", _stem(self.path))

    def _text(self) -> InboxRecord:
        text = decode_text(self.path.read_bytes())
        if isinstance(text, str):
            return self._problem("unreadable", text)
        return InboxRecord(place=self.name, given_id=_stem(self.path), text=unwrapped(text[0]))

    def _problem(self, problem: Problem, detail: str, place: str | None = None) -> InboxRecord:
        return problem_of(problem, detail, place or self.name, _stem(self.path))


def list_inbox(folder: Path, *, wait: float = STEADY_SECONDS) -> tuple[list[InboxFile], list[str]]:
    """The files of a folder and of those in it, by name, and the names of those that are still being written.

    A file whose last change is at least two seconds old is steady; a younger one is looked at again after ``wait``.
    """
    eldest_young = _file_time_ns() - STEADY_SECONDS * 1e9
    found = [file for path in sorted(folder.rglob("*")) if (file := _look(folder, path))]
    files = [file for file in found if file.changed_ns <= eldest_young]
    young = [file for file in found if file.changed_ns > eldest_young]
    if young:
        newest = max(file.changed_ns for file in young)
        time.sleep(max(min(wait, (newest - eldest_young) / 1e9), 0))
    writing = [file.name for file in young if _look(folder, file.path) != file]
    steady = [file for file in young if file.name not in writing]
    return sorted(files + steady, key=lambda file: file.name), writing


def _file_time_ns() -> int:
    """The time that a file changed now would bear: what the age of others is measured by, whatever our clock says."""
    with tempfile.TemporaryFile() as file:
        return os.fstat(file.fileno()).st_mtime_ns


def _look(folder: Path, path: Path) -> InboxFile | None:
    relative = path.relative_to(folder)
    if any(part.startswith(".") for part in relative.parts) or path.suffix.lower() in _SKIPPED:
        return None
    try:
        if not path.is_file():
            return None
        stat = path.stat()
    except OSError:
        return None
    leads_out = path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())
    return InboxFile(path, relative.as_posix(), stat.st_size, stat.st_mtime_ns, leads_out)


def _stem(path: Path) -> str:
    return path.stem[:300]
