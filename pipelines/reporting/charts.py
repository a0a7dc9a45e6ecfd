"""Charts of the report, drawn to SVG here so that the page needs no script."""

from typing import Any

_COLOURS = ["#0f5c6e", "#c2702a", "#8a3b52", "#5b7b3a"]


def stage_chart(rows: list[dict[str, Any]]) -> str:
    """Facts by type and stage, as SVG; empty where there is no fact."""
    import altair as alt  # noqa: PLC0415 - a second to import, and only a release draws
    import vl_convert  # noqa: PLC0415

    if not rows:
        return ""
    types = list(dict.fromkeys(row["type"] for row in rows))
    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=alt.X("facts:Q", title="facts", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("stage:N", title=None, sort="-x"),
            color=alt.Color("type:N", legend=None, scale=alt.Scale(domain=types, range=_COLOURS[: len(types)])),
        )
        .properties(width=210, height=alt.Step(20))
    )
    labels = bars.mark_text(align="left", dx=4, color="#444").encode(text="facts:Q", color=alt.value("#444"))
    chart = (
        alt.layer(bars, labels)
        .facet(facet=alt.Facet("type:N", title=None, sort=types), columns=2)
        .resolve_scale(y="independent", x="independent")
        .configure_view(stroke=None)
        .configure_axis(grid=False, domain=False, labelFontSize=12)
        .configure_header(labelFontSize=13, labelFontWeight="bold", labelAnchor="start")
        .configure(font="system-ui, sans-serif", background="transparent")
    )
    return str(vl_convert.vegalite_to_svg(chart.to_json(), allowed_base_urls=[]))
