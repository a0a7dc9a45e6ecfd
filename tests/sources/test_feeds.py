import json
import time
from datetime import UTC, datetime

import pytest

from pipelines.sources.feeds import MAX_ENTRIES, FeedResult, read_feed

_URL = "https://news.example/feed"
_RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>N</title><language>en-us</language><item><title>One</title><link>https://news.example/1</link>
<guid>g1</guid><description>Short.</description><content:encoded><![CDATA[<p>Long.</p>]]></content:encoded>
<pubDate>Fri, 10 Jul 2026 08:00:00 GMT</pubDate></item></channel></rss>"""
_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><title>One</title><id>g1</id>
<link href="https://news.example/1"/><published>2026-07-10T08:00:00Z</published><updated>2026-07-11T08:00:00Z</updated>
<summary>Short.</summary><content type="html">&lt;p&gt;Long.&lt;/p&gt;</content></entry></feed>"""
_RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://news.example/"><title>N</title></channel>
<item rdf:about="https://news.example/1"><title>One</title><link>https://news.example/1</link><dc:date>2026-07-10T08:00:00Z</dc:date>
<description>Short.</description></item></rdf:RDF>"""
_JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "N",
    "items": [
        {"id": "g1", "url": "https://news.example/1", "title": "One", "summary": "Short.", "content_html": "<p>Long.</p>",
         "date_published": "2026-07-10T08:00:00Z"}
    ],
}  # fmt: skip


def _read(body: str | bytes, content_type: str | None = None) -> FeedResult:
    return read_feed(body.encode() if isinstance(body, str) else body, content_type, _URL)


@pytest.mark.parametrize("body", [_RSS, _ATOM, _RDF, json.dumps(_JSON)], ids=["rss", "atom", "rdf", "json"])
def test_each_kind_of_feed_gives_the_same_entry(body: str) -> None:
    result = _read(body)
    (entry,) = result.entries
    assert result.error is None
    assert (entry.title, entry.url, entry.summary) == ("One", "https://news.example/1", "Short.")
    assert entry.published is not None
    assert (entry.published.at, entry.published.precision) == (datetime(2026, 7, 10, 8, tzinfo=UTC), "second")


def test_content_language_and_update_are_read_where_given() -> None:
    rss, atom = _read(_RSS).entries[0], _read(_ATOM).entries[0]
    assert (rss.content_html, rss.language, rss.updated) == ("<p>Long.</p>", "en-us", None)
    assert atom.updated is not None
    assert atom.updated.at.day == 11


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n ",
        b"<!DOCTYPE html><html><head><title>404</title></head><body>Not found</body></html>",
        b"\xef\xbb\xbf<html><body>Not found</body></html>",
        b"<!-- cached --><html><body><rss/>Not found</body></html>",
        b"not found",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        b"<rss version='2.0'><chan",
        b'{"error": "not found"}',
        b'{"version": "https://jsonfeed.org/version/1.1"}',
        b'{"version": ',
        b"{" * 100_000,
        b"[" * 100_000,
        b"<?xml version='1.0'?><sitemapindex><sitemap/></sitemapindex>",
    ],
)
def test_a_body_without_a_feed_in_it_is_a_failed_feed(body: bytes) -> None:
    result = _read(body)
    assert result.error
    assert result.entries == ()


def test_a_feed_that_is_empty_today_is_no_failure() -> None:
    result = _read("<rss version='2.0'><channel><title>N</title></channel></rss>")
    assert (result.error, result.entries) == (None, ())


def test_a_mark_before_the_feed_and_a_wrong_name_for_it_do_no_harm() -> None:
    assert _read(b"\xef\xbb\xbf" + _RSS.encode(), "text/html").entries[0].title == "One"
    assert (
        _read(_RSS.replace("One", "Über").replace("UTF-8", "ISO-8859-1").encode("latin-1")).entries[0].title == "Über"
    )


def test_a_cut_off_feed_gives_the_entries_that_arrived() -> None:
    item = "<item><title>T</title><link>https://news.example/t</link></item>"
    result = _read(f"<rss version='2.0'><channel><title>N</title>{item * 5}"[:-30])
    assert result.error is None
    assert len(result.entries) >= 4
    assert "read as far as it went" in (result.note or "")


def test_a_feed_that_is_whole_or_whose_encoding_was_mended_has_nothing_to_say() -> None:
    assert _read(_RSS).note is None
    assert _read(_RSS.replace("One", "Über").encode("latin-1")).note is None


def test_no_file_is_read_for_an_entity() -> None:
    trap = _RSS.replace('"UTF-8"?>', '"UTF-8"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>').replace(
        "One", "&x;"
    )
    assert "root:" not in _read(trap).model_dump_json()


def test_entities_of_entities_do_not_grow() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    trap = _RSS.replace('"UTF-8"?>', f'"UTF-8"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>').replace("One", "&l9;")
    start = time.monotonic()
    assert len(_read(trap).model_dump_json()) < 100_000
    assert time.monotonic() - start < 1


@pytest.mark.parametrize("close", [True, False])
def test_of_fifty_thousand_items_the_first_thousand_are_read_in_no_more_time(close: bool) -> None:
    items = "".join(f"<item><title>T{n}</title><link>https://news.example/{n}</link></item>" for n in range(50_000))
    start = time.monotonic()
    result = _read(f"<rss version='2.0'><channel><title>N</title>{items}" + ("</channel></rss>" if close else ""))
    assert [result.entries[0].title, result.entries[-1].title] == ["T0", f"T{MAX_ENTRIES - 1}"]
    assert result.note
    assert time.monotonic() - start < 8


def test_an_entry_whose_date_has_no_zone_is_known_to_the_day() -> None:
    entry = _read(_RSS.replace("Fri, 10 Jul 2026 08:00:00 GMT", "2026-07-10 08:00:00")).entries[0]
    assert entry.published is not None
    assert (entry.published.precision, entry.published.at.day) == ("day", 10)


def test_an_entry_without_a_date_has_none() -> None:
    assert _read(_RSS.replace("<pubDate>Fri, 10 Jul 2026 08:00:00 GMT</pubDate>", "")).entries[0].published is None


def test_scripts_do_not_get_through_a_feed() -> None:
    entry = _read(_RSS.replace("<p>Long.</p>", "<p>Long.</p><script>alert(1)</script>")).entries[0]
    assert "script" not in (entry.content_html or "")


def test_a_feed_may_name_single_characters() -> None:
    named = _RSS.replace('"UTF-8"?>', '"UTF-8"?><!DOCTYPE rss [<!ENTITY euro "&#8364;"><!ENTITY bar "|">]>')
    assert _read(named.replace("One", "&euro;5 &bar; More")).entries[0].title == "€5 | More"


def test_a_page_in_place_of_a_feed_tells_the_feed_that_it_names() -> None:
    links = (
        "<link rel=stylesheet href=/a.css><link rel='alternate' hreflang='de' href='/de'>"
        "<link href='/feed.xml?a=1&amp;b=2' type='application/rss+xml' rel='alternate' title='News'>"
    )
    said = read_feed(
        f"<!doctype html><html><head>{links}</head></html>".encode(), "text/html", "https://news.example/x"
    ).error
    assert said == "an HTML page stands where the feed should be; it names https://news.example/feed.xml?a=1&b=2"
    plain = read_feed(
        b"<html><head><link rel=alternate href='http://[' type='application/rss+xml'></head></html>",
        None,
        "https://a.example/",
    )
    assert plain.error == "an HTML page stands where the feed should be"


@pytest.mark.parametrize("root", ["<urlset xmlns='x'>", "<?xml version='1.0'?>\n<!-- made --><sitemapindex>"])
def test_a_sitemap_in_place_of_a_feed_tells_its_kind(root: str) -> None:
    assert "register it with the kind sitemap" in (_read(root).error or "")
