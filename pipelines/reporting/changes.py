"""What a reader of one release would find changed in another: facts that are new, read differently, or are gone."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb

from pipelines.reporting.rows import one_line, rows_of
from pipelines.reporting.sections import FACT_TABLES
from pipelines.reporting.wording import amount_words, fact_date, fact_headline, kind_words, readable
from pipelines.warehouse.connection import side_by_side

# What a fact shows beside what is said of it; all other columns are compared.
_NOT_SAID = {
    "article_count", "origin_count", "first_reported_at", "last_reported_at", "known_at", "quote", "article_url", "changed_at",
    "changed_in",
}  # fmt: skip
_Facts = dict[str, dict[str, Any]]
# One sentence may tell of two events: two claims of it are of one only where half of who takes part is the same, or the sum. Of
# several, those that say most alike; a sum that is the same weighs a little by itself, since a party may be what is read otherwise.
_NEAR = """
    with pairs as (
        select
            former.event_key as former_key,
            current.event_key as event_key,
            coalesce(
                len(list_intersect(former.parties, current.parties))
                / nullif(len(list_distinct(former.parties || current.parties)), 0), 0
            ) as parties_alike,
            former.amount = current.amount as is_same_sum,
            1 + (former.amount is not distinct from current.amount)::integer
            + (former.event_date is not distinct from current.event_date)::integer
            + (former.stage = current.stage)::integer as slots_alike
        from former_release.marts.fct_claims as former
        inner join current_release.marts.fct_claims as current
            on former.article_id = current.article_id and former.claim_type = current.claim_type
            and former.quote_start < current.quote_end and current.quote_start < former.quote_end
        where former.event_key in (select unnest(?::varchar[])) and current.event_key in (select unnest(?::varchar[]))
    )
    select former_key, event_key
    from pairs
    where parties_alike >= 0.5 or is_same_sum
    group by all
    order by sum((parties_alike + 0.1) * slots_alike) desc, former_key, event_key
"""


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


def changes(former: Path, current: Path, *, by_evidence: bool = False) -> list[Change]:
    """The facts of two releases (their files) that are said differently; more articles on the same thing are no change.

    An event that got another key since is followed to it; ``by_evidence`` to the event that is most alike of those told by its
    sentences, for releases of two extractions, which know nothing of each other's keys. Rows are compared in the database;
    only those that differ are put into words.
    """
    with side_by_side(former_release=former, current_release=current) as connection:
        old, new = _differing(connection)
        old = _found_again(connection, old, new) if by_evidence else _followed(connection, old, new)
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


def _differing(connection: duckdb.DuckDBPyConnection) -> tuple[_Facts, _Facts]:
    """The facts whose row is not the very same in both, as they were and as they are; all where the columns are others."""
    old: _Facts = {}
    new: _Facts = {}
    for table, event_type in FACT_TABLES.values():
        was, now = f"former_release.marts.{table}", f"current_release.marts.{table}"
        columns, columns_now = (
            [name for name, *_ in connection.execute(f"describe {t}").fetchall()] for t in (was, now)
        )
        rows = ", ".join(f'"{name}"' for name in columns if name not in _NOT_SAID)
        one_way = f"select event_key from (select {rows} from {{}} except select {rows} from {{}})"  # noqa: S608 - our own names
        differing = f"{one_way.format(was, now)} union {one_way.format(now, was)}"
        if set(columns) != set(columns_now):
            differing = f"select event_key from {was} union select event_key from {now}"  # noqa: S608
        connection.execute(f"create or replace temp table differing as {differing}")
        for place, facts in ((was, old), (now, new)):
            for row in rows_of(connection, f"select * from {place} where event_key in (from differing)"):  # noqa: S608
                facts[row["event_key"]] = {
                    "type": event_type,
                    "said": _said(table, row),
                    "quote": row["quote"],
                    "article_url": row["article_url"],
                }
    return old, new


def _followed(connection: duckdb.DuckDBPyConnection, old: _Facts, new: _Facts) -> _Facts:
    """The former facts under the keys of today; what became part of a fact that stood already is told by that fact alone."""
    gone = [key for key in old if key not in new]
    tables = (f"former_release.marts.{table}" for table, _ in FACT_TABLES.values())
    facts = " union all ".join(f"select event_key from {table}" for table in tables)  # noqa: S608 - our own names
    moved = rows_of(
        connection,
        f"select old_event_key, event_key, event_key in ({facts}) as stood "  # noqa: S608
        "from current_release.marts.event_redirects where event_key is not null "
        "and old_event_key in (select unnest(?::varchar[]))",
        [gone],
    )
    followed = {key: fact for key, fact in old.items() if key in new}
    today = {row["old_event_key"]: (row["event_key"], row["stood"]) for row in moved}
    for key in gone:
        key_today, stood = today.get(key, (key, False))
        if key_today == key or not stood:
            followed.setdefault(key_today, old[key])
    return followed


def _found_again(connection: duckdb.DuckDBPyConnection, old: _Facts, new: _Facts) -> _Facts:
    """The former facts under the keys of those that rest on the same sentences, those most alike first, each once."""
    pairs = rows_of(connection, _NEAR, [[key for key in old if key not in new], [key for key in new if key not in old]])
    today: dict[str, str] = {}
    taken: set[str] = set()
    for pair in pairs:
        if pair["former_key"] not in today and pair["event_key"] not in taken:
            today[pair["former_key"]] = pair["event_key"]
            taken.add(pair["event_key"])
    return {today.get(key, key): fact for key, fact in old.items()}


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
