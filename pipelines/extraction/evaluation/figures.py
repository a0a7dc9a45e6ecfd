"""The figures of an evaluation, as kept in the lake. Shares are null where there was nothing to count."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

ProblemKind = Literal["missed", "false", "differs"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")  # an older or newer version's record can still be read


class Rate(_Record):
    """So many right of so many."""

    right: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """Between 0 and 1."""
        return self.right / self.of if self.of else None


class Estimate(_Record):
    """A share with its 95% bootstrap interval over articles."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


class Figures(_Record):
    """Precision over the claims that could be right or wrong, recall over the events that were asked for."""

    asked: float = Field(default=0, description="Events that an analyst would demand.")
    right: float = Field(default=0, description="Claims that tell of a labelled event, demanded or not.")
    false: float = 0
    missed: float = Field(default=0, description="Events not found; one found only as background counts half.")
    precision: Estimate = Estimate()
    recall: Estimate = Estimate()
    f1: Estimate = Estimate()


class Problem(_Record):
    """A labelled event that was missed, a claim that is none, or a slot that differs from the label."""

    kind: ProblemKind
    article_id: str
    claim_type: str
    parties: str
    detail: str = Field(description="The stage, or the slot with what the label says and what was read.")
    sentence: str


class Evaluation(_Record):
    """One extraction measured by one gold set."""

    at: datetime
    project_version: str
    extractor: str
    model: str | None = None
    prompt_version: str | None = None
    gold_name: str
    gold_digest: str
    articles: int
    set_aside: int = 0
    waiting: int = 0
    overall: Figures
    by_type: dict[str, Figures]
    accuracy: dict[str, Rate] = Field(description="On claims that tell of a labelled event: stage, amount and others.")
    quotes_in_text: Rate
    relevance: Rate
    relevant_found: Rate
    irrelevant_kept_out: Rate
    precision_by_attribution: dict[str, Rate]
    precision_by_stage: dict[str, Rate]
    duplicates: int = Field(
        default=0, description="Claims of an event that another claim tells of: neither right nor wrong."
    )
    unlabelled_background: int = Field(
        default=0, description="Background claims that fit no label: labels do not cover all."
    )
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: Decimal = Decimal(0)
    problems: tuple[Problem, ...] = Field(default=(), description="Not kept in the lake: they quote the articles.")

    @property
    def label(self) -> str:
        """The extraction, as `newsledger promote` names it."""
        return " ".join(part for part in (self.extractor, self.model, self.prompt_version) if part)
