"""The queue is drained into the lake, and only what is stored is acknowledged; counts in are counts out."""

import asyncio
import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from redis import Redis

from pipelines import run as steps
from pipelines.articles.collect import CollectResult, collect
from pipelines.articles.handed_in import HandedIn
from pipelines.errors import StoreLockedError
from pipelines.lake import Lake
from pipelines.locks import turn
from pipelines.schemas.article import Article
from pipelines.settings import Settings
from pipelines.sources import queue as queue_module
from pipelines.sources.queue import GROUP, MAX_DELIVERIES

pytestmark = pytest.mark.usefixtures("quick_reader")
STREAM = "newsledger:articles"


@pytest.fixture
def queue(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def queued(settings: Settings, redis_url: str) -> Settings:
    return Settings.model_validate(settings.model_dump() | {"queue_url": redis_url, "queue_reclaim_seconds": 0.05})


def _put(queue: Redis, *numbers: int) -> None:
    for number in numbers:
        article = {"id": f"a{number}", "title": f"Story {number}", "text": f"A firm sold plant {number}. " * 20}
        queue.xadd(STREAM, {"article": json.dumps(article)})


def _run(settings: Settings) -> tuple[CollectResult, list[Article]]:
    lake = Lake(settings.lake_dir)
    result = collect(settings, lake, queue=True)
    return result, [article for path in result.batches for article in lake.read_articles(path)]


def _left(queue: Redis) -> int:
    (group,) = queue.xinfo_groups(STREAM)
    return int(group["pending"]) + int(group["lag"])


def test_messages_become_articles_and_are_acknowledged(queue, queued) -> None:
    _put(queue, *range(250))
    result, articles = _run(queued)
    assert (result.queue_messages, result.articles_new, result.sources_failed) == (250, 250, [])
    assert sorted(article.given_id or "" for article in articles) == sorted(f"a{number}" for number in range(250))
    assert {article.source_id for article in articles} == {"queue"}
    assert _left(queue) == 0
    assert _run(queued)[0].queue_messages == 0


def test_how_many_wait_and_which_is_the_newest_are_of_one_moment(queue, queued) -> None:
    async def looked_at_while_it_fills() -> list[tuple[int, str]]:
        looks: list[tuple[int, str]] = []
        async with queue_module.Queue(queued) as watched:
            filling = asyncio.create_task(asyncio.to_thread(_put, queue, *range(300)))
            while not filling.done():
                looks.append(await watched.waiting())
        return looks

    looks = asyncio.run(looked_at_while_it_fills())
    place = {message_id.decode(): number for number, (message_id, _) in enumerate(queue.xrange(STREAM), start=1)}
    assert len({count for count, _ in looks}) > 10
    assert [count for count, _ in looks] == [place.get(newest, 0) for _, newest in looks]


def test_a_message_may_say_its_article_field_by_field(queue, queued) -> None:
    queue.xadd(STREAM, {"id": "a1", "text": "A firm sold a plant. " * 20, "published": "2026-07-10", "other": "x"})
    (article,) = _run(queued)[1]
    assert (article.given_id, str(article.published_at)) == ("a1", "2026-07-10 00:00:00+00:00")


@pytest.mark.parametrize(
    ("fields", "reason", "says"),
    [
        ({"article": "{"}, "unreadable", "no JSON"),
        ({"article": b"\xff\xfe\x00"}, "unreadable", ""),
        ({"article": '["a"]'}, "invalid", "an object is wanted"),
        ({"article": '{"id": "a"}'}, "invalid", "text"),
        ({"text": "No id."}, "invalid", "id"),
        ({"something": "else"}, "invalid", "id"),
    ],
)
def test_a_message_that_is_no_article_is_set_aside_with_the_reason_and_comes_no_more(
    queue, queued, fields, reason, says
) -> None:
    _put(queue, 1)
    bad = queue.xadd(STREAM, fields).decode()
    _put(queue, 2)
    result, articles = _run(queued)
    (aside,) = [article for article in articles if article.set_aside]
    assert (aside.set_aside, aside.source_id) == (reason, "queue")
    assert f"message {bad} of {STREAM}" in (aside.set_aside_detail or "")
    assert says in (aside.set_aside_detail or "")
    assert (result.articles_new, _left(queue)) == (2, 0)


def test_a_run_that_dies_before_it_has_stored_loses_nothing(queue, queued, monkeypatch) -> None:
    _put(queue, *range(5))
    with monkeypatch.context() as patch:

        async def die(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(HandedIn, "_store", die)
        with pytest.raises(KeyboardInterrupt):
            _run(queued)
    assert _left(queue) == 5
    result, articles = _run(queued)
    assert (len(articles), result.articles_new, _left(queue)) == (5, 5, 0)


def test_a_run_that_dies_between_storing_and_acknowledging_stores_nothing_twice(queue, queued, monkeypatch) -> None:
    _put(queue, *range(5))
    with monkeypatch.context() as patch:

        async def die(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(queue_module.Queue, "acknowledge", die)
        with pytest.raises(KeyboardInterrupt):
            _run(queued)
    result, articles = _run(queued)
    assert (result.unchanged, articles, _left(queue)) == (5, [], 0)


def test_what_a_dead_machine_had_taken_is_taken_over(queue, queued) -> None:
    _put(queue, 1, 2)
    queue.xgroup_create(STREAM, GROUP, id="0")
    queue.xreadgroup(GROUP, "a-machine-that-is-gone", {STREAM: ">"}, count=1)
    time.sleep(0.1)
    result, _ = _run(queued)
    assert (result.articles_new, _left(queue)) == (2, 0)


def test_what_another_machine_has_just_taken_is_left_to_it(queue, queued) -> None:
    _put(queue, 1, 2)
    queue.xgroup_create(STREAM, GROUP, id="0")
    queue.xreadgroup(GROUP, "a-machine-at-work", {STREAM: ">"}, count=1)
    result, _ = _run(queued.model_copy(update={"queue_reclaim_seconds": 60.0}))
    assert (result.articles_new, _left(queue)) == (1, 1)


def test_a_message_that_stops_each_run_is_set_aside_in_the_end_and_no_other_with_it(queue, queued, monkeypatch) -> None:
    _put(queue, *range(5))
    poison = queue.xadd(STREAM, {"article": json.dumps({"id": "poison", "text": "Words. " * 50})}).decode()
    _put(queue, *range(5, 10))
    whole = HandedIn._article

    async def read(self, record, *rest):
        if record.given_id == "poison":
            raise KeyboardInterrupt
        return await whole(self, record, *rest)

    monkeypatch.setattr(HandedIn, "_article", read)
    died = 0
    while died < 10:
        try:
            _run(queued)
            break
        except KeyboardInterrupt:
            died += 1
    articles = [
        a
        for batch in Lake(queued.lake_dir).batches("articles")
        for a in Lake(queued.lake_dir).read_articles(batch.path)
    ]
    assert died == MAX_DELIVERIES
    assert sorted(a.given_id or "" for a in articles if not a.set_aside) == [f"a{number}" for number in range(10)]
    (aside,) = [article for article in articles if article.set_aside]
    assert poison in (aside.set_aside_detail or "")
    assert "never stored" in (aside.set_aside_detail or "")
    assert _left(queue) == 0


def test_a_queue_out_of_reach_is_a_failed_source_that_harms_no_other_and_says_no_password(settings, tmp_path) -> None:
    away = Settings.model_validate(settings.model_dump() | {"queue_url": "redis://:sesame@127.0.0.1:1/0"})
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "a.json").write_text(json.dumps({"id": "a", "text": "A firm sold a plant. " * 20}))
    os.utime(inbox / "a.json", (time.time() - 60,) * 2)
    result = collect(away, Lake(away.lake_dir), inbox=inbox, queue=True)
    ((source, reason),) = result.sources_failed
    assert (source, result.articles_new) == ("queue", 1)
    assert "cannot be read" in reason
    assert "sesame" not in reason


def test_what_comes_in_is_what_goes_out(site, settings, tmp_path, queue, queued) -> None:
    from pipelines.sources.registry import Source

    site.feed("/feed", ("One", f"{site.url}/1"), ("Gone", f"{site.url}/404"), ("Away", f"{site.url}/500"))
    site.html("/1", "One", "A firm sold a plant. " * 20)
    site.pages["/500"] = site.Answer(status=500)
    inbox = tmp_path / "in"
    inbox.mkdir()
    lines = [
        {"id": "a", "text": "A firm sold a plant. " * 20},
        {"id": "b"},
        {"id": "a", "text": "A firm sold a plant. " * 20},
    ]
    (inbox / "a.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    os.utime(inbox / "a.jsonl", (time.time() - 60,) * 2)
    _put(queue, 1, 1)
    queue.xadd(STREAM, {"article": "{"})
    feed = Source(source_id="news", publisher="News", publisher_family="news", url=f"{site.url}/feed", terms="full")
    for came in ((3, 3), (3, 0)):  # pages are asked again; a file of the same content is not read again
        result = collect(queued, Lake(queued.lake_dir), sources=[feed], inbox=inbox, queue=True)
        balance = result.balance(datetime(2026, 11, 3, tzinfo=UTC))
        assert (balance.pages_due, balance.inbox_records) == came
        assert balance.lost_count == 0


@pytest.mark.parametrize(
    ("name", "step"), [(".lock.collect", steps.collect_news), (".lock.extract", steps.extract_claims)]
)
def test_two_runs_at_once_take_turns_so_that_nothing_is_read_or_paid_twice(settings, name, step) -> None:
    busy = settings.model_copy(update={"lock_wait_seconds": 0.1, "collect_feeds": False})
    with turn(busy, name, "a long run"), pytest.raises(StoreLockedError, match="a long run"):
        step(busy)
    step(busy)
