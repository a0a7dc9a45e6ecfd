"""Archives of crawls: which pages are taken, when they are known from, and that nothing of them is lost without a reason."""

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines import run as steps
from pipelines.articles.backfill import BackfillResult, backfill
from pipelines.errors import UsageError
from pipelines.lake import Lake
from pipelines.schemas.article import Article
from pipelines.settings import Settings
from pipelines.sources.registry import Source
from pipelines.sources.warc import Wanted

pytestmark = pytest.mark.usefixtures("quick_reader")
_HEAD = "<meta property='article:published_time' content='2024-05-06T07:08:09Z'>"


def _page(title: str, head: str = _HEAD) -> bytes:
    text = f"<p>The firm of {title} sold a plant on Monday, and did not say what it was paid for it.</p>" * 5
    return f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body><article>{text}</article></body></html>".encode()


def _record(
    url: str, body: bytes, *, day: str = "2024-05-07", kind: str = "text/html", status: str = "200 OK", **headers: str
) -> bytes:
    said = {
        "Content-Type": kind,
        **{name.replace("_", "-"): value for name, value in headers.items()},
        "Content-Length": str(len(body)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    http = f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {day}T12:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


def _source(host: str = "courier.example", **changes: str) -> Source:
    name = host.split(".", maxsplit=1)[0]
    row = {"source_id": name, "publisher": "Courier", "publisher_family": "courier", "url": f"https://{host}/feed"}
    return Source.model_validate(row | {"terms": "full"} | changes)


Take = Callable[..., tuple[BackfillResult, list[Article]]]


@pytest.fixture
def take(settings: Settings, tmp_path: Path) -> Take:
    """Backfills the given records; gives back the result and all articles of the lake."""

    def taken(
        *records: bytes, wanted: Wanted | None = None, sources: tuple[Source, ...] = (_source(),), dry_run: bool = False
    ):
        path = tmp_path / "crawl.warc.gz"
        path.write_bytes(b"".join(records))
        lake = Lake(settings.lake_dir)
        result = backfill(settings, lake, [path], sources, wanted or Wanted(), dry_run=dry_run)
        return result, [article for batch in lake.batches("articles") for article in lake.read_articles(batch.path)]

    return taken


def test_a_page_is_known_from_the_day_it_was_got_and_kept_under_that_day(take, settings) -> None:
    result, (article,) = take(_record("https://www.courier.example/a?utm_source=x", _page("One")))
    assert (article.url, article.title, article.source_id) == ("https://www.courier.example/a", "One", "courier")
    assert str(article.retrieved_at) == "2024-05-07 12:00:00+00:00"
    assert (str(article.published_at), article.published_from) == ("2024-05-06 07:08:09+00:00", "metadata")
    assert (settings.archive_dir / f"{article.archive_sha256[:2]}" / f"{article.archive_sha256}.zst").exists()
    assert [batch.name.split("/")[0] for batch in Lake(settings.lake_dir).batches("articles")] == ["day=2024-05-07"]
    assert result.counts()["articles_new"] == 1


def test_every_record_is_taken_or_passed_over_with_a_reason(take) -> None:
    result, articles = take(
        _record("https://courier.example/1", _page("One")),
        _record("https://stranger.example/1", _page("Two")),
        _record("https://courier.example/2", _page("Three"), status="404 Not Found"),
        _record("https://courier.example/3.png", b"\x89PNG", kind="image/png"),
        _record("https://courier.example/4", _page("Four"), day="2023-01-01"),
        _record("https://courier.example/5", b"x" * 11_000_000),
        _record("https://courier.example/6", b"packed", Content_Encoding="br"),
        _record("https://courier.example/7", b"packed", Content_Encoding="gzip"),
        _record("https://courier.example/8", gzip.compress(_page("Eight")), Content_Encoding="gzip"),
        _record("https://courier.example/1", _page("One")),
        _record("https://courier.example/9", b"<html><body></body></html>"),
        wanted=Wanted(since=date(2024, 1, 1), until=date(2024, 12, 31)),
    )
    assert result.passed_over == {
        "other_sites": 1, "no_page": 2, "other_days": 1, "too_large": 1, "unknown_encoding": 1, "broken_encoding": 1,
    }  # fmt: skip
    assert sorted(article.title or "" for article in articles if not article.set_aside) == ["Eight", "One"]
    counts = result.counts()
    assert counts["pages"] == 4 == counts["articles_new"] + counts["articles_set_aside"] + counts["unchanged"]
    assert (counts["articles_set_aside"], counts["unchanged"]) == (1, 1)


def test_no_more_is_stored_than_the_terms_of_the_source_allow(take) -> None:
    pages = [_record(f"https://{host}/a", _page("One")) for host in ("courier.example", "ledger.example")]
    sources = (_source(terms="link_only"), _source("ledger.example", terms="excerpt"))
    _, articles = take(*pages, sources=sources)
    texts = {article.source_id: article.text for article in articles}
    assert texts["courier"] in {"", "One"}
    assert (
        len(texts["ledger"])
        < len("The firm of One sold a plant on Monday, and did not say what it was paid for it.") * 5
    )
    assert [article.archive_sha256 for article in articles] == [None, None]


def test_a_dry_run_counts_and_writes_nothing(take, settings) -> None:
    result, articles = take(_record("https://courier.example/1", _page("One")), dry_run=True)
    assert (result.pages, result.by_source, articles) == (1, {"courier": 1}, [])
    assert not settings.archive_dir.exists()


def test_the_same_archive_again_stores_nothing(take) -> None:
    records = [_record(f"https://courier.example/{n}", _page(f"Story {n}")) for n in range(5)]
    take(*records)
    result, articles = take(*records)
    assert (len(articles), result.collected.unchanged, result.batches) == (5, 5, 0)


def test_an_archive_that_is_cut_off_gives_its_whole_pages_and_says_so(take) -> None:
    whole, cut = _record("https://courier.example/1", _page("One")), _record("https://courier.example/2", _page("Two"))
    result, articles = take(whole, cut[: len(cut) - 40])
    assert [article.title for article in articles] == ["One"]
    assert result.passed_over["cut_off"] == 1
    assert "stops in the middle of a record" in result.broken[0]


@pytest.mark.parametrize("kept", [10, 100])
def test_an_archive_that_stops_in_the_head_of_a_record_says_so_and_a_whole_one_does_not(take, kept) -> None:
    whole, cut = _record("https://courier.example/1", _page("One")), _record("https://stranger.example/2", _page("Two"))
    assert take(whole, cut)[0].broken == []
    assert "crawl.warc.gz: it stops in the middle" in take(whole, cut[:kept])[0].broken[0]


def test_days_that_end_before_they_begin_are_an_error(settings, tmp_path) -> None:
    with pytest.raises(UsageError, match="2026-02-01 or later and 2026-01-01 or before"):
        steps.backfill_news(settings, [tmp_path], Wanted(date(2026, 2, 1), date(2026, 1, 1)))


@pytest.mark.parametrize("content", [b"no archive\n" * 50, b"\x1f\x8b\x08\x00garbage"])
def test_a_file_that_is_no_archive_costs_no_other(settings, tmp_path, content) -> None:
    (tmp_path / "a.warc.gz").write_bytes(content)
    (tmp_path / "b.warc.gz").write_bytes(_record("https://courier.example/1", _page("One")))
    files = sorted(tmp_path.glob("*.warc.gz"))
    result = backfill(settings, Lake(settings.lake_dir), files, [_source()], Wanted())
    assert (result.collected.articles_new, len(result.broken), result.files) == (1, 1, 2)
    assert "a.warc.gz" in result.broken[0]


def test_a_folder_without_archives_is_an_error_that_says_how_they_are_named(settings, tmp_path) -> None:
    with pytest.raises(UsageError, match=r"No archive was found.*\.warc\.gz"):
        steps.backfill_news(settings, [tmp_path], Wanted())
