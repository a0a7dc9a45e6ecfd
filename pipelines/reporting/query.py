"""Questions to the published release, opened read-only and with no way to any other file."""

from typing import Any

import duckdb

from pipelines.errors import UsageError
from pipelines.settings import Settings
from pipelines.warehouse import release
from pipelines.warehouse.connection import read_only


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


def ask(settings: Settings, query: str, limit: int) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns and at most ``limit`` rows of a query; marts can be named without their schema.

    Raises:
        UsageError: The query cannot be answered; the message is the database's own.
    """
    with read_only(published_release(settings).path / "newsledger.duckdb") as connection:
        try:
            connection.execute("use newsledger.marts")
            cursor = connection.execute(query)
            return [column[0] for column in cursor.description or []], cursor.fetchmany(limit)
        except duckdb.Error as error:
            raise UsageError(f"The query cannot be answered: {error}") from error
