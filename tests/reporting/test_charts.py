"""Charts are drawings without scripts, in the order of the stages, on one scale."""

import re

from pipelines.reporting.charts import stage_charts

ROWS = [
    {"stage": "signed", "rank": 5, "grade": "E3", "facts": 2},
    {"stage": "in_talks", "rank": 3, "grade": "E1", "facts": 4},
    {"stage": "in_talks", "rank": 3, "grade": "E0", "facts": 1},
]


def test_no_facts_are_no_chart() -> None:
    assert stage_charts({"Investments": []}) == []


def test_a_chart_is_an_inline_drawing_without_script_or_reference() -> None:
    (chart,) = stage_charts({"Investments": ROWS})
    assert chart.svg.startswith("<svg")
    assert not re.search(r"<script|<image|<style|href=|url\(|\son\w+=|style=", chart.svg)


def test_stages_stand_in_their_order_with_their_totals() -> None:
    (chart,) = stage_charts({"Investments": ROWS})
    assert chart.words == "in talks 5, signed 2"
    assert re.findall(r">([^<>]+)</text>", chart.svg) == ["in talks", "signed", "5", "2"]


def test_colours_are_the_page_s_own_so_that_they_follow_its_scheme() -> None:
    (chart,) = stage_charts({"Investments": ROWS})
    assert set(re.findall(r'fill="(var[^"]+)"', chart.svg)) == {"var(--E0)", "var(--E1)", "var(--E3)", "var(--ink)"}


def test_charts_of_one_page_share_a_scale() -> None:
    one, two = stage_charts(
        {
            "A": [{"stage": "x", "rank": 1, "grade": "E1", "facts": 10}],
            "B": [{"stage": "y", "rank": 1, "grade": "E1", "facts": 5}],
        }
    )
    wide, narrow = (float(re.findall(r'd="M0,[\d.]+h([\d.]+)v15', chart.svg)[0]) for chart in (one, two))
    assert wide == 2 * narrow


def test_a_stage_named_by_a_stranger_stays_text() -> None:
    (chart,) = stage_charts({"A": [{"stage": "<script>x</script>", "rank": 1, "grade": "E1", "facts": 1}]})
    assert "<script" not in chart.svg
