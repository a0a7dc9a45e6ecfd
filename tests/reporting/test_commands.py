"""The commands that read a release, as a user types them."""

import json

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.errors import UsageError
from pipelines.reporting.status import status_lines, status_of
from pipelines.settings import Settings

HELD = "aaaaaa1111aaaa2222aaaa33"
pytestmark = pytest.mark.usefixtures("in_home")


def newsledger(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_sql_prints_a_table_json_or_csv() -> None:
    query = "select recipient, amount from fct_investments"
    assert newsledger("sql", query).splitlines() == [
        "recipient          amount",
        "─────────────────────────",
        "Bolt       13,000,000,000",
        "1 row",
    ]
    assert json.loads(newsledger("sql", query, "--json")) == [{"recipient": "Bolt", "amount": "13000000000.00"}]
    assert newsledger("sql", query, "--csv") == "recipient,amount\nBolt,13000000000.00\n"


def test_sql_says_when_there_is_more() -> None:
    assert newsledger("sql", "select claim_key from fct_claims", "--limit", "2").endswith(
        "first 2 of more rows; --limit shows more\n"
    )
    result = CliRunner().invoke(app, ["sql", "select claim_key from fct_claims", "--limit", "2", "--csv"])
    assert "first 2 of more rows" in result.stderr
    assert "more rows" not in result.stdout


def test_sql_refuses_to_write() -> None:
    with pytest.raises(UsageError, match="a release is never changed"):
        CliRunner().invoke(app, ["sql", "drop table fct_claims"], catch_exceptions=False)


def test_explain_prints_lines_or_all_of_it_as_json() -> None:
    assert newsledger("explain", HELD[:7]).startswith("Acme → Bolt   (investment)\n")
    found = json.loads(newsledger("explain", HELD, "--json"))
    assert found["fact"]["event_key"] == HELD
    assert len(found["claims"]) == 7


def test_status_is_aligned_lines_that_say_what_to_do(in_home: Settings) -> None:
    lines = newsledger("status").splitlines()
    assert "release     20260301T120000Z-abcdef01" in lines
    assert "age         2 days" not in lines[-1:]
    assert {line[:12].rstrip() for line in lines} == {
        "home",
        "articles",
        "refused",
        "read by",
        "release",
        "age",
        "publishing",
    }
    found = status_of(in_home) | {
        "article_batches": 3,
        "article_batches_not_read": 1,
        "batches_refused": 1,
        "held_at": "r1",
        "release_age_hours": 0.5,
    }
    words = "\n".join(status_lines(found))
    for said in (
        "3 batches, 1 not read yet: run `newsledger extract-pending`",
        "1 batch: see `newsledger quarantine list`",
        "held at r1",
        "less than an hour",
    ):
        assert said in words


def test_releases_marks_the_one_that_readers_see() -> None:
    assert newsledger("releases").strip().endswith("10 claims  ← readers see this")
    (row,) = json.loads(newsledger("releases", "--json"))
    assert row["published"] is True
    assert row["built_at"].startswith("2026-02-28")


def test_report_says_where_the_page_is(in_home: Settings) -> None:
    expected = str(in_home.home / "releases" / "20260301T120000Z-abcdef01" / "report" / "index.html")
    assert newsledger("report").strip() == expected
    assert json.loads(newsledger("report", "--json"))["report"] == expected
