"""What the dbt models written in Python make of their rows."""

from datetime import datetime

import duckdb

from pipelines.warehouse.dbt_models import stories


def test_articles_of_one_text_have_one_story() -> None:
    with duckdb.connect() as connection:
        articles = connection.sql(
            "select * from (values ('a', 'x', true), ('b', 'x', true), ('c', 'y', true), ('d', 'x', false)) "
            "as t (article_id, text_sha256, is_readable), (select []::ubigint[] as fingerprint, fingerprint as marks, "
            "fingerprint as fact_keys, ?::timestamp as known_at)",
            params=[datetime(2026, 7, 1)],  # noqa: DTZ001 - any time will do
        )
        common = connection.sql("select 1::ubigint as value where false")
        found = {member["article_id"]: member["story_id"] for member in stories(articles, common).to_pylist()}
    assert set(found) == {"a", "b", "c"}
    assert found["a"] == found["b"] != found["c"]
