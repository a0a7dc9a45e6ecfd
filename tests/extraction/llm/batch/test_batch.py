"""Reading by the Batch API: half the price, nothing paid twice, whatever breaks on the way."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import PermanentError, TransientError, UsageError
from pipelines.extraction.llm.batch_store import BatchStore
from pipelines.extraction.llm.cache import ReplyCache
from pipelines.extraction.llm.reply import Reply
from pipelines.extraction.step import extract_pending
from pipelines.lake import Lake
from pipelines.run import extract_claims
from pipelines.settings import load_settings


def _read(extractor: Any, articles: list[Any]) -> list[Any]:
    """As the step does it: read, wait for a batch, read again."""
    extractions = extractor.extract(articles)
    while extractor.wait():
        extractor.waiting_reasons.clear()
        extractions = extractor.extract(articles)
    return list(extractions)


def test_a_batch_gives_the_same_extractions_at_half_the_price(
    endpoint: Any, extractor_for: Any, batched_for: Any, desk: Any, say: Any
) -> None:
    articles = [say.article(n) for n in range(1, 8)]
    by_batch = _read(batched_for(), articles)
    assert endpoint.requests == []
    assert [item.usage.cost_usd for item in by_batch] == [Decimal("0.003")] * 7
    one_by_one = extractor_for(home=batched_for()._settings.home / "other").extract(articles)
    without_usage = [item.model_copy(update={"usage": one_by_one[0].usage}) for item in by_batch]
    assert without_usage == one_by_one
    assert {json.dumps(line["body"]) for line in desk.asked()} == {json.dumps(body) for body in endpoint.requests}


def test_a_copy_goes_into_no_batch(batched_for: Any, desk: Any, say: Any) -> None:
    copy = say.article(1).model_copy(update={"article_id": "c" * 24})
    extractions = _read(batched_for(), [say.article(1), copy])
    assert len(desk.asked()) == 1
    assert [item.usage.input_tokens for item in extractions] == [1000, 0]


def test_until_it_is_answered_articles_wait_and_nobody_else_asks_for_them(
    endpoint: Any, extractor_for: Any, batched_for: Any, desk: Any, say: Any
) -> None:
    desk.looks = 3
    articles = [say.article(n) for n in range(1, 5)]
    first = batched_for()
    assert first.extract(articles) == []
    assert (first.waiting, len(desk.batches)) == (4, 1)
    assert "in a batch" in first.waiting_reason
    again, direct = batched_for(), extractor_for()
    assert again.extract(articles) == []
    assert direct.extract(articles) == []
    assert (len(desk.batches), len(endpoint.requests), direct.waiting) == (1, 0, 4)
    assert len(extractor_for().extract(articles)) == 4  # the third look: what is done is taken by whoever comes
    assert endpoint.requests == []


def test_a_repair_goes_into_the_next_batch(batched_for: Any, desk: Any, answered: Any, say: Any) -> None:
    def first_wrong(body: Any) -> Any:
        return answered(say.completion("no idea") if len(body["messages"]) == 2 else say.good())

    desk.answer = first_wrong
    (extraction,) = _read(batched_for(), [say.article()])
    assert len(extraction.claims) == 1
    assert (len(desk.batches), extraction.usage.cost_usd) == (2, Decimal("0.006"))


def test_what_is_not_reached_in_time_goes_into_the_next_batch_and_then_is_asked_directly(
    endpoint: Any, batched_for: Any, desk: Any, answered: Any, say: Any
) -> None:
    desk.state = "expired"
    desk.answer = lambda body: None if "Labs 2\n" in body["messages"][1]["content"] else answered(say.good())
    extractions = _read(batched_for(), [say.article(n) for n in range(1, 4)])
    assert len(extractions) == 3
    assert [len(desk.files[batch["input_file_id"]].splitlines()) for batch in desk.batches.values()] == [3, 1]
    assert len(endpoint.requests) == 1
    assert [item.usage.cost_usd for item in extractions] == [Decimal("0.003"), Decimal("0.006"), Decimal("0.003")]


@pytest.mark.parametrize(
    "record",
    [
        {"response": {"status_code": 500, "request_id": "q", "body": {"error": {"message": "no"}}}},
        {"response": {"status_code": 200, "request_id": "q", "body": {"choices": []}}},
        {"response": {"status_code": 200, "request_id": "q", "body": "a string"}},
    ],
)
def test_a_request_that_fails_in_a_batch_is_asked_directly(
    endpoint: Any, batched_for: Any, desk: Any, *, answered: Any, say: Any, record: Any
) -> None:
    desk.answer = lambda body: record if "Labs 2\n" in body["messages"][1]["content"] else answered(say.good())
    assert len(_read(batched_for(), [say.article(n) for n in range(1, 4)])) == 3
    assert [len(desk.batches), len(endpoint.requests)] == [1, 1]


def test_an_answer_without_a_request_and_a_line_that_is_none_change_nothing(
    batched_for: Any, desk: Any, say: Any
) -> None:
    extractor = batched_for()
    extractor.extract([say.article()])
    desk("GET", "/v1/batches/batch-0", b"", "")
    stranger = json.dumps({"custom_id": "f" * 64, "response": {"status_code": 200, "body": {}}}).encode()
    output = desk.batches["batch-0"]["output_file_id"]
    desk.files[output] = b"\n".join([b"no json", b"[]", stranger, b"{" * 3_000_000, desk.files[output]])
    assert extractor.wait()
    (extraction,) = extractor.extract([say.article()])
    assert len(extraction.claims) == 1
    connection = sqlite3.connect(extractor._settings.state_dir / "replies.sqlite")
    assert connection.execute("select count(*) from answers").fetchone() == (1,)


def test_a_batch_that_is_refused_whole_is_said_and_nothing_is_asked_at_full_price(
    endpoint: Any, batched_for: Any, desk: Any, say: Any
) -> None:
    desk.state = "failed"
    extractor = batched_for()
    extractor.extract([say.article()])
    with pytest.raises(PermanentError, match="No such model"):
        extractor.wait()
    assert endpoint.requests == []


def test_a_server_without_batches_is_said(endpoint: Any, batched_for: Any, say: Any) -> None:
    with pytest.raises(PermanentError, match="leave --batch away"):
        batched_for().extract([say.article()])
    assert endpoint.requests == []


@pytest.mark.parametrize("at", ["POST /files", "POST /batches"])
@pytest.mark.parametrize("fault", [{"reset": True}, {"status": 503}])
def test_a_submission_that_breaks_off_is_found_again_or_made_anew_and_never_paid_twice(
    endpoint: Any, batched_for: Any, desk: Any, *, say: Any, at: str, fault: Any
) -> None:
    desk.faults = {at: [say.step(**fault)]}
    articles = [say.article(n) for n in range(1, 4)]
    with pytest.raises(TransientError):
        batched_for().extract(articles)
    assert len(_read(batched_for(), articles)) == 3
    assert len(desk.batches) == 1
    assert len(desk.asked()) == 3
    assert endpoint.requests == []


def test_a_server_that_is_away_for_a_while_is_looked_at_again(batched_for: Any, desk: Any, say: Any) -> None:
    extractor = batched_for()
    extractor.extract([say.article()])
    desk.faults = {"GET /batches/ID": [say.problem(503) for _ in range(4)]}
    assert extractor.wait()
    extractor = batched_for()
    extractor.extract([say.article(2)])
    desk.faults = {"GET /batches/ID": [say.problem(503) for _ in range(9)]}
    with pytest.raises(TransientError):
        extractor.wait()
    assert len(_read(batched_for(), [say.article(1), say.article(2)])) == 2


def test_a_results_file_that_breaks_off_is_fetched_again(batched_for: Any, desk: Any, say: Any) -> None:
    articles = [say.article(n) for n in range(1, 4)]
    extractor = batched_for()
    extractor.extract(articles)
    desk.faults = {"GET /files/ID/content": [say.step(body=b'{"custom_id"', declared_length=5000)]}
    assert len(_read(extractor, articles)) == 3
    assert len(desk.batches) == 1


def test_a_budget_holds_for_what_is_submitted(batched_for: Any, desk: Any, say: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("NEWSLEDGER_NOW", "2026-07-15T12:00:00Z")
    desk.looks = 10**9
    articles = [say.article(n) for n in range(1, 21)]
    extractor = batched_for(llm_daily_tokens=30_000)
    assert extractor.extract(articles) == []
    submitted = len(desk.asked())
    assert 0 < submitted < 20
    assert len(extractor.waiting_reasons) == 2
    assert "is used up" in extractor.waiting_reason
    again = batched_for(llm_daily_tokens=30_000)
    again.extract(articles)
    assert len(desk.asked()) == submitted  # what is under way counts


def test_answers_are_billed_to_the_day_of_their_submission(
    batched_for: Any, desk: Any, say: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    desk.looks = 2
    monkeypatch.setenv("NEWSLEDGER_NOW", "2026-07-15T23:59:00Z")
    batched_for().extract([say.article()])
    cache = ReplyCache(tmp_path / "state" / "replies.sqlite")
    held = cache.spent("2026-07-15")
    assert (held.calls, held.usd > 0) == (1, True)
    monkeypatch.setenv("NEWSLEDGER_NOW", "2026-07-16T09:00:00Z")
    _read(batched_for(), [say.article()])
    assert cache.spent("2026-07-15").usd == Decimal("0.003")
    assert cache.spent("2026-07-16").calls == 0


PROGRAM = """
import sys
from pipelines.cli import main
sys.argv = ["newsledger", "extract-pending", "--batch", "--json"]
main()
"""


def test_a_run_killed_while_it_waits_goes_on_from_there(
    endpoint: Any, desk: Any, say: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    lake = Lake(tmp_path / "lake")
    say.store(lake, *[say.article(n) for n in range(1, 6)])
    values = {"HOME": str(tmp_path), "LLM_BASE_URL": endpoint.url, "LLM_MODEL": "m", "LLM_BATCH_POLL_SECONDS": "0.05"}
    for name, value in values.items():
        monkeypatch.setenv(f"NEWSLEDGER_{name}", value)
    desk.looks = 10**9
    with subprocess.Popen([sys.executable, "-c", PROGRAM], env=os.environ, stdout=subprocess.DEVNULL) as run:
        deadline = time.monotonic() + 60
        while "GET /batches/ID" not in desk.calls and time.monotonic() < deadline:
            time.sleep(0.05)
        run.send_signal(signal.SIGKILL)
    assert lake.batches("claims") == []
    desk.looks = 1
    result = extract_pending(load_settings(), lake, batch="wait")
    assert (result.extracted, result.waiting) == (5, 0)
    assert (len(desk.batches), len(desk.asked()), endpoint.requests) == (1, 5, [])
    assert extract_pending(load_settings(), lake, batch="wait").extracted == 0
    assert len(desk.batches) == 1


def test_submit_leaves_and_a_later_run_takes(
    endpoint: Any, desk: Any, say: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    lake = Lake(tmp_path / "lake")
    say.store(lake, *[say.article(n) for n in range(1, 6)])
    for name, value in {"HOME": str(tmp_path), "LLM_BASE_URL": endpoint.url, "LLM_MODEL": "m"}.items():
        monkeypatch.setenv(f"NEWSLEDGER_{name}", value)
    result = extract_pending(load_settings(), lake, batch="submit")
    assert (result.extracted, result.waiting) == (0, 5)
    assert "extract-pending --batch" in str(result.counts()["waiting_because"])
    assert extract_pending(load_settings(), lake, batch="submit").extracted == 5
    assert endpoint.requests == []


def test_while_a_batch_is_waited_for_others_may_read(
    endpoint: Any, desk: Any, say: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    say.store(Lake(tmp_path / "lake"), *[say.article(n) for n in range(1, 6)])
    values = {"HOME": str(tmp_path), "LLM_BASE_URL": endpoint.url, "LLM_MODEL": "m", "LLM_BATCH_POLL_SECONDS": "0.01"}
    for name, value in {**values, "LOCK_WAIT_SECONDS": "0"}.items():
        monkeypatch.setenv(f"NEWSLEDGER_{name}", value)
    desk.looks = 4
    seen: list[tuple[int, int]] = []

    def look_on(saying: str, done: int, _: int) -> None:
        if "waiting for batches" in saying:
            other = extract_claims(load_settings())  # has its turn, and leaves alone what is under way
            seen.append((other.extracted, other.waiting))

    result = extract_claims(load_settings(), batch="wait", progress=look_on)
    assert (0, 5) in seen
    assert result.extracted + sum(extracted for extracted, _ in seen) == 5
    assert (len(desk.batches), endpoint.requests) == (1, [])


def test_a_batch_that_two_look_after_is_billed_once(batched_for: Any, desk: Any, say: Any) -> None:
    extractor = batched_for()
    extractor.extract([say.article(1)])
    with closing(extractor._cache()) as cache:
        store = BatchStore(cache)
        (batch,) = store.open_batches(extractor._states[0].config.base_url)
        (key,) = store.requests_of(batch.token)
        reply = Reply(text="{}", input_tokens=1000, output_tokens=100, cost_usd=Decimal("0.01"))
        store.take(batch, {key: reply}, set())
        store.take(batch, {key: reply}, set())
        assert cache.spent(batch.day).calls == 1


def test_a_batch_without_a_model_is_said_before_anything_is_read(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path))
    with pytest.raises(UsageError, match="NEWSLEDGER_LLM_BASE_URL"):
        extract_claims(load_settings(), batch="submit")
