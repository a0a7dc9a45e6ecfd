"""Row 7: the same delivered twice is one fact, and its sources are counted."""

import shutil
from collections.abc import Iterator

import pytest

from tests.faults.conftest import Store, open_store, source
from tests.faults.firms import FIRMS, millions, paragraphs, title
from tests.web_site import Site, serve_site

_KINDS = ("feed_again", "address_with_utm", "syndicated_copy", "retried_after_commit")
_NUMBERS = range(len(FIRMS))


def _site_of(site: Site) -> None:
    for number in _NUMBERS:
        site.html(f"/{number}", title(number), *paragraphs(number))
    site.feed("/feed", *((title(number), f"{site.url}/{number}") for number in _NUMBERS))


def _deliver_twice(kind: str, store: Store, site: Site) -> None:
    news = source(site.url + "/feed")
    if kind == "retried_after_commit":  # the task died after its batch was stored, before it could remember that
        store.settings.state_dir.mkdir(parents=True)
        store.collect(12, news)
        shutil.rmtree(store.settings.state_dir)
        store.collect(12, news)
        store.build()
        shutil.rmtree(store.settings.state_dir)
        store.collect(13, news)
        return
    store.collect(12, news)
    store.build()
    if kind == "feed_again":
        store.collect(13, news)
    elif kind == "address_with_utm":
        marks = "?utm_source=feed&utm_medium=rss"
        for number in _NUMBERS:
            site.html(f"/{number}{marks}", title(number), *paragraphs(number))
        site.feed("/other", *((title(number), f"{site.url}/{number}{marks}") for number in _NUMBERS))
        store.collect(13, source(site.url + "/other", "news_again"))
    else:
        for number in _NUMBERS:
            site.html(f"/copy/{number}", title(number), *paragraphs(number))
        site.feed("/copies", *((title(number), f"{site.url}/copy/{number}") for number in _NUMBERS))
        store.collect(13, source(site.url + "/copies", "copies", "Valley Post"))


@pytest.fixture(scope="module", params=_KINDS)
def delivered(request, tmp_path_factory) -> Iterator[tuple[str, Store]]:
    with serve_site() as site, open_store(tmp_path_factory.mktemp(request.param)) as store:
        _site_of(site)
        _deliver_twice(request.param, store, site)
        store.build()
        yield request.param, store


def test_every_article_is_in_one_state_and_no_fact_stands_twice(delivered) -> None:
    kind, store = delivered
    store.check_oracle()
    is_copied = kind == "syndicated_copy"
    assert store.ask("select count(*) from fct_investments") == [(len(FIRMS),)]
    assert store.ask("select count(*) from dim_articles") == [(len(FIRMS) * (2 if is_copied else 1),)]


@pytest.mark.parametrize("number", _NUMBERS)
def test_one_fact_and_its_sources_counted(delivered, number: int) -> None:
    kind, store = delivered
    facts = store.ask(
        f"select amount, article_count, origin_count from fct_investments where recipient = '{FIRMS[number]}'"
    )
    assert facts == [(millions(number) * 1_000_000, 2 if kind == "syndicated_copy" else 1, 1)]
