"""Which known articles new ones bear upon, so that a build groups those again and leaves every other story as it is.

The new articles, what is returned here, and all that share a story with any of these: grouped by themselves, with the
values that are boilerplate, they give what grouping all articles gives. ``tests/warehouse/test_story_window.py`` holds it.
"""

from collections.abc import Iterator
from typing import Any

import duckdb

from pipelines.warehouse.stories import BEGINNING, TOO_COMMON
from pipelines.warehouse.story_pairs import WINDOW_DAYS
from pipelines.warehouse.story_rule import SIMILAR, Told, is_copy, is_retold

_DAY = "epoch(known_at)::bigint // 86400"
_BEGINNING = f"case when len(marks) > 0 then marks[1:{BEGINNING}] else fingerprint end"


def articles_joined(session: duckdb.DuckDBPyConnection, *, texts: str, new: str, common: str) -> list[str]:
    """The articles that a new one is one report with, and those whose bonds a value may have held that is boilerplate now.

    Args:
        texts: The table or view of all readable texts, new ones among them: ``article_id``, ``text_sha256``,
            ``fingerprint``, ``marks``, ``fact_keys``, ``known_at``.
        new: The table of the new articles' ``article_id``.
        common: The table of each ``value`` that was boilerplate before.
    """
    session.execute(
        f"create or replace temp table story_new as select *, {_DAY} as day from {texts} "
        f"where article_id in (select article_id from {new})"
    )
    found = set(_same_to_the_letter(session, texts))
    for kind, is_same in (("fingerprint", is_copy), ("fact_keys", is_retold)):
        _look_for_new(session, common, kind)
        _hold(session, texts, kind)
        found.update(
            _column(session, "select article_id from story_held where value in (select value from story_fresh)")
        )
        for other, one_told, other_told in _pairs(session, texts, kind):
            if other not in found and is_same(one_told, other_told):
                found.add(other)
    return sorted(found)


def values_common_now(session: duckdb.DuckDBPyConnection, *, texts: str, new: str | None, common: str) -> list[int]:
    """The values that were no boilerplate before the new articles came, and are from now on; of all articles without ``new``."""
    if new is not None:
        session.execute(
            f"create or replace temp table story_new as select * from {texts} where article_id in (select article_id from {new})"
        )
    found: set[int] = set()
    for kind in ("fingerprint", "fact_keys"):
        if new is None:
            _suspect(session, texts, kind)
        else:
            _look_for_new(session, common, kind)
        _hold(session, texts, kind)
        found.update(_column(session, "select value from story_fresh"))
    return sorted(found)


def _same_to_the_letter(session: duckdb.DuckDBPyConnection, texts: str) -> list[Any]:
    return _column(
        session,
        f"select article_id from {texts} where text_sha256 in (select text_sha256 from story_new) "
        f"union select article_id from {texts} where len(fingerprint) > 0 and "
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
        f"create or replace temp table story_values as select value from (select unnest({kind}) as value from {texts}) "
        f"group by value having count(*) > {TOO_COMMON}"
    )


def _hold(session: duckdb.DuckDBPyConnection, texts: str, kind: str) -> None:
    """Who holds the values looked for, and which of these are boilerplate."""
    session.execute(
        # All texts are gone through: nothing but the key is carried along (0.5 s a million instead of 2.3, 2026-11-25).
        "create or replace temp table story_holders as select * from "
        f"(select article_id, unnest({kind}) as value from {texts}) where value in (select value from story_values)"
    )
    session.execute(
        "create or replace temp table story_held as "
        f"select article_id, {_DAY} as day, {_BEGINNING} as beginning, len({kind}) as size, value "
        f"from story_holders inner join {texts} using (article_id)"
    )
    session.execute(
        "create or replace temp table story_fresh as select value from story_held group by value "
        f"having count(*) > {TOO_COMMON} and count(distinct beginning) > {TOO_COMMON}"
    )


def _pairs(session: duckdb.DuckDBPyConnection, texts: str, kind: str) -> Iterator[tuple[str, Told, Told]]:
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
        f"inner join story_new as new on one = new.article_id inner join {texts} as old on other = old.article_id"
    ).to_arrow_reader(20_000)
    for batch in rows:
        for other, *told in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            sketch, marks, others_sketch, others_marks = (tuple(values or ()) for values in told)
            yield other, Told(sketch, marks), Told(others_sketch, others_marks)


def _column(session: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    return [row[0] for row in session.execute(query).fetchall()]
