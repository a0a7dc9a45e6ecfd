"""What becomes of an article when the endpoint fails: it waits, and the endpoint is left in peace."""

from typing import Any

import pytest
import structlog

from pipelines.extraction.llm.failures import retry_after


def test_too_many_requests_are_asked_again_after_the_time_the_endpoint_names(
    endpoint: Any, extractor_for: Any, say: Any
) -> None:
    endpoint.script = [say.problem(429, retry_after="1")]
    assert len(extractor_for(llm_connections=1).extract([say.article()])) == 1
    assert len(endpoint.requests) == 2
    assert endpoint.times[1] - endpoint.times[0] >= 1


def test_a_burst_of_429_is_one_failure_and_not_a_row_of_them(endpoint: Any, extractor_for: Any, say: Any) -> None:
    articles = [say.article(number) for number in range(1, 31)]
    slow_good = say.good()
    slow_good.hang_seconds = 0.1
    endpoint.script = [slow_good, *[say.problem(429, retry_after="1.5") for _ in range(12)]]
    extractor = extractor_for(llm_connections=20)
    assert len(extractor.extract(articles)) == 30
    assert extractor.waiting_reason is None


def test_an_endpoint_that_asks_for_a_long_rest_gets_it(endpoint: Any, extractor_for: Any, say: Any) -> None:
    endpoint.otherwise = lambda _: say.problem(429, retry_after="3600")
    extractor = extractor_for(llm_connections=1)
    assert extractor.extract([say.article(1), say.article(2)]) == []
    assert len(endpoint.requests) == 1
    assert "3600 s" in extractor.waiting_reason


@pytest.mark.parametrize("status", [500, 502, 503, 504, 529])
def test_an_error_of_the_server_is_tried_again(endpoint: Any, extractor_for: Any, say: Any, status: int) -> None:
    endpoint.script = [say.problem(status), say.problem(status)]
    (extraction,) = extractor_for(llm_connections=1).extract([say.article()])
    assert extraction.set_aside is None
    assert len(endpoint.requests) == 3


def test_a_connection_that_breaks_is_tried_again(endpoint: Any, extractor_for: Any, say: Any) -> None:
    endpoint.script = [say.step(reset=True), say.step(body=b'{"choices"', declared_length=5000)]
    assert len(extractor_for(llm_connections=1).extract([say.article()])) == 1
    assert len(endpoint.requests) == 3


@pytest.mark.parametrize("how", [{"hang_seconds": 60}, {"drip_seconds": 0.2}])
def test_an_endpoint_that_hangs_or_drips_is_not_waited_for(
    endpoint: Any, extractor_for: Any, say: Any, how: Any
) -> None:
    endpoint.script = [say.step(body=say.good().body, **how)]
    extractor = extractor_for(llm_connections=1, llm_timeout_seconds=0.5)
    assert len(extractor.extract([say.article()])) == 1
    assert len(endpoint.requests) == 2
    assert 0.45 <= endpoint.times[1] - endpoint.times[0] < 30  # to the end it would take one or two minutes


@pytest.mark.parametrize(
    "step",
    [
        {"body": b""},
        {"body": b"<html>Bad gateway, said with status 200</html>", "headers": {"Content-Type": "text/html"}},
        {"body": b'{"choices": []}'},
        {"body": b'{"choices": [{"message": {"content": 7}}]}'},
        {"body": b"\x1f\x8b\x08", "headers": {"Content-Encoding": "gzip"}},
    ],
)
def test_what_is_no_chat_completion_is_a_failure_of_the_endpoint(
    endpoint: Any, extractor_for: Any, say: Any, step: Any
) -> None:
    endpoint.script = [say.step(**step)]
    (extraction,) = extractor_for(llm_connections=1).extract([say.article()])
    assert len(extraction.claims) == 1
    assert len(endpoint.requests) == 2


