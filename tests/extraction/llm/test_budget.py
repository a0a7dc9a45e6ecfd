"""What a day may cost: counted for each call, and at the limit articles wait for the next day."""

import sqlite3
from decimal import Decimal
from typing import Any

import pytest

from pipelines.errors import UsageError
from pipelines.extraction.llm.budget import ANSWER_TOKENS
from pipelines.extraction.llm.cache import ReplyCache
from pipelines.extraction.step import extract_pending
from pipelines.lake import Lake

PRICES = {"some-model": {"input": "3", "output": "15"}}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLEDGER_NOW", "2026-07-15T12:00:00Z")


def _spent(tmp_path: Any, day: str = "2026-07-15") -> Any:
    return ReplyCache(tmp_path / "state" / "replies.sqlite").spent(day)


def test_tokens_and_dollars_of_each_call_are_noted_by_day_and_model(
    endpoint: Any, extractor_for: Any, say: Any, tmp_path: Any
) -> None:
    extractor_for().extract([say.article(n) for n in range(1, 4)])
    rows = sqlite3.connect(tmp_path / "state" / "replies.sqlite").execute("select * from spent").fetchall()
    assert rows == [("2026-07-15", "some-model", 3, 3000, 600, 18_000_000)]
    assert _spent(tmp_path).usd == Decimal("0.018")


def test_what_all_extractions_cost_is_what_was_paid(endpoint: Any, extractor_for: Any, say: Any, tmp_path: Any) -> None:
    first = say.article(1)
    copy = first.model_copy(update={"article_id": "c" * 24})
    one = extractor_for().extract([first])
    other = extractor_for().extract([copy, say.article(2)])
    assert len(endpoint.requests) == 2
    assert [item.usage.cost_usd for item in (*one, *other)] == [Decimal("0.006"), 0, Decimal("0.006")]
    assert sum(item.usage.cost_usd for item in (*one, *other)) == _spent(tmp_path).usd


def test_a_server_that_counts_no_tokens_is_estimated(endpoint: Any, extractor_for: Any, say: Any) -> None:
    body = say.good().body.replace(b"prompt_tokens", b"other").replace(b"completion_tokens", b"another")
    endpoint.otherwise = lambda _: say.step(body=body)
    (extraction,) = extractor_for().extract([say.article()])
    assert 2000 < extraction.usage.input_tokens < 20000
    assert 50 < extraction.usage.output_tokens < 1000
    assert extraction.usage.cost_usd > 0


@pytest.mark.parametrize("limit", [{"llm_daily_usd": "0.12"}, {"llm_daily_tokens": 15_000}])
@pytest.mark.parametrize("connections", [1, 20])
def test_at_the_limit_articles_wait_and_the_next_day_goes_on(
    endpoint: Any,
    extractor_for: Any,
    say: Any,
    *,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    limit: dict[str, Any],
    connections: int,
) -> None:
    articles = [say.article(n) for n in range(1, 31)]
    extractor = extractor_for(llm_connections=connections, **limit)
    read = extractor.extract(articles)
    assert 0 < len(read) < 30
    assert len(endpoint.requests) == len(read)
    assert extractor.waiting == 30 - len(read)
    assert "2026-07-15 (UTC) is used up" in extractor.waiting_reason
    spent = _spent(tmp_path)
    assert spent.usd <= Decimal(limit.get("llm_daily_usd", 1000))
    assert spent.tokens <= limit.get("llm_daily_tokens", 10**9)
    assert len(extractor_for(llm_connections=connections, **limit).extract(articles)) == len(read)
    assert len(endpoint.requests) == len(read)
    monkeypatch.setenv("NEWSLEDGER_NOW", "2026-07-16T00:00:01Z")
    more = extractor_for(llm_connections=connections, **limit).extract(articles)
    assert len(more) > len(read)


def test_all_of_a_budget_is_used_however_many_are_in_flight(
    endpoint: Any, extractor_for: Any, say: Any, tmp_path: Any
) -> None:
    articles = [say.article(n) for n in range(1, 61)]
    extractor_for(llm_connections=50, llm_daily_tokens=40_000).extract(articles)
    spent = _spent(tmp_path).tokens
    largest = max(len(str(request)) for request in endpoint.requests) // 4 + ANSWER_TOKENS
    assert 40_000 - largest <= spent <= 40_000


def test_money_is_no_reason_to_ask_the_next_endpoint(endpoint: Any, standby: Any, extractor_for: Any, say: Any) -> None:
    prices = {**PRICES, "free": {"input": 0, "output": 0}}
    second = [{"base_url": standby.url, "model": "free"}]
    extractor = extractor_for(llm_daily_usd="0.001", llm_prices=prices, llm_standby=second)
    assert extractor.extract([say.article()]) == []
    assert (endpoint.requests, standby.requests) == ([], [])


def test_a_budget_in_dollars_needs_the_price_of_every_model(standby: Any, extractor_for: Any) -> None:
    second = [{"base_url": standby.url, "model": "nobody-knows-what-it-costs"}]
    with pytest.raises(UsageError, match="nobody-knows-what-it-costs"):
        extractor_for(llm_daily_usd="1", llm_standby=second)


def test_the_run_says_how_many_wait_and_why_and_nothing_is_lost(
    endpoint: Any, say: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.settings import load_settings

    lake = Lake(tmp_path / "lake")
    articles = [say.article(n) for n in range(1, 13)]
    say.store(lake, *articles)
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path))
    monkeypatch.setenv("NEWSLEDGER_LLM_BASE_URL", endpoint.url)
    monkeypatch.setenv("NEWSLEDGER_LLM_MODEL", "some-model")
    monkeypatch.setenv("NEWSLEDGER_LLM_DAILY_TOKENS", "12000")
    days = []
    for day in range(15, 20):
        monkeypatch.setenv("NEWSLEDGER_NOW", f"2026-07-{day}T08:00:00Z")
        days.append(extract_pending(load_settings(), lake))
    assert days[0].waiting > days[1].waiting > days[-1].waiting == 0
    assert f"{days[0].waiting}" in str(days[0].counts()["waiting"])
    assert "is used up" in str(days[0].counts()["waiting_because"])
    ids = [row["article_id"] for batch in lake.batches("claims") for row in lake.read_extractions(batch.path)]
    assert sorted(ids) == [article.article_id for article in articles]
    assert len(endpoint.requests) == 12
