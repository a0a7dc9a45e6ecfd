"""Claims read by a language model behind any OpenAI-compatible endpoint."""

from pipelines.extraction.llm.extractor import LanguageModelExtractor

__all__ = ["LanguageModelExtractor"]
