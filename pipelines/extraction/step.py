"""Read claims out of the articles that nobody has read yet."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Literal

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
BatchUse = Literal["none", "submit", "wait"]


# Read at once, so that many small batches keep as many requests in flight as one large one (2026-11).
ARTICLES_AT_A_TIME = 1_000


@dataclass
class ExtractResult:
    """What a run of the extraction step read. ``waiting_reasons`` counts the articles that wait, by why."""

    extracted: int = 0
    claims: int = 0
    rejected: int = 0
    waiting_reasons: Counter[str] = field(default_factory=Counter)
    set_aside: Counter[str] = field(default_factory=Counter)
    cost_usd: float = 0.0
    unreadable_batches: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stood_in: Counter[str] = field(default_factory=Counter)

    @property
    def waiting(self) -> int:
        """Articles that wait for another run."""
        return self.waiting_reasons.total()

    @property
    def waiting_reason(self) -> str | None:
        """Why articles wait, with numbers where there are several reasons; null where none waits."""
        reasons = self.waiting_reasons.most_common()
        if len(reasons) < 2:
            return reasons[0][0] if reasons else None
        return "; ".join(f"{count} because {reason}" for reason, count in reasons)

    def counts(self) -> dict[str, int | str]:
        """The figures, flat."""
        figures: dict[str, int | str] = {
            "extracted": self.extracted,
            "claims": self.claims,
            "rejected": self.rejected,
            "waiting": self.waiting,
            "set_aside": sum(self.set_aside.values()),
        }
        if self.cost_usd:
            figures["cost_usd"] = f"{self.cost_usd:.4f}"
        return figures | ({"waiting_because": self.waiting_reason} if self.waiting_reason else {})


def extract_pending(
    settings: Settings,
    lake: Lake,
    progress: Progress | None = None,
    *,
    batch: BatchUse = "none",
    aside: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> ExtractResult:
    """Write one claims batch for each article batch that the extractors have not read. Safe to repeat and to interrupt.

    ``batch`` has a language model asked by the Batch API: "wait" stays until all is answered, "submit" takes what is there,
    submits the rest and leaves it for a later run. Waiting is done ``aside``, so that others can read meanwhile.
    """
    result = ExtractResult()
    extractors = extractors_to_run(settings, lake, by_batch=batch != "none")
    _note_what_stands_still(lake, extractors, result)
    for extractor in extractors:
        if in_force(lake) is None:
            activate(lake, identity(extractor))
        waiting = _read_what_waits(lake, extractor, result, progress)
        wait = getattr(extractor, "wait", None) if batch == "wait" else None
        while wait and _waited(wait, progress, aside):
            waiting = _read_what_waits(lake, extractor, result, progress)
        result.waiting_reasons += waiting
    result.notes += [f"{count} articles were {who}" for who, count in result.stood_in.items()]
    log.info("claims_extracted", **result.counts())
    return result


def _waited(
    wait: Callable[[Progress | None], bool],
    progress: Progress | None,
    aside: Callable[[], AbstractContextManager[None]],
) -> bool:
    with aside():
        return wait(progress)


def _read_what_waits(
    lake: Lake, extractor: Extractor, result: ExtractResult, progress: Progress | None
) -> Counter[str]:
    """Read once through all that is pending; return why articles still wait."""
    found = getattr(extractor, "waiting_reasons", None)
    reasons: Counter[str] = Counter() if found is None else found
    reasons.clear()
    batches = lake.batches_to_extract(extractor.name, _label(extractor))
    done = missing = 0
    for group in _groups(lake, batches, result):
        if progress:
            progress(f"reading with {identity(extractor)}", done, len(batches))
        missing += _extract_group(lake, group, extractor, result)
        done += len(group)
    if progress and batches:
        progress(f"reading with {identity(extractor)}", len(batches), len(batches))
    return reasons + Counter({"the extractor left them out and gave no reason": missing - reasons.total()})


def _note_what_stands_still(lake: Lake, extractors: list[Extractor], result: ExtractResult) -> None:
    active = in_force(lake)
    result.notes += [
        f"{identity(extractor)} reads beside {active}, which is in force: its claims make no facts until "
        f"`newsledger promote '{identity(extractor)}'`; `newsledger diff-runs '{active}' '{identity(extractor)}'` compares them"
        for extractor in extractors
        if active and identity(extractor) != active and active in map(identity, extractors)
    ]
    if active and active not in map(identity, extractors):
        reads = identity(extractors[-1])
        result.notes.append(
            f"{active} is in force, but {reads} is what is configured: what it reads makes no facts until "
            f"`newsledger promote '{reads}'`"
        )


def _label(extractor: Extractor) -> str | None:
    """What a claims file is named by beside the extractor: two models under one prompt are two extractions."""
    return "-".join(part for part in (extractor.model, extractor.prompt_version) if part) or None


def _groups(lake: Lake, batches: list[Batch], result: ExtractResult) -> Iterator[dict[Batch, list[Article]]]:
    """The batches with their articles to read, a few at a time; what cannot be opened is noted."""
    group: dict[Batch, list[Article]] = {}
    told: dict[str, ArticleText] = {}
    for batch in batches:
        try:
            articles = lake.read_articles(batch.path)
        except (ValidationError, OSError, ValueError) as error:
            # The gate judges the batch at load and says what is wrong; nothing can be read out of it until then.
            said = f"{batch.name}: {str(error).splitlines()[0]}"
            result.unreadable_batches += [said] if said not in result.unreadable_batches else []
            continue
        readable = [article for article in articles if article.set_aside is None]
        texts = {article.article_id: as_text(article) for article in readable}
        if any(
            told.get(article_id, text) != text for article_id, text in texts.items()
        ):  # an article that was read anew
            yield group
            group, told = {}, {}
        group[batch] = readable
        told |= texts
        if len(told) >= ARTICLES_AT_A_TIME:
            yield group
            group, told = {}, {}
    if group:
        yield group


def _extract_group(lake: Lake, group: dict[Batch, list[Article]], extractor: Extractor, result: ExtractResult) -> int:
    """Read the articles and write the batches that are complete; return how many articles were not read."""
    texts = {article.article_id: as_text(article) for articles in group.values() for article in articles}
    read = {extraction.article_id: extraction for extraction in extractor.extract(list(texts.values()))}
    for batch, articles in group.items():
        if any(article.article_id not in read for article in articles):
            continue  # an incomplete batch is not written: it stays pending, and what was answered is cached
        extractions = [read[article.article_id] for article in articles]
        lake.write_extractions(batch, extractor.name, _label(extractor), extractions, clock.now())
        _count(result, extractions)
    return len(texts) - len(read)


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
        if extraction.standing_in_for:
            result.stood_in[f"read by {extraction.model}, standing in for {extraction.standing_in_for}"] += 1
        if extraction.set_aside:
            result.set_aside[extraction.set_aside] += 1
