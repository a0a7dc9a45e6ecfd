"""A reading as the record that every extractor hands on."""

from decimal import Decimal
from typing import Any

from pipelines.extraction.llm.reading import Reading
from pipelines.schemas.extraction import ArticleText, Extraction, SetAsideReason, Usage

SUMMARY_WORDS, SUMMARY_LETTERS, KEY_POINTS, KEY_POINT_LETTERS = 60, 1000, 10, 300


def extraction_of(article: ArticleText, reading: Reading, made_by: dict[str, Any]) -> Extraction:
    """The extraction of an article that was read."""
    said = reading.envelope
    return Extraction(
        article_id=article.article_id,
        is_relevant=bool(said and said.is_relevant),
        category=said.category if said else "other",
        summary=" ".join(_plain(said.summary).split()[:SUMMARY_WORDS])[:SUMMARY_LETTERS] if said else "",
        key_points=_key_points(said.key_points) if said else (),
        claims=reading.claims,
        rejected=reading.rejected,
        set_aside=reading.set_aside,
        usage=_usage(article, reading),
        **made_by,
    )


def set_aside(article: ArticleText, reason: SetAsideReason, made_by: dict[str, Any]) -> Extraction:
    """The extraction of an article that is not read, with the reason."""
    return Extraction(article_id=article.article_id, set_aside=reason, **made_by)


def _usage(article: ArticleText, reading: Reading) -> Usage:
    """What the replies cost when they were made, to the article that they were made for: a copy of it has paid nothing.

    So the same article has the same figures however often it is read, and the figures of all articles add up to the bill.
    """
    paid = [reply for reply in reading.replies if reply.paid_by == article.article_id]
    return Usage(
        input_tokens=sum(reply.input_tokens for reply in paid),
        output_tokens=sum(reply.output_tokens for reply in paid),
        cost_usd=sum((reply.cost_usd for reply in paid), Decimal(0)),
    )


def _key_points(points: list[str]) -> tuple[str, ...]:
    return tuple(tidy for point in points[:KEY_POINTS] if (tidy := _plain(point)[:KEY_POINT_LETTERS]))


def _plain(text: str) -> str:
    """One line of printable text."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
