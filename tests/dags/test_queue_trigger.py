"""The trigger that watches the queue: what it announces, what not, and that a server that is away does not end it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from redis import Redis

pytestmark = pytest.mark.airflow
STREAM = "newsledger:articles"


@pytest.fixture
def watch(airflow_home: Any, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[dict[str, Any]]]:
    """Watches the queue while the given steps happen, one after each pause; gives back what was announced."""
    from pipelines.orchestration.queue_trigger import QueueTrigger

    monkeypatch.setenv("NEWSLEDGER_QUEUE_URL", redis_url)

    async def watched(steps: tuple[Callable[[], object], ...], remind: float) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = []

        async def listen() -> None:
            async for event in QueueTrigger(look_seconds=0.05, remind_seconds=remind).run():
                events.append(event.payload)  # noqa: PERF401 - one by one, as they come

        listener = asyncio.create_task(listen())
        for step in steps:
            await asyncio.sleep(0.5)
            step()
        await asyncio.sleep(0.5)
        assert not listener.done()
        listener.cancel()
        return events

    return lambda *steps, remind=60.0: asyncio.run(watched(steps, remind))


def _put(redis_url: str, count: int) -> None:
    with Redis.from_url(redis_url) as client, client.pipeline() as pipe:
        for number in range(count):
            pipe.xadd(STREAM, {"id": f"a{number}", "text": "Words."})
        pipe.execute()


def test_messages_that_wait_are_announced_once_and_a_new_one_again(watch, redis_url) -> None:
    events = watch(lambda: _put(redis_url, 3), lambda: None, lambda: _put(redis_url, 1))
    assert events == [{"messages": 3}, {"messages": 4}]


def test_an_empty_queue_is_not_announced(watch) -> None:
    assert watch(lambda: None) == []


def test_what_is_taken_and_acknowledged_is_not_announced_again(watch, redis_url) -> None:
    def take() -> None:
        with Redis.from_url(redis_url) as client:
            taken = client.xreadgroup("newsledger", "someone", {STREAM: ">"})
            for message_id, _ in taken[0][1] if isinstance(taken, list) else next(iter(taken.values()))[0]:
                client.xack(STREAM, "newsledger", message_id)

    assert watch(lambda: _put(redis_url, 2), take, lambda: None, remind=0.2)[0] == {"messages": 2}
    assert watch(lambda: None, remind=0.1) == []


def test_what_is_left_is_announced_again_after_a_while(watch, redis_url) -> None:
    assert len(watch(lambda: _put(redis_url, 1), lambda: None, remind=0.2)) >= 3


def test_a_server_that_is_away_for_a_while_does_not_end_the_watching(watch, redis_url, monkeypatch) -> None:
    from pipelines.sources import queue

    real, looks = queue.Queue.waiting, []

    async def flaky(self: Any) -> int:
        looks.append(self)
        if len(looks) == 1:
            raise queue.QueueUnreachableError("away")
        return await real(self)

    monkeypatch.setattr(queue.Queue, "waiting", flaky)
    assert watch(lambda: _put(redis_url, 1)) == [{"messages": 1}]


def test_what_is_kept_of_the_trigger_holds_no_address_and_no_password(watch) -> None:
    from airflow.sdk.module_loading import import_string

    from pipelines.orchestration.queue_trigger import QueueTrigger

    path, arguments = QueueTrigger().serialize()
    assert import_string(path)(**arguments).serialize() == (path, arguments)
    assert set(arguments) == {"look_seconds", "remind_seconds"}


def test_the_queue_is_watched_where_one_is_configured_and_only_there(airflow_home, redis_url, monkeypatch) -> None:
    import importlib

    from pipelines.orchestration import assets

    assert list(importlib.reload(assets).QUEUE.watchers) == []
    monkeypatch.setenv("NEWSLEDGER_QUEUE_URL", redis_url)
    assert [type(w.trigger).__name__ for w in importlib.reload(assets).QUEUE.watchers] == ["QueueTrigger"]
    monkeypatch.delenv("NEWSLEDGER_QUEUE_URL")
    importlib.reload(assets)
