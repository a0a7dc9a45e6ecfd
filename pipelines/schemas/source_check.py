"""One look at one source, as it went."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

CheckOutcome = Literal["read", "unchanged", "failed"]


class SourceCheck(BaseModel):
    """What came of asking a source what is new.

    Grain: one row a ``source_id`` and ``checked_at``. What was to be expected of the source stands beside it as it was
    registered then, so that its health can be told from the checks alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source_id: str = Field(max_length=100)
    publisher: str = Field(max_length=200)
    url: str = Field(max_length=2000)
    checked_at: AwareDatetime
    outcome: CheckOutcome = Field(description="'unchanged' is what the site itself said (status 304).")
    reason: str | None = Field(default=None, max_length=500, description="Why it failed, or what of it was not read.")
    is_first: bool = Field(
        description="Nothing had been read of it before: all its items were new to us, not to the world."
    )
    item_count: int = Field(default=0, ge=0, description="Items that stood in it.")
    new_count: int = Field(default=0, ge=0, description="Items that had not been seen in any source before.")
    late_count: int = Field(default=0, ge=0, description="New items that say they are more than a day old.")
    items_per_week_low: int | None = Field(default=None, ge=0)
    items_per_week_high: int | None = Field(default=None, ge=0)
