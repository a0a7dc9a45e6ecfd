"""What a source's terms let us keep is all that is kept, from the feed to the exports of a release."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli.main import app
from pipelines.sources.registry import Terms
from tests.faults.conftest import Store, open_store, source
from tests.faults.firms import paragraphs, title
from tests.keeping.stored_words import places_of
from tests.web_site import Site, serve_site

EARLY, LATE = "founded in 2021", "The porter of the house is called Zanzibarius."
"""Words of each page within the first 600 characters, and words behind them."""


@pytest.fixture
def site() -> Iterator[Site]:
    with serve_site() as site:
        site.html("/0", title(0), *paragraphs(0), LATE)
        whole = "".join(f"<p>{paragraph}</p>" for paragraph in (*paragraphs(0), LATE))
        item = (
            f"<item><title>{title(0)}</title><link>{site.url}/0</link><pubDate>Fri, 10 Jul 2026 08:00:00 GMT</pubDate>"
            f"<description><![CDATA[{whole}]]></description><content:encoded><![CDATA[{whole}]]></content:encoded></item>"
        )
        space = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
        feed = f"<?xml version='1.0'?><rss version='2.0' {space}><channel><title>News</title>{item}</channel></rss>"
        site.pages["/feed"] = site.Answer(feed.encode(), headers={"Content-Type": "application/rss+xml"})
        yield site


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    with open_store(tmp_path / "home") as store:
        yield store


def _published(store: Store, site: Site, terms: Terms) -> Path:
    store.collect(12, source(site.url + "/feed").model_copy(update={"terms": terms}))
    assert store.build().release_id
    return store.settings.home


def test_of_an_excerpt_source_nothing_behind_the_excerpt_is_kept_anywhere_or_said(site, store, monkeypatch) -> None:
    home = _published(store, site, "excerpt")
    ((key,),) = store.ask("select event_key from fct_investments")
    monkeypatch.setenv("NEWSLEDGER_HOME", str(home))
    for command in (["sql", "select * from fct_claims", "--wide"], ["explain", key], ["explain", key, "--json"]):
        said = CliRunner().invoke(app, command, catch_exceptions=False).stdout
        assert "Series B" in said
        assert "Zanzibarius" not in said
    assert places_of(home, EARLY) != []
    assert places_of(home, LATE) == []
    assert list((home / "archive").rglob("*.zst")) == []


def test_of_a_link_only_source_no_word_but_the_title_is_kept_anywhere(site, store) -> None:
    home = _published(store, site, "link_only")
    assert store.ask("select title from dim_articles") == [(title(0),)]
    assert places_of(home, EARLY) == places_of(home, LATE) == []
    assert site.asked["/0"] == 0


def test_the_whole_page_is_kept_of_a_full_source_and_no_release_holds_more_than_quotes(site, store) -> None:
    home = _published(store, site, "full")
    assert any("archive" in place for place in places_of(home, LATE))
    assert places_of(store.settings.releases_dir, LATE) == []
