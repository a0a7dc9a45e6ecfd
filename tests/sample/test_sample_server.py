"""The sample newsroom's server: feeds, pages, what is good and what is broken about them, and its editions."""

import http.client
import json
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
import trafilatura

from pipelines.sample import Newsroom, serve_newsroom
from pipelines.sample.newsroom import SampleArticle, all_articles, articles_of, publishers
from pipelines.sample.pages import canonical_url

XML_FEEDS = [p.source_id for p in publishers().values() if p.feed.kind != "json" and p.feed.condition == "good"]
CLUTTER = (
    "812 sample partners", "Subscribe from", "Share on Chirper", "Sample mattresses", "morning newsletter", "Five sample stories",
    "Read next", "round numbers a long while", "my toaster", "invented publisher", "Get the app", "Facepage", "weekly sample letter",
    "Trending now", "prompt whispering", "tired sample editor", "Print this page", "More from this desk", "oatmeal", "printed on nothing",
    "ignore all earlier instructions",
)  # fmt: skip


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with serve_newsroom() as running:
        yield running


def get(newsroom: Newsroom, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(newsroom.base_url).netloc, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, dict(response.getheaders()), body


def page_path(article: SampleArticle) -> str:
    return f"/{publishers()[article.source_id].section}/{article.path}"


def feed_of(newsroom: Newsroom, source_id: str) -> feedparser.FeedParserDict:
    return feedparser.parse(get(newsroom, publishers()[source_id].feed_path)[2])


def count_of(source_id: str, edition: int) -> int:
    return Counter(article.source_id for article in articles_of(edition))[source_id]


def test_every_address_answers(newsroom: Newsroom) -> None:
    assert {get(newsroom, path)[0] for path in newsroom.paths()} == {200}
    assert get(newsroom, "/wire/nothing-here")[0] == 404


def test_every_publisher_has_a_row_in_the_registry(newsroom: Newsroom) -> None:
    rows = newsroom.sources()
    assert [row["source_id"] for row in rows] == list(publishers())
    assert all(row["url"].startswith(newsroom.base_url) for row in rows)
    assert set(rows[0]) == {
        "source_id", "publisher", "publisher_family", "country_code", "language_code", "kind", "url", "topic", "terms", "tier",
        "items_per_week_low", "items_per_week_high",
    }  # fmt: skip


@pytest.mark.parametrize("header", [("If_None_Match", "ETag"), ("If_Modified_Since", "Last-Modified")])
def test_what_the_reader_has_already_is_not_sent_again(newsroom: Newsroom, header: tuple[str, str]) -> None:
    asked, given = header
    status, headers, body = get(newsroom, "/wire/feed.xml")
    again = get(newsroom, "/wire/feed.xml", **{asked: headers[given]})
    assert (status, again[0], again[2]) == (200, 304, b"")
    assert body
    assert get(newsroom, "/wire/feed.xml", If_None_Match='"other"')[0] == 200


def test_a_head_request_gets_no_body(newsroom: Newsroom) -> None:
    status, headers, body = get(newsroom, "/wire/feed.xml", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


def test_robots_may_read_all_but_accounts(newsroom: Newsroom) -> None:
    assert b"Disallow: /account/" in get(newsroom, "/robots.txt")[2]


@pytest.mark.parametrize("edition", [1, 2])
@pytest.mark.parametrize("source_id", XML_FEEDS)
def test_a_good_feed_lists_each_article_with_its_address_and_dates(
    newsroom: Newsroom, source_id: str, edition: int
) -> None:
    newsroom.set_edition(edition)
    parsed = feed_of(newsroom, source_id)
    assert len(parsed.entries) == count_of(source_id, edition) > 0
    expected = {newsroom.base_url + page_path(a): a for a in articles_of(edition) if a.source_id == source_id}
    assert {entry.link for entry in parsed.entries} == set(expected)
    for entry in parsed.entries:
        article = expected[entry.link]
        assert entry.title == article.title
        assert ("published_parsed" in entry or "updated_parsed" in entry) == (article.published is not None)


def test_the_json_feed_lists_each_article(newsroom: Newsroom) -> None:
    feed = json.loads(get(newsroom, "/valley/feed.json")[2])
    assert len(feed["items"]) == count_of("sample_valley_ledger", 1)
    assert all(item["url"].startswith(newsroom.base_url) and item["date_published"] for item in feed["items"])


def test_a_feed_with_byte_order_mark_and_undefined_entities_still_reads(newsroom: Newsroom) -> None:
    body = get(newsroom, "/post/rss.xml")[2]
    titles = [entry.title for entry in feed_of(newsroom, "sample_business_post").entries]
    assert body.startswith(b"\xef\xbb\xbf")
    assert b"&rsquo;" in body
    assert b"&euro;" in body
    assert "Paris’s Mistral raises €600m" in titles


@pytest.mark.parametrize("source_id", ["sample_closed_gazette", "sample_quiet_bulletin"])
def test_a_broken_feed_comes_with_status_200_and_no_entries(newsroom: Newsroom, source_id: str) -> None:
    assert get(newsroom, publishers()[source_id].feed_path)[0] == 200
    assert feed_of(newsroom, source_id).entries == []


@pytest.mark.parametrize("article", articles_of(1), ids=lambda article: article.slug)
def test_the_main_text_of_a_page_is_found_without_its_clutter(newsroom_once: Newsroom, article: SampleArticle) -> None:
    page = get(newsroom_once, page_path(article))[2].decode()
    found = trafilatura.bare_extraction(page, fast=True, with_metadata=True)
    assert found is not None
    assert found.text
    present = [paragraph for paragraph in article.paragraphs if paragraph in found.text]
    assert len(present) >= 0.9 * len(article.paragraphs)
    assert [words for words in CLUTTER if words in found.text] == []
    assert found.url == canonical_url(article, publishers()[article.source_id])
    assert (found.date is None) == (article.published is None)


@pytest.fixture(scope="module")
def newsroom_once() -> Iterator[Newsroom]:
    with serve_newsroom() as running:
        yield running


class _Loads(HTMLParser):
    """Collects what a browser would fetch by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        wanted = [named.get("src"), named.get("srcset"), named.get("poster"), named.get("data")]
        if tag == "link" and named.get("rel") != "canonical":
            wanted.append(named.get("href"))
        self.found += [address for address in wanted if address]


@pytest.mark.parametrize("edition", [1, 2])
def test_no_page_loads_anything_from_another_host(newsroom: Newsroom, edition: int) -> None:
    newsroom.set_edition(edition)
    loads = _Loads()
    for path in newsroom.paths():
        _, headers, body = get(newsroom, path)
        if headers["Content-Type"].startswith(("text/html", "text/css")):
            assert b"url(" not in body
            assert b"@import" not in body
            loads.feed(body.decode())
    assert set(loads.found) == {"/static/site.css", "/static/picture.svg"}
    assert all(get(newsroom, path)[0] == 200 for path in set(loads.found))


def test_a_corrected_page_has_new_words_at_the_old_address_and_a_newer_time(newsroom: Newsroom) -> None:
    path = page_path(all_articles()["coreweave-openai"])
    old_tag = get(newsroom, path)[1]["ETag"]
    newsroom.set_edition(2)
    status, headers, body = get(newsroom, path, If_None_Match=old_tag)
    assert status == 200
    assert headers["ETag"] != old_tag
    assert b"$11.9 billion" in body
    assert b"$19.1 billion" not in body
    assert b"Correction, March 11, 2025" in body
    (entry,) = (e for e in feed_of(newsroom, "sample_tech_daily").entries if e.link.endswith(path))
    assert entry.updated_parsed > entry.published_parsed


def test_a_retracted_page_says_so_and_its_feed_says_that_it_changed(newsroom: Newsroom) -> None:
    newsroom.set_edition(2)
    path = page_path(all_articles()["sample-robotics-sale"])
    body = get(newsroom, path)[2]
    (item,) = (i for i in json.loads(get(newsroom, "/valley/feed.json")[2])["items"] if i["url"].endswith(path))
    assert b"The Ledger has retracted the article" in body
    assert b"$2.4 billion" not in body
    assert item["date_modified"] > item["date_published"]


def test_a_withdrawn_page_is_gone_and_its_feed_says_that_it_changed(newsroom: Newsroom) -> None:
    path = page_path(all_articles()["example-chipworks-round"])
    assert get(newsroom, path)[0] == 200
    newsroom.set_edition(2)
    (entry,) = (e for e in feed_of(newsroom, "sample_evening_courier").entries if e.link.endswith(path))
    assert get(newsroom, path)[0] == 410
    assert entry.updated_parsed > entry.published_parsed


def test_pages_do_not_depend_on_the_port() -> None:
    with serve_newsroom() as one, serve_newsroom() as other:
        assert one.base_url != other.base_url
        for article in articles_of(1):
            assert get(one, page_path(article))[2] == get(other, page_path(article))[2]


def test_an_unknown_edition_is_refused(newsroom: Newsroom) -> None:
    with pytest.raises(ValueError, match="edition 3"):
        newsroom.set_edition(3)


def test_the_server_stops_at_the_end_of_its_block() -> None:
    with serve_newsroom() as running:
        pass
    started = time.monotonic()
    with pytest.raises(ConnectionRefusedError):
        get(running, "/")
    assert time.monotonic() - started < 5


def test_a_reader_that_leaves_early_is_no_error_to_print(
    newsroom: Newsroom, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()
    shut_down = ThreadingHTTPServer.shutdown_request

    def note(server: ThreadingHTTPServer, request: Any) -> None:
        shut_down(server, request)
        ended.set()

    monkeypatch.setattr(ThreadingHTTPServer, "shutdown_request", note)
    address = urlsplit(newsroom.base_url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as reader:
        reader.sendall(b"GET / HTTP/1.1\r\n")
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # leaves with a reset
    assert ended.wait(10)
    assert "Traceback" not in capfd.readouterr().err
    assert get(newsroom, "/")[0] in {200, 404}
