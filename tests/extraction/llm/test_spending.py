"""Whoever looks on sees what the day has cost, beside what it may."""

from decimal import Decimal
from typing import Any

import pytest

from pipelines.extraction.llm.spending import spent_today


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLEDGER_NOW", "2026-07-15T12:00:00Z")


def test_the_calls_of_today_are_told_beside_the_limits(endpoint: Any, extractor_for: Any, say: Any) -> None:
    extractor = extractor_for()
    extractor.extract([say.article(n) for n in range(1, 4)])
    settings = extractor._settings.model_copy(update={"llm_daily_usd": Decimal(5), "llm_daily_tokens": 10_000})
    found = spent_today(settings)
    assert found is not None
    assert (found.calls, found.tokens, found.usd, found.requests_in_batches) == (3, 3_600, Decimal("0.018"), 0)
    assert found.line() == "$0.02 of $5 today, 3,600 of 10,000 tokens in 3 calls"


def test_where_no_model_was_ever_asked_there_is_nothing_to_tell(extractor_for: Any, tmp_path: Any) -> None:
    settings = extractor_for()._settings.model_copy(update={"home": tmp_path / "new", "llm_base_url": None})
    assert spent_today(settings) is None
    assert not (tmp_path / "new").exists()
