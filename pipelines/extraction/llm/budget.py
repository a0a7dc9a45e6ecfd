"""What may be spent in a day. At the limit articles wait; the next day goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

from pipelines.extraction.llm.cache import ReplyCache
from pipelines.extraction.llm.gate import MustWaitError
from pipelines.extraction.llm.reply import BYTES_A_TOKEN, dollars
from pipelines.settings import LlmPrice, Settings

# What an answer is taken to need before it is there; those of 47 real news pages had 120 to 1,900 tokens (2026-11).
ANSWER_TOKENS = 1_500


class BudgetSpentError(MustWaitError):
    """The next request would go over what may be spent today."""


class Budget:
    """The limits of one day (UTC) over all endpoints and processes; spending is read anew from the file each time.

    What is in flight counts at its estimate, so that a hundred requests under way cannot go over the limit together.
    """

    def __init__(self, settings: Settings, cache: ReplyCache, day: str) -> None:
        self.day = day
        self._usd, self._tokens, self._cache = settings.llm_daily_usd, settings.llm_daily_tokens, cache
        self._in_flight: dict[object, tuple[int, Decimal]] = {}
        self._changed = asyncio.Event()

    @property
    def is_limited(self) -> bool:
        """Whether there is a limit at all."""
        return self._usd is not None or self._tokens is not None

    @asynccontextmanager
    async def reserved(self, request_bytes: int, price: LlmPrice | None) -> AsyncIterator[None]:
        """Hold room for one request until its cost is known.

        Raises:
            BudgetSpentError: There is no room, and nothing under way that might leave some.
        """
        if not self.is_limited:
            yield
            return
        estimate = estimated(request_bytes, price)
        while problem := self.problem(*estimate):
            if not self._in_flight:
                raise BudgetSpentError(problem)
            self._changed.clear()
            await self._changed.wait()
        ticket = object()
        self._in_flight[ticket] = estimate
        try:
            yield
        finally:
            del self._in_flight[ticket]
            self._changed.set()

    def problem(self, tokens: int, usd: Decimal) -> str | None:
        """Why so much more may not be spent today, or null."""
        spent = self._cache.spent(self.day)
        held_tokens = sum(held for held, _ in self._in_flight.values())
        held_usd = sum((held for _, held in self._in_flight.values()), Decimal(0))
        if self._usd is not None and spent.usd + held_usd + usd > self._usd:
            return self._used_up(f"{self._usd} dollars", "NEWSLEDGER_LLM_DAILY_USD")
        if self._tokens is not None and spent.tokens + held_tokens + tokens > self._tokens:
            return self._used_up(f"{self._tokens:,} tokens", "NEWSLEDGER_LLM_DAILY_TOKENS")
        return None

    def _used_up(self, limit: str, setting: str) -> str:
        return f"the budget of {limit} for {self.day} (UTC) is used up; it goes on tomorrow, or raise {setting}"


def estimated(request_bytes: int, price: LlmPrice | None, share: Decimal = Decimal(1)) -> tuple[int, Decimal]:
    """The tokens and dollars that a request may take."""
    tokens_in = request_bytes // BYTES_A_TOKEN
    return tokens_in + ANSWER_TOKENS, dollars(price, tokens_in, ANSWER_TOKENS) * share
