"""Evaluate, keep the figures in the lake, and say how they compare with those before."""

from dataclasses import dataclass

from pipelines.extraction.evaluation import history
from pipelines.extraction.evaluation.evaluate import Progress, evaluate
from pipelines.extraction.evaluation.figures import Evaluation
from pipelines.extraction.evaluation.goldset import GoldSet
from pipelines.extraction.evaluation.names import Names
from pipelines.extraction.evaluation.wording import trend_lines
from pipelines.lake import Lake
from pipelines.schemas.extraction import Extractor
from pipelines.settings import Settings


@dataclass(frozen=True)
class ScoreResult:
    """An evaluation, and the trend of the same extraction on the same gold set, this one included."""

    evaluation: Evaluation
    trend: tuple[history.TrendPoint, ...]

    def counts(self) -> dict[str, int | str]:
        """The figures, flat, with the trend in lines."""
        f1 = self.evaluation.overall.f1.value
        return {
            "extraction": self.evaluation.label,
            "articles": self.evaluation.articles,
            "waiting": self.evaluation.waiting,
            "f1": f"{f1:.3f}" if f1 is not None else "none",
            "trend": "\n".join(trend_lines(self.trend)),
        }


def score_and_keep(
    settings: Settings, lake: Lake, gold: GoldSet, extractor: Extractor, progress: Progress | None = None
) -> ScoreResult:
    """Measure the extractor and keep the figures.

    While articles wait for a model nothing is kept: a score over some of the articles is no point of a trend.
    """
    found = evaluate(gold, extractor, Names.of(settings), progress)
    if not found.waiting:
        history.keep(lake, found)
    same = [
        earlier
        for earlier in history.kept(lake)
        if (earlier.label, earlier.gold_name, earlier.gold_digest) == (found.label, found.gold_name, found.gold_digest)
    ]
    return ScoreResult(found, tuple(history.trend(same)))
