"""The contract of the extractor when all goes well, and what a request looks like."""

import json
import sqlite3
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openai
import pytest

from pipelines.errors import UsageError
from pipelines.extraction.llm import LanguageModelExtractor
from pipelines.extraction.llm.connection import request_body, request_bytes
from pipelines.extraction.llm.prompt import Prompt
from pipelines.extraction.llm.wire import ReadArticle
from pipelines.schemas.extraction import Usage
from pipelines.settings import Settings


def test_a_good_answer_becomes_a_grounded_claim_with_its_offsets_and_its_cost(
    endpoint: Any, extractor_for: Any, say: Any
) -> None:
    (extraction,) = extractor_for().extract([say.article()])
    (claim,) = extraction.claims
    assert say.text[claim.quote_start : claim.quote_end] == say.sentence
    assert claim.amount.value == Decimal(2_000_000_000)
    assert (extraction.is_relevant, extraction.category, extraction.summary) == (
        True,
        "investment",
        "Money for Lumen Labs.",
    )
    assert (extraction.extractor, extraction.model, extraction.prompt_version) == ("llm@1", "some-model", "claims/v1")
    assert extraction.set_aside is None
    assert extraction.rejected == ()
    assert extraction.usage == Usage(input_tokens=1000, output_tokens=200, cost_usd=Decimal("0.006"))


def test_the_request_sent_is_the_request_hashed(endpoint: Any, extractor_for: Any, say: Any) -> None:
    extractor_for().extract([say.article()])
    messages = Prompt.load().messages(say.article())
    body = request_body("some-model", messages, {"temperature": 0.0})
    assert endpoint.requests == [body] == [json.loads(request_bytes("some-model", messages, {"temperature": 0.0}))]


def test_the_request_is_the_one_that_the_client_makes_of_the_records(
    endpoint: Any, extractor_for: Any, say: Any
) -> None:
    extractor_for().extract([say.article()])
    messages = Prompt.load().messages(say.article())
    with openai.OpenAI(base_url=endpoint.url, api_key="none") as client:
        client.chat.completions.parse(
            model="some-model",
            messages=messages,  # type: ignore[arg-type]
            response_format=ReadArticle,
            temperature=0.0,
        )
    ours, theirs = endpoint.requests
    assert theirs | {"stream": False} == ours


def test_a_second_run_asks_nothing_and_says_the_same(endpoint: Any, extractor_for: Any, say: Any) -> None:
    articles = [say.article(number) for number in range(1, 6)]
    first = extractor_for()
    before = first.extract(articles)
    second = extractor_for()
    assert second.extract(articles) == before
    assert (first.calls, first.cache_hits) == (5, 0)
    assert (second.calls, second.cache_hits) == (0, 5)
    assert len(endpoint.requests) == 5


def test_a_reply_cached_for_one_model_is_not_given_for_another(endpoint: Any, extractor_for: Any, say: Any) -> None:
    extractor_for().extract([say.article()])
    extractor_for(llm_model="another-model").extract([say.article()])
    assert [request["model"] for request in endpoint.requests] == ["some-model", "another-model"]


def test_the_same_words_are_asked_once_and_a_copy_costs_nothing(endpoint: Any, extractor_for: Any, say: Any) -> None:
    copies = [say.article(1), say.article(1).model_copy(update={"article_id": "b" * 24}), say.article(2)]
    extractions = extractor_for().extract(copies)
    assert len(endpoint.requests) == 2
    assert [item.article_id for item in extractions] == [item.article_id for item in copies]
    assert extractions[1].claims == extractions[0].claims
    assert [item.usage.input_tokens for item in extractions] == [1000, 0, 1000]


def test_answers_come_in_the_order_of_the_articles(endpoint: Any, extractor_for: Any, say: Any) -> None:
    def slower_for_the_first(body: Any) -> Any:
        number = int(body["messages"][1]["content"].split("Labs ")[1].split("\n")[0])
        step = say.completion(say.answer(summary=f"number {number}"))
        step.hang_seconds = 0.2 if number == 1 else 0
        return step

    endpoint.otherwise = slower_for_the_first
    extractions = extractor_for().extract([say.article(number) for number in range(1, 9)])
    assert [item.summary for item in extractions] == [f"number {number}" for number in range(1, 9)]


def test_no_more_are_in_flight_than_allowed(endpoint: Any, extractor_for: Any, say: Any) -> None:
    def slowly(_: Any) -> Any:
        step = say.good()
        step.hang_seconds = 0.1
        return step

    endpoint.otherwise = slowly
    assert len(extractor_for(llm_connections=7).extract([say.article(n) for n in range(1, 41)])) == 40
    assert 1 < endpoint.most_in_flight <= 7


