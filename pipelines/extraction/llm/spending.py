"""What language models have cost today, beside what they may: for whoever looks on."""

from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal

from pipelines import clock
from pipelines.extraction.llm.cache import REPLIES, ReplyCache
from pipelines.settings import Settings


@dataclass(frozen=True)
class Spending:
    """One day (UTC), over all endpoints and processes. A limit that is null does not bind; batches count as submitted."""

    day: str
    calls: int
    tokens: int
    usd: Decimal
    daily_tokens: int | None
    daily_usd: Decimal | None
    requests_in_batches: int

    def line(self) -> str:
        """The same in words: "$0.12 of $5 today, 14,000 tokens in 9 calls"."""
        dollars = f"${self.usd:.2f}" + (f" of ${self.daily_usd:f}" if self.daily_usd is not None else "")
        tokens = f"{self.tokens:,}" + (f" of {self.daily_tokens:,}" if self.daily_tokens is not None else "")
        calls = f"{self.calls:,} call{'' if self.calls == 1 else 's'}"
        waiting = f"; {self.requests_in_batches:,} requests in batches" if self.requests_in_batches else ""
        return f"{dollars} today, {tokens} tokens in {calls}{waiting}"


def spent_today(settings: Settings) -> Spending | None:
    """Return the day's spending; null where no language model is configured and none was ever asked.

    Raises:
        TransientError: The file of replies cannot be read.
    """
    path = settings.state_dir / REPLIES
    if not path.exists():
        if not settings.llm_base_url:
            return None
        return Spending(_today(), 0, 0, Decimal(0), settings.llm_daily_tokens, settings.llm_daily_usd, 0)
    with closing(ReplyCache(path)) as cache:
        spent = cache.spent(_today())
        waiting = cache.requests_in_batches()
    return Spending(
        _today(), spent.calls, spent.tokens, spent.usd, settings.llm_daily_tokens, settings.llm_daily_usd, waiting
    )


def _today() -> str:
    return clock.now().date().isoformat()