@pytest.mark.parametrize("connections", [1, 3, 100])
def test_an_endpoint_that_is_down_is_asked_exactly_five_times_and_nothing_is_lost(
    endpoint: Any, extractor_for: Any, say: Any, connections: int
) -> None:
    articles = [say.article(number) for number in range(1, 61)]
    endpoint.otherwise = lambda _: say.problem(503)
    extractor = extractor_for(llm_connections=connections)
    assert extractor.extract(articles) == []
    assert len(endpoint.requests) == 5
    assert extractor.waiting == 60
    assert "127.0.0.1 answered 503" in extractor.waiting_reason
    assert extractor.extract(articles) == []
    assert len(endpoint.requests) == 5
    endpoint.otherwise = lambda _: say.good()
    assert len(extractor_for().extract(articles)) == 60


def test_what_is_cached_is_still_given_when_the_endpoint_is_down(endpoint: Any, extractor_for: Any, say: Any) -> None:
    known, unknown = [say.article(1), say.article(2)], [say.article(number) for number in range(3, 13)]
    extractor_for().extract(known)
    endpoint.otherwise = lambda _: say.problem(500)
    extractor = extractor_for()
    assert [item.article_id for item in extractor.extract([*unknown, *known])] == [item.article_id for item in known]
    assert extractor.waiting == 10
    assert [item.article_id for item in extractor.extract(known)] == [item.article_id for item in known]


def test_an_endpoint_that_fails_half_way_loses_nothing(endpoint: Any, extractor_for: Any, say: Any) -> None:
    articles = [say.article(number) for number in range(1, 31)]
    endpoint.script = [say.good() for _ in range(12)]
    endpoint.otherwise = lambda _: say.problem(500)
    extractor = extractor_for(llm_connections=4)
    assert len(extractor.extract(articles)) == 12
    assert extractor.waiting == 18
    assert len(endpoint.requests) <= 12 + 5 + 4
    endpoint.otherwise = lambda _: say.good()
    again = extractor_for()
    assert len(again.extract(articles)) == 30
    assert again.cache_hits == 12


def test_one_article_that_the_endpoint_chokes_on_waits_and_stops_no_other(
    endpoint: Any, extractor_for: Any, say: Any
) -> None:
    endpoint.otherwise = lambda body: say.problem(500) if "Labs 3\n" in body["messages"][1]["content"] else say.good()
    extractor = extractor_for(llm_connections=1)
    read = extractor.extract([say.article(number) for number in range(1, 7)])
    assert [int(item.article_id, 16) for item in read] == [1, 2, 4, 5, 6]
    assert extractor.waiting == 1


def test_an_article_that_the_endpoint_chokes_on_in_three_runs_is_set_aside(
    endpoint: Any, extractor_for: Any, say: Any
) -> None:
    endpoint.otherwise = lambda body: say.problem(500) if "Labs 3\n" in body["messages"][1]["content"] else say.good()
    articles = [say.article(number) for number in range(1, 5)]
    runs = [extractor_for(llm_connections=1).extract(articles) for _ in range(3)]
    assert [len(run) for run in runs] == [3, 3, 4]
    assert [item.set_aside for item in runs[2]] == [None, None, "model_failed", None]


def test_runs_in_which_the_endpoint_was_down_are_not_held_against_an_article(
    endpoint: Any, extractor_for: Any, say: Any
) -> None:
    endpoint.otherwise = lambda _: say.problem(500)
    for _ in range(4):
        assert extractor_for().extract([say.article(1), say.article(2)]) == []
    endpoint.otherwise = lambda _: say.good()
    assert [item.set_aside for item in extractor_for().extract([say.article(1), say.article(2)])] == [None, None]


@pytest.mark.parametrize(
    ("answered", "advice"),
    [
        ((401, "invalid_api_key"), "NEWSLEDGER_LLM_API_KEY"),
        ((403, None), "NEWSLEDGER_LLM_API_KEY"),
        ((404, "model_not_found"), "NEWSLEDGER_LLM_MODEL"),
        ((307, None), "NEWSLEDGER_LLM_BASE_URL"),
        ((402, None), "credit"),
        ((429, "insufficient_quota"), "credit"),
    ],
)
def test_what_no_retry_can_help_is_asked_once_and_the_reason_says_what_to_do(
    endpoint: Any, extractor_for: Any, say: Any, answered: tuple[int, str | None], advice: str
) -> None:
    status, code = answered
    endpoint.otherwise = lambda _: say.problem(
        status, f"Incorrect API key provided: {say.key}", code, location="/elsewhere"
    )
    extractor = extractor_for(llm_connections=1)
    with structlog.testing.capture_logs() as logs:
        assert extractor.extract([say.article(1), say.article(2)]) == []
    assert len(endpoint.requests) == 1
    assert str(status) in extractor.waiting_reason
    assert advice in extractor.waiting_reason
    assert say.key not in extractor.waiting_reason + repr(logs) + repr(vars(extractor))


