"""Retention of the reports of the work itself, looks at sources and counts of runs: no fact is made of them."""

from datetime import date, timedelta

import duckdb

from pipelines.lake import Batch, BatchKind, Lake
from pipelines.settings import Settings
from pipelines.warehouse.connection import warehouse
from pipelines.warehouse.load import REPORTS
from pipelines.warehouse.lock import store_lock


def drop_old_reports(settings: Settings) -> int:
    """Delete reports more than ``work_report_days`` older than the newest of their kind, in lake and warehouse; how many files.

    The newest counts, not today: health is told from the weeks before the newest look, so that a home that rested for
    months still says what it said. What is not loaded stays, for no gate has seen it; what was loaded is still counted
    in ``raw.loaded_batches``.

    Raises:
        StoreLockedError: Another process writes the store.
    """
    lake = Lake(settings.lake_dir)
    if not settings.warehouse_path.exists() or not any(_old(lake, kind, settings) for kind in REPORTS):
        return 0
    with store_lock(settings, "tidy"), warehouse(settings) as connection:
        return sum(_drop(connection, lake, kind, settings) for kind in REPORTS)


def _drop(connection: duckdb.DuckDBPyConnection, lake: Lake, kind: BatchKind, settings: Settings) -> int:
    loaded = {
        name
        for (name,) in connection.execute("select batch_name from raw.loaded_batches where kind = ?", [kind]).fetchall()
    }
    old = [batch for batch in _old(lake, kind, settings) if batch.name in loaded]
    # The rows first: a crash in between leaves files, which the next night finds.
    connection.execute(
        f"delete from raw.{kind} where batch_name in (select unnest(?::varchar[]))", [[batch.name for batch in old]]
    )
    lake.drop(old)
    return len(old)


def _old(lake: Lake, kind: BatchKind, settings: Settings) -> list[Batch]:
    batches = lake.batches(kind)
    first_kept = batches[-1].day - timedelta(days=settings.work_report_days) if batches else date.min
    return [batch for batch in batches if batch.day < first_kept]
