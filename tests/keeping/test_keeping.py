"""What is kept, read anew, tidied and forgotten, over the whole way from the page to the release."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pytest

from pipelines.articles.archive import Archive
from pipelines.articles.versions import Versions
from pipelines.articles.worker import WorkerPool, do_job
from pipelines.errors import UsageError
from pipelines.keeping import forget, reparse_archive, tidy
from pipelines.lake import Lake
from pipelines.marts import build_marts
from pipelines.schemas.article import Article
from pipelines.sources.registry import COLUMNS, Source
from tests.faults.conftest import Store, open_store, source
from tests.faults.firms import FIRMS, paragraphs, title
from tests.keeping.stored_words import places_of
from tests.web_site import Site, serve_site

_NUMBERS = range(3)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve_site() as site:
        for number in _NUMBERS:
            site.html(f"/{number}", title(number), *paragraphs(number))
        site.feed("/feed", *((title(number), f"{site.url}/{number}") for number in _NUMBERS))
        yield site


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    with open_store(tmp_path / "home") as store:
        yield store


def _register(store: Store, news: Source) -> Source:
    """The source as the user's own, so that commands know it."""
    store.settings.home.mkdir(parents=True, exist_ok=True)
    row = ",".join(str(getattr(news, column) if getattr(news, column) is not None else "") for column in COLUMNS)
    (store.settings.home / "sources.csv").write_text(f"{','.join(COLUMNS)}\n{row}\n")
    return news


def _read_more(patch: pytest.MonkeyPatch, more: str) -> None:
    """A later reader, which finds a paragraph that today's does not."""

    async def read(_: WorkerPool, job: str, body: bytes, content_type: str | None, url: str) -> dict[str, object]:
        found = do_job({"job": job, "content_type": content_type, "url": url}, body)
        return found | {"text": f"{found['text']}\n{more}", "words": None} if job == "page" else found

    patch.setattr(WorkerPool, "read", read)


def _read_otherwise(patch: pytest.MonkeyPatch, day: str) -> None:
    """A later reader, which finds the same words, another day of publication and an author."""

    def parse(*arguments: Any, **more: Any) -> Article:
        article = read_as_today(*arguments, **more)
        at = datetime.fromisoformat(f"{day}T00:00:00Z")
        return article.model_copy(update={"published_at": at, "published_precision": "day", "authors": ("Ann Reader",)})

    read_as_today = Versions.from_page
    patch.setattr(Versions, "from_page", parse)


def _articles(store: Store) -> list[Article]:
    lake = Lake(store.settings.lake_dir)
    return [article for batch in lake.batches("articles") for article in lake.read_articles(batch.path)]


def test_the_same_reader_finds_nothing_new_in_the_archive(site, store) -> None:
    store.collect(12, _register(store, source(site.url + "/feed")))
    result = reparse_archive(store.settings)
    assert (result.receipts, result.unchanged, result.new_versions, result.batches) == (3, 3, 0, [])


def test_a_better_reader_gives_new_versions_of_the_pages_as_they_were_and_of_no_later_text(
    site, store, monkeypatch
) -> None:
    news = _register(store, source(site.url + "/feed"))
    store.collect(12, news)
    site.html("/1", title(1), *paragraphs(1), "Later words.")
    store.collect(14, news)
    before = {article.article_id: article for article in _articles(store)}
    store.set_hour(20)
    _read_more(monkeypatch, "The company has offices in Oslo.")
    result = reparse_archive(store.settings)
    fresh = [article for article in _articles(store) if article.article_id not in before]
    assert (result.receipts, result.new_versions) == (4, 4)
    assert {article.page_id for article in fresh} == {article.page_id for article in before.values()}
    assert {article.retrieved_at for article in fresh} == {article.retrieved_at for article in before.values()}
    assert all(article.parsed_at and article.text.endswith("in Oslo.") for article in fresh)
    assert reparse_archive(store.settings).new_versions == 0
    store.build()
    current = "select count(*) from dim_articles where status = 'facts'"
    assert store.ask(f"{current} and article_id in {tuple(article.article_id for article in fresh)}") == [(3,)]
    (later,) = (article for article in fresh if "Later words." in article.text)
    assert store.ask(f"select status from dim_articles where article_id = '{later.article_id}'") == [("facts",)]
    store.check_oracle()


