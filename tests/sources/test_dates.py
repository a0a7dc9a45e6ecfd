from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.dates import believable, parse_when

_NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-07-10T08:00:00Z",
        "2026-07-10T10:00:00+02:00",
        "2026-07-10T10:00:00+0200",
        "2026-07-10 08:00:00Z",
        "2026-07-10T08:00Z",
        "2026-07-10T08:00:00.000Z",
        "Fri, 10 Jul 2026 08:00:00 GMT",
        "Fri, 10 Jul 2026 08:00:00 -0000",
        "10 Jul 2026 04:00:00 -0400",
        "Fri, 10 Jul 2026 04:00:00 EDT",
    ],
)
def test_one_moment_is_read_from_each_way_of_writing_it(written: str) -> None:
    when = parse_when(written)
    assert when is not None
    assert (when.at, when.precision) == (datetime(2026, 7, 10, 8, tzinfo=UTC), "second")


@pytest.mark.parametrize(
    ("written", "precision", "month", "day"),
    [
        ("2026-07-10", "day", 7, 10),
        ("2026-07", "month", 7, 1),
        ("2026", "year", 1, 1),
        ("2026-07-10T23:30:00", "day", 7, 10),  # no zone: only the day can be known
        ("Fri, 10 Jul 2026 23:30:00 XYZ", "day", 7, 10),
    ],
)
def test_a_date_keeps_the_precision_it_has(written: str, precision: str, month: int, day: int) -> None:
    when = parse_when(written)
    assert when is not None
    assert (when.precision, when.at) == (precision, datetime(2026, month, day, tzinfo=UTC))


@pytest.mark.parametrize(
    "written", [None, "", "yesterday", "2026-13-01", "2026-02-30", "10/07/2026", "now", "12", "x" * 500]
)
def test_what_is_no_date_is_none_and_never_today(written: str | None) -> None:
    assert parse_when(written) is None


@given(st.text(max_size=100))
def test_no_text_breaks_the_reader(text: str) -> None:
    when = parse_when(text)
    assert when is None or when.at.tzinfo is not None


@pytest.mark.parametrize("written", ["2026-11-24", "2099-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1994-12-31"])
def test_a_future_or_absurd_date_is_not_believed(written: str) -> None:
    assert believable(parse_when(written), _NOW) is None


def test_a_clock_that_is_hours_ahead_is_believed() -> None:
    when = parse_when("2026-11-23T03:00:00Z")
    assert believable(when, _NOW) == when
