"""The articles and publishers of the sample newsroom, read from their data files.

An article is ``articles/<slug>.md``: YAML front matter, then paragraphs with empty lines between them. A file
``<slug>.v2.md`` takes the place of ``<slug>.md`` at the same address from the second edition on.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

FOLDER = Path(__file__).parent
EDITIONS = (1, 2)
UNDATED = datetime(2020, 1, 1, tzinfo=UTC)  # Last-Modified of what has no date; fixed, so that it says nothing


class Feed(BaseModel):
    """A publisher's feed: its format, its file name, and what is odd about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["rss", "atom", "rdf", "json"]
    name: str
    condition: Literal["good", "missing", "empty"] = "good"
    byte_order_mark: bool = False
    named_entities: bool = False


class Publisher(BaseModel):
    """An invented publisher. ``section`` is its path on the server, ``host`` the domain of its canonical addresses."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source_id: str
    publisher: str
    publisher_family: str
    country_code: str
    language_code: str
    section: str
    host: str
    layout: Literal["classic", "modern", "plain"]
    date_style: Literal["us", "us_short", "british", "iso", "spanish", "german", "french", "japanese"]
    time_zone: str
    tier: str
    feed: Feed

    @property
    def feed_path(self) -> str:
        """Where the feed is on the server."""
        return f"/{self.section}/{self.feed.name}"


class SampleArticle(BaseModel):
    """One article in one edition.

    ``published`` is null for a page that says no date anywhere; ``case`` says what the article is there to try.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str = Field(pattern=r"^[a-z0-9-]+(\.v2)?$")
    source_id: str
    title: str
    published: AwareDatetime | None
    modified: AwareDatetime | None = None
    language: str = "en"
    edition: Literal[1, 2] = 1
    replaces: str | None = None
    gone_in_edition: Literal[2] | None = None
    gone_at: AwareDatetime | None = None
    credited_to: str | None = None
    standfirst: str | None = None
    hidden_text: str | None = Field(default=None, description="Put into an element that no reader sees.")
    case: tuple[str, ...] = ()
    paragraphs: tuple[str, ...]

    @property
    def page_slug(self) -> str:
        """The last part of the address, which a replacement shares with what it replaces."""
        return self.replaces or self.slug

    @property
    def path(self) -> str:
        """The address within the publisher's site; an undated page has no date in it either."""
        folder = self.published.strftime("%Y/%m") if self.published else "features"
        return f"{folder}/{self.page_slug}"

    @property
    def updated(self) -> datetime | None:
        """When the page last changed, as its feed says."""
        return self.modified or self.published

    @property
    def text(self) -> str:
        """The main text, one paragraph a line."""
        return "\n".join(self.paragraphs)


def parse_article(source: str) -> SampleArticle:
    """Read one article file."""
    _, front, body = source.split("---\n", 2)
    paragraphs = [" ".join(block.split()) for block in body.split("\n\n")]
    return SampleArticle(**yaml.safe_load(front), paragraphs=[paragraph for paragraph in paragraphs if paragraph])


@cache
def publishers() -> dict[str, Publisher]:
    """Every publisher by its source id, in the order of the file."""
    rows = yaml.safe_load((FOLDER / "publishers.yml").read_text(encoding="utf-8"))
    return {row["source_id"]: Publisher(**row) for row in rows}


@cache
def all_articles() -> dict[str, SampleArticle]:
    """Every article file by its slug, of all editions."""
    files = sorted((FOLDER / "articles").glob("*.md"))
    articles = [parse_article(file.read_text(encoding="utf-8")) for file in files]
    return {article.slug: article for article in articles}


def articles_of(edition: int) -> list[SampleArticle]:
    """The articles that stand in an edition, replaced ones left out, newest first; undated ones come last."""
    present = [article for article in all_articles().values() if article.edition <= edition]
    replaced = {article.replaces for article in present}
    standing = [article for article in present if article.slug not in replaced]
    # a withdrawn page stays in the feed with a newer time, so that a reader looks again and meets the 410
    return _newest_first(a.model_copy(update={"modified": a.gone_at}) if is_gone(a, edition) else a for a in standing)


def is_gone(article: SampleArticle, edition: int) -> bool:
    """Whether the page answers 410 in this edition."""
    return article.gone_in_edition is not None and article.gone_in_edition <= edition


def _newest_first(articles: Iterable[SampleArticle]) -> list[SampleArticle]:
    return sorted(articles, key=lambda a: (a.published.timestamp() if a.published else 0.0, a.slug), reverse=True)
