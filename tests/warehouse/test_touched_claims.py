"""Under which keys groups of claims are kept, so that a new claim finds those that it may be of."""

from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.events.slots import SLOT_COLUMNS
from pipelines.warehouse.touched_claims import claim_keys

IS_FILED, IS_LOOKED = 2, 1


def _claim(key: str, **more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(SLOT_COLUMNS.split(", "))
    told = {
        "claim_key": key, "article_id": key, "known_at": datetime(2026, 7, 1, tzinfo=UTC), "claim_type": "investment",
        "recorded_at": datetime(2026, 7, 1, tzinfo=UTC), "stage": "signed", "is_background": False, "investor_ids": ["fund"],
        "recipient_id": "lab", "deal_type": "equity_round", "group_key": "group",
    }  # fmt: skip
    return empty | told | more


def _kept(*claims: dict[str, Any]) -> list[tuple[str, int]]:
    with duckdb.connect() as connection:
        given = connection.from_arrow(pa.Table.from_pylist(list(claims)))
        nobody = connection.sql("select '' as organization_id, '' as above_id where false")
        return [(row["group_key"], row["block_key"]) for row in claim_keys(given, nobody).to_pylist()]


def test_a_key_stands_once_a_group_however_many_claims_have_it() -> None:
    one = _claim("one", event_date=date(2026, 7, 1), event_date_precision="day")
    other = _claim("other", event_date=date(2026, 7, 2), event_date_precision="day")
    assert sorted(_kept(one, other)) == sorted(_kept(one))
    assert {group for group, _ in _kept(one, _claim("apart", group_key="elsewhere"))} == {"group", "elsewhere"}


def test_a_key_that_one_claim_is_filed_under_and_another_looks_under_says_both() -> None:
    whole = _claim("whole", amount=100, currency_code="USD", comparable_usd=100, amount_kind="raise")
    nobody = _claim("nobody", amount=100, currency_code="USD", comparable_usd=100, amount_kind="raise", investor_ids=[])
    alone, other = dict(_by_number(_kept(whole))), dict(_by_number(_kept(nobody)))
    together = dict(_by_number(_kept(whole, nobody)))
    assert together == {key: alone.get(key, 0) | other.get(key, 0) for key in alone.keys() | other.keys()}
    said_apart = [key for key in alone.keys() & other.keys() if alone[key] != other[key]]
    assert said_apart
    assert all(together[key] == IS_FILED + IS_LOOKED for key in said_apart)


def _by_number(kept: list[tuple[str, int]]) -> list[tuple[int, int]]:
    return [(key >> 2, key & 3) for _, key in kept]
