"""How well an extraction reads: scores against labels, their history, and two extractions side by side."""

from pipelines.extraction.evaluation.figures import Evaluation
from pipelines.extraction.evaluation.goldset import GoldSet, read_gold, sample_gold
from pipelines.extraction.evaluation.score import ScoreResult, score_and_keep

__all__ = ["Evaluation", "GoldSet", "ScoreResult", "read_gold", "sample_gold", "score_and_keep"]
