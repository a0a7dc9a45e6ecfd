"""Steps that a person starts with parameters: from the form of the DAG to the function that the command line calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import structlog

from pipelines.articles.backfill import BackfillResult
from pipelines.errors import UsageError
from pipelines.extraction.llm.batch import IN_BATCH
from pipelines.reporting import review
from pipelines.run import backfill_news, extract_claims
from pipelines.settings import Settings, load_settings
from pipelines.sources.warc import Wanted
from pipelines.warehouse import release

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ReviewResult:
    """What waits for a person, and how many pairs of values were decided now."""

    conflicts: int = 0
    names: int = 0
    decided: int = 0

    def counts(self) -> dict[str, int]:
        """The figures, flat."""
        return {"conflicts_open": self.conflicts, "names_unlisted": self.names, "decided": self.decided}


def backfill_as_asked(params: Mapping[str, Any]) -> Callable[[Settings], BackfillResult]:
    """The backfill of these paths and days."""

    def step(settings: Settings) -> BackfillResult:
        wanted = Wanted(_day(params.get("since")), _day(params.get("until")))
        paths = [Path(path) for path in params.get("paths") or []]
        return backfill_news(settings, paths, wanted, dry_run=bool(params.get("dry_run")))

    return step


def review_as_asked(params: Mapping[str, Any]) -> Callable[[Settings], ReviewResult]:
    """The list of what waits, or the decision that the parameters hold."""
    return (lambda settings: _settle(settings, params)) if any(params.values()) else _list_waiting


def _list_waiting(settings: Settings) -> ReviewResult:
    if release.current(settings) is None:  # a new installation: nothing can wait yet
        return ReviewResult()
    found = review.waiting(settings)
    for row in found["conflicts"]:
        log.warning("conflict_open", **{key: str(row[key]) for key in _SHOWN_OF_A_CONFLICT})
    for row in found["names"]:
        log.info("name_unlisted", name=row["name"], claims=row["claim_count"], like=row["suggestion"])
    return ReviewResult(len(found["conflicts"]), len(found["names"]))


_SHOWN_OF_A_CONFLICT = ("event_key", "field", "value_low", "quote_low", "value_high", "quote_high")


def _settle(settings: Settings, params: Mapping[str, Any]) -> ReviewResult:
    missing = [name for name in ("event_key", "field", "by") if not params.get(name)]
    if missing:
        raise UsageError(
            f"A decision needs {' and '.join(missing)} as well; without any parameter what waits is listed."
        )
    decided = review.settle(
        settings,
        params["event_key"],
        params["field"],
        params.get("value") or None,
        by=params["by"],
        reason=params.get("reason") or "",
    )
    return ReviewResult(decided=len(decided))


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def look_after_backlog() -> tuple[bool, dict[str, int | str]]:
    """Take what batches have answered and submit what waits; whether nothing is left in a batch, and the counts of this look."""
    result = extract_claims(load_settings(), batch="submit")
    counts = result.counts()
    log.info("backlog_looked_after", **counts)
    return not result.waiting_reasons[IN_BATCH], counts