def test_before_the_first_answer_no_more_are_in_flight_than_may_fail(
    endpoint: Any, extractor_for: Any, say: Any
) -> None:
    held = [say.good() for _ in range(5)]
    for step in held:
        step.hang_seconds = 0.4
    endpoint.script = held
    extractor_for(llm_connections=100).extract([say.article(n) for n in range(1, 31)])
    assert endpoint.times[5] - endpoint.times[0] >= 0.4
    assert len(endpoint.requests) == 30


def test_a_text_without_words_is_set_aside_unasked(endpoint: Any, extractor_for: Any, say: Any) -> None:
    (extraction,) = extractor_for().extract([say.article(text=" \n ")])
    assert extraction.set_aside == "no_text"
    assert endpoint.requests == []
    assert extractor_for().extract([]) == []


def test_a_killed_run_pays_for_no_answer_twice(endpoint: Any, extractor_for: Any, say: Any, tmp_path: Path) -> None:
    held = say.good()
    held.hang_seconds = 30
    endpoint.script = [say.good() for _ in range(6)]
    endpoint.otherwise = lambda _: held
    program = """
import json, sys
from pipelines.extraction.llm import LanguageModelExtractor
from pipelines.schemas.extraction import ArticleText
from pipelines.settings import Settings
settings, articles = json.load(sys.stdin)
LanguageModelExtractor(Settings(**settings)).extract([ArticleText(**item) for item in articles])
"""
    settings = {"home": str(tmp_path), "llm_base_url": endpoint.url, "llm_model": "some-model", "llm_connections": 3}
    articles = [say.article(number) for number in range(1, 11)]
    given = json.dumps([settings, [item.model_dump() for item in articles]])
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, text=True) as run:
        assert run.stdin
        run.stdin.write(given)
        run.stdin.close()
        cached, deadline = 0, time.monotonic() + 30
        while cached < 6 and time.monotonic() < deadline:
            time.sleep(0.05)
            cached = _cached(tmp_path / "state" / "replies.sqlite")
        run.kill()
    asked_before = len(endpoint.requests)
    endpoint.otherwise = lambda _: say.good()
    extractor = extractor_for(llm_api_key=None)
    assert len(extractor.extract(articles)) == 10
    assert extractor.cache_hits == 6
    assert len(endpoint.requests) - asked_before == 4


def _cached(path: Path) -> int:
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            return int(connection.execute("select count(*) from answers").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_a_spoilt_cache_is_moved_aside_and_paid_for_again(
    endpoint: Any, extractor_for: Any, say: Any, tmp_path: Path
) -> None:
    extractor_for().extract([say.article()])
    path = tmp_path / "state" / "replies.sqlite"
    path.write_bytes(b"not a database at all, whatever its name says" * 50)
    extractor = extractor_for()
    assert len(extractor.extract([say.article()])) == 1
    assert extractor.calls == 1
    assert path.with_suffix(".spoilt").exists()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"llm_base_url": None}, "NEWSLEDGER_LLM_BASE_URL"),
        ({"llm_model": None}, "NEWSLEDGER_LLM_MODEL"),
        ({"llm_base_url": "file:///etc/passwd"}, "NEWSLEDGER_LLM_BASE_URL"),
        ({"llm_base_url": "http://host:99999/v1"}, "NEWSLEDGER_LLM_BASE_URL"),
        ({"llm_api_key": "sk-secret\nX-Other: 1"}, "NEWSLEDGER_LLM_API_KEY"),
    ],
)
def test_a_setting_that_is_missing_or_cannot_be_is_named(
    extractor_for: Any, changed: dict[str, Any], named: str
) -> None:
    with pytest.raises(UsageError, match=named) as raised:
        extractor_for(**changed)
    assert "secret" not in str(raised.value)


def test_no_model_is_chosen_for_the_user() -> None:
    with pytest.raises(UsageError, match="NEWSLEDGER_LLM_BASE_URL and NEWSLEDGER_LLM_MODEL"):
        LanguageModelExtractor(Settings(llm_base_url=None, llm_model=None, _env_file=None))


def test_only_our_own_key_is_ever_sent(
    endpoint: Any, extractor_for: Any, say: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    monkeypatch.setenv("OPENAI_ADMIN_KEY", "sk-of-an-admin")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    extractor_for().extract([say.article(1)])
    extractor_for(llm_api_key=None).extract([say.article(2)])
    with_key, without = endpoint.headers
    assert with_key["authorization"] == f"Bearer {say.key}"
    assert "authorization" not in without
    assert "org-1" not in json.dumps(endpoint.headers)
    assert "sk-of" not in json.dumps(endpoint.headers)
