"""Charts of the report, drawn to SVG here so that the page needs no script. Colours are the page's own variables."""

from dataclasses import dataclass
from typing import Any

from pipelines.reporting.wording import GRADES, readable

_INK = "var(--ink)"


@dataclass(frozen=True)
class Chart:
    """A drawing with its title and the same in words."""

    title: str
    svg: str
    words: str


def stage_charts(facts: dict[str, list[dict[str, Any]]]) -> list[Chart]:
    """One chart a type that has facts: how many stand at each stage, by grade; all on one scale.

    Args:
        facts: For each title, rows of ``stage``, ``rank``, ``grade`` and ``facts``.
    """
    drawn = {title: rows for title, rows in facts.items() if rows}
    most = max((total for rows in drawn.values() for _, total in _totals(rows)), default=0)
    return [Chart(title, _draw(rows, most), _words(rows)) for title, rows in drawn.items()]


def _totals(rows: list[dict[str, Any]]) -> list[tuple[str, int]]:
    totals: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: (row["rank"], row["stage"])):
        totals[row["stage"]] = totals.get(row["stage"], 0) + row["facts"]
    return list(totals.items())


def _words(rows: list[dict[str, Any]]) -> str:
    return ", ".join(f"{readable(stage)} {total}" for stage, total in _totals(rows))


def _draw(rows: list[dict[str, Any]], most: int) -> str:
    import altair as alt  # noqa: PLC0415 - a second to import, and only a release draws
    import vl_convert  # noqa: PLC0415

    totals = _totals(rows)
    stage = alt.Y(
        "stage:N",
        title=None,
        sort=[readable(name) for name, _ in totals],
        # One width of labels, so that the bars of all charts begin at one line.
        axis=alt.Axis(domain=False, ticks=False, labelPadding=6, labelColor=_INK, minExtent=92, labelLimit=92),
    )
    facts = alt.X("facts:Q", axis=None, stack="zero", scale=alt.Scale(domain=[0, most * 1.15], nice=False))
    bars = (
        alt.Chart(alt.Data(values=[row | {"stage": readable(row["stage"])} for row in rows]))
        .mark_bar(height=15)
        .encode(
            x=facts,
            y=stage,
            color=alt.Color(
                "grade:N",
                legend=None,
                scale=alt.Scale(domain=list(GRADES), range=[f"var(--{grade})" for grade in GRADES]),
            ),
            order=alt.Order("grade:N", sort="descending"),
        )
    )
    numbers = (
        alt.Chart(alt.Data(values=[{"stage": readable(name), "facts": total} for name, total in totals]))
        .mark_text(align="left", dx=5, color=_INK)
        .encode(x=facts, y=stage, text="facts:Q")
    )
    chart = (
        alt.layer(bars, numbers)
        .properties(width=215, height=alt.Step(24))
        .configure(
            font="system-ui, sans-serif",
            background="transparent",
            padding=2,
            view=alt.ViewConfig(stroke="transparent"),
            axis=alt.AxisConfig(labelFontSize=12, grid=False),
            text=alt.MarkConfig(fontSize=12),
        )
    )
    return str(vl_convert.vegalite_to_svg(chart.to_json(), allowed_base_urls=[]))
