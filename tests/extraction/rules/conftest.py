"""One extractor for all tests of the rules, and a short way of writing what it reads."""

from collections.abc import Callable

import pytest

from pipelines.extraction.rules import RulesExtractor
from pipelines.schemas.claim import Claim, InvestmentClaim, LegalActionClaim, ModelAdoptionClaim, PartnershipClaim
from pipelines.schemas.extraction import ArticleText, Extraction

# Says that the page is about AI, and which names are meant where one is a common word too.
CONTEXT = "\nMore AI news below: artificial intelligence, OpenAI, Anthropic, Amazon.com, Perplexity AI, Snap Inc., Apple Inc., Anysphere."

Read = Callable[..., Extraction]


@pytest.fixture(scope="session")
def extractor() -> RulesExtractor:
    return RulesExtractor()


@pytest.fixture
def read(extractor: RulesExtractor) -> Read:
    def one(
        text: str, *, title: str | None = None, language: str | None = "en", published: str = "2026-07-10"
    ) -> Extraction:
        article = ArticleText(article_id="a", title=title, text=text, language=language, published=published)
        return extractor.extract([article])[0]

    return one


@pytest.fixture
def said(read: Read) -> Callable[..., list[str]]:
    """What one sentence says, a line a claim: type, stage, parties in their roles, sum."""
    return lambda sentence, **given: [line(claim) for claim in read(sentence + CONTEXT, **given).claims]


def line(claim: Claim) -> str:
    """A claim in one line."""
    words = [claim.claim_type.split("_")[0], claim.stage, *_roles(claim)]
    if claim.amount:
        words.append(f"{claim.amount.kind}={claim.amount.value:f}{claim.amount.currency_code or ''}")
    if claim.polarity == "denied":
        words.append("denied")
    return " ".join(words)


def _roles(claim: Claim) -> list[str]:
    match claim:
        case InvestmentClaim():
            value = [f"valued={claim.valuation.value:f}"] if claim.valuation else []
            return [f"{'+'.join(claim.investors)}>{claim.recipient or ''}", claim.deal_type, *value]
        case ModelAdoptionClaim():
            return [f"{claim.adopter or ''}/{claim.product or ''}<{claim.provider or ''}/{claim.model or ''}"]
        case LegalActionClaim():
            return [f"{'+'.join(claim.plaintiffs)}>{'+'.join(claim.defendants)}", claim.action_type]
        case PartnershipClaim():
            return [
                "+".join(claim.parties),
                claim.agreement_type,
                *([f"until={claim.term_end}"] if claim.term_end else []),
            ]
