"""Every address of the sample newsroom in one edition, and what it answers."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from pipelines.sample.feeds import feed_body
from pipelines.sample.newsroom import FOLDER, UNDATED, Publisher, SampleArticle, articles_of, is_gone, publishers
from pipelines.sample.pages import article_page, front_page, message_page, newsstand_page

HTML = "text/html; charset=utf-8"
ROBOTS = b"User-agent: *\nDisallow: /account/\n"


@dataclass(frozen=True)
class Answer:
    """What one address answers."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    modified: datetime = UNDATED
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        """Name the body by its hash, as a server's ETag does."""
        object.__setattr__(self, "etag", f'"{hashlib.sha256(self.body).hexdigest()[:20]}"')

    @property
    def last_modified(self) -> str:
        """The time of the last change as HTTP writes it."""
        return format_datetime(self.modified.astimezone(UTC), usegmt=True)


def build_site(edition: int, base_url: str) -> dict[str, Answer]:
    """Render everything that the server answers in this edition, by path."""
    by_source: dict[str, list[SampleArticle]] = defaultdict(list)
    for article in articles_of(edition):
        by_source[article.source_id].append(article)
    site = {
        "/": Answer(newsstand_page(list(publishers().values())).encode()),
        "/robots.txt": Answer(ROBOTS, "text/plain; charset=utf-8"),
        "/static/site.css": Answer((FOLDER / "templates" / "site.css").read_bytes(), "text/css; charset=utf-8"),
        "/static/picture.svg": Answer((FOLDER / "templates" / "picture.svg").read_bytes(), "image/svg+xml"),
    }
    for source_id, publisher in publishers().items():
        site |= _publisher_site(publisher, by_source[source_id], edition, base_url)
    return site


def _publisher_site(
    publisher: Publisher, articles: list[SampleArticle], edition: int, base_url: str
) -> dict[str, Answer]:
    newest = max((article.updated for article in articles if article.updated), default=UNDATED)
    body, content_type = feed_body(publisher, articles, base_url)
    site = {
        f"/{publisher.section}/": Answer(front_page(publisher, articles).encode(), modified=newest),
        publisher.feed_path: Answer(body, content_type, modified=newest),
    }
    for article in articles:
        site[f"/{publisher.section}/{article.path}"] = _article_answer(article, publisher, articles, edition)
    return site


def _article_answer(
    article: SampleArticle, publisher: Publisher, articles: list[SampleArticle], edition: int
) -> Answer:
    if is_gone(article, edition):
        return Answer(message_page("Gone", "This article has been withdrawn by its publisher.").encode(), status=410)
    related = [other for other in articles if other is not article][:4]
    return Answer(article_page(article, publisher, related).encode(), modified=article.updated or UNDATED)
