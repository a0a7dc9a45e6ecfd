"""Which articles a build has to make again: those that new rows touch. In a first build, all of them.

What is kept from the last build is read by name here, before any model of this build writes over it.
"""

import duckdb
import pyarrow as pa

from pipelines.warehouse.story_window import articles_joined, values_common_now

_NEW_LOAD = "load_id not in (select load_id from raw.built_loads)"
_NEW_TEXTS = f"(select article_id from raw.articles where {_NEW_LOAD})"
# What stories are made of, and when a text could be known, as int_articles_versioned has it.
_TEXTS = (
    "(select article_id, text_sha256, retrieved_at, fingerprint, coalesce(marks, []) as marks, coalesce(fact_keys, []) as fact_keys, "
    "case when published_at is null or published_at > retrieved_at then retrieved_at else published_at end as known_at "
    "from raw.articles where set_aside is null)"
)
_COMMON = "intermediate.int_sketches_common"


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
    session.register(
        "story_joined", _table("article_id", articles_joined(session, texts=_TEXTS, new=_NEW_TEXTS, common=_COMMON))
    )
    _touch(session, "select article_id from story_joined")
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


def sketches_common(session: duckdb.DuckDBPyConnection) -> pa.Table:
    """The values that texts with more beginnings hold than a story has: boilerplate. Of those that were not known to be."""
    is_first = not kept(session, "int_sketches_common")
    found = values_common_now(session, texts=_TEXTS, new=None if is_first else _NEW_TEXTS, common=_COMMON)
    return pa.table({"value": pa.array(found, pa.uint64())})


def _table(column: str, values: list[str]) -> pa.Table:
    return pa.table({column: pa.array(values, pa.string())})
