"""What every evaluation found, kept in the lake; and the trend over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.extraction.evaluation.figures import Evaluation
from pipelines.extraction.extractors import ExtractionId
from pipelines.lake import Lake


@dataclass(frozen=True)
class TrendPoint:
    """An evaluation and how far its F1 is from that of the same extraction on the same gold set before it."""

    evaluation: Evaluation
    change: float | None


def keep(lake: Lake, evaluation: Evaluation) -> Path:
    """Add the figures to the lake, without the problems (they quote the articles); a repeat within one instant adds nothing."""
    gold = evaluation.gold_digest[:8]
    name = f"{evaluation.at:%Y%m%dT%H%M%S.%f}-{evaluation.label}-{gold}"
    return lake.append_record("evaluations", name, evaluation.model_dump(mode="json", exclude={"problems"}))


def kept(lake: Lake) -> list[Evaluation]:
    """Every evaluation in the lake, eldest first."""
    found = [Evaluation.model_validate(record) for record in lake.records("evaluations")]
    return sorted(found, key=lambda evaluation: evaluation.at)


def trend(evaluations: Sequence[Evaluation]) -> list[TrendPoint]:
    """By extraction and gold set, each eldest first. A gold set that changed begins anew: its scores don't compare."""
    points: list[TrendPoint] = []
    last: dict[tuple[str, str, str], float | None] = {}
    for evaluation in sorted(evaluations, key=lambda e: (e.label, e.gold_name, e.gold_digest, e.at)):
        key = (evaluation.label, evaluation.gold_name, evaluation.gold_digest)
        before, now = last.get(key), evaluation.overall.f1.value
        points.append(TrendPoint(evaluation, None if before is None or now is None else now - before))
        last[key] = now
    return points


def last_score(lake: Lake, extraction: ExtractionId) -> Evaluation | None:
    """The newest evaluation of an extraction."""
    found = [evaluation for evaluation in kept(lake) if evaluation.label == str(extraction)]
    return found[-1] if found else None
