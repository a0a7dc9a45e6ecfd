"""Which known articles new ones bear upon, so that a build groups those again and leaves every other story as it is.

The new articles, what is returned here, and all that share a story with any of these: grouped by themselves, with the
values that are boilerplate, they give what grouping all articles gives. ``tests/warehouse/test_story_window.py`` holds it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import duckdb

from pipelines.events.stories import BEGINNING, TOO_COMMON
from pipelines.events.story_pairs import PERIOD_DAYS, WINDOW_DAYS
from pipelines.events.story_rule import SIMILAR, Told, is_copy, is_retold

_DAY = "epoch(known_at)::bigint // 86400"
_PERIOD = f"{_DAY} // {PERIOD_DAYS}"
_BEGINNING = f"case when len(marks) > 0 then marks[1:{BEGINNING}] else fingerprint end"


def articles_joined(session: duckdb.DuckDBPyConnection, *, texts: str, new: str, common: str) -> list[str]:
    """The articles that a new one is one report with, and those whose bonds a value may have held that is boilerplate now.

    Args:
        texts: The table or view of all readable texts, new ones among them: ``article_id``, ``text_sha256``,
            ``fingerprint``, ``marks``, ``fact_keys``, ``known_at``, and ``retrieved_at``, which is not before ``known_at``.
        new: The table of the new articles' ``article_id``, with ``retrieved_at``.
        common: The table of each ``value`` that was boilerplate before.
    """
    near = _texts_near(session, texts, new)
    found = set(_same_to_the_letter(session, texts, near))
    for kind, is_same in (("fingerprint", is_copy), ("fact_keys", is_retold)):
        _look_for_new(session, common, kind)
        _hold(session, near, kind)
        found.update(_held_by_what_is_common_now(session, texts, kind))
        for other, one_told, other_told in _pairs(session, near, kind):
            if other not in found and is_same(one_told, other_told):
                found.add(other)
    return sorted(found)


def values_common_now(session: duckdb.DuckDBPyConnection, *, texts: str, new: str | None, common: str) -> list[int]:
    """The values that were no boilerplate before the new articles came, and are from now on; of all articles without ``new``."""
    near = texts if new is None else _texts_near(session, texts, new)
    found: set[int] = set()
    for kind in ("fingerprint", "fact_keys"):
        if new is None:
            _suspect(session, texts, kind)
        else:
            _look_for_new(session, common, kind)
        _hold(session, near, kind)
        found.update(_column(session, "select value from story_fresh"))
    return sorted(found)


def _texts_near(session: duckdb.DuckDBPyConnection, texts: str, new: str) -> str:
    """The texts of the quarters and weeks of new ones, as a table; the new ones stand in ``story_new`` from then on."""
    of_new = f"article_id in (select article_id from {new})"
    # Rows lie in the order in which they came: by such a limit DuckDB passes over those of earlier years unread.
    (first,) = session.execute(f"select min(retrieved_at) from {new}").fetchone() or (None,)
    session.execute(
        f"create or replace temp table story_new as select *, {_DAY} as day from {texts} "
        f"where retrieved_at >= {_at(first)} and {of_new}"
    )
    session.execute(
        "create or replace temp table story_days as select distinct unnest(list_concat("
        f"range(day - {WINDOW_DAYS}, day + {WINDOW_DAYS} + 1), "
        f"range(day // {PERIOD_DAYS} * {PERIOD_DAYS}, (day // {PERIOD_DAYS} + 1) * {PERIOD_DAYS}))) as day "
        "from (select distinct day from story_new)"
    )
    (since,) = session.execute("select to_timestamp(min(day) * 86_400) from story_days").fetchone() or (None,)
    return f"(select * from {texts} where retrieved_at >= {_at(since)} and {_DAY} in (select day from story_days))"


def _at(moment: datetime | None) -> str:
    return f"'{moment.isoformat()}'::timestamptz" if moment else "'infinity'::timestamptz"


def _same_to_the_letter(session: duckdb.DuckDBPyConnection, texts: str, near: str) -> list[Any]:
    return _column(
        session,
        f"select article_id from {texts} where text_sha256 in (select text_sha256 from story_new) "
        f"union select article_id from {near} where len(fingerprint) > 0 and "
        "fingerprint[1] in (select fingerprint[1] from story_new) and "
        f"(fingerprint, marks, fact_keys, {_DAY}) in (select (fingerprint, marks, fact_keys, day) from story_new)",
    )


def _look_for_new(session: duckdb.DuckDBPyConnection, common: str, kind: str) -> None:
    session.execute(
        f"create or replace temp table story_values as select value from (select distinct unnest({kind}) as value from story_new) "
        f"where value not in (select value from {common})"
    )


def _suspect(session: duckdb.DuckDBPyConnection, texts: str, kind: str) -> None:
    session.execute(
        "create or replace temp table story_values as select distinct value from "
        f"(select unnest({kind}) as value, {_PERIOD} as period from {texts}) "
        f"group by value, period having count(*) > {TOO_COMMON}"
    )


def _hold(session: duckdb.DuckDBPyConnection, near: str, kind: str) -> None:
    """Who holds the values looked for, and which of these are boilerplate."""
    session.execute(
        # Nothing but the key is carried along for those that hold none (0.5 s a million instead of 2.3, 2026-11-25).
        "create or replace temp table story_holders as select * from "
        f"(select article_id, unnest({kind}) as value from {near}) where value in (select value from story_values)"
    )
    session.execute(
        "create or replace temp table story_held as "
        f"select article_id, {_DAY} as day, {_BEGINNING} as beginning, len({kind}) as size, value "
        f"from story_holders inner join {near} using (article_id)"
    )
    session.execute(
        "create or replace temp table story_fresh as select distinct value from "
        f"(select value, day // {PERIOD_DAYS} as period, beginning from story_held) group by value, period "
        f"having count(*) > {TOO_COMMON} and count(distinct beginning) > {TOO_COMMON}"
    )


def _held_by_what_is_common_now(session: duckdb.DuckDBPyConnection, texts: str, kind: str) -> list[Any]:
    """The articles of all time that hold a value which is boilerplate from now on: rarely any, so rarely looked for."""
    fresh = _column(session, "select value from story_fresh")
    if not fresh:
        return []
    return _column(
        session,
        f"select distinct article_id from (select article_id, unnest({kind}) as value from {texts}) "
        "where value in (select value from story_fresh)",
    )


def _pairs(session: duckdb.DuckDBPyConnection, near: str, kind: str) -> Iterator[tuple[str, Told, Told]]:
    enough = f"count(*) >= {SIMILAR} * greatest(new.size, old.size)" if kind == "fingerprint" else "true"
    session.execute(
        f"create or replace temp table story_pairs as "
        "with new as (select article_id, day, size, value from story_held where article_id in (select article_id from story_new)), "
        "old as (select article_id, day, size, value from story_held where article_id not in (select article_id from story_new)) "
        "select new.article_id as one, old.article_id as other from new inner join old using (value) "
        f"where value not in (select value from story_fresh) and abs(new.day - old.day) <= {WINDOW_DAYS} "
        f"group by new.article_id, old.article_id, new.size, old.size having {enough}"
    )
    rows = session.sql(
        "select other, new.fingerprint, new.marks, old.fingerprint, old.marks from story_pairs "
        f"inner join story_new as new on one = new.article_id inner join {near} as old on other = old.article_id"
    ).to_arrow_reader(20_000)
    for batch in rows:
        for other, *told in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            sketch, marks, others_sketch, others_marks = (tuple(values or ()) for values in told)
            yield other, Told(sketch, marks), Told(others_sketch, others_marks)


def _column(session: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    return [row[0] for row in session.execute(query).fetchall()]
