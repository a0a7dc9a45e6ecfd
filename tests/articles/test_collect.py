import json
import os
import time
from collections import Counter
from pathlib import Path

import pytest

from pipelines.articles.collect import CollectResult, collect
from pipelines.lake import Lake
from pipelines.schemas.article import Article
from pipelines.settings import Settings
from pipelines.sources.registry import Source

pytestmark = pytest.mark.usefixtures("quick_reader")
_TEXT = "A firm said on Monday that it would build a plant, and that the plant would cost a great deal of money. " * 4


def _source(url: str, source_id: str = "news", **changes: str) -> Source:
    return Source.model_validate(
        {"source_id": source_id, "publisher": "News", "publisher_family": "news", "url": url, "terms": "full"} | changes
    )


def _run(settings: Settings, *sources: Source, inbox: Path | None = None) -> tuple[CollectResult, list[Article]]:
    lake = Lake(settings.lake_dir)
    result = collect(settings, lake, sources=sources, inbox=inbox)
    return result, [article for path in result.batches for article in lake.read_articles(path)]


@pytest.fixture
def clock_at(monkeypatch):
    """Sets the clock to an hour of one day."""
    return lambda hour: monkeypatch.setenv("NEWSLEDGER_NOW", f"2026-07-11T{hour:02d}:00:00Z")


@pytest.fixture
def news(site):
    """A feed of two pages."""
    site.feed("/feed", ("One", f"{site.url}/1?utm_source=feed"), ("Two", f"{site.url}/2"), ETag='"f1"')
    site.html("/1?utm_source=feed", "One", _TEXT, "The first story.", ETag='"1"')
    site.html("/2", "Two", _TEXT, "The second story.", ETag='"2"')
    return site


def test_pages_of_a_feed_become_articles_with_address_date_and_bytes(news, settings) -> None:
    result, articles = _run(settings, _source(news.url + "/feed"))
    one = next(article for article in articles if article.title == "One")
    assert (result.articles_new, result.sources_failed, result.waiting) == (2, [], 0)
    assert one.url == f"{news.url}/1"
    assert (one.published_from, one.published_precision, one.language) == ("feed", "second", "en")
    assert one.text.splitlines()[-1] == "The first story."
    assert len(one.fingerprint) == 24
    assert one.archive_sha256 is not None
    assert (settings.archive_dir / one.archive_sha256[:2] / f"{one.archive_sha256}.zst").exists()


def test_a_second_run_asks_conditionally_and_writes_nothing(news, settings) -> None:
    source = _source(news.url + "/feed")
    _run(settings, source)
    result, articles = _run(settings, source)
    assert (result.pages_fetched, result.articles_new, result.unchanged, result.batches, articles) == (0, 0, 2, [], [])


def test_within_the_hours_of_rest_only_the_feed_is_asked(news, settings) -> None:
    source, rested = _source(news.url + "/feed"), settings.model_copy(update={"recheck_hours": 6})
    _run(rested, source)
    asked = Counter(news.asked)
    result, _ = _run(rested, source)
    assert news.asked - asked == Counter(["/feed"])
    assert result.unchanged == 0


def test_a_changed_title_in_the_feed_has_the_page_read_again_at_once(news, settings) -> None:
    source, rested = _source(news.url + "/feed"), settings.model_copy(update={"recheck_hours": 6})
    _run(rested, source)
    news.feed("/feed", ("One", f"{news.url}/1?utm_source=feed"), ("Two, corrected", f"{news.url}/2"))
    news.html("/2", "Two", _TEXT, "The second story, anew.", "Correction: it was wrong.", ETag='"2b"')
    result, (article,) = _run(rested, source)
    assert (result.articles_new, article.notice) == (1, "correction")


