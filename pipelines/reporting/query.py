"""Questions to the published release, opened read-only and with no way to any other file."""

from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.errors import UsageError
from pipelines.settings import Settings
from pipelines.warehouse import release
from pipelines.warehouse.connection import read_only

_EXAMPLE = 'Such as: newsledger sql "select * from fct_investments".'
_READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}


@dataclass(frozen=True)
class Answer:
    """The first rows of an answer. ``types`` are the database's own names; ``has_more`` says that rows were left out."""

    columns: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]
    has_more: bool


def published_release(settings: Settings) -> release.Release:
    """The release that readers see.

    Raises:
        UsageError: Nothing was published yet.
    """
    found = release.current(settings)
    if found is None:
        raise UsageError(
            f"Nothing is published in {settings.home} yet. Run `newsledger run` first, or set NEWSLEDGER_HOME."
        )
    return found


def ask(settings: Settings, query: str, limit: int) -> Answer:
    """At most ``limit`` rows of one reading statement; marts can be named without their schema.

    Raises:
        UsageError: The query reads nothing, holds several statements, or cannot be answered; then the message is the
            database's own.
    """
    with read_only(published_release(settings).path / "newsledger.duckdb") as connection:
        try:
            connection.execute("use newsledger.marts")
            cursor = connection.execute(_one_reading(connection, query))
            columns = cursor.description or []
            rows = cursor.fetchmany(limit + 1)
        except duckdb.Error as error:
            raise UsageError(f"The query cannot be answered. {_plain(error)}") from error
    return Answer(_distinct([c[0] for c in columns]), [str(c[1]) for c in columns], rows[:limit], len(rows) > limit)


def _one_reading(connection: duckdb.DuckDBPyConnection, query: str) -> duckdb.Statement:
    statements = connection.extract_statements(query)
    if len(statements) != 1:
        raise UsageError(f"Give one statement, not {len(statements)}. {_EXAMPLE}")
    if statements[0].type not in _READING:
        raise UsageError(
            f"Only select, from, describe, show, summarize and explain are answered, not {statements[0].type.name.lower()}: "
            "a release is never changed. To take data out use --csv or --json, or open the Parquet files beside the release."
        )
    return statements[0]


def _distinct(names: list[str]) -> list[str]:
    """Names by which no two columns are one: a join that answers ``event_key`` twice gives ``event_key_2`` too."""
    found: list[str] = []
    for name in names:
        number = 2
        unique = name
        while unique in found:
            unique, number = f"{name}_{number}", number + 1
        found.append(unique)
    return found


def _plain(error: duckdb.Error) -> str:
    """The database's message, without the notes that are for its own programmers."""
    return str(error).split("\n\nStack Trace", 1)[0].strip()
