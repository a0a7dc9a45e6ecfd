"""Answers as text: a table that a terminal can show, one value a line where it is too wide, or CSV."""

import csv
import json
from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from io import StringIO
from math import isfinite
from textwrap import wrap
from typing import Any

from rich.cells import cell_len, set_cell_size

from pipelines.reporting.query import Answer
from pipelines.reporting.rows import one_line

WIDTH = 100
_NARROWEST = 9  # columns of text cut below this say nothing: the answer is shown one value a line instead
_SPACING = 2


def table_text(answer: Answer, *, width: int = WIDTH, wide: bool = False) -> str:
    """The answer as a table of at most ``width`` columns, longer text cut with …; ``wide`` cuts nothing."""
    if not answer.columns:
        return "No columns."
    cells = [[cell_text(value) for value in row] for row in answer.rows]
    names = [one_line(name) for name in answer.columns]
    text = _table(names, cells, answer.types, None if wide else width) or _one_value_a_line(names, cells, width)
    return f"{text}\n{_foot(answer)}"


def csv_text(answer: Answer) -> str:
    """The answer as CSV, with nothing cut; lists and structures as JSON."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_csv_value(value) for value in row] for row in answer.rows)
    return file.getvalue()


def cell_text(value: Any) -> str:
    """A value in as few characters as say it: thousands set apart in sums, times to the minute, lists joined."""
    text = str(value)
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case Decimal() if value.is_finite():
            text = f"{value.normalize():,f}"
        case datetime():
            text = f"{value:%Y-%m-%d}" if value.time() == time.min else f"{value:%Y-%m-%d %H:%M}"
        case list() | tuple():
            text = ", ".join(cell_text(item) for item in value)
        case dict():
            text = json.dumps(value, ensure_ascii=False, default=str)
        case float() if isfinite(value):
            text = f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return one_line(text)


def _csv_value(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value


def _foot(answer: Answer) -> str:
    count = f"{len(answer.rows):,}"
    if answer.has_more:
        return f"first {count} of more rows; --limit shows more"
    return f"{count} row{'' if len(answer.rows) == 1 else 's'}"


def _is_number(kind: str) -> bool:
    return kind.startswith(
        ("DECIMAL", "DOUBLE", "FLOAT", "HUGEINT", "UHUGEINT", "BIGINT", "UBIGINT", "INTEGER", "SMALLINT", "TINYINT")
    )


def _table(names: Sequence[str], cells: Sequence[Sequence[str]], types: Sequence[str], width: int | None) -> str | None:
    """The table, or nothing where it would cut a number, or cut text to nothing."""
    numbers = [_is_number(kind) for kind in types]
    widths = [max(map(cell_len, (name, *(row[i] for row in cells)))) for i, name in enumerate(names)]
    if width is not None:
        room = width - _SPACING * (len(names) - 1) - sum(w for w, number in zip(widths, numbers, strict=True) if number)
        cap = _cap([w for w, number in zip(widths, numbers, strict=True) if not number], room)
        if cap is None:
            return None
        widths = [w if number else min(w, cap) for w, number in zip(widths, numbers, strict=True)]
    lines = [_line(row, widths, numbers) for row in (names, *cells)]
    rule = "─" * (sum(widths) + _SPACING * (len(widths) - 1))
    return "\n".join([lines[0], rule, *lines[1:]])


def _cap(widths: Sequence[int], room: int) -> int | None:
    """The widest that columns of text may be so that they fit; short ones leave their room to the long."""
    for cap in range(max(widths, default=0), _NARROWEST - 1, -1):
        if sum(min(width, cap) for width in widths) <= room:
            return cap
    return _NARROWEST if sum(min(width, _NARROWEST) for width in widths) <= room else None


def _line(row: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> str:
    cells = []
    for text, width, number in zip(row, widths, numbers, strict=True):
        shown = cut(text, width)
        cells.append(" " * (width - cell_len(shown)) + shown if number else set_cell_size(shown, width))
    return (" " * _SPACING).join(cells).rstrip()


def cut(text: str, width: int) -> str:
    """Text cut to a width with …, counting signs of double width as two."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def _one_value_a_line(names: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> str:
    label = max(map(cell_len, names)) + _SPACING
    room = max(width - label, 20)
    blocks = []
    for number, row in enumerate(cells, 1):
        lines = [
            f"{set_cell_size(name, label)}{cut(cell, room)}".rstrip() for name, cell in zip(names, row, strict=True)
        ]
        blocks.append("\n".join([f"─── row {number}", *lines]))
    return "\n".join(blocks or wrap(", ".join(names), width))
