"""What is read as a date, and how it is resolved."""

import datetime
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.dates import find_dates

FRIDAY = datetime.date(2026, 7, 10)
FORMS = ["%B %d, %Y", "%d %B %Y", "%Y-%m-%d", "%b. %d, %Y", "%d.%m.%Y"]
BARE = ["Monday", "on Sunday", "yesterday", "in March", "last year", "in Q2", "on June 5", "last spring"]


@pytest.mark.parametrize(
    ("text", "value", "precision", "kind"),
    [
        ("on Monday", "2026-07-06", "day", "point"),
        ("Friday", "2026-07-10", "day", "point"),
        ("last Friday", "2026-07-03", "day", "point"),
        ("next Monday", "2026-07-13", "day", "point"),
        ("yesterday", "2026-07-09", "day", "point"),
        ("today", "2026-07-10", "day", "point"),
        ("this week", "2026-07", "month", "point"),
        ("last week", None, "unknown", "point"),
        ("last month", "2026-06", "month", "point"),
        ("this year", "2026", "year", "point"),
        ("late last year", "2025", "year", "point"),
        ("last fall", "2025", "year", "point"),
        ("said in January", "2026-01", "month", "point"),
        ("In September, it sued", "2025-09", "month", "point"),
        ("will launch in September", "2026-09", "month", "point"),
        ("since January", "2026-01", "month", "since"),
        ("by January", "2027-01", "month", "until"),
        ("In May, it sued", "2026-05", "month", "point"),
        ("January 2025", "2025-01", "month", "point"),
        ("Jan. 22, 2025", "2025-01-22", "day", "point"),
        ("22 January 2025", "2025-01-22", "day", "point"),
        ("Monday, June 1, 2026", "2026-06-01", "day", "point"),
        ("on September 3", "2025-09-03", "day", "point"),
        ("2025-01-22", "2025-01-22", "day", "point"),
        ("22.01.2025", "2025-01-22", "day", "point"),
        ("22/01/2025", "2025-01-22", "day", "point"),
        ("01/02/2025", "2025", "year", "point"),
        ("Q3", "2026-Q3", "quarter", "point"),
        ("Q4", "2025-Q4", "quarter", "point"),
        ("the third quarter of 2025", "2025-Q3", "quarter", "point"),
        ("the fiscal second quarter", None, "unknown", "point"),
        ("in 2019", "2019", "year", "point"),
        ("since 2019", "2019", "year", "since"),
        ("until 2030", "2030", "year", "until"),
        ("through 2032", "2032", "year", "until"),
        ("by 2027", "2027", "year", "until"),
        ("early 2026", "2026", "year", "point"),
        ("two years ago", "2024", "year", "point"),
        ("three months ago", "2026-04", "month", "point"),
        ("a three-year deal", None, "unknown", "duration"),
        ("el 22 de enero de 2025", "2025-01-22", "day", "point"),
        ("am 22. Januar 2025", "2025-01-22", "day", "point"),
        ("le 1er janvier 2025", "2025-01-01", "day", "point"),
        ("im Januar 2025", "2025-01", "month", "point"),
        ("el año pasado", "2025", "year", "point"),
        ("le mois dernier", "2026-06", "month", "point"),
    ],
)
def test_a_date_is_read_at_the_precision_said(text: str, value: str | None, precision: str, kind: str) -> None:
    mentions = find_dates(text, FRIDAY)
    assert [(m.value, m.precision, m.kind) for m in mentions] == [(value, precision, kind)]
    assert mentions[0].text == text[mentions[0].start : mentions[0].end]


@pytest.mark.parametrize("text", ["February 30, 2025", "2025-02-30", "30 February 2025", "31.04.2025", "2025-13-01"])
def test_an_impossible_date_is_none_and_hides_what_lies_in_it(text: str) -> None:
    assert find_dates(text, FRIDAY) == []


@pytest.mark.parametrize(
    "text",
    ["it may sue", "they march on", "Monday.com", "$2025", "2019 users", "in 2000 jobs", "Windows 2000", "the 1990s"],
)
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    assert find_dates(text, FRIDAY) == []


@pytest.mark.parametrize(
    "text",
    [
        "on Monday",
        "yesterday",
        "today",
        "last week",
        "last month",
        "this year",
        "in January",
        "Q3",
        "last fall",
        "a year ago",
        "March 3",
    ],
)
def test_without_a_day_of_publication_a_relative_date_is_unknown(text: str) -> None:
    mentions = find_dates(text, None)
    assert [(m.value, m.precision) for m in mentions] == [(None, "unknown")]


def test_a_week_inside_one_month_is_that_month() -> None:
    assert [m.value for m in find_dates("last week", datetime.date(2026, 7, 22))] == ["2026-07"]


def test_words_of_one_language_are_dates_in_that_language_only() -> None:
    assert [m.value for m in find_dates("hier", FRIDAY, "fr")] == ["2026-07-09"]
    assert find_dates("hier", FRIDAY, "de") == []


@settings(deadline=None)
@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 1, 1)), st.sampled_from(FORMS))
def test_a_day_written_out_is_read_back_whenever_it_was_published(day: datetime.date, form: str) -> None:
    assert [m.value for m in find_dates(day.strftime(form), None)] == [day.isoformat()]


@settings(deadline=None)
@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2050, 1, 1)), st.sampled_from(BARE))
def test_a_bare_relative_date_is_never_after_publication(published: datetime.date, text: str) -> None:
    for mention in find_dates(text, published):
        assert mention.value is not None
        year = mention.value[:4]
        assert int(year) <= published.year
        if mention.precision in ("day", "month"):
            assert mention.value <= published.isoformat()


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789.-/, QJanuryMofdeisltwkgo\n"), max_size=80), st.none() | st.dates())
def test_values_have_the_shape_of_their_precision(text: str, published: datetime.date | None) -> None:
    shapes = {"day": r"\d{4}-\d\d-\d\d", "month": r"\d{4}-\d\d", "quarter": r"\d{4}-Q[1-4]", "year": r"\d{4}"}
    for mention in find_dates(text, published):
        assert text[mention.start : mention.end] == mention.text
        assert mention.value is None or re.fullmatch(shapes[mention.precision], mention.value)


@pytest.mark.parametrize(
    "piece", ["in ", "early late ", "1 ", "January ", "2025-", "the end of ", "( ", "last ", "to to "]
)
def test_a_hostile_text_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    begun = time.process_time()
    find_dates(piece * (50_000 // len(piece)), FRIDAY)
    assert time.process_time() - begun < 5