def test_a_better_reading_of_a_date_reaches_the_facts_though_the_words_are_the_same(site, store, monkeypatch) -> None:
    store.collect(12, _register(store, source(site.url + "/feed")))
    store.build()
    held = "select event_key, event_date::varchar, known_at::date::varchar from fct_investments order by all"
    before = store.ask(held)
    assert {row[1:] for row in before} == {("2026-07-07", "2026-07-10")}  # "on Tuesday", published on a Friday
    store.set_hour(20)
    _read_otherwise(monkeypatch, "2026-07-02")
    result = reparse_archive(store.settings)
    assert (result.new_versions, result.read_otherwise, result.unchanged) == (0, 3, 0)
    assert reparse_archive(store.settings).read_otherwise == 0
    hash_of_next_build = store.build().content_hash
    assert store.ask(held) == [(event_key, "2026-06-30", "2026-07-02") for event_key, *_ in before]
    assert store.ask("select distinct published_at::date::varchar, status from dim_articles") == [
        ("2026-07-02", "facts")
    ]
    store.check_oracle()
    for path in (store.settings.warehouse_path, store.settings.marts_path):
        path.unlink()
    assert build_marts(store.settings, full=True).content_hash == hash_of_next_build


def test_what_is_read_otherwise_is_asked_again_only_where_the_reader_is_told_otherwise(
    site, store, monkeypatch
) -> None:
    store.collect(12, _register(store, source(site.url + "/feed")))
    _read_otherwise(monkeypatch, "2026-07-10")  # the day that the feed says: the author alone is new
    reparse_archive(store.settings)
    store.build()
    with duckdb.connect(str(store.settings.warehouse_path), read_only=True) as connection:
        counts = "select count(*), count(distinct article_id), count(distinct told_key) from raw."
        assert connection.execute(f"{counts}articles").fetchone() == (6, 3, 3)
        assert connection.execute(f"{counts}extractions").fetchone() == (3, 3, 3)
        assert connection.execute(f"{counts}claims").fetchone() == (3, 3, 3)


def test_a_page_that_came_by_two_ways_is_told_by_the_first_whenever_the_archive_is_read(site, store) -> None:
    store.collect(12, _register(store, source(site.url + "/feed")))
    archive = Archive(store.settings.archive_dir)
    for receipt in list(archive.receipts()):
        archive.keep(
            archive.read(receipt.sha256),
            url=f"{receipt.url}?utm_source=letter",
            headers=receipt.headers,
            at=receipt.retrieved_at + timedelta(hours=1),
            source_id=receipt.source_id,
            entry=receipt.entry | {"published": None},
        )
    for _ in range(2):
        result = reparse_archive(store.settings)
        assert (result.receipts, result.unchanged, result.batches) == (6, 6, [])


def test_a_source_that_no_longer_lets_us_keep_the_text_is_left_out(site, store) -> None:
    store.collect(12, source(site.url + "/feed"))
    assert reparse_archive(store.settings).left_out == {"source_unknown": 3}
    _register(store, source(site.url + "/feed").model_copy(update={"terms": "excerpt"}))
    assert reparse_archive(store.settings).left_out == {"terms": 3}


