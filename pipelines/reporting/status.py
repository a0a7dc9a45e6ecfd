"""What is pending, what waits, and how old the release is."""

from datetime import datetime
from typing import Any

from pipelines import clock
from pipelines.extraction.extractors import in_force
from pipelines.lake import Lake
from pipelines.settings import Settings
from pipelines.warehouse import release
from pipelines.warehouse.quarantine import refused_batches


def status_of(settings: Settings) -> dict[str, Any]:
    """The state of an installation, from its files alone: it neither waits for nor takes the store's lock."""
    lake = Lake(settings.lake_dir)
    shown = release.current(settings)
    active = in_force(lake)
    articles = lake.batches("articles")
    read = {batch.batch_id for batch in lake.batches("claims")}
    return {
        "home": str(settings.home),
        "article_batches": len(articles),
        "article_batches_not_read": sum(batch.batch_id not in read for batch in articles),
        "batches_refused": len(refused_batches(lake)),
        "extraction_in_force": str(active) if active else "none yet",
        "release": shown.release_id if shown else "none yet",
        "release_age_hours": round(_age_hours(shown.scorecard["built_at"]), 1) if shown else None,
        "held_at": release.held_at(lake),
    }


def _age_hours(built_at: str) -> float:
    return (clock.now() - datetime.fromisoformat(built_at)).total_seconds() / 3600
