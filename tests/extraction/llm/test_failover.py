"""Several endpoints: asked in order, each with its own breaker; every row says truly which model answered."""

import json
from typing import Any

import pytest

from pipelines.errors import UsageError
from pipelines.extraction.extractors import ExtractionId, activate, in_force, stored_extractions
from pipelines.extraction.step import extract_pending
from pipelines.lake import Lake
from pipelines.settings import load_settings


@pytest.fixture
def chained(extractor_for: Any, standby: Any, say: Any) -> Any:
    def make(**changed: Any) -> Any:
        second = {"base_url": standby.url, "model": "standby-model", "api_key": "sk-of-the-standby"}
        return extractor_for(**{"llm_standby": [second], **changed})

    return make


def test_the_second_is_not_asked_while_the_first_answers(endpoint: Any, standby: Any, chained: Any, say: Any) -> None:
    extractions = chained().extract([say.article(n) for n in range(1, 6)])
    assert {(item.model, item.standing_in_for) for item in extractions} == {("some-model", None)}
    assert standby.requests == []


def test_a_first_that_is_down_is_asked_five_times_and_the_second_reads_all(
    endpoint: Any, standby: Any, chained: Any, say: Any
) -> None:
    endpoint.otherwise = lambda _: say.problem(503)
    extractor = chained()
    extractions = extractor.extract([say.article(n) for n in range(1, 31)])
    assert len(extractions) == 30
    assert {(item.model, item.standing_in_for) for item in extractions} == {("standby-model", "some-model")}
    assert len(endpoint.requests) == 5
    assert [request["model"] for request in standby.requests] == ["standby-model"] * 30
    assert {headers["authorization"] for headers in standby.headers} == {"Bearer sk-of-the-standby"}
    assert (extractor.waiting, extractor.model) == (0, "some-model")


def test_both_down_are_asked_five_times_each_and_the_reason_names_both(
    endpoint: Any, standby: Any, chained: Any, say: Any
) -> None:
    endpoint.otherwise = lambda _: say.problem(503)
    standby.otherwise = lambda _: say.problem(500)
    extractor = chained()
    assert extractor.extract([say.article(n) for n in range(1, 41)]) == []
    assert (len(endpoint.requests), len(standby.requests)) == (5, 5)
    assert extractor.waiting == 40
    assert "answered 503" in extractor.waiting_reason
    assert "answered 500" in extractor.waiting_reason


def test_an_article_that_the_first_will_not_take_is_read_by_the_second(
    endpoint: Any, standby: Any, chained: Any, say: Any
) -> None:
    too_long = ("This model's maximum context length is 8192 tokens", "context_length_exceeded")
    endpoint.otherwise = lambda body: (
        say.problem(400, *too_long) if "Labs 2\n" in body["messages"][1]["content"] else say.good()
    )
    extractions = chained().extract([say.article(n) for n in range(1, 4)])
    assert [item.model for item in extractions] == ["some-model", "standby-model", "some-model"]


def test_an_article_that_none_of_them_will_take_is_set_aside(
    endpoint: Any, standby: Any, chained: Any, say: Any
) -> None:
    too_long = ("This model's maximum context length is 8192 tokens", "context_length_exceeded")
    for one in (endpoint, standby):
        one.otherwise = lambda body: (
            say.problem(400, *too_long) if "Labs 2\n" in body["messages"][1]["content"] else say.good()
        )
    extractions = chained().extract([say.article(n) for n in range(1, 4)])
    assert [item.set_aside for item in extractions] == [None, "too_long", None]


def test_one_article_is_read_by_one_model_from_question_to_repair(
    endpoint: Any, standby: Any, chained: Any, say: Any
) -> None:
    endpoint.script = [say.completion("no idea")]
    endpoint.otherwise = lambda _: say.problem(503)
    (extraction,) = chained(llm_connections=1).extract([say.article()])
    assert extraction.model == "standby-model"
    assert [len(request["messages"]) for request in standby.requests] == [2]


def test_what_the_second_read_is_not_paid_for_again_when_the_first_is_back(
    endpoint: Any, standby: Any, chained: Any, say: Any
) -> None:
    endpoint.otherwise = lambda _: say.problem(503)
    before = chained().extract([say.article(1)])
    endpoint.otherwise = lambda _: say.good()
    after = chained().extract([say.article(1), say.article(2)])
    assert after[:1] == before
    assert after[1].model == "some-model"
    assert (len(endpoint.requests), len(standby.requests)) == (4 + 1, 1)


