"""One version of one page, as collected; never overwritten."""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

PublishedPrecision = Literal["second", "day", "month", "year", "unknown"]
PublishedFrom = Literal["feed", "metadata", "text", "address", "given", "none"]
Notice = Literal["correction", "retraction"]
ArticleSetAside = Literal["no_text", "unreadable", "too_long", "parse_failed", "gone", "invalid", "forgotten"]
QualityFlag = Literal[
    "cut_off", "boilerplate", "no_sources", "headline_mismatch", "machine_translated", "dangling_citations",
    "date_in_future", "date_absurd",
]  # fmt: skip


class Article(BaseModel):
    """An article version.

    Grain: one row an ``article_id``, which is a hash of the canonical address (else the given id) with the normalised
    title and main text. Times are in UTC. What could not be read is a row too, with ``set_aside`` and its detail.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    article_id: str = Field(pattern=r"^[0-9a-f]{24}$")
    page_id: str = Field(
        pattern=r"^[0-9a-f]{24}$", description="Hash of the address (else given id): versions of a page share it."
    )
    given_id: str | None = Field(default=None, max_length=300)
    source_id: str = Field(max_length=100, description="The feed it came from, or 'inbox', 'queue' or 'warc'.")
    url: str | None = Field(default=None, max_length=2000)
    publisher: str | None = Field(default=None, max_length=200)
    site_name: str | None = Field(default=None, max_length=200, description="What the page calls its site.")
    authors: tuple[str, ...] = ()
    title: str | None = Field(default=None, max_length=500)
    text: str = Field(default="", description="Main text, one paragraph a line; quotes are offsets into it.")
    language: str | None = Field(default=None, pattern=r"^[a-z]{2,3}$")
    published_at: AwareDatetime | None = None
    published_precision: PublishedPrecision = "unknown"
    published_from: PublishedFrom = "none"
    published_offset_minutes: int | None = Field(
        default=None,
        ge=-1440,
        le=1440,
        description="The zone of ``published_at`` as said, east of UTC; null when none was.",
    )
    modified_at: AwareDatetime | None = None
    modified_precision: PublishedPrecision = "unknown"
    modified_from: PublishedFrom = "none"
    retrieved_at: datetime = Field(description="When this version was first fetched.")
    text_sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the normalised title and main text.")
    fingerprint: tuple[int, ...] = Field(
        default=(), description="Bottom-k sketch of word shingles, ascending; see articles/fingerprint.py."
    )
    marks: tuple[int, ...] = Field(
        default=(), description="Its names and numbers, hashed, in their order; see articles/marks.py."
    )
    fact_keys: tuple[int, ...] = Field(
        default=(), description="Hashes under which a rewrite or a translation may be found; see articles/marks.py."
    )
    notice: Notice | None = Field(default=None, description="The page says that it corrects or retracts itself.")
    credited_to: str | None = Field(
        default=None, max_length=200, description="A wire or outlet the text credits as its own source."
    )
    quality_flags: tuple[QualityFlag, ...] = Field(
        default=(), description="What is doubtful about its text and dates, by name; see articles/quality.py."
    )
    archive_sha256: str | None = Field(default=None, description="The bytes as received, under archive/.")
    parsed_at: AwareDatetime | None = Field(
        default=None, description="When the archived bytes were read anew; null for the reading at retrieval."
    )
    set_aside: ArticleSetAside | None = None
    set_aside_detail: str | None = Field(default=None, max_length=500)
