"""What `newsledger doctor` says of each endpoint."""

import json
from typing import Any

import pytest

from pipelines.extraction.llm.check import check_endpoints
from pipelines.settings import Settings


@pytest.fixture
def settings_for(endpoint: Any, standby: Any, say: Any) -> Any:
    def make(**changed: Any) -> Settings:
        second = {"base_url": standby.url, "model": "other-model"}
        values: dict[str, Any] = {"llm_base_url": endpoint.url, "llm_model": "some-model", "llm_api_key": say.key}
        return Settings(**{**values, "llm_standby": [second], "_env_file": None, **changed})

    return make


def _models(say: Any, *names: str) -> Any:
    return lambda *_: say.step(body=json.dumps({"object": "list", "data": [{"id": name} for name in names]}).encode())


def test_each_endpoint_is_asked_for_its_models_and_nothing_is_spent(
    endpoint: Any, standby: Any, settings_for: Any, say: Any
) -> None:
    endpoint.desk = _models(say, "some-model", "else")
    standby.desk = _models(say, "not-the-one")
    first, second = check_endpoints(settings_for(llm_prices={"some-model": {"input": 1, "output": 2}}))
    assert (first.name, first.ok, second.name, second.ok) == ("model endpoint", True, "standby 1", False)
    assert "its price is known" in first.detail
    assert "not-the-one" in second.detail
    assert "NEWSLEDGER_LLM_PRICES" in second.detail
    assert endpoint.requests == standby.requests == []


@pytest.mark.parametrize(("status", "ok"), [(401, False), (403, False), (404, True), (500, False), (302, False)])
def test_an_answer_is_judged_by_its_status(endpoint: Any, settings_for: Any, say: Any, status: int, ok: bool) -> None:
    endpoint.desk = lambda *_: say.problem(status)
    assert check_endpoints(settings_for())[0].ok is ok


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"data": [1]}', b"x" * 5_000_000])
def test_a_list_that_cannot_be_read_is_no_failure(endpoint: Any, settings_for: Any, say: Any, body: bytes) -> None:
    endpoint.desk = lambda *_: say.step(body=body)
    assert check_endpoints(settings_for())[0].ok


def test_an_endpoint_that_is_not_there_is_said_without_its_key(settings_for: Any, say: Any) -> None:
    first, _ = check_endpoints(settings_for(llm_base_url="http://127.0.0.1:9/v1"))
    assert not first.ok
    assert "cannot be reached" in first.detail
    assert say.key not in first.detail


def test_settings_that_cannot_be_are_one_failed_check(settings_for: Any) -> None:
    (only,) = check_endpoints(settings_for(llm_daily_usd="5"))
    assert not only.ok
    assert "NEWSLEDGER_LLM_PRICES" in only.detail