def test_new_words_under_a_known_address_are_a_new_version_of_the_page(news, settings) -> None:
    source = _source(news.url + "/feed")
    _, before = _run(settings, source)
    news.html("/2", "Two", _TEXT, "The second story.", "Correction: the sum was wrong.", ETag='"2b"')
    _, (after,) = _run(settings, source)
    old = next(article for article in before if article.title == "Two")
    assert (after.page_id, after.notice) == (old.page_id, "correction")
    assert after.article_id != old.article_id


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_retracts_what_it_said_once(news, settings, status: int) -> None:
    source = _source(news.url + "/feed")
    _, before = _run(settings, source)
    news.pages["/2"] = news.Answer(status=status)
    _, (gone,) = _run(settings, source)
    old = next(article for article in before if article.title == "Two")
    assert (gone.set_aside, gone.notice, gone.text) == ("gone", "retraction", "")
    assert (gone.page_id, gone.url) == (old.page_id, old.url)
    assert _run(settings, source)[1] == []


def test_a_page_that_goes_back_to_an_earlier_text_brings_that_version_again(news, settings, clock_at) -> None:
    source = _source(news.url + "/feed")
    clock_at(1)
    _, before = _run(settings, source)
    first = next(article for article in before if article.title == "Two")
    news.html("/2", "Two", _TEXT, "Another story.", ETag='"2b"')
    clock_at(2)
    _, (second,) = _run(settings, source)
    news.html("/2", "Two", _TEXT, "The second story.", ETag='"2c"')
    clock_at(3)
    result, (again,) = _run(settings, source)
    assert (again.article_id, again.page_id) == (first.article_id, second.page_id)
    assert first.retrieved_at < second.retrieved_at < again.retrieved_at
    assert (result.articles_new, result.unchanged) == (0, 2)
    clock_at(4)
    assert _run(settings, source)[1] == []


def test_a_page_that_was_gone_and_is_back_is_said_to_be_each_time(news, settings, clock_at) -> None:
    source = _source(news.url + "/feed")
    good, gone = news.pages["/2"], news.Answer(status=410)
    told = []
    for hour, page in enumerate([good, gone, gone, good, good, gone, good]):
        clock_at(hour)
        news.pages["/2"] = page
        told.append([article.set_aside for article in _run(settings, source)[1] if article.title == "Two"])
    assert told == [[None], ["gone"], [], [None], [], ["gone"], [None]]


def test_a_page_that_was_read_is_not_undone_by_a_failure(news, settings) -> None:
    source = _source(news.url + "/feed")
    _run(settings, source)
    news.pages["/1?utm_source=feed"] = news.Answer(status=403)
    news.pages["/2"] = news.Answer(b"<html><body></body></html>", headers={"Content-Type": "text/html"})
    result, articles = _run(settings, source)
    assert (articles, result.unchanged) == ([], 2)


def test_a_failure_that_may_heal_is_counted_and_tried_by_the_next_run(news, settings) -> None:
    source = _source(news.url + "/feed")
    good = news.pages["/2"]
    news.pages["/2"] = news.Answer(status=503)
    first, articles = _run(settings, source)
    news.pages["/2"] = good
    second, later = _run(settings, source)
    assert (first.waiting, len(articles)) == (1, 1)
    assert (second.waiting, [article.title for article in later]) == (0, ["Two"])


@pytest.mark.parametrize(
    ("page", "reason", "says"),
    [
        ({"status": 403}, "unreadable", "status 403"),
        ({"status": 404}, "unreadable", "status 404"),
        ({"body": b"%PDF", "headers": {"Content-Type": "application/pdf"}}, "unreadable", "application/pdf"),
        ({"body": b"x" * 20_000_000, "headers": {"Content-Type": "text/html"}}, "unreadable", "more than"),
        ({"status": 302, "headers": {"Location": "http://10.0.0.1/"}}, "unreadable", "refused"),
        ({"status": 302, "headers": {"Location": "/"}}, "unreadable", "front page"),
        ({"body": b"<html><body></body></html>", "headers": {"Content-Type": "text/html"}}, "no_text", "title"),
        ({"body": b"\0\1\2" * 9000, "headers": {"Content-Type": "text/html"}}, "parse_failed", "no text"),
    ],
)  # fmt: skip
def test_a_page_that_cannot_be_read_is_a_row_that_says_why_once(news, settings, page, reason, says) -> None:
    source = _source(news.url + "/feed")
    news.pages["/"] = news.Answer(b"front")
    news.pages["/2"] = news.Answer(**page)
    result, articles = _run(settings, source)
    (bad,) = (article for article in articles if article.set_aside)
    assert (bad.set_aside, bad.title, result.articles_set_aside[reason]) == (reason, "Two", 1)
    assert says in (bad.set_aside_detail or "")
    assert _run(settings, source)[1] == []


def test_a_page_too_long_is_set_aside(news, settings) -> None:
    _, articles = _run(settings.model_copy(update={"article_max_characters": 1000}), _source(news.url + "/feed"))
    assert {article.set_aside for article in articles} == {None}
    news.html("/2", "Two", *(f"{_TEXT} In part {n}." for n in range(5)), ETag='"2b"')
    longer = settings.model_copy(update={"article_max_characters": 1000, "home": settings.home / "other"})
    _, articles = _run(longer, _source(news.url + "/feed"))
    assert Counter(article.set_aside for article in articles) == {None: 1, "too_long": 1}


def test_one_broken_feed_harms_no_other(news, settings) -> None:
    news.html("/html", "404", "Not found")
    news.pages["/empty"] = news.Answer(b"")
    news.pages["/down"] = news.Answer(status=500)
    bad = [_source(news.url + path, path[1:]) for path in ("/html", "/empty", "/down")]
    inward = _source("http://169.254.169.254/feed", "inward")
    result, articles = _run(settings, *bad, inward, _source(news.url + "/feed"))
    assert [source_id for source_id, _ in result.sources_failed] == ["down", "empty", "html", "inward"]
    assert (result.sources_checked, len(articles)) == (5, 2)


def test_the_same_page_in_two_feeds_is_read_once(news, settings) -> None:
    news.feed("/other", ("Two", f"{news.url}/2"))
    article_ids = [
        article.article_id
        for article in _run(settings, _source(news.url + "/feed"), _source(news.url + "/other", "other"))[1]
    ]
    assert len(article_ids) == len(set(article_ids)) == 2


def test_an_entry_keeps_no_more_of_a_page_than_its_terms_allow(news, settings) -> None:
    _, excerpts = _run(settings, _source(news.url + "/feed", terms="excerpt"))
    assert all(0 < len(article.text) <= 600 and article.text.endswith(".") for article in excerpts)
    assert all(article.archive_sha256 is None for article in excerpts)
    assert not settings.archive_dir.exists()
    linked = settings.model_copy(update={"home": settings.home / "other"})
    asked = Counter(news.asked)
    _, links = _run(linked, _source(news.url + "/feed", terms="link_only"))
    assert sorted((article.title, article.text) for article in links) == [("One", "One"), ("Two", "Two")]
    assert news.asked - asked == Counter(["/feed"])


def test_what_robots_forbid_is_taken_from_the_feed_or_set_aside(news, settings) -> None:
    news.pages["/robots.txt"] = news.Answer(b"User-agent: *\nDisallow: /2\n")
    _, articles = _run(settings, _source(news.url + "/feed"))
    (bad,) = (article for article in articles if article.set_aside)
    assert (bad.title, "robots.txt" in (bad.set_aside_detail or "")) == ("Two", True)
    assert news.asked["/2"] == 0


def test_a_future_date_is_not_believed_and_never_becomes_now(site, settings) -> None:
    site.html("/1", "One", _TEXT, head="<meta property='article:published_time' content='2099-01-01T00:00:00Z'>")
    site.pages["/feed"] = site.Answer(
        f"<rss version='2.0'><channel><title>N</title><item><title>One</title><link>{site.url}/1</link></item></channel></rss>".encode()
    )
    _, (article,) = _run(settings, _source(site.url + "/feed"))
    assert (article.published_at, article.published_precision, article.published_from) == (None, "unknown", "none")


def test_losing_the_state_costs_fetching_again_and_gives_the_same_articles(news, settings) -> None:
    source = _source(news.url + "/feed")
    _, before = _run(settings, source)
    for path in settings.state_dir.iterdir():
        path.unlink()
    result, after = _run(settings, source)
    assert result.pages_fetched == 2
    assert after == []  # the lake has this very batch
    assert len(before) == len(Lake(settings.lake_dir).batches("articles")) * 2


def test_an_interrupted_run_is_finished_by_the_next(news, settings, monkeypatch) -> None:
    source = _source(news.url + "/feed")

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Lake, "write_articles", fail)
        with pytest.raises(OSError, match="no space"):
            _run(settings, source)
    assert len(_run(settings, source)[1]) == 2


def _inbox(folder: Path, **files: bytes | str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(path, (time.time() - 60,) * 2)
    return folder


def test_the_inbox_gives_articles_and_a_row_for_each_thing_that_is_none(settings, tmp_path) -> None:
    inbox = _inbox(
        tmp_path / "inbox",
        a__json=json.dumps(
            {
                "id": "a1",
                "text": _TEXT,
                "published": "2026-07-10",
                "lang": "en-GB",
                "url": "https://n.example/?utm_id=1",
            }
        ),
        b__txt="Kurz.",
        c__html=f"<html lang=en><head><title>Plant</title><link rel=canonical href='https://n.example/c'></head><article><p>{_TEXT}</p></article></html>",
        d__json="{broken",
        e__jsonl='{"id": "e1", "text": ""}\n{"id": "e2"}\n',
    )
    result, articles = _run(settings, inbox=inbox)
    by_id = {article.given_id: article for article in articles}
    assert {key: article.set_aside for key, article in by_id.items()} == {
        "a1": None, "b": None, "c": None, "d": "unreadable", "e1": "no_text", "e2": "invalid",
    }  # fmt: skip
    a1, page = by_id["a1"], by_id["c"]
    assert (a1.url, a1.published_precision, a1.published_from, a1.language) == (
        "https://n.example/",
        "day",
        "given",
        "en",
    )
    assert a1.text == _TEXT
    assert (page.title, page.url) == ("Plant", "https://n.example/c")
    assert result.articles_new + result.articles_set_aside.total() == len(articles) == 6
    assert len(list(inbox.iterdir())) == 5


def test_an_inbox_read_before_costs_nothing_and_a_changed_file_is_read_anew(settings, tmp_path) -> None:
    inbox = _inbox(tmp_path / "inbox", a__txt="One.", b__txt="Two.", c__json="{")
    _run(settings, inbox=inbox)
    again, articles = _run(settings, inbox=inbox)
    assert (again.inbox_files, articles) == (0, [])
    (inbox / "a.txt").touch()
    os.utime(inbox / "a.txt", (time.time() - 30,) * 2)
    assert _run(settings, inbox=inbox)[0].inbox_files == 0  # another time, the same bytes
    _inbox(inbox, b__txt="Two, corrected.")
    _, (article,) = _run(settings, inbox=inbox)
    assert article.text == "Two, corrected."


def test_a_file_that_broke_does_not_pass_for_a_version_of_the_good_one(settings, tmp_path) -> None:
    inbox = _inbox(tmp_path / "inbox", a__json='{"id": "a", "text": "Words."}')
    _, (good,) = _run(settings, inbox=inbox)
    _inbox(inbox, a__json='{"id": "a", "text": "Wor')
    _, (bad,) = _run(settings, inbox=inbox)
    assert (bad.given_id, bad.set_aside) == ("a", "unreadable")
    assert bad.page_id != good.page_id


def test_what_no_store_can_hold_is_replaced_without_moving_a_letter(settings, tmp_path) -> None:
    inbox = _inbox(tmp_path / "inbox", a__json='{"id": "a", "text": "A\\u0000B\\ud800C", "title": "T\\u0000"}')
    _, (article,) = _run(settings, inbox=inbox)
    assert (article.text, article.title) == ("A B C", "T")


def test_many_articles_are_stored_in_batches_of_at_most_five_hundred(settings, tmp_path) -> None:
    lines = "\n".join(json.dumps({"id": f"a{n}", "text": f"Text {n}.", "lang": "en"}) for n in range(1100))
    result, articles = _run(settings, inbox=_inbox(tmp_path / "inbox", many__jsonl=lines))
    assert len(articles) == 1100
    assert len(result.batches) == 3
