"""Which of the dates said of an article are believed, and what is doubtful about the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipelines.schemas.article import PublishedFrom, QualityFlag
from pipelines.sources.dates import ELDEST, When, believable

Said = tuple[When | None, PublishedFrom]
_UNKNOWN: Said = (None, "none")


@dataclass(frozen=True)
class Dates:
    """When an article was published and last changed, as far as known, and from where."""

    published: When | None = None
    published_from: PublishedFrom = "none"
    modified: When | None = None
    modified_from: PublishedFrom = "none"
    flags: tuple[QualityFlag, ...] = ()


def settle_dates(published: Sequence[Said], modified: Sequence[Said], now: datetime) -> Dates:
    """Of each the first that can be believed. One that lies in the future, or before there was news on the web, raises a flag."""
    first, first_from = _finest(_believed(published, now))
    changed, changed_from = next(iter(_believed(modified, now)), _UNKNOWN)
    said = [when for when, _ in (*published, *modified) if when]
    return Dates(first, first_from, changed, changed_from, tuple(_flags(said, now)))


def _believed(said: Sequence[Said], now: datetime) -> list[tuple[When, PublishedFrom]]:
    return [(when, source) for one, source in said if (when := believable(one, now))]


def _finest(found: list[tuple[When, PublishedFrom]]) -> Said:
    """The first; a later one of the same day may tell the hour."""
    if not found:
        return _UNKNOWN
    first, source = found[0]
    finer = (pair for pair in found if pair[0].precision == "second" and abs(pair[0].at - first.at).days < 1)
    return (first, source) if first.precision == "second" else next(finer, (first, source))


def _flags(said: Iterable[When], now: datetime) -> Iterable[QualityFlag]:
    wrong = [when for when in said if believable(when, now) is None]
    if any(when.at > now for when in wrong):
        yield "date_in_future"
    if any(when.at < ELDEST for when in wrong):
        yield "date_absurd"
