"""What the lake holds enters the warehouse once, or is kept out with its reason: counts in are counts out."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipelines import ids
from pipelines.lake import Batch, Lake
from pipelines.schemas.article import Article
from pipelines.schemas.claim import Amount, InvestmentClaim
from pipelines.schemas.extraction import Extraction, Rejection
from pipelines.settings import Settings
from pipelines.warehouse import pending
from pipelines.warehouse.connection import warehouse
from pipelines.warehouse.load import LoadResult, load_pending
from pipelines.warehouse.quarantine import kept_out, retry_refused

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = date(2026, 11, 22)
TEXT = "Sample Robotics raised $5 million."


def article(given_id: str, text: str = TEXT) -> Article:
    return Article(
        article_id=ids.article_id(None, given_id, None, text),
        page_id=ids.page_id(None, given_id),
        given_id=given_id,
        source_id="inbox",
        text=text,
        published_at=NOON,
        published_precision="second",
        retrieved_at=NOON,
        text_sha256=ids.text_sha256(None, text),
    )


def claim(**changes: object) -> InvestmentClaim:
    amount = Amount(value=Decimal(5_000_000), currency_code="USD", kind="raise", as_stated="$5 million")
    base = {
        "stage": "effective",
        "recipient": "Sample Robotics",
        "quote": TEXT,
        "quote_start": 0,
        "quote_end": len(TEXT),
        "amount": amount,
    }
    return InvestmentClaim.model_validate(base | changes)


def read(lake: Lake, claims: tuple[InvestmentClaim, ...] = (claim(),), rejected: tuple[Rejection, ...] = ()) -> None:
    for batch in lake.batches_to_extract("rules@1", None):
        rows = [
            Extraction(
                article_id=a.article_id, category="investment", claims=claims, rejected=rejected, extractor="rules@1"
            )
            for a in lake.read_articles(batch.path)
        ]
        lake.write_extractions(batch, "rules@1", None, rows, NOON)


def _due(lake: Lake, store: duckdb.DuckDBPyConnection) -> list[Batch]:
    """What the next load would look at."""
    return pending.not_judged(lake, store, "articles") + pending.claims(lake, store)[0]


def _change(path: Path, column: str, value: object, *, row: int = 0) -> bytes:
    """Write a value into a row of a file; what the file was before."""
    before = path.read_bytes()
    frame = pq.ParquetFile(path).read().to_pandas()
    frame.loc[row, column] = value
    frame.to_parquet(path)
    return before


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.fixture
def lake(settings: Settings) -> Lake:
    return Lake(settings.lake_dir)


@pytest.fixture
def store(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse(settings) as connection:
        yield connection


def test_a_batch_enters_once_however_often_it_is_loaded(lake: Lake, store: duckdb.DuckDBPyConnection) -> None:
    lake.write_articles([article("a"), article("b")], DAY)
    read(
        lake,
        rejected=(Rejection(reason="quote_not_in_text", claim={"claim_type": "investment", "quote": "never said"}),),
    )
    first, second = load_pending(lake, store), load_pending(lake, store)
    assert first.rows == {"raw.articles": 2, "raw.extractions": 2, "raw.claims": 2}
    assert (second.batches, second.rows) == (0, {})
    assert store.sql("select count(*), count(distinct claim_key) from raw.claims").fetchone() == (2, 2)
    assert store.sql("select distinct amount_value, amount_kind, stage from raw.claims").fetchall() == [
        (Decimal("5000000.00"), "raise", "effective")
    ]
    assert (
        store.sql("select reason, quote from raw.rejected_claims").fetchall()
        == [("quote_not_in_text", "never said")] * 2
    )


def test_an_article_in_two_batches_is_one_row_and_counts_in_are_counts_out(
    lake: Lake, store: duckdb.DuckDBPyConnection
) -> None:
    lake.write_articles([article("a")], DAY)
    lake.write_articles([article("a"), article("b")], DAY)
    load_pending(lake, store)
    counts = store.sql(
        "select sum(rows_in), sum(rows_loaded), sum(rows_known), sum(rows_quarantined) from raw.loaded_batches"
    ).fetchone()
    assert counts == (3, 2, 1, 0)


def test_a_claim_key_depends_on_what_the_article_says_and_where_alone(
    lake: Lake, store: duckdb.DuckDBPyConnection
) -> None:
    lake.write_articles([article("a")], DAY)
    read(lake, (claim(), claim(quote_start=1), claim(recipient="Sample Robots")))
    load_pending(lake, store)
    assert store.sql("select count(distinct claim_key) from raw.claims").fetchone() == (3,)


def test_of_two_claims_of_one_key_the_first_stands_and_the_other_is_told(
    lake: Lake, store: duckdb.DuckDBPyConnection
) -> None:
    lake.write_articles([article("a")], DAY)
    read(lake, (claim(), claim(stage="announced")))
    result = load_pending(lake, store)
    assert result.refused == []
    assert store.sql("select stage from raw.claims").fetchall() == [("effective",)]
    assert store.sql("select reason, claim ->> '$.stage' from raw.rejected_claims").fetchall() == [
        ("duplicate_claim", "announced")
    ]


def test_a_row_that_breaks_a_row_rule_is_quarantined_whole_and_the_rest_goes_on(
    lake: Lake, store: duckdb.DuckDBPyConnection
) -> None:
    lake.write_articles([article("a")], DAY)
    read(lake, (claim(), claim(quote="Nobody can say where this stands.", quote_start=None, quote_end=None)))
    result = load_pending(lake, store)
    assert (result.rows_quarantined, result.rows["raw.claims"], result.refused) == (1, 1, [])
    table, rule, row = store.sql("select table_name, rule, row_json from raw.quarantined_rows").fetchone() or (
        "",
        "",
        "",
    )
    assert (table, rule) == ("raw.claims", "expect_column_values_to_not_be_null(quote_start)")
    assert "Nobody can say where this stands." in row


def test_a_refused_batch_stays_out_until_it_is_tried_again(settings: Settings, lake: Lake) -> None:
    path = lake.write_articles([article("a"), article("b")], DAY)
    assert path is not None
    _change(path, "article_id", "not a key")
    lake.write_articles([article("c")], DAY)
    with warehouse(settings) as store:
        result = load_pending(lake, store)
        assert len(result.refused) == 1
        assert result.rows == {"raw.articles": 1}
        assert _due(lake, store) == []
    assert "expect_column_values_to_match_regex(article_id)" in kept_out(settings)[0]["reason"]
    assert retry_refused(settings) == 1
    with warehouse(settings) as store:
        assert [batch.path for batch in _due(lake, store)] == [path]


def test_a_batch_of_which_nothing_could_be_read_is_done_all_the_same(
    lake: Lake, store: duckdb.DuckDBPyConnection
) -> None:
    lake.write_articles([article("a").model_copy(update={"set_aside": "no_text"})], DAY)
    (batch,) = lake.batches_to_extract("rules@1", None)
    lake.write_extractions(batch, "rules@1", None, [], NOON)
    assert load_pending(lake, store).refused == []
    assert _due(lake, store) == []


@pytest.mark.parametrize("kept", [0, 3, 0.5, 0.99])
def test_the_claims_of_a_file_that_was_cut_off_wait_and_the_others_enter(
    settings: Settings, lake: Lake, kept: float
) -> None:
    lake.write_articles([article("a")], DAY)
    lake.write_articles([article("b"), article("c")], DAY)
    read(lake)
    damaged = lake.batches("articles")[0]
    there = damaged.path.read_bytes()
    damaged.path.write_bytes(there[: int(kept) or int(kept * len(there))])
    with warehouse(settings) as store:
        result = load_pending(lake, store)
        assert [reason.split(":")[0] for reason in result.refused] == [f"batch {damaged.name} refused by its file"]
        assert [lake.articles_read_by(batch) for batch in result.waiting] == [damaged]
        assert result.batches == 2
        assert _due(lake, store) == []
    damaged.path.write_bytes(there)
    retry_refused(settings)
    with warehouse(settings) as store:
        assert _entered(load_pending(lake, store), store) == (2, 3, 3)


def _entered(result: LoadResult, store: duckdb.DuckDBPyConnection) -> tuple[int, ...]:
    """The batches of a load that went well, and the articles and claims that are in after it."""
    assert (result.refused, result.waiting) == ([], {})
    counts = store.execute("select (select count(*) from raw.articles), (select count(*) from raw.claims)").fetchone()
    return (result.batches, *(counts or ()))


def test_the_claims_of_articles_that_are_refused_in_the_same_load_wait_and_enter_with_them(
    settings: Settings, lake: Lake
) -> None:
    path = lake.write_articles([article("a"), article("b")], DAY)
    assert path is not None
    read(lake)
    right = _change(path, "article_id", "not a key")
    with warehouse(settings) as store:
        result = load_pending(lake, store)
        assert (len(result.refused), list(result.waiting)) == (1, lake.batches("claims"))
        assert "claims wait for their articles" in result.warnings[-1]
        assert load_pending(lake, store).batches == 0  # and they go on waiting
        assert store.sql("select count(*) from raw.claims").fetchone() == (0,)
    (name,) = (batch.name for batch in lake.batches("claims"))
    assert [(kept["what"], kept["name"]) for kept in kept_out(settings)][1:] == [("batch", f"claims/{name}")]
    path.write_bytes(right)
    retry_refused(settings)
    with warehouse(settings) as store:
        assert _entered(load_pending(lake, store), store) == (2, 2, 2)
    assert kept_out(settings) == []


def test_claims_whose_articles_have_not_come_yet_wait_for_them(lake: Lake, store: duckdb.DuckDBPyConnection) -> None:
    path = lake.write_articles([article("a")], DAY)
    assert path is not None
    read(lake)
    aside = path.rename(path.with_suffix(".elsewhere"))  # a copy of the lake that is under way brings them in any order
    (why,) = load_pending(lake, store).waiting.values()
    assert "is not in the lake" in why
    aside.rename(path)
    assert _entered(load_pending(lake, store), store) == (2, 1, 1)


def test_what_was_read_out_of_an_article_that_a_row_rule_kept_out_is_set_aside_with_it(
    settings: Settings, lake: Lake
) -> None:
    path = lake.write_articles([article("a"), article("b")], DAY)
    assert path is not None
    read(lake)
    _change(path, "published_precision", "fortnight")
    with warehouse(settings) as store:
        result = load_pending(lake, store)
        assert (result.refused, result.rows_quarantined) == ([], 3)
        assert store.sql(
            "select count(*), count(*) filter (where article_id in (select article_id from raw.articles)) from raw.claims"
        ).fetchone() == (1, 1)
        ins_and_outs = "select kind, rows_in, rows_loaded, rows_quarantined from raw.loaded_batches order by all"
        assert store.sql(ins_and_outs).fetchall() == [("articles", 2, 1, 1), ("claims", 4, 2, 2)]
        kept = store.sql(
            "select table_name, rule from raw.quarantined_rows where table_name != 'raw.articles'"
        ).fetchall()
        rule = "expect_column_values_to_be_in_set(has_article)"
        assert sorted(kept) == [("raw.claims", rule), ("raw.extractions", rule)]


def test_claims_of_an_article_that_another_batch_brought_in_are_kept(
    lake: Lake, store: duckdb.DuckDBPyConnection
) -> None:
    path = lake.write_articles([article("a"), article("b")], DAY)
    assert path is not None
    read(lake)
    _change(path, "published_precision", "fortnight")
    lake.write_articles([article("a")], DAY)
    lake.write_articles([article("b")], DAY)
    read(lake)
    assert load_pending(lake, store).rows_quarantined == 1
    assert store.sql("select count(*), count(distinct article_id) from raw.claims").fetchone() == (2, 2)


def test_claims_of_an_article_that_their_batch_never_had_are_set_aside(
    lake: Lake, store: duckdb.DuckDBPyConnection
) -> None:
    lake.write_articles([article("a"), article("b").model_copy(update={"set_aside": "no_text"})], DAY)
    read(lake)
    (batch,) = lake.batches("claims")
    read_of = [row["article_id"] for row in lake.read_extractions(batch.path)]
    _change(batch.path, "article_id", "0" * 24, row=read_of.index(article("b").article_id))
    result = load_pending(lake, store)
    assert (result.refused, result.rows_quarantined) == ([], 2)
    assert store.sql("select article_id from raw.claims").fetchall() == [(article("a").article_id,)]


def test_a_file_of_other_columns_is_refused(lake: Lake, store: duckdb.DuckDBPyConnection) -> None:
    path = lake.write_articles([article("a")], DAY)
    assert path is not None
    rows = pq.read_table(path).drop_columns(["title"])
    pq.write_table(rows, path.with_name(f"{'f' * 24}.parquet"))
    (reason,) = load_pending(lake, store).refused
    assert 'refused by its file: Binder Error: Referenced column "title" not found' in reason
