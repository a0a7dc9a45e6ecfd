"""Dates as publishers write them, at the precision they give; what cannot be read is null, never today."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

WhenPrecision = Literal["second", "day", "month", "year"]

ELDEST = datetime(1995, 1, 1, tzinfo=UTC)  # no news was published on the web before
_TOO_FAR = timedelta(days=1)  # clocks and time zones of publishers are off by hours, not by days

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_MINUTE_Z = re.compile(r"(?<=[T ]\d\d:\d\d)(?=Z|[+-]\d\d|\Z)")
_WEEKDAY = re.compile(r"\A\s*[A-Za-z]{3,9},?\s+\d|\A\s*\d{1,2}[ -][A-Za-z]{3}")


class When(BaseModel):
    """A point in time at a precision, in UTC. A time of day without a zone is only known to the day.

    ``offset_minutes`` is the zone it was said in, east of UTC.
    """

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    precision: WhenPrecision
    offset_minutes: int | None = None


def parse_when(text: str | None) -> When | None:
    """Read an ISO 8601 or RFC 5322 date; null when it is neither."""
    written = (text or "").strip()
    if not written or len(written) > 80:
        return None
    try:
        return _partial(written) or (_mail(written) if _WEEKDAY.match(written) else _iso(written))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def believable(when: When | None, now: datetime) -> When | None:
    """The date, unless it lies in the future or before there was news on the web."""
    if when is None or not ELDEST <= when.at <= now + _TOO_FAR:
        return None
    return when


def _partial(written: str) -> When | None:
    match = _PARTIAL.match(written)
    if not match:
        return None
    year, month, day = match.groups()
    precision: WhenPrecision = "day" if day else "month" if month else "year"
    return When(at=datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC), precision=precision)


def _iso(written: str) -> When:
    return _of(datetime.fromisoformat(_MINUTE_Z.sub(":00", written)))


def _mail(written: str) -> When:
    moment = parsedate_to_datetime(written)
    # "-0000" says UTC of an unknown place; the library gives it, and zone names it does not know, without a zone.
    return _of(moment.replace(tzinfo=UTC) if moment.tzinfo is None and written.endswith("-0000") else moment)


def _of(moment: datetime) -> When:
    if moment.tzinfo is None:
        return When(at=moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC), precision="day")
    offset = moment.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else None
    return When(at=moment.astimezone(UTC), precision="second", offset_minutes=minutes)
