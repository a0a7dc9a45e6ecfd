"""One article as a person or a program hands it in: an object of JSON in a file, on a line or in a message."""

import json
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipelines.sources.dates import When, parse_when

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
    """One article that was handed in, or the reason why there is none (``problem``, ``detail``)."""

    model_config = ConfigDict(frozen=True)

    place: str = Field(description="The file (of many: with the line or number) or the message.")
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


def record_of(value: Any, place: str, other_id: str) -> InboxRecord:
    """The record of a JSON value; ``other_id`` names it where it says no id itself."""
    if not isinstance(value, dict):
        return problem_of("invalid", f"an object is wanted, {type(value).__name__} found", place, other_id)
    said = value.get("id")
    name = said if isinstance(said, str) else other_id
    try:
        given = _Given.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return problem_of("invalid", f"{where}: {first['msg']}", place, name)
    if given.url and not is_web(given.url):
        return problem_of("invalid", f"url: {given.url[:100]!r} is no address of the web", place, name)
    return InboxRecord(
        place=place, given_id=given.id, url=given.url, title=given.title, publisher=given.publisher,
        published=parse_when(given.published), language=given.lang, text=given.text,
    )  # fmt: skip


def problem_of(problem: Problem, detail: str, place: str, given_id: str) -> InboxRecord:
    """The record of what is no article."""
    return InboxRecord(place=place, given_id=given_id[:300], problem=problem, detail=f"{place}: {detail}"[:500])


def record_from_json(content: bytes, place: str, other_id: str) -> InboxRecord:
    """The record of one JSON object as bytes."""
    value = load_json(content)
    if isinstance(value, str):
        return problem_of("unreadable", value, place, other_id)
    return record_of(value[0], place, other_id)


def decode_text(content: bytes) -> tuple[str] | str:
    """Text in UTF-8, or in UTF-16 if it says so, in a tuple; else what is wrong. Nothing is guessed at."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return (content.decode("utf-16"),)
        return (content.decode("utf-8-sig"),)
    except UnicodeDecodeError as error:
        return f"it is not UTF-8 (byte {error.start}); save it as UTF-8"


def load_json(content: bytes) -> tuple[Any] | str:
    """The JSON value, in a tuple because it may be a string itself; else what is wrong."""
    text = decode_text(content)
    if isinstance(text, str):
        return text
    try:
        return (json.loads(text[0], parse_constant=_no_constant),)
    except json.JSONDecodeError as error:
        return f"no JSON: {error.msg} (line {error.lineno}, column {error.colno})"
    except (ValueError, RecursionError) as error:
        return f"no JSON: {str(error)[:100]}"


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def is_web(url: str) -> bool:
    """Whether it is an address of the web with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
