"""A question reads the release; nothing that it says can write, or reach another file."""

from pathlib import Path

import duckdb
import pytest

from pipelines.errors import UsageError
from pipelines.reporting.query import ask
from pipelines.settings import Settings


@pytest.mark.parametrize(
    "query",
    [
        "select * from fct_investments",
        "from fct_investments",
        "describe fct_investments",
        "show tables",
        "summarize dim_articles",
        "explain select 1",
        "with x as (select 1) from x",
        "select 1;",
        "-- a remark\nselect 1",
        "from marts.fct_claims",
    ],
)
def test_a_reading_statement_is_answered(told: Settings, query: str) -> None:
    assert ask(told, query, 5).columns


@pytest.mark.parametrize(
    "query",
    [
        "",
        "-- nothing",
        "select 1; select 2",
        "select 1; drop table fct_claims",
        "drop table fct_claims",
        "delete from fct_claims",
        "insert into dim_dates values (null)",
        "create table x as select 1",
        "create temp table x as select 1",
        "copy fct_claims to '{out}'",
        "copy (select 1) to '{out}'",
        "export database '{out}'",
        "attach '{out}'",
        "detach newsledger",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "reset enable_external_access",
        "pragma enable_profiling",
        "call pragma_version()",
        "begin",
        "use memory",
        "vacuum",
        "checkpoint",
        "prepare p as select 1",
        "explain analyze delete from fct_claims",
        "explain analyze copy (select 1) to '{out}'",
        "explain analyze set threads = 1",
        "select * from read_text('{file}')",
        "select * from read_csv('{file}')",
        "from '{file}'",
        "from glob('{file}*')",
        "from sniff_csv('{file}')",
        "from read_parquet('http://127.0.0.1:9/x.parquet')",
        "from parquet_metadata('{file}')",
        "from duckdb_secrets()",
        "select * from query('select 1; drop table fct_claims')",
        "from connection",
        "from settings",
        "select getenv('HOME')",
    ],
)
def test_any_other_statement_is_refused_and_changes_nothing(told: Settings, tmp_path: Path, query: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    with pytest.raises(UsageError):
        ask(told, query.format(out=tmp_path / "out", file=secret), 5)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]
    with duckdb.connect(str(told.published / "newsledger.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.fct_claims").fetchone() == (10,)


def test_an_error_carries_the_database_s_own_words(told: Settings) -> None:
    with pytest.raises(
        UsageError, match=r"(?s)Catalog Error: Table with name fct_investment does not exist.*fct_investments"
    ):
        ask(told, "from fct_investment", 5)
    with pytest.raises(UsageError, match="syntax error at or near"):
        ask(told, "selec 1", 5)


def test_no_more_rows_than_asked_for_come_and_the_rest_is_told(told: Settings) -> None:
    some, all_ = (
        ask(told, "select claim_key from fct_claims order by 1", 3),
        ask(told, "select claim_key from fct_claims", 10),
    )
    assert (len(some.rows), some.has_more) == (3, True)
    assert (len(all_.rows), all_.has_more) == (10, False)


def test_columns_of_one_name_stay_two(told: Settings) -> None:
    assert ask(told, "select 1 as a, 2 as a, 3 as a_2", 1).columns == ["a", "a_2", "a_2_2"]


def test_without_a_release_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="newsledger run"):
        ask(Settings(home=tmp_path), "select 1", 1)
