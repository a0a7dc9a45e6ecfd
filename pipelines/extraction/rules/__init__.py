"""The rule-based extractor: patterns over typed tokens, tables instead of branches."""

from pipelines.extraction.rules.extractor import RulesExtractor

__all__ = ["RulesExtractor"]
