"""Of decisions on one pair of claims the newest holds, and one that was taken back holds no more."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.lake import Lake
from pipelines.warehouse import reviews

RAW_TABLES = Path(reviews.__file__).with_name("raw_tables.sql")
CONFLICT = {
    "field": "amount", "claim_key_low": "a", "claim_key_high": "b", "value_low": "10.00 USD", "value_high": "20.00 USD",
}  # fmt: skip


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    monkeypatch.setenv("NEWSLEDGER_NOW", "2026-07-01T00:00:00Z")  # all in one moment
    return Lake(tmp_path)


def held(lake: Lake) -> list[str]:
    return [record["value_held"] for record in reviews.in_force(lake.records("decisions"))]


def test_the_newest_decision_holds_until_it_is_taken_back(lake: Lake) -> None:
    reviews.settle(lake, CONFLICT, "10.00 USD", by="somebody", reason="first look")
    assert held(lake) == ["10.00 USD"]
    reviews.settle(lake, CONFLICT, "20.00 USD", by="somebody", reason="second look")
    assert held(lake) == ["20.00 USD"]
    turned: dict[str, Any] = CONFLICT | {"claim_key_low": "b", "claim_key_high": "a"}
    reviews.settle(lake, turned, None, by="somebody", reason="neither")
    assert held(lake) == []


def test_decisions_in_force_reach_the_build_and_change_what_it_depends_on(lake: Lake) -> None:
    with duckdb.connect() as connection:
        connection.execute(RAW_TABLES.read_text(encoding="utf-8"))
        before = reviews.note(lake, connection)
        reviews.settle(lake, CONFLICT, "10.00 USD", by="somebody", reason="")
        after = reviews.note(lake, connection)
        assert before != after == reviews.note(lake, connection)
        assert connection.execute("select field, value_held from raw.reviews").fetchall() == [("amount", "10.00 USD")]
        reviews.settle(lake, CONFLICT, None, by="somebody", reason="")
        assert reviews.note(lake, connection) == before
        assert connection.execute("select * from raw.reviews").fetchall() == []
