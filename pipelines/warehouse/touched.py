"""Which articles a build has to make again: those that new rows touch. In a first build, all of them.

What is kept from the last build is read by name here, before any model of this build writes over it.
"""

import duckdb
import pyarrow as pa

from pipelines.warehouse.pieces import lying_where
from pipelines.warehouse.story_window import articles_joined, values_common_now

# Named, and not all but those that were built: so DuckDB passes over the rows of other loads unread.
_NEW_LOAD = "load_id in (select load_id from raw.new_loads)"
_NEW_TEXTS = f"(select article_id, retrieved_at from raw.articles where {_NEW_LOAD})"
# What stories are made of, and when a text could be known, as int_articles_versioned has it.
_TEXTS = (
    "(select article_id, text_sha256, retrieved_at, fingerprint, coalesce(marks, []) as marks, coalesce(fact_keys, []) as fact_keys, "
    "case when published_at is null or published_at > retrieved_at then retrieved_at else published_at end as known_at "
    "from raw.articles where set_aside is null)"
)
_COMMON = "intermediate.int_sketches_common"
_BUILT = "newsledger.marts.dim_articles"
_STOOD = "select article_id, page_id, story_id, known_at"


def kept(session: duckdb.DuckDBPyConnection, model: str) -> bool:
    """Whether the last build left rows of that intermediate model."""
    found = session.execute(
        "select 1 from duckdb_tables() where schema_name = 'intermediate' and table_name = ?", [model]
    ).fetchone()
    return found is not None


def articles_touched(session: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """The new article versions with all that share a page or a story with them, however many steps away.

    A text is new, or was read anew, or prints a name that is shown otherwise from now on. ``known_at`` is of the last build, null
    for one that it had not; ``is_stored`` says whether older rows of raw may be of it.
    """
    if not kept(session, "int_claims_resolved"):
        return session.sql(
            "select distinct article_id, null::timestamptz as known_at, true as is_stored from raw.articles"
        )
    session.execute(
        "create or replace temp table touched_articles as select article_id from intermediate.int_articles_new"
    )
    session.execute(
        f"create or replace temp table articles_stood as {_STOOD} from intermediate.int_articles_new where known_at is not null"
    )
    session.register(
        "story_joined", _table("article_id", articles_joined(session, texts=_TEXTS, new=_NEW_TEXTS, common=_COMMON))
    )
    known = "select article_id from intermediate.int_names_shown_otherwise union select article_id from story_joined"
    if _touch(session, known):
        _note_standing(session, "article_id in (select article_id from articles_added)")
    _touch_sharing(session)
    return session.sql(
        "select touched.article_id, stood.known_at, coalesce(new.is_stored, true) as is_stored from touched_articles as touched "
        "left join (select distinct article_id, known_at from articles_stood) as stood using (article_id) "
        "left join intermediate.int_articles_new as new using (article_id)"
    )


def _note_standing(session: duckdb.DuckDBPyConnection, condition: str) -> None:
    """Add the articles of a condition that the last build had to ``articles_stood``, as it had them."""
    there = lying_where(session, _BUILT, condition)
    session.execute(f"insert into articles_stood {_STOOD} from {_BUILT} where {there}")


def _touch(session: duckdb.DuckDBPyConnection, query: str) -> bool:
    """Add the articles of a query, which stand in ``articles_added`` from then on; whether there were any to add."""
    session.execute(
        f"create or replace temp table articles_added as select distinct article_id from ({query}) "
        "where article_id not in (select article_id from touched_articles)"
    )
    found = session.execute("insert into touched_articles select article_id from articles_added").fetchone()
    return bool(found and found[0])


def _touch_sharing(session: duckdb.DuckDBPyConnection) -> None:
    """Add all that share a page or a story with what is touched, and with what that adds, however many steps away.

    The pages and stories of the last build stand in its mart of articles, those of new articles in raw.
    """
    session.execute("create or replace temp table shared_asked (kind varchar, key varchar)")
    session.execute(
        f"create or replace temp view articles_near as select page_id, story_id from articles_stood "
        f"union all select page_id, null from raw.articles where {_NEW_LOAD}"
    )
    while True:
        session.execute(
            "create or replace temp table shared_now as select distinct kind, key from (select unnest(['page', 'story']) as kind, "
            "unnest([page_id, story_id]) as key from articles_near) where key is not null "
            "and (kind, key) not in (select (kind, key) from shared_asked)"
        )
        session.execute("insert into shared_asked from shared_now")
        for kind in ("page", "story"):
            _note_standing(session, f"{kind}_id in (select key from shared_now where kind = '{kind}')")
        if not _touch(session, "select article_id from articles_stood"):
            return


def sketches_common(session: duckdb.DuckDBPyConnection) -> pa.Table:
    """The values that texts with more beginnings hold than a story has: boilerplate. Of those that were not known to be."""
    is_first = not kept(session, "int_sketches_common")
    found = values_common_now(session, texts=_TEXTS, new=None if is_first else _NEW_TEXTS, common=_COMMON)
    return pa.table({"value": pa.array(found, pa.uint64())})


def _table(column: str, values: list[str]) -> pa.Table:
    return pa.table({column: pa.array(values, pa.string())})
