"""Whether an article's news is an event of the four types."""

from collections.abc import Sequence

from pipelines.extraction.rules.tabled import Table
from pipelines.schemas.claim import Category, Claim

# Headlines of another kind of news: who comes and goes, what to buy, how to do it, what a quarter brought.
OTHER_NEWS = Table("beside").plain("other_news")
# News stands in the first part of its article; what comes later is context more often than not (2026-11-22).
_EARLY_SHARE = 0.5
_EARLY_CHARACTERS = 2_000


def relevance(claims: Sequence[Claim], title: str | None, text: str) -> tuple[bool, Category]:
    """Return whether the article reports such an event as its news, and the principal type."""
    news = [claim for claim in claims if not claim.is_background]
    early = [c for c in news if (c.quote_start or 0) < max(_EARLY_CHARACTERS, _EARLY_SHARE * len(text))]
    # A hire or a quarter told of in the headline can still come with money or a court.
    is_soft = all(claim.claim_type in {"partnership", "model_adoption"} for claim in early)
    headline = title or text[:120].partition("\n")[0]
    if not early or (is_soft and OTHER_NEWS.search(headline.lower())):
        return False, "other"
    return True, early[0].claim_type
