"""The report page of a release: one file, no script, no request to anywhere."""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipelines.reporting import sections
from pipelines.reporting.charts import stage_charts
from pipelines.reporting.links import host_words, safe_link
from pipelines.reporting.overview import overview
from pipelines.reporting.rows import one_line, rows_of
from pipelines.reporting.wording import GRADES, moment, readable
from pipelines.warehouse.connection import read_only

_UNFOLDED = 60  # facts of a type that stand open; the rest is one click away


def write_report(
    marts_path: Path, folder: Path, *, release_id: str, sources_failed: dict[str, str], warnings: Sequence[str] = ()
) -> Path:
    """Write ``index.html`` about a release into a folder, and return its path.

    Args:
        warnings: What the gates let pass with a warning; by default what the scorecard beside the marts says.
    """
    path = folder / "index.html"
    folder.mkdir(parents=True, exist_ok=True)
    content = _content(marts_path) | {
        "release_id": release_id,
        "sources_failed": sources_failed,
        "warnings": list(warnings) or _warnings(marts_path),
    }
    path.write_text(_page(content), encoding="utf-8", errors="replace")
    return path


def _content(marts_path: Path) -> dict[str, Any]:
    held = overview(marts_path)
    with read_only(marts_path) as connection:
        connection.execute("use marts")
        names = sections.origin_names(connection)
        counts = sections.stage_counts(connection)
        facts = {title: sections.facts(connection, table, names) for title, (table, _) in sections.FACT_TABLES.items()}
        info = rows_of(connection, "select * from release_info")
        return {
            "held": held,
            "built_at": info[0]["built_at"] if info else None,
            "extraction": " ".join(
                info[0][name] for name in ("extractor", "extractor_model", "prompt_version") if info and info[0][name]
            ),
            "totals": {title: sum(row["facts"] for row in rows) for title, rows in counts.items()},
            "grade_counts": _grade_counts(counts),
            "charts": stage_charts(counts),
            "facts": facts,
            "shown": {row["event_key"] for rows in facts.values() for row in rows},
            "money": sections.money(connection),
            "conflicts": sections.conflicts(connection, names),
            "publishers": sections.publishers(connection),
            "aside": sections.set_aside(connection),
        }


def _grade_counts(counts: dict[str, list[dict[str, Any]]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for rows in counts.values():
        for row in rows:
            found[row["grade"]] += row["facts"]
    return found


def _warnings(marts_path: Path) -> list[str]:
    try:
        card = json.loads(marts_path.with_name("scorecard.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [str(line) for line in card.get("warnings", [])]


def _page(content: dict[str, Any]) -> str:
    environment = Environment(
        loader=PackageLoader("pipelines.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "safe_link": safe_link, "host": host_words, "readable": readable, "moment": moment, "line": one_line, "anchor": _anchor,
    }  # fmt: skip
    style = (files("pipelines.reporting") / "templates" / "report.css").read_text(encoding="utf-8")
    # The policy names the one style sheet by its hash: a style that an article smuggles in is not applied.
    style_hash = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("report.html.j2").render(
        **content,
        style=Markup(style),  # noqa: S704 - a file of the project, not text of an article
        style_hash=style_hash,
        grades=GRADES,
        unfolded=_UNFOLDED,
        max_facts=sections.MAX_FACTS,
    )


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")