def test_an_extraction_in_force_holds_what_a_standby_read_for_it(
    endpoint: Any, standby: Any, say: Any, *, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(tmp_path / "lake")
    say.store(lake, say.article(1))
    endpoint.otherwise = lambda _: say.problem(503)
    _configure(monkeypatch, tmp_path, endpoint.url, standby.url)
    result = extract_pending(load_settings(), lake)
    assert (result.extracted, result.waiting) == (1, 0)
    assert result.notes == ["1 articles were read by standby-model, standing in for some-model"]
    named = ExtractionId("llm@1", "some-model", "claims/v1")
    assert in_force(lake) == named
    assert stored_extractions(lake) == [named]
    (row,) = lake.read_extractions(lake.batches("claims")[0].path)
    assert (row["extractor_model"], row["standing_in_for"]) == ("standby-model", "some-model")
    assert json.loads(row["claims"])
    assert extract_pending(load_settings(), lake).extracted == 0
    assert len(standby.requests) == 1


def test_the_model_in_force_goes_on_reading_as_a_standby_and_the_new_first_is_a_candidate(
    endpoint: Any, standby: Any, say: Any, *, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(tmp_path / "lake")
    say.store(lake, say.article(1))
    activate(lake, ExtractionId("llm@1", "standby-model", "claims/v1"))
    _configure(monkeypatch, tmp_path, endpoint.url, standby.url)
    result = extract_pending(load_settings(), lake)
    assert in_force(lake) == ExtractionId("llm@1", "standby-model", "claims/v1")
    both = [ExtractionId("llm@1", model, "claims/v1") for model in ("some-model", "standby-model")]
    assert stored_extractions(lake) == both
    assert (len(endpoint.requests), len(standby.requests)) == (1, 1)
    (note,) = result.notes
    assert "make no facts until `newsledger promote 'llm@1 some-model claims/v1'`" in note


def test_a_model_in_force_that_is_no_longer_configured_is_said(
    endpoint: Any, standby: Any, say: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(tmp_path / "lake")
    activate(lake, ExtractionId("llm@1", "a-model-of-last-year", "claims/v1"))
    _configure(monkeypatch, tmp_path, endpoint.url, standby.url)
    (note,) = extract_pending(load_settings(), lake).notes
    assert "newsledger promote 'llm@1 some-model claims/v1'" in note


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("[{'base_url'", "NEWSLEDGER_LLM_STANDBY"),
        ('[{"base_url": "https://h/v1", "api_key": "sk-secret"}]', "NEWSLEDGER_LLM_STANDBY 0 model"),
        ('[{"base_url": "ftp://h/v1", "model": "m", "api_key": "sk-secret"}]', "NEWSLEDGER_LLM_STANDBY 1 base_url"),
        ('[{"base_url": "https://h/v1", "model": "m", "api_key": "sk-secret\\nX: 1"}]', "NEWSLEDGER_LLM_STANDBY 1"),
        ('[{"base_url": "https://h/v1", "model": "m", "key": "sk-secret"}]', "NEWSLEDGER_LLM_STANDBY 0 key"),
    ],
)
def test_a_standby_that_cannot_be_is_named_and_its_key_is_not(
    given: str, named: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    from pipelines.extraction.extractors import configured_extractor

    _configure(monkeypatch, tmp_path, "http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("NEWSLEDGER_LLM_STANDBY", given)
    with pytest.raises(UsageError, match=named) as raised:
        configured_extractor(load_settings())
    assert "secret" not in f"{raised.value} {raised.value.__cause__} {raised.value.__context__}"


def _configure(monkeypatch: pytest.MonkeyPatch, home: Any, first: str, second: str) -> None:
    standby = [{"base_url": second, "model": "standby-model"}]
    values = {"HOME": home, "LLM_BASE_URL": first, "LLM_MODEL": "some-model", "LLM_STANDBY": json.dumps(standby)}
    for name, value in values.items():
        monkeypatch.setenv(f"NEWSLEDGER_{name}", str(value))
