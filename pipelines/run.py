"""The main job, step by step. The command line and the DAGs call these same functions; each drains what is pending."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.articles.backfill import BackfillResult, backfill
from pipelines.articles.collect import CollectResult, collect
from pipelines.errors import UsageError
from pipelines.extraction.extractors import configured_extractor
from pipelines.extraction.step import BatchUse, ExtractResult, extract_pending
from pipelines.lake import Lake
from pipelines.locks import turn
from pipelines.marts import BuildResult, build_marts
from pipelines.room import full_disk_told
from pipelines.schemas.extraction import Extractor
from pipelines.settings import Settings
from pipelines.sources import unregistered
from pipelines.sources.registry import Source, load_sources
from pipelines.sources.warc import ENDINGS, Wanted, warc_files

if TYPE_CHECKING:
    from pipelines.extraction.evaluation import GoldSet, ScoreResult

__all__ = [
    "RunResult", "backfill_news", "build_marts", "collect_news", "extract_claims", "run", "score_extraction",
]  # fmt: skip

Progress = Callable[[str, int, int], None]


@dataclass
class RunResult:
    """What one run of the whole way did."""

    collected: list[CollectResult]
    extracted: ExtractResult
    built: BuildResult


def collect_news(
    settings: Settings,
    *,
    inbox: Path | None = None,
    sources: Sequence[Source] | None = None,
    progress: Progress | None = None,
) -> CollectResult:
    """Read the feeds, the inbox and the queue, and store what is new; where feeds or an inbox are given, those alone.

    Who the given feeds are is kept in the lake, since no registry can tell it later.

    Raises:
        StoreLockedError: Another process collects already.
        DiskFullError: There was no room to write.
    """
    reads_queue = sources is None and inbox is None and settings.queue_url is not None
    given = sources or ()
    if sources is None:
        sources = load_sources(settings) if settings.collect_feeds else ()
    lake = Lake(settings.lake_dir)
    with full_disk_told(settings, "collect_news"), turn(settings, ".lock.collect", "collect_news"):
        unregistered.note(lake, given)
        return collect(
            settings, lake, sources=sources, inbox=inbox or settings.inbox_dir,
            queue=reads_queue, progress=progress,
        )  # fmt: skip


def backfill_news(
    settings: Settings,
    paths: Sequence[Path],
    wanted: Wanted,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> BackfillResult:
    """Store the pages of registered sites out of archives of crawls.

    Raises:
        UsageError: No archive was found, or the days end before they begin.
        StoreLockedError: Another process collects already.
        DiskFullError: There was no room to write.
    """
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise UsageError(f"No day is both {wanted.since} or later and {wanted.until} or before: change since or until.")
    files = warc_files(list(paths))
    if not files:
        raise UsageError(
            f"No archive was found in {', '.join(map(str, paths)) or 'nothing'}; files are named {' '.join(ENDINGS)}."
        )
    with full_disk_told(settings, "backfill_news"), turn(settings, ".lock.collect", "backfill_news"):
        return backfill(
            settings, Lake(settings.lake_dir), files, load_sources(settings), wanted, dry_run=dry_run, progress=progress
        )


def extract_claims(settings: Settings, *, progress: Progress | None = None, batch: BatchUse = "none") -> ExtractResult:
    """Read claims out of every article that waits; a language model may be asked by its Batch API.

    While a batch is waited for, others have their turn.

    Raises:
        StoreLockedError: Another process reads them already, and each reading may cost money.
        DiskFullError: There was no room to write.
        UsageError: A batch is asked for, and no language model is set.
    """
    if batch != "none" and not settings.llm_base_url:
        raise UsageError("--batch asks a language model: set NEWSLEDGER_LLM_BASE_URL and NEWSLEDGER_LLM_MODEL.")
    with full_disk_told(settings, "extract_claims"), turn(settings, ".lock.extract", "extract_claims") as mine:
        return extract_pending(settings, Lake(settings.lake_dir), progress, batch=batch, aside=mine.given_away)


def score_extraction(
    settings: Settings,
    *,
    gold: "GoldSet | None" = None,
    extractor: Extractor | None = None,
    progress: Progress | None = None,
) -> "ScoreResult":
    """Measure an extractor (the configured one) by a gold set (the project's own), and keep the figures for the trend."""
    from pipelines.extraction.evaluation import sample_gold, score_and_keep  # noqa: PLC0415 - half a second

    extractor = extractor or configured_extractor(settings)
    return score_and_keep(settings, Lake(settings.lake_dir), gold or sample_gold(), extractor, progress)


def run(
    settings: Settings,
    *,
    inbox: Path | None = None,
    sample: bool = False,
    progress: Progress | None = None,
) -> RunResult:
    """Do all that is pending: collect, extract, build, publish.

    ``sample`` reads the bundled newsroom instead of the registered feeds, as it stood in the morning and again in the
    evening, when a correction, a retraction and later news are in.
    """
    collected = (
        _collect_sample(settings, progress) if sample else [collect_news(settings, inbox=inbox, progress=progress)]
    )
    extracted = extract_claims(settings, progress=progress)
    return RunResult(collected, extracted, build_marts(settings, progress=progress))


def _collect_sample(settings: Settings, progress: Progress | None) -> list[CollectResult]:
    from pipelines.sample.server import serve_newsroom  # noqa: PLC0415 - only this run needs a server

    lake = Lake(settings.lake_dir)
    changes = {
        "allow_loopback": True,
        "recheck_hours": 0,
        "fetch_connections_per_host": 16,
    }  # our own server, on this machine
    open_settings = settings.model_copy(update=changes)
    first = 2 if lake.batches("articles") else 1
    results = []
    with serve_newsroom(first) as newsroom:
        for edition in range(first, 3):
            newsroom.set_edition(edition)
            sources = [Source.model_validate(row) for row in newsroom.sources()]
            results.append(collect_news(open_settings, sources=sources, progress=progress))
    return results
