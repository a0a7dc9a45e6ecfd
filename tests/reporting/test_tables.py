"""Answers are readable in 100 columns, cut nothing but text, and move no terminal."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from rich.cells import cell_len

from pipelines.reporting.query import Answer
from pipelines.reporting.tables import cell_text, csv_text, table_text


def answer(has_more: bool = False, **columns: tuple[str, list[Any]]) -> Answer:
    rows = list(zip(*(values for _, values in columns.values()), strict=True))
    return Answer(list(columns), [kind for kind, _ in columns.values()], rows, has_more)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (Decimal("13000000000.00"), "13,000,000,000"),
        (Decimal("0.490000"), "0.49"),
        (Decimal("NaN"), "NaN"),
        (2026, "2026"),
        (1.5, "1.5"),
        (float("inf"), "inf"),
        (date(2026, 7, 1), "2026-07-01"),
        (datetime(2026, 7, 1, tzinfo=UTC), "2026-07-01"),
        (datetime(2026, 7, 1, 9, 5, 59, 123, tzinfo=UTC), "2026-07-01 09:05"),
        (["A", "B"], "A, B"),
        ({"a": 1}, '{"a": 1}'),
        ("two\nlines \x1b[31m", "two lines [31m"),
    ],
)
def test_a_value_is_said_in_as_few_characters_as_say_it(value: Any, text: str) -> None:
    assert cell_text(value) == text


def test_numbers_stand_right_and_text_left() -> None:
    lines = table_text(
        answer(name=("VARCHAR", ["Acme", "Bo"]), amount=("DECIMAL(24,2)", [Decimal(1000), Decimal(25)]))
    ).splitlines()
    assert lines == ["name  amount", "────────────", "Acme   1,000", "Bo        25", "2 rows"]


def test_long_text_is_cut_and_numbers_never_are() -> None:
    big = Decimal(999_999_999_999)
    text = table_text(
        answer(quote=("VARCHAR", ["long " * 60]), title=("VARCHAR", ["short"]), amount=("DECIMAL(24,2)", [big]))
    )
    lines = text.splitlines()
    assert max(map(cell_len, lines)) <= 100
    assert lines[2].endswith("999,999,999,999")
    assert "short" in lines[2]
    assert "…" in lines[2]


def test_wide_cuts_nothing() -> None:
    text = table_text(answer(quote=("VARCHAR", ["long " * 60])), wide=True)
    assert ("long " * 60).strip() in text
    assert "…" not in text


def test_signs_of_double_width_are_counted_as_two() -> None:
    text = table_text(answer(a=("VARCHAR", ["日本" * 60]), b=("VARCHAR", ["x"])))
    assert max(map(cell_len, text.splitlines())) <= 100


def test_more_columns_than_fit_are_shown_one_value_a_line() -> None:
    columns = {f"column_number_{i}": ("VARCHAR", ["some text that is long"]) for i in range(20)}
    lines = table_text(answer(**columns)).splitlines()
    assert lines[0] == "─── row 1"
    assert lines[1] == "column_number_0   some text that is long"
    assert lines[-1] == "1 row"


def test_an_answer_that_was_cut_short_says_so() -> None:
    assert table_text(answer(has_more=True, a=("INTEGER", [1, 2]))).endswith("first 2 of more rows; --limit shows more")
    assert table_text(answer(a=("INTEGER", []))).endswith("0 rows")


def test_csv_keeps_every_value_whole() -> None:
    text = csv_text(
        answer(
            a=("VARCHAR", ['long, "quoted"\n' * 30]),
            b=("VARCHAR[]", [["x", "y"]]),
            c=("DECIMAL(9,2)", [Decimal("1.50")]),
        )
    )
    header, row = csv.reader(StringIO(text))
    assert header == ["a", "b", "c"]
    assert row == ['long, "quoted"\n' * 30, '["x", "y"]', "1.50"]
