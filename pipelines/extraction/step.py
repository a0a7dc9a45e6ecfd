"""Read claims out of the articles that nobody has read yet."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from pydantic import ValidationError

from pipelines import clock
from pipelines.extraction.extractors import activate, extractors_to_run, identity, in_force
from pipelines.lake import Batch, Lake
from pipelines.schemas.article import Article
from pipelines.schemas.extraction import ArticleText, Extraction, Extractor
from pipelines.settings import Settings

log = structlog.get_logger(__name__)
Progress = Callable[[str, int, int], None]


@dataclass
class ExtractResult:
    """What a run of the extraction step read."""

    extracted: int = 0
    claims: int = 0
    rejected: int = 0
    waiting: int = 0
    waiting_reason: str | None = None
    set_aside: Counter[str] = field(default_factory=Counter)
    cost_usd: float = 0.0
    unreadable_batches: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int | str]:
        """The figures, flat."""
        return {
            "extracted": self.extracted,
            "claims": self.claims,
            "rejected": self.rejected,
            "waiting": self.waiting,
            "set_aside": sum(self.set_aside.values()),
        }


def extract_pending(settings: Settings, lake: Lake, progress: Progress | None = None) -> ExtractResult:
    """Write one claims batch for each article batch that the extractors have not read. Safe to repeat and to interrupt."""
    result = ExtractResult()
    for extractor in extractors_to_run(settings, lake):
        if in_force(lake) is None:
            activate(lake, identity(extractor))
        batches = lake.batches_to_extract(extractor.name, _label(extractor))
        for done, batch in enumerate(batches):
            if progress:
                progress(f"reading with {identity(extractor)}", done, len(batches))
            _extract_batch(lake, batch, extractor, result)
        if progress and batches:
            progress(f"reading with {identity(extractor)}", len(batches), len(batches))
    log.info("claims_extracted", **result.counts())
    return result


def _label(extractor: Extractor) -> str | None:
    """What a claims file is named by beside the extractor: two models under one prompt are two extractions."""
    return "-".join(part for part in (extractor.model, extractor.prompt_version) if part) or None


def _extract_batch(lake: Lake, batch: Batch, extractor: Extractor, result: ExtractResult) -> None:
    try:
        articles = lake.read_articles(batch.path)
    except (ValidationError, OSError, ValueError) as error:
        # The gate judges the batch at load and says what is wrong; nothing can be read out of it until then.
        result.unreadable_batches.append(f"{batch.name}: {str(error).splitlines()[0]}")
        return
    due = [article for article in articles if article.set_aside is None]
    read = {extraction.article_id: extraction for extraction in extractor.extract([as_text(a) for a in due])}
    missing = len(due) - len(read)
    if missing:
        # An incomplete batch is not written: it stays pending, and what was answered is cached.
        result.waiting += missing
        result.waiting_reason = getattr(extractor, "waiting_reason", None)
        return
    lake.write_extractions(batch, extractor.name, _label(extractor), [read[a.article_id] for a in due], clock.now())
    _count(result, list(read.values()))


def as_text(article: Article) -> ArticleText:
    """What an extractor may see: the same words published on the same day give the same claims."""
    return ArticleText(
        article_id=article.article_id,
        title=article.title,
        text=article.text,
        published=article.published_at.date().isoformat() if article.published_at else None,
        language=article.language,
    )


def _count(result: ExtractResult, extractions: list[Extraction]) -> None:
    result.extracted += len(extractions)
    for extraction in extractions:
        result.claims += len(extraction.claims)
        result.rejected += len(extraction.rejected)
        result.cost_usd += float(extraction.usage.cost_usd)
        if extraction.set_aside:
            result.set_aside[extraction.set_aside] += 1
