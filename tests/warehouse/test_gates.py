"""A gate says which rule was broken, by which rows, and how many."""

import pandas as pd
import pytest
import yaml

from pipelines.errors import PermanentError
from pipelines.warehouse import gates

GOOD = "a" * 24


def articles(**columns: list[object]) -> pd.DataFrame:
    rows = max(len(values) for values in columns.values())
    base = {
        "article_id": [f"{n:024x}" for n in range(rows)],
        "page_id": ["p"] * rows,
        "retrieved_at": pd.to_datetime(["2026-01-01"] * rows, utc=True),
        "published_at": pd.to_datetime(["2026-01-01"] * rows, utc=True),
        "published_precision": ["day"] * rows,
        "set_aside": [None] * rows,
    }
    return pd.DataFrame(base | columns)


def test_a_good_batch_passes_with_nothing_found() -> None:
    verdict = gates.check("raw/articles", articles(page_id=["p", "q"]), "article_id")
    assert (verdict.refused, verdict.findings, verdict.bad_rows, verdict.rows) == (False, (), {}, 2)


def test_an_empty_batch_is_refused() -> None:
    verdict = gates.check("raw/articles", articles(page_id=["p"]).iloc[:0], "article_id")
    assert verdict.refused
    assert "expect_table_row_count_to_be_between" in verdict.line()


def test_a_null_key_refuses_the_batch_and_names_rule_row_and_count() -> None:
    verdict = gates.check("raw/articles", articles(article_id=[GOOD, None]), "article_id")
    assert verdict.refused
    assert "expect_column_values_to_not_be_null(article_id) (critical, 1 rows: row 2)" in verdict.line()


def test_a_row_rule_keeps_out_the_row_and_lets_the_batch_go_on() -> None:
    verdict = gates.check("raw/articles", articles(published_precision=["day", "fortnight", "day"]), "article_id")
    assert not verdict.refused
    assert verdict.bad_rows == {1: "expect_column_values_to_be_in_set(published_precision)"}


def test_a_warning_is_shown_and_refuses_nothing() -> None:
    verdict = gates.check(
        "raw/articles", articles(published_at=[pd.NaT, pd.NaT, pd.Timestamp("2026-01-01", tz="UTC")]), "article_id"
    )
    assert not verdict.refused
    assert [f.severity for f in verdict.findings] == ["warning"]


def test_a_large_frame_is_judged_in_slices_with_positions_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "MAX_ROWS", 2)
    verdict = gates.check("raw/articles", articles(published_precision=["day"] * 4 + ["fortnight"]), "article_id")
    assert list(verdict.bad_rows) == [4]
    assert verdict.rows == 5


@pytest.mark.parametrize("suite", gates.suites())
def test_every_suite_begins_with_a_row_count_and_says_why_each_rule_is(suite: str) -> None:
    rules = gates.load_suite(suite)
    assert rules[0]["type"] == "expect_table_row_count_to_be_between"
    assert all(rule["severity"] in {"critical", "warning"} and rule["notes"] for rule in rules)
    assert all(set(rule) <= {"type", "kwargs", "severity", "notes", "scope"} for rule in rules)


def test_a_suite_without_a_row_count_cannot_be_used(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    rule = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "x"}, "severity": "critical"}
    (folder / "bare.yml").write_text(yaml.safe_dump({"expectations": [rule]}))
    monkeypatch.setattr(gates, "EXPECTATIONS_DIR", folder)
    with pytest.raises(PermanentError, match="must begin with a row count"):
        gates.load_suite("bare")
