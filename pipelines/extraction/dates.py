"""Dates in text, at the precision said; nothing here knows what day it is today."""

import datetime
from dataclasses import dataclass
from typing import Literal

from pipelines.schemas.claim import DatePrecision

DateKind = Literal["point", "since", "until", "duration"]


@dataclass(frozen=True)
class DateMention:
    """A date as said: ``value`` is ISO at its precision ("2026-07-10", "2026-07", "2026-Q3", "2026"), else null."""

    start: int
    end: int
    value: str | None
    precision: DatePrecision
    kind: DateKind
    text: str


def find_dates(text: str, published: datetime.date | None, language: str | None = None) -> list[DateMention]:
    """Return the dates in the order of the text; relative ones are resolved against ``published`` or not at all."""
    return []
