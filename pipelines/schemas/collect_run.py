"""What came into one run of collect, and what became of it."""

from datetime import datetime
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from pipelines import ids


class CollectRun(BaseModel):
    """Counts in and counts out.

    Grain: one row a run that had anything to read. All that came in (pages that were due, records and unfinished files of
    the inbox, messages of the queue) is new, set aside, unchanged or waiting; ``lost_count`` is what is none of these, and
    not 0 only where the collector has a fault.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    run_id: str = Field(pattern=r"^[0-9a-f]{24}$")
    started_at: AwareDatetime
    pages_due: int = Field(ge=0)
    inbox_records: int = Field(ge=0)
    queue_messages: int = Field(ge=0)
    articles_new: int = Field(ge=0)
    articles_set_aside: int = Field(ge=0)
    unchanged: int = Field(ge=0)
    waiting: int = Field(ge=0)
    lost_count: int

    @classmethod
    def of(cls, started_at: datetime, **counts: int) -> Self:
        """The row of a run, with what is missing counted."""
        came = counts["pages_due"] + counts["inbox_records"] + counts["queue_messages"]
        went = counts["articles_new"] + counts["articles_set_aside"] + counts["unchanged"] + counts["waiting"]
        run_id = ids.digest(started_at.isoformat(), *(f"{name}={count}" for name, count in sorted(counts.items())))
        return cls.model_validate(counts | {"run_id": run_id, "started_at": started_at, "lost_count": came - went})
