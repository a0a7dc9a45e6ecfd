"""What an extractor read out of one text, and what it set aside."""

from decimal import Decimal
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from pipelines.schemas.claim import Category, Claim

RejectionReason = Literal[
    "quote_not_in_text", "number_not_in_quote", "party_not_in_text", "invalid_claim", "ambiguous_quote", "duplicate_claim",
    "too_many_claims",
]  # fmt: skip
SetAsideReason = Literal["language", "no_text", "too_long", "model_refused", "model_failed", "unreadable"]


class ArticleText(BaseModel):
    """What an extractor may see of an article: the same input gives the same claims, whoever published it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    article_id: str
    title: str | None = None
    text: str
    published: str | None = Field(
        default=None, description="ISO day or time of publication; dates are resolved against it."
    )
    language: str | None = Field(default=None, description="ISO 639-1; null when not known.")


class Rejection(BaseModel):
    """A claim that was proposed and not kept, with the reason."""

    model_config = ConfigDict(frozen=True)

    reason: RejectionReason
    detail: str | None = None
    claim: dict[str, Any]


class Usage(BaseModel):
    """What reading one text cost."""

    model_config = ConfigDict(frozen=True)

    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: Decimal = Decimal(0)


class Extraction(BaseModel):
    """One text read once by one extractor. ``set_aside`` says why nothing was read, and is null otherwise.

    ``model`` is the one that answered; ``standing_in_for`` names the model whose extraction this is where another one answered.
    """

    model_config = ConfigDict(frozen=True)

    article_id: str
    is_relevant: bool = False
    category: Category = "other"
    summary: str = ""
    key_points: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    set_aside: SetAsideReason | None = None
    extractor: str
    prompt_version: str | None = None
    model: str | None = None
    standing_in_for: str | None = None
    usage: Usage = Usage()


class Extractor(Protocol):
    """Reads claims out of texts. ``name`` is its name and version, such as ``rules@1``."""

    name: str
    model: str | None
    prompt_version: str | None

    def extract(self, articles: list[ArticleText]) -> list[Extraction]:
        """Return one extraction an article, in the order given; an article that must wait is left out."""
        ...
