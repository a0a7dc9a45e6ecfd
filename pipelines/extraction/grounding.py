"""The gate that every claim passes: what the text does not carry is refused, with the reason."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from pipelines.schemas.claim import CLAIM, Claim
from pipelines.schemas.extraction import Rejection


def ground(
    claim: Mapping[str, Any],
    text: str,
    title: str | None = None,
    language: str | None = None,
    published: datetime.date | None = None,
) -> Claim | Rejection:
    """Return the claim with its quote as the text has it and the quote's offsets, or why it is refused."""
    try:
        checked = CLAIM.validate_python(claim)
    except ValidationError as error:
        return Rejection(reason="invalid_claim", detail=str(error)[:300], claim=dict(claim))
    start = text.find(checked.quote)
    if start < 0:
        return Rejection(reason="quote_not_in_text", claim=dict(claim))
    return checked.model_copy(update={"quote_start": start, "quote_end": start + len(checked.quote)})


def ground_all(
    claims: Iterable[Mapping[str, Any]],
    text: str,
    title: str | None = None,
    language: str | None = None,
    published: datetime.date | None = None,
) -> tuple[tuple[Claim, ...], tuple[Rejection, ...]]:
    """Ground each claim; exact duplicates among those kept are refused."""
    results = [ground(claim, text, title, language, published) for claim in claims]
    kept = tuple(result for result in results if not isinstance(result, Rejection))
    return kept, tuple(result for result in results if isinstance(result, Rejection))
