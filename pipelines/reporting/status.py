"""What is pending, what waits, and how old the release is."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from pipelines import clock
from pipelines.errors import TransientError
from pipelines.extraction.extractors import in_force
from pipelines.extraction.llm.spending import Spending, spent_today
from pipelines.lake import Lake
from pipelines.reporting.sources import published_health, tally, warnings_of
from pipelines.settings import Settings
from pipelines.warehouse import release
from pipelines.warehouse.pending import refused_batches


def status_of(settings: Settings) -> dict[str, Any]:
    """The state of an installation, from its files alone: it neither waits for nor takes the store's lock."""
    lake = Lake(settings.lake_dir)
    shown = release.current(settings)
    active = in_force(lake)
    articles = lake.batches("articles")
    looked = published_health(shown.path / "newsledger.duckdb") if shown else []
    read = {batch.batch_id for batch in lake.batches("claims")}
    return {
        "home": str(settings.home),
        "article_batches": len(articles),
        "article_batches_not_read": sum(batch.batch_id not in read for batch in articles),
        "batches_refused": len(refused_batches(lake)),
        "sources": tally(looked) or None,
        "sources_warned": warnings_of(looked),
        "extraction_in_force": str(active) if active else "none yet",
        **_spending(settings),
        "release": shown.release_id if shown else "none yet",
        "release_age_hours": round(_age_hours(shown.scorecard["built_at"]), 1) if shown else None,
        "held_at": release.held_at(lake),
    }


def _spending(settings: Settings) -> dict[str, Any]:
    try:
        today = spent_today(settings)
    except TransientError as error:
        return {"spent": str(error)}
    return {"spent": today.line(), "spent_today": _figures(today)} if today else {}


def _figures(today: Spending) -> dict[str, Any]:
    figures = asdict(today)
    for name in ("usd", "daily_usd"):
        figures[name] = None if figures[name] is None else float(figures[name])
    return figures


def status_lines(found: dict[str, Any]) -> list[str]:
    """The same as aligned lines, with what to do where something is due."""
    unread, refused, age = found["article_batches_not_read"], found["batches_refused"], found["release_age_hours"]
    rows = {
        "home": found["home"],
        "articles": _articles(found["article_batches"], unread),
        "refused": f"{_count(refused, 'batch')}: see `newsledger quarantine list`" if refused else "nothing",
        "sources": _sources(found),
        "read by": found["extraction_in_force"],
        "spent": found.get("spent"),
        "release": found["release"] if age is not None else "none yet: run `newsledger run`",
        "age": _age_words(age) if age is not None else None,
        "publishing": f"held at {found['held_at']}; `newsledger resume` ends that" if found["held_at"] else "goes on",
    }
    return [f"{name:<12}{value}" for name, value in rows.items() if value is not None]


def _sources(found: dict[str, Any]) -> str | None:
    hint = ": see `newsledger sources check`" if found["sources_warned"] else ""
    return f"{found['sources']}{hint}" if found["sources"] else None


def _articles(batches: int, unread: int) -> str:
    if not batches:
        return "none yet"
    due = f"{unread} not read yet: run `newsledger extract-pending`" if unread else "all read"
    return f"{_count(batches, 'batch')}, {due}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 'es'}"


def _age_words(hours: float) -> str:
    if hours < 1:
        return "less than an hour"
    return f"{hours:.0f} hour{'' if round(hours) == 1 else 's'}" if hours < 48 else f"{hours / 24:.0f} days"


def _age_hours(built_at: str) -> float:
    return (clock.now() - datetime.fromisoformat(built_at)).total_seconds() / 3600
