"""The inbox folder: one article or many a file, as .json, .jsonl, .txt or .html. Files are read, never moved.

Whatever cannot be read is a record too, with the reason, so that nothing put into the folder is lost.
"""

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipelines.sources.dates import When, parse_when

STEADY_SECONDS = 2.0
MAX_FILE_BYTES = 20_000_000
MAX_LINES_FILE_BYTES = 2_000_000_000
MAX_LINE_BYTES = 5_000_000
_SKIPPED = (".part", ".tmp")

Problem = Literal["unreadable", "invalid"]
_OrNull = BeforeValidator(lambda value: value.strip() or None if isinstance(value, str) else value)


class _Given(BaseModel):
    """One article as a program writes it; other fields are allowed and not read."""

    model_config = ConfigDict(strict=True, extra="ignore")

    id: str = Field(min_length=1, max_length=300)
    text: str
    url: Annotated[str | None, _OrNull] = Field(default=None, max_length=2000)
    title: Annotated[str | None, _OrNull] = Field(default=None, max_length=5000)
    publisher: Annotated[str | None, _OrNull] = None
    published: Annotated[str | None, _OrNull] = None
    lang: Annotated[str | None, _OrNull] = None


class InboxRecord(BaseModel):
    """One article of an inbox file, or the reason why there is none (``problem``, ``detail``)."""

    model_config = ConfigDict(frozen=True)

    place: str = Field(description="The file, and for a file of many the line or number.")
    given_id: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: When | None = None
    language: str | None = None
    text: str = ""
    html: bytes | None = Field(default=None, description="A page whose text is still to be read out of it.")
    problem: Problem | None = None
    detail: str | None = None


@dataclass(frozen=True)
class InboxFile:
    """A file whose size is steady. ``name`` is its path below the folder."""

    path: Path
    name: str
    size: int
    changed_ns: int

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
        if self.size > (MAX_LINES_FILE_BYTES if ending == ".jsonl" else MAX_FILE_BYTES):
            yield self._problem("unreadable", f"the file has {self.size} bytes, more than are read of a {ending} file")
        elif ending == ".jsonl":
            yield from self._lines()
        elif ending == ".json":
            yield from self._json()
        elif ending == ".txt":
            yield self._text()
        elif ending in {".html", ".htm"}:
            yield InboxRecord(place=self.name, given_id=_stem(self.path), html=self.path.read_bytes())
        else:
            yield self._problem("unreadable", f"{ending or 'a file without ending'} is none of .json .jsonl .txt .html")

    def _lines(self) -> Iterator[InboxRecord]:
        with self.path.open("rb") as file:
            for number in range(1, 100_000_000):
                line = file.readline(MAX_LINE_BYTES + 1)
                if not line:
                    return
                place = f"{self.name}, line {number}"
                if len(line) > MAX_LINE_BYTES:
                    yield self._problem("unreadable", f"line {number} has more than {MAX_LINE_BYTES} bytes", place)
                    while line and not line.endswith(b"\n"):
                        line = file.readline(MAX_LINE_BYTES)
                elif line.strip() and line.strip() != b"\xef\xbb\xbf":
                    yield self._decoded(line, place)

    def _json(self) -> Iterator[InboxRecord]:
        content = self.path.read_bytes()
        value = _load(content)
        if isinstance(value, str):
            yield self._problem("unreadable", value)
            return
        many = value[0] if isinstance(value[0], list) else None
        if many is None:
            yield self._record(value[0], self.name)
        elif not many:
            yield self._problem("invalid", "the list is empty")
        for number, item in enumerate(many or (), start=1):
            yield self._record(item, f"{self.name}, number {number}")

    def _text(self) -> InboxRecord:
        text = _decode(self.path.read_bytes())
        if isinstance(text, _Failure):
            return self._problem("unreadable", text.reason)
        return InboxRecord(place=self.name, given_id=_stem(self.path), text=text)

    def _decoded(self, line: bytes, place: str) -> InboxRecord:
        value = _load(line)
        if isinstance(value, str):
            return self._problem("unreadable", value, place)
        return self._record(value[0], place)

    def _record(self, value: Any, place: str) -> InboxRecord:
        if not isinstance(value, dict):
            return self._problem("invalid", f"an object is wanted, {type(value).__name__} found", place)
        try:
            given = _Given.model_validate(value)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            return self._problem("invalid", f"{where}: {first['msg']}", place, value)
        if given.url and not _is_web(given.url):
            return self._problem("invalid", f"url: {given.url[:100]!r} is no address of the web", place, value)
        return InboxRecord(
            place=place, given_id=given.id, url=given.url, title=given.title, publisher=given.publisher,
            published=parse_when(given.published), language=given.lang, text=given.text,
        )  # fmt: skip

    def _problem(self, problem: Problem, detail: str, place: str | None = None, value: Any = None) -> InboxRecord:
        said = value.get("id") if isinstance(value, dict) else None
        given_id = said if isinstance(said, str) else _stem(self.path)
        where = place or self.name
        return InboxRecord(place=where, given_id=given_id[:300], problem=problem, detail=f"{where}: {detail}"[:500])


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
    return InboxFile(path, relative.as_posix(), stat.st_size, stat.st_mtime_ns)


@dataclass(frozen=True)
class _Failure:
    reason: str


def _decode(content: bytes) -> str | _Failure:
    """Text in UTF-8, or in UTF-16 if it says so; anything else is not guessed at."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _Failure(f"the file is not UTF-8 (byte {error.start}); save it as UTF-8")


def _load(content: bytes) -> tuple[Any] | str:
    """The JSON value, in a tuple because it may be a string itself; else what is wrong."""
    text = _decode(content)
    if isinstance(text, _Failure):
        return text.reason
    try:
        return (json.loads(text, parse_constant=_no_constant),)
    except json.JSONDecodeError as error:
        return f"no JSON: {error.msg} (line {error.lineno}, column {error.colno})"
    except (ValueError, RecursionError) as error:
        return f"no JSON: {str(error)[:100]}"


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)


def _stem(path: Path) -> str:
    return path.stem[:300]