def test_old_bytes_go_by_the_setting_and_facts_stay(site, store) -> None:
    store.collect(12, source(site.url + "/feed"))
    store.build()
    held = store.ask("select * from fct_investments order by all")
    keeping = store.settings.model_copy(update={"archive_days": 7})
    store.set_hour(12 + 7 * 24)
    assert (tidy(store.settings).bodies, tidy(keeping).bodies) == (0, 0)
    store.set_hour(13 + 7 * 24)
    done = tidy(keeping)
    assert (done.receipts, done.bodies) == (3, 3)
    assert [path for path in store.settings.archive_dir.rglob("*") if path.is_file()] == []
    assert store.build().reason == "nothing new"
    assert store.ask("select * from fct_investments order by all") == held


def test_bytes_that_another_address_sent_later_stay(tmp_path) -> None:
    from datetime import UTC, datetime

    archive = Archive(tmp_path)
    for day, url in ((1, "https://a.example/"), (9, "https://b.example/")):
        name = archive.keep(b"x", url=url, headers={}, at=datetime(2026, 7, day, tzinfo=UTC), source_id="news")
    assert archive.drop_older(datetime(2026, 7, 5, tzinfo=UTC)) == (1, 0)
    assert archive.read(name) == b"x"
    assert [receipt.url for receipt in archive.receipts()] == ["https://b.example/"]


def test_a_page_that_is_forgotten_is_nowhere_any_more_but_in_a_row_that_says_so(site, store) -> None:
    news = source(site.url + "/feed")
    store.collect(12, news)
    store.build()
    name = FIRMS[1]
    assert places_of(store.settings.home, name)
    store.set_hour(13)
    done = forget(store.settings, f"{site.url}/1?utm_source=letter", "a court asked for it")
    assert (len(done.article_ids), done.bodies, done.releases_deleted) == (1, 1, 1)
    assert places_of(store.settings.home, name) == []
    rows = store.ask("select url, title, status, set_aside_reason from dim_articles where status = 'set_aside'")
    assert rows == [(f"{site.url}/1", None, "set_aside", "forgotten")]
    assert store.ask("select count(*) from fct_investments") == [(2,)]
    store.check_oracle()


def test_bytes_that_gave_no_version_of_their_own_are_forgotten_with_their_page(site, store) -> None:
    news = _register(store, source(site.url + "/feed"))
    store.collect(12, news)
    page = site.pages["/1"]
    site.pages["/1"] = replace(page, body=page.body.replace(b"</body>", b"<!-- another day --></body>"))
    assert page.body != site.pages["/1"].body
    store.collect(14, news)
    store.build()
    assert len(list(store.settings.archive_dir.rglob("*.zst"))) == 4
    assert forget(store.settings, f"{site.url}/1", "a court asked for it").bodies == 2
    assert {receipt.url for receipt in Archive(store.settings.archive_dir).receipts()} == {
        f"{site.url}/{n}" for n in (0, 2)
    }
    assert reparse_archive(store.settings).new_versions == 0


def test_what_was_forgotten_is_neither_asked_for_nor_taken_in_again(site, store) -> None:
    news = source(site.url + "/feed")
    store.collect(12, news)
    store.build()
    forget(store.settings, f"{site.url}/1", "a court asked for it")
    for file in store.settings.state_dir.iterdir():
        file.unlink()
    asked = site.asked["/1"]
    site.html("/1", title(1), *paragraphs(1), "And more.")
    store.collect(14, news)
    assert site.asked["/1"] == asked
    assert not [article for article in _articles(store) if FIRMS[1] in article.text]


def test_one_article_can_be_forgotten_by_its_id_and_what_nobody_knows_cannot(site, store) -> None:
    store.collect(12, source(site.url + "/feed"))
    store.build()
    ((article_id,),) = store.ask(f"select article_id from dim_articles where title = '{title(2)}'")
    assert forget(store.settings, article_id, "the author asked").article_ids == (article_id,)
    assert store.ask(f"select status from dim_articles where article_id = '{article_id}'") == [("set_aside",)]
    with pytest.raises(UsageError, match="Nothing is known"):
        forget(store.settings, "https://nowhere.example/a", "no reason")