def test_nobody_there_is_said_with_host_and_setting(extractor_for: Any, say: Any) -> None:
    extractor = extractor_for(llm_base_url="http://127.0.0.1:9/v1")
    assert extractor.extract([say.article()]) == []
    assert "127.0.0.1 cannot be reached" in extractor.waiting_reason
    assert "NEWSLEDGER_LLM_BASE_URL" in extractor.waiting_reason


def test_a_refused_request_is_laid_on_the_article_only_where_others_are_answered(
    endpoint: Any, extractor_for: Any, say: Any
) -> None:
    endpoint.otherwise = lambda body: say.problem(400) if "Labs 2\n" in body["messages"][1]["content"] else say.good()
    alone = extractor_for()
    assert alone.extract([say.article(2)]) == []
    assert "127.0.0.1 answered 400" in alone.waiting_reason
    among_others = extractor_for().extract([say.article(number) for number in range(1, 4)])
    assert [item.set_aside for item in among_others] == [None, "model_failed", None]


def test_an_endpoint_that_begins_to_refuse_all_sets_nothing_aside(endpoint: Any, extractor_for: Any, say: Any) -> None:
    endpoint.script = [say.good()]
    endpoint.otherwise = lambda _: say.problem(400, "response_format is not known here")
    extractor = extractor_for(llm_connections=1)
    assert len(extractor.extract([say.article(number) for number in range(1, 21)])) == 1
    assert len(endpoint.requests) == 6
    assert extractor.waiting == 19


@pytest.mark.parametrize(
    ("step", "set_aside"),
    [
        ((400, "This model's maximum context length is 8192 tokens", "context_length_exceeded"), "too_long"),
        ((413, "no", None), "too_long"),
        ((400, "The response was filtered", "content_filter"), "model_refused"),
    ],
)
def test_a_refusal_that_says_why_is_set_aside_with_that_reason(
    endpoint: Any, extractor_for: Any, say: Any, step: tuple[Any, ...], set_aside: str
) -> None:
    endpoint.otherwise = lambda body: say.problem(*step) if "Labs 2\n" in body["messages"][1]["content"] else say.good()
    extractions = extractor_for(llm_connections=1).extract([say.article(1), say.article(2)])
    assert [item.set_aside for item in extractions] == [None, set_aside]
    assert len(endpoint.requests) == 2


def test_a_model_that_takes_no_temperature_is_asked_without(endpoint: Any, extractor_for: Any, say: Any) -> None:
    message = "Unsupported value: 'temperature' does not support 0 with this model."
    endpoint.otherwise = lambda body: say.problem(400, message) if "temperature" in body else say.good()
    articles = [say.article(number) for number in range(1, 41)]
    extractor = extractor_for(llm_connections=20)
    assert len(extractor.extract(articles)) == 40
    assert sum("temperature" in request for request in endpoint.requests) <= 5
    again = extractor_for()
    assert len(again.extract(articles)) == 40
    assert again.cache_hits == 40


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "Wed, 15 Jul 2026 12:00:30 GMT", "date": "Wed, 15 Jul 2026 12:00:00 GMT"}, 30.0),
        ({"retry-after": "Wed, 15 Jul 2026 11:00:00 GMT", "date": "Wed, 15 Jul 2026 12:00:00 GMT"}, 0.0),
        ({"retry-after": "Wed, 15 Jul 2026 12:00:30 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "nan"}, None),
        ({}, None),
    ],
)
def test_the_time_to_wait_is_read_without_a_clock_of_ours(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds
