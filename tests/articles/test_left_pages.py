"""A page that left its feed is looked after for a month, ever more seldom; what the feed said of it is kept within the terms."""

import json
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from pipelines.articles.collect import collect
from pipelines.lake import Lake
from pipelines.schemas.article import Article
from pipelines.settings import Settings
from pipelines.sources.registry import Source

pytestmark = pytest.mark.usefixtures("quick_reader")
_TEXT = "A firm said on Monday that it would build a plant, and that the plant would cost a great deal of money. " * 4


@pytest.fixture
def run(settings: Settings, site: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[Article]]:
    """Collects on a day of July, when every page has had its rest; gives back what came into the lake."""

    def on(day: int, terms: str = "full") -> list[Article]:
        monkeypatch.setenv("NEWSLEDGER_NOW", f"2026-07-{day:02d}T12:00:00Z")
        given = {"source_id": "news", "publisher": "News", "publisher_family": "news", "terms": terms}
        source = Source.model_validate({**given, "url": f"{site.url}/feed"})
        lake = Lake(settings.lake_dir)
        result = collect(settings, lake, sources=[source], inbox=None)
        return [article for path in result.batches for article in lake.read_articles(path)]

    return on


@pytest.fixture
def left(site: Any, run: Callable[[int], list[Article]]) -> Any:
    """A page that stood in the feed on the 1st and does no more."""
    site.html("/1", "One", _TEXT, "The first story.", ETag='"1"')
    site.feed("/feed", ("One", f"{site.url}/1"))
    assert len(run(1)) == 1
    site.feed("/feed", ("Two", f"{site.url}/2"))
    site.html("/2", "Two", _TEXT, "The second story.")
    run(1)
    return site


def test_it_is_asked_four_times_and_no_more(left: Any, run: Callable[[int], list[Article]]) -> None:
    asked = []
    for day in range(1, 32):
        before = left.asked["/1"]
        assert run(day) == []
        asked += [day] * (left.asked["/1"] - before)
    assert asked == [2, 4, 8, 31]


def test_one_look_makes_up_for_those_that_were_missed(left: Any, run: Callable[[int], list[Article]]) -> None:
    before = left.asked["/1"]
    for day in (9, 10, 11):
        run(day)
    assert left.asked["/1"] == before + 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_retraction_after_it_left_the_feed_is_seen(
    left: Any, run: Callable[[int], list[Article]], status: int
) -> None:
    left.pages["/1"] = left.Answer(status=status)
    (gone,) = run(2)
    assert (gone.set_aside, gone.notice) == ("gone", "retraction")
    assert run(4) == []


def test_a_correction_after_it_left_the_feed_is_seen(left: Any, run: Callable[[int], list[Article]]) -> None:
    left.html("/1", "One", _TEXT, "The first story.", "Correction: the sum was wrong.", ETag='"1b"')
    (corrected,) = run(2)
    assert corrected.notice == "correction"


def test_back_in_the_feed_it_is_a_page_like_all_others(left: Any, run: Callable[[int], list[Article]]) -> None:
    left.feed("/feed", ("One", f"{left.url}/1"))
    before = left.asked["/1"]
    run(20)
    run(21)
    assert left.asked["/1"] == before + 2


@pytest.mark.parametrize(("terms", "most"), [("excerpt", 700), ("link_only", 0)])
def test_what_a_feed_says_of_a_page_is_remembered_within_the_terms(
    site: Any, run: Callable[..., list[Article]], settings: Settings, terms: str, most: int
) -> None:
    words = "Long words of a whole article stand in this feed &amp;lt;script&amp;gt;. " * 60
    item = f"<item><title>One</title><link>{site.url}/1</link><description>{words}</description></item>"
    site.pages["/feed"] = site.Answer(f'<rss version="2.0"><channel><title>F</title>{item}</channel></rss>'.encode())
    run(1, terms)
    with sqlite3.connect(settings.state_dir / "collect.sqlite") as state:
        ((entry,),) = state.execute("select entry from pages").fetchall()
    kept = json.loads(entry)
    assert kept["title"] == "One"
    assert len(kept["summary"] or "") + len(kept["content_html"] or "") <= 2 * most
    assert "<script" not in (kept["summary"] or "") + (kept["content_html"] or "")
