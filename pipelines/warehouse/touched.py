"""Which articles a build has to make again: those that new rows touch. In a first build, all of them.

What is kept from the last build is read by name here, before any model of this build writes over it.
"""

import duckdb

from pipelines.warehouse.stories import BEGINNING, TOO_COMMON

_NEW_LOAD = "load_id not in (select load_id from raw.built_loads)"
# By what texts find each other: values of their sketches, and keys of what they tell. ``beginning`` as stories.py counts it.
_HELD = (
    "(select article_id, unnest(list_concat(fingerprint, coalesce(fact_keys, []))) as value, "
    f"case when len(marks) > 0 then marks[1:{BEGINNING}] else fingerprint end as beginning "
    "from raw.articles where set_aside is null and len(fingerprint) > 0)"
)


def kept(session: duckdb.DuckDBPyConnection, model: str) -> bool:
    """Whether the last build left rows of that intermediate model."""
    found = session.execute(
        "select 1 from duckdb_tables() where schema_name = 'intermediate' and table_name = ?", [model]
    ).fetchone()
    return found is not None


def articles_touched(session: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """The new article versions with all that share a page or a story with them, however many steps away.

    A text is new, or was read anew, or prints a name that is shown otherwise from now on.
    """
    if not kept(session, "int_stories"):
        return session.sql("select distinct article_id from raw.articles")
    session.execute(
        f"create or replace temp table new_articles as select article_id from raw.articles where {_NEW_LOAD} "
        f"union select article_id from raw.extractions where {_NEW_LOAD}"
    )
    session.execute("create or replace temp table touched_articles as select article_id from new_articles")
    _touch(session, "select article_id from intermediate.int_names_shown_otherwise")
    _touch(
        session,
        "select article_id from raw.articles where text_sha256 in (select text_sha256 from raw.articles "
        "where article_id in (select article_id from new_articles) and set_aside is null) and set_aside is null",
    )
    _touch(session, _sharing_sketches(session))
    while _touch_pages(session) | _touch_stories(session):
        pass
    return session.sql("select article_id from touched_articles")


def _touch(session: duckdb.DuckDBPyConnection, query: str) -> bool:
    found = session.execute(
        f"insert into touched_articles select distinct article_id from ({query}) "
        "where article_id not in (select article_id from touched_articles)"
    ).fetchone()
    return bool(found and found[0])


def _touch_pages(session: duckdb.DuckDBPyConnection) -> bool:
    return _touch(
        session,
        "select article_id from raw.articles where page_id in (select page_id from raw.articles "
        "where article_id in (select article_id from touched_articles))",
    )


def _touch_stories(session: duckdb.DuckDBPyConnection) -> bool:
    return _touch(
        session,
        "select article_id from intermediate.int_stories where story_id in (select story_id from intermediate.int_stories "
        "where article_id in (select article_id from touched_articles))",
    )


def _sharing_sketches(session: duckdb.DuckDBPyConnection) -> str:
    """A query for the articles that share a value with a new one, unless it was boilerplate even without the new."""
    session.execute(
        "create or replace temp table new_values as "
        f"select distinct value from {_HELD} where article_id in (select article_id from new_articles) "
        "and value not in (select value from intermediate.int_sketches_common)"
    )
    session.execute(
        "create or replace temp table holders as "
        f"select value, article_id, beginning from {_HELD} where value in (select value from new_values)"
    )
    return (
        "select article_id from holders where value in (select value from holders group by value having "
        f"count(distinct beginning) filter (where article_id not in (select article_id from new_articles)) <= {TOO_COMMON})"
    )


def sketches_common(session: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """The values that texts with more beginnings hold than a story has: boilerplate. Of those that were not known to be."""
    if not kept(session, "int_sketches_common"):
        return session.sql(_COMMON)
    return session.sql(
        f"select value from ({_COMMON}) where value not in (select value from intermediate.int_sketches_common)".replace(
            "where true",
            f"where value in (select value from {_HELD} where article_id in (select article_id from raw.articles where {_NEW_LOAD}))",
        )
    )


_COMMON = f"select value from {_HELD} where true group by value having count(distinct beginning) > {TOO_COMMON}"
