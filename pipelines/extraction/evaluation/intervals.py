"""Precision, recall and F1 with bootstrap intervals over articles: claims of one article stand or fall together."""

import random
from collections.abc import Iterable, Sequence

from pipelines.extraction.evaluation.figures import Estimate, Figures
from pipelines.extraction.evaluation.scoring import ArticleScore
from pipelines.schemas.claim import CLAIM_TYPES

RESAMPLES = 1_000
SEED = 20261122
_LOW, _HIGH = 0.025, 0.975
_COUNTS = 4
Counts = tuple[float, ...]
Shares = tuple[float | None, float | None, float | None]


def figures_of(scores: Sequence[ArticleScore]) -> tuple[Figures, dict[str, Figures]]:
    """Over all types, and by type. The same scores always give the same intervals."""
    rows = [_row(score) for score in scores]
    draw = random.Random(SEED)  # noqa: S311 - a bootstrap must repeat, not surprise
    samples = [_summed(draw.choices(rows, k=len(rows))) for _ in range(RESAMPLES if rows else 0)]
    total = _summed(rows)
    figures = [_figures(_of(total, k), [_of(sample, k) for sample in samples]) for k in range(len(CLAIM_TYPES) + 1)]
    return figures[0], dict(zip(CLAIM_TYPES, figures[1:], strict=True))


def _row(score: ArticleScore) -> Counts:
    """Right, false, found, missed: over all types, then type by type."""
    types = [
        (score.right[kind], score.false[kind], score.found.get(kind, 0), score.missed.get(kind, 0))
        for kind in CLAIM_TYPES
    ]
    return (*(sum(column) for column in zip(*types, strict=True)), *(number for row in types for number in row))


def _summed(rows: Iterable[Counts]) -> Counts:
    return tuple(map(sum, zip(*rows, strict=True)))


def _of(counts: Counts, group: int) -> Counts:
    return counts[group * _COUNTS : (group + 1) * _COUNTS] or (0, 0, 0, 0)


def shares(counts: Counts) -> Shares:
    """Precision, recall and F1 of right, false, found and missed; null where there is nothing to count."""
    right, false, found, missed = counts
    precision = right / (right + false) if right + false else None
    recall = found / (found + missed) if found + missed else None
    if precision is None and recall is None:
        return None, None, None
    if not precision or not recall:
        return precision, recall, 0.0
    return precision, recall, 2 * precision * recall / (precision + recall)


def _figures(counts: Counts, samples: Sequence[Counts]) -> Figures:
    right, false, found, missed = counts
    columns = zip(*(shares(sample) for sample in samples), strict=True) if samples else ((), (), ())
    estimates = [_estimate(value, column) for value, column in zip(shares(counts), columns, strict=True)]
    precision, recall, f1 = estimates
    return Figures(
        asked=found + missed, right=right, false=false, missed=missed, precision=precision, recall=recall, f1=f1
    )


def _estimate(value: float | None, samples: Iterable[float | None]) -> Estimate:
    known = sorted(sample for sample in samples if sample is not None)
    if value is None or not known:
        return Estimate(value=value)
    last = len(known) - 1
    return Estimate(value=value, low=known[round(_LOW * last)], high=known[round(_HIGH * last)])
