"""What a reader of one release would find changed in another: facts that are new, read differently, or are gone."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from pipelines.reporting.rows import one_line, rows_of
from pipelines.reporting.sections import FACT_TABLES
from pipelines.reporting.wording import amount_words, fact_date, fact_headline, kind_words, readable
from pipelines.warehouse.connection import read_only


@dataclass(frozen=True)
class Change:
    """One fact that changed. ``before`` is how it was said in the former release; of a withdrawn one, ``now`` is empty."""

    kind: Literal["new", "changed", "withdrawn"]
    type: str
    event_key: str
    now: str
    before: str
    quote: str
    article_url: str | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def changes(former: Path, current: Path) -> list[Change]:
    """The facts of two releases (their files) that are said differently; more articles on the same thing are no change.

    An event that got another key since is followed to it.
    """
    old, _ = _facts(former)
    new, moved = _facts(current)
    old = {moved.get(key, key) if key not in new else key: fact for key, fact in old.items()}
    found = []
    for key in sorted({*old, *new}):
        before, now = old.get(key), new.get(key)
        if before and now and before["said"] == now["said"]:
            continue
        fact = now or before or {}
        kind: Literal["new", "changed", "withdrawn"] = "changed" if before and now else "new" if now else "withdrawn"
        found.append(
            Change(
                kind,
                fact["type"],
                key,
                now["said"] if now else "",
                before["said"] if before else "",
                one_line(fact["quote"]),
                fact["article_url"],
            )
        )
    return sorted(found, key=lambda change: ("new", "changed", "withdrawn").index(change.kind))


def _facts(path: Path) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    with read_only(path) as connection:
        connection.execute("use newsledger.marts")
        facts = {
            row["event_key"]: {
                "type": event_type,
                "said": _said(table, row),
                "quote": row["quote"],
                "article_url": row["article_url"],
            }
            for table, event_type in FACT_TABLES.values()
            for row in rows_of(connection, f"select * from {table}")  # noqa: S608 - our own names
        }
        moved = rows_of(connection, "select old_event_key, event_key from event_redirects where event_key is not null")
    return facts, {row["old_event_key"]: row["event_key"] for row in moved}


def _said(table: str, row: dict[str, Any]) -> str:
    """All that a reader is shown of a fact, in one line."""
    amount = amount_words(row)
    parts = (
        fact_headline(table, row),
        f"{amount} ({kind_words(row.get('amount_kind'))})" if amount else "",
        readable(row["stage"]),
        row["grade"],
        "disputed" if row["is_disputed"] else "",
        fact_date(row),
    )
    return one_line(", ".join(part for part in parts if part))
