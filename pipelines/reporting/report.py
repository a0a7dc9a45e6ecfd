"""The report page of a release: one file, no script, no request to anywhere."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
from jinja2 import Environment, PackageLoader, StrictUndefined

from pipelines.reporting.charts import stage_chart
from pipelines.reporting.overview import overview
from pipelines.reporting.wording import amount_words, fact_date, fact_headline, readable
from pipelines.warehouse.connection import read_only

_MAX_FACTS = 500  # a page of more is slow to open; the rest is a query away, and the page says so
_FACT_QUERIES = {
    "Investments": "fct_investments",
    "Model adoptions": "fct_model_adoptions",
    "Legal actions": "fct_legal_actions",
    "Partnership terms": "fct_partnership_terms",
}


def write_report(marts_path: Path, folder: Path, *, release_id: str, sources_failed: dict[str, str]) -> Path:
    """Write ``index.html`` about a release into a folder, and return its path."""
    held = overview(marts_path)
    with read_only(marts_path) as connection:
        connection.execute("use marts")
        facts = {title: _facts(connection, table) for title, table in _FACT_QUERIES.items()}
        page = _environment().get_template("report.html.j2").render(
            release_id=release_id,
            built_at=_rows(connection, "select built_at from release_info")[0]["built_at"],
            held=held,
            facts=facts,
            max_facts=_MAX_FACTS,
            chart=stage_chart(_stages(facts)),
            grades=Counter(fact["grade"] for rows in facts.values() for fact in rows),
            conflicts=_rows(connection, "select * from fct_conflicts order by event_key, field"),
            publishers=_rows(connection, _PUBLISHERS),
            aside=_rows(connection, _SET_ASIDE),
            sources_failed=sources_failed,
        )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "index.html"
    path.write_text(page, encoding="utf-8")
    return path


_PUBLISHERS = """
select
    coalesce(publisher, 'unknown') as publisher,
    count(*) as articles,
    count(*) filter (where status = 'facts') as with_facts,
    count(*) filter (where status = 'no_event') as no_event,
    count(*) filter (where status not in ('facts', 'no_event')) as other
from dim_articles group by all order by articles desc, publisher limit 100
"""
_SET_ASIDE = """
select given_id, url, publisher, title, status, coalesce(set_aside_reason, status) as reason
from dim_articles where status in ('set_aside', 'retracted', 'superseded', 'waiting', 'copy')
order by status, reason, publisher, url limit 500
"""


def _facts(connection: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    """The facts of one type, best attested and newest first, with what the page says of each."""
    rows = _rows(
        connection,
        f"select * from {table} order by is_confirmed desc, grade desc, last_reported_at desc nulls last, event_key limit {_MAX_FACTS}",  # noqa: S608
    )
    for row in rows:
        row["headline"] = fact_headline(table, row)
        row["amount_words"] = amount_words(row)
        row["when"] = fact_date(row)
    return rows


def _stages(facts: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    counts = Counter((title, row["stage"]) for title, rows in facts.items() for row in rows)
    return [
        {"type": title, "stage": readable(stage), "facts": count} for (title, stage), count in sorted(counts.items())
    ]


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipelines.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"safe_link": safe_link, "readable": readable, "moment": _moment}
    return environment


def safe_link(url: str | None) -> str | None:
    """The address if a browser may follow it: http or https with a host, and nothing else."""
    parts = urlsplit(url or "")
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def _moment(value: datetime | date | Decimal | None) -> str:
    if isinstance(value, datetime):
        return f"{value:%d %b %Y, %H:%M} UTC"
    return f"{value:%d %b %Y}" if isinstance(value, date) else ""
