"""Sitemaps as sites give them: news tags, whole sites, indexes, packed files, and what is none."""

import gzip

import pytest

from pipelines.sources.feeds import MAX_ENTRIES
from pipelines.sources.sitemaps import MAX_BYTES, read_sitemap

ADDRESS = "https://courier.example/sitemap.xml"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
)
NEWS = f"""{_HEAD}
<url><loc>https://courier.example/a?x=1&amp;y=2</loc><lastmod>2026-11-02T10:00:00Z</lastmod>
  <news:news><news:publication><news:name>Sample Courier</news:name><news:language>en</news:language></news:publication>
  <news:publication_date>2026-11-02T09:00:00+01:00</news:publication_date><news:title>An arm was sold</news:title></news:news>
  <image:image><image:loc>https://courier.example/a.png</image:loc><image:title>The arm</image:title></image:image></url>
</urlset>"""


def _pages(*items: tuple[str, str | None]) -> str:
    rows = [f"<url><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>" for loc, day in items]
    return f"{_HEAD}{''.join(rows)}</urlset>"


def test_the_tags_for_news_tell_title_time_and_language() -> None:
    (entry,) = read_sitemap(NEWS.encode(), ADDRESS).entries
    assert (entry.url, entry.title, entry.language) == ("https://courier.example/a?x=1&y=2", "An arm was sold", "en")
    assert (str(entry.published.at), str(entry.updated.at)) == (
        "2026-11-02 08:00:00+00:00",
        "2026-11-02 10:00:00+00:00",
    )


def test_a_packed_list_is_read_as_the_plain_one() -> None:
    assert read_sitemap(gzip.compress(NEWS.encode()), f"{ADDRESS}.gz") == read_sitemap(NEWS.encode(), f"{ADDRESS}.gz")


def test_the_time_of_the_last_change_is_no_time_of_publication() -> None:
    (entry,) = read_sitemap(_pages(("https://courier.example/a", "2026-11-01")).encode(), ADDRESS).entries
    assert (entry.published, entry.updated.precision) == (None, "day")


def test_an_index_gives_its_lists_the_newest_first_and_those_without_a_date_before_them() -> None:
    index = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        "<sitemap><loc>https://courier.example/2024.xml</loc><lastmod>2024-12-31</lastmod></sitemap>"
        "<sitemap><loc>/2026.xml.gz</loc><lastmod>2026-11-02</lastmod></sitemap>"
        "<sitemap><loc>https://courier.example/news.xml</loc></sitemap></sitemapindex>"
    )
    found = read_sitemap(index.encode(), ADDRESS)
    assert [entry.url for entry in found.lists] == [
        "https://courier.example/news.xml", "https://courier.example/2026.xml.gz", "https://courier.example/2024.xml",
    ]  # fmt: skip
    assert (found.entries, found.error) == ((), None)


def test_of_a_whole_site_only_the_wanted_paths_are_taken() -> None:
    pages = _pages(
        *((f"https://lab.example{path}", None) for path in ("/", "/news/", "/news/a", "/careers", "/newsroom"))
    )
    found = read_sitemap(pages.encode(), "https://lab.example/sitemap.xml#/news/")
    assert [entry.url for entry in found.entries] == ["https://lab.example/news/a"]


def test_of_too_many_pages_the_newest_are_kept_and_that_is_said() -> None:
    days = [f"2026-{1 + number % 11:02d}-{1 + number % 28:02d}" for number in range(MAX_ENTRIES + 50)]
    found = read_sitemap(_pages(*((f"https://a.example/{n}", day) for n, day in enumerate(days))).encode(), ADDRESS)
    assert len(found.entries) == MAX_ENTRIES
    assert [str(entry.updated.at.date()) for entry in found.entries] == sorted(days, reverse=True)[:MAX_ENTRIES]
    assert found.note == f"only its newest {MAX_ENTRIES} of {MAX_ENTRIES + 50} pages were read"


def test_what_is_broken_in_the_middle_gives_what_can_be_read() -> None:
    pages = _pages(("https://a.example/1", None), ("https://a.example/?a=1&b=2", None), ("https://a.example/3", None))
    assert len(read_sitemap(pages.replace("</urlset>", "<url><loc>https://a.exa").encode(), ADDRESS).entries) >= 3


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<!doctype html><html><body>Not found</body></html>", "HTML page"),
        (b"<rss version='2.0'><channel/></rss>", "its root is rss"),
        (b"no xml at all", "sitemap"),
        (b"<sitemapindex/>", "names none"),
        (gzip.compress(b"<urlset>" * 1000, mtime=0)[:20], "broken"),
        (gzip.compress(b" " * (MAX_BYTES + 1), mtime=0), "more than"),
        (gzip.compress(b"", mtime=0), "empty"),
    ],
)
def test_anything_else_is_a_failed_source_and_not_a_site_without_news(body, says) -> None:
    found = read_sitemap(body, ADDRESS)
    assert found.entries == ()
    assert says in (found.error or "")


def test_no_entity_of_a_file_or_of_others_is_expanded() -> None:
    evil = '<!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    body = evil + _pages(("https://a.example/&f;&b;", None), ("https://a.example/good", None)).split("?>", 1)[1]
    found = read_sitemap(body.encode(), ADDRESS)
    assert "root:" not in found.model_dump_json()
    assert "aaaa" not in found.model_dump_json()
