"""Whether an article's news is an event of the four types."""

import re
from collections.abc import Sequence

from pipelines.schemas.claim import Category, Claim

# Headlines of another kind of news: who comes and goes, what to buy, how to do it, what a quarter brought.
_OTHER_NEWS = re.compile(
    r"\b(?:resigns?|resigned|steps? down|stepping down|leaves|departs?|departure|quits?|joins? as|hires?|hired|appoints?|appointed|names? new|poach(?:es|ed)|"
    r"earnings|quarterly results|stock (?:falls|rises|plunges|soars|jumps|drops)|shares (?:fall|rise|plunge|soar|jump|drop)|how to|hands[- ]on|review|best .{0,30} deals|"
    r"deals? of the day|on sale|what to know|explained|opinion|podcast|newsletter)\b",
    re.I,
)
# News stands in the first part of its article; what comes later is context more often than not (2026-11-22).
_EARLY_SHARE = 0.5
_EARLY_CHARACTERS = 2_000


def relevance(claims: Sequence[Claim], title: str | None, text: str) -> tuple[bool, Category]:
    """Return whether the article reports such an event as its news, and the principal type."""
    news = [claim for claim in claims if not claim.is_background and claim.polarity == "affirmed"]
    early = [c for c in news if (c.quote_start or 0) < max(_EARLY_CHARACTERS, _EARLY_SHARE * len(text))]
    if not early or _OTHER_NEWS.search(title or text[:120].split("\n")[0]):
        return False, "other"
    return True, early[0].claim_type
