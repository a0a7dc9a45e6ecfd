"""The feeds of the sample newsroom: RSS 2.0, Atom, RSS 1.0 (RDF) and JSON Feed, good and broken."""

import json
from datetime import UTC, datetime
from email.utils import format_datetime

from pipelines.sample.newsroom import UNDATED, Publisher, SampleArticle
from pipelines.sample.pages import TEMPLATES, canonical_url, local_time, message_page

CONTENT_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


def feed_body(publisher: Publisher, articles: list[SampleArticle], base_url: str) -> tuple[bytes, str]:
    """The bytes and the content type of a publisher's feed; links lead to the server, ids are the stable addresses."""
    if publisher.feed.condition == "missing":
        return message_page("404", "The page you were looking for has moved.").encode(), "text/html; charset=utf-8"
    if publisher.feed.condition == "empty":
        return b"", CONTENT_TYPES[publisher.feed.kind]
    entries = [_entry(publisher, article, base_url) for article in articles]
    write = _json_feed if publisher.feed.kind == "json" else _xml_feed
    text = write(publisher, entries, base_url)
    mark = "\ufeff" if publisher.feed.byte_order_mark else ""
    return (mark + text).encode(), CONTENT_TYPES[publisher.feed.kind]


def _entry(publisher: Publisher, article: SampleArticle, base_url: str) -> dict[str, str | None]:
    """What every format says of one article."""
    published, updated = article.published, article.updated
    return {
        "id": canonical_url(article, publisher),
        "link": f"{base_url}/{publisher.section}/{article.path}",
        "title": article.title,
        "summary": article.standfirst or article.paragraphs[0],
        "published": local_time(published, publisher).isoformat() if published else None,
        "updated": local_time(updated, publisher).isoformat() if updated else None,
        "published_rfc822": format_datetime(local_time(published, publisher)) if published else None,
        "modified": local_time(article.modified, publisher).isoformat() if article.modified else None,
    }


def _xml_feed(publisher: Publisher, entries: list[dict[str, str | None]], base_url: str) -> str:
    newest = max((datetime.fromisoformat(entry["updated"]) for entry in entries if entry["updated"]), default=UNDATED)
    text = TEMPLATES.get_template(f"feed.{publisher.feed.kind}.xml").render(
        publisher=publisher,
        entries=entries,
        base_url=base_url,
        updated=newest.astimezone(UTC).isoformat(),
    )
    if publisher.feed.named_entities:  # undefined in XML, yet common; a lenient reader takes them
        text = text.replace("—", "&mdash;").replace("€", "&euro;").replace("’", "&rsquo;")
    return text


def _json_feed(publisher: Publisher, entries: list[dict[str, str | None]], base_url: str) -> str:
    items = [
        {
            "id": entry["id"],
            "url": entry["link"],
            "title": entry["title"],
            "summary": entry["summary"],
            "date_published": entry["published"],
            "date_modified": entry["modified"],
        }
        for entry in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": publisher.publisher,
        "home_page_url": f"{base_url}/{publisher.section}/",
        "feed_url": f"{base_url}{publisher.feed_path}",
        "language": publisher.language_code,
        "items": [{key: value for key, value in item.items() if value is not None} for item in items],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)
