"""How asking each source went is kept, and sitemaps are asked as feeds are."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.articles.collect import CollectResult, collect
from pipelines.lake import Lake
from pipelines.schemas.source_check import SourceCheck
from pipelines.settings import Settings
from pipelines.sources.registry import Source

pytestmark = pytest.mark.usefixtures("quick_reader")
NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
_TEXT = "A firm said on Monday that it would build a plant, and that the plant would cost a great deal of money. " * 4


def _source(url: str, source_id: str = "news", **changes: object) -> Source:
    row = {"source_id": source_id, "publisher": "News", "publisher_family": "news", "url": url, "items_per_week_low": 2}
    return Source.model_validate(row | changes)


def _checks(settings: Settings) -> list[SourceCheck]:
    import pyarrow.parquet as pq

    rows = [
        row
        for batch in Lake(settings.lake_dir).batches("source_checks")
        for row in pq.ParquetFile(batch.path).read().to_pylist()
    ]
    return sorted(
        (SourceCheck.model_validate(row) for row in rows), key=lambda check: (check.checked_at, check.source_id)
    )


@pytest.fixture
def fixed(settings, monkeypatch):
    """Settings under a clock that a test sets."""
    from pipelines import clock

    def run(*sources: Source, at: datetime = NOW) -> CollectResult:
        monkeypatch.setattr(clock, "now", lambda: at)
        return collect(settings, Lake(settings.lake_dir), sources=sources)

    run.settings = settings  # type: ignore[attr-defined]
    return run


def _item(number: int, when: datetime, url: str) -> str:
    return (
        f"<item><title>Story {number}</title><link>{url}/{number}</link>"
        f"<pubDate>{when:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
    )


def _feed(site, *items: tuple[int, datetime]) -> None:
    body = "".join(_item(number, when, site.url) for number, when in items)
    site.pages["/feed"] = site.Answer(f"<rss version='2.0'><channel>{body}</channel></rss>".encode())


def test_a_look_says_how_many_items_are_new_and_how_many_came_late(site, fixed) -> None:
    source = _source(f"{site.url}/feed", terms="link_only")
    _feed(site, (1, NOW), (2, NOW - timedelta(days=9)))
    fixed(source)
    later = NOW + timedelta(hours=1)
    _feed(site, (1, NOW), (2, NOW - timedelta(days=9)), (3, later), (4, later - timedelta(days=2)))
    fixed(source, at=later)
    first, second = _checks(fixed.settings)
    assert (first.is_first, first.item_count, first.new_count) == (True, 2, 2)
    assert (second.is_first, second.item_count, second.new_count, second.late_count) == (False, 4, 2, 1)
    assert (second.outcome, second.checked_at, second.items_per_week_low) == ("read", later, 2)


def test_a_source_that_fails_and_one_that_is_unchanged_are_looks_too(site, fixed) -> None:
    good, bad = _source(f"{site.url}/feed", "good", terms="link_only"), _source(f"{site.url}/page", "bad")
    site.pages["/feed"] = site.Answer(
        f"<rss version='2.0'><channel>{_item(1, NOW, site.url)}</channel></rss>".encode(), headers={"ETag": '"1"'}
    )
    site.pages["/page"] = site.Answer(b"<!doctype html><html><body>Moved</body></html>")
    fixed(good, bad)
    fixed(good, bad, at=NOW + timedelta(hours=1))
    told = [(check.source_id, check.outcome, check.is_first, check.new_count) for check in _checks(fixed.settings)]
    assert told == [
        ("bad", "failed", True, 0), ("good", "read", True, 1), ("bad", "failed", True, 0), ("good", "unchanged", False, 0),
    ]  # fmt: skip
    assert "HTML page" in (_checks(fixed.settings)[0].reason or "")


def test_what_was_once_written_of_a_look_is_never_written_again(site, fixed) -> None:
    source = _source(f"{site.url}/feed", terms="link_only")
    _feed(site, (1, NOW))
    fixed(source)
    before = {batch.path: batch.path.read_bytes() for batch in Lake(fixed.settings.lake_dir).batches("source_checks")}
    fixed(source)
    fixed(source, at=NOW + timedelta(hours=1))
    assert len(before) == 1
    assert all(path.read_bytes() == content for path, content in before.items())


def _sitemap(*items: tuple[str, datetime]) -> bytes:
    rows = "".join(f"<url><loc>{url}</loc><lastmod>{when.isoformat()}</lastmod></url>" for url, when in items)
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>".encode()


def test_pages_of_a_sitemap_become_articles_and_old_ones_are_left_to_a_backfill(site, fixed) -> None:
    site.html("/news/1", "One", _TEXT, "The first story.")
    old = NOW - timedelta(days=60)
    site.pages["/map"] = site.Answer(
        _sitemap((f"{site.url}/news/1", NOW), (f"{site.url}/news/2", old), (f"{site.url}/jobs", NOW))
    )
    result = fixed(_source(f"{site.url}/map#/news/", kind="sitemap"))
    assert (result.articles_new, result.sources_failed, site.asked["/news/2"], site.asked["/jobs"]) == (1, [], 0, 0)
    (check,) = _checks(fixed.settings)
    assert (check.item_count, check.reason) == (1, "1 pages older than 30 days were left out")


def test_of_an_index_the_recent_lists_are_read_and_a_broken_one_costs_no_other(site, fixed) -> None:
    site.html("/a", "One", _TEXT, "The first story.")
    index = "".join(
        f"<sitemap><loc>{site.url}/{name}</loc><lastmod>{when.date()}</lastmod></sitemap>"
        for name, when in (("new.gz", NOW), ("gone", NOW), ("old", NOW - timedelta(days=400)))
    )
    site.pages["/map"] = site.Answer(f"<sitemapindex>{index}</sitemapindex>".encode())
    site.pages["/new.gz"] = site.Answer(gzip.compress(_sitemap((f"{site.url}/a", NOW))))
    result = fixed(_source(f"{site.url}/map", kind="sitemap"))
    assert (result.articles_new, result.sources_failed, site.asked["/old"]) == (1, [], 0)
    assert "/gone: status 404" in (_checks(fixed.settings)[0].reason or "")


def test_an_index_none_of_whose_lists_can_be_read_is_a_failed_source(site, fixed) -> None:
    site.pages["/map"] = site.Answer(
        f"<sitemapindex><sitemap><loc>{site.url}/gone</loc></sitemap></sitemapindex>".encode()
    )
    result = fixed(_source(f"{site.url}/map", kind="sitemap"))
    ((source_id, reason),) = result.sources_failed
    assert (source_id, "status 404" in reason) == ("news", True)
