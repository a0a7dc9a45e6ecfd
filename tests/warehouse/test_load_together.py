"""Batches that are read and judged together leave what each would have left by itself: verdicts, reasons, receipts, rows."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.lake import Batch, Lake, columns
from pipelines.schemas.claim import Amount, InvestmentClaim
from pipelines.schemas.collect_run import CollectRun
from pipelines.schemas.extraction import Extraction, Rejection
from pipelines.schemas.source_check import SourceCheck
from pipelines.settings import Settings
from pipelines.warehouse import gates, staging, together
from pipelines.warehouse.connection import warehouse
from pipelines.warehouse.load import LoadResult, load_pending
from pipelines.warehouse.pending import refused_batches
from tests.warehouse.test_load import DAY, NOON, article, claim

Rows = list[dict[str, Any]]
Change = Callable[[Rows], Rows]
TABLES = (
    "articles", "extractions", "claims", "rejected_claims", "source_checks", "collect_runs", "quarantined_rows", "load_profiles",
    "loaded_batches",
)  # fmt: skip
OF_THE_DAY = "load_id, loaded_at, quarantined_at"


def _set(column: str, value: object, *, first: int = 1) -> Change:
    return lambda rows: [row | {column: value} if place < first else row for place, row in enumerate(rows)]


def _same(rows: Rows) -> Rows:
    return rows


def _sum(value: int, said: str = "$5 million") -> InvestmentClaim:
    return claim(amount=Amount(value=Decimal(value), currency_code="USD", kind="raise", as_stated=said))


GOOD = (claim(),)
WRONG_ARTICLES: dict[str, Change] = {
    "null key": _set("article_id", None),
    "no key": _set("article_id", "not a key"),
    "two of one key": lambda rows: [rows[0], *rows],
    "nothing in it": lambda _: [],
    "no page": _set("page_id", None),
    "no page and no time": lambda rows: _set("retrieved_at", None, first=2)(_set("page_id", None)(rows)),
    "unheard of precision": _set("published_precision", "fortnight"),
    "unheard of reason": _set("set_aside", "whim"),
    "undated": _set("published_at", None, first=4),
    "half undated": _set("published_at", None, first=2),
    "more than half undated": _set("published_at", None, first=3),
}
WRONG_READING: dict[str, tuple[tuple[InvestmentClaim, ...], Change]] = {
    "half read": (GOOD, lambda rows: rows[:2]),
    "nothing read": (GOOD, lambda _: []),
    "read twice": (GOOD, lambda rows: [rows[0], *rows]),
    "no article": (GOOD, _set("article_id", None)),
    "unheard of category": (GOOD, _set("category", "gossip")),
    "no claim at all": ((), _same),
    "claims alike": ((claim(), claim(stage="announced"), claim(quote_start=1)), _same),
    "no quote found": ((claim(), claim(quote="Nobody says so.", quote_start=None, quote_end=None)), _same),
    "too much money": ((claim(), _sum(6_000_000_000_000, "$6 trillion")), _same),
    "little money": ((_sum(5, "$5"),), _same),
    "a thousandfold": ((_sum(5_000_000_000),), _same),
    "no claims told": (GOOD, _set("claims", None)),
    "damaged claims": (GOOD, _set("claims", '[{"quote_start": "first"}]')),
}


def _rewrite(path: Path, schema: pa.Schema, change: Change) -> None:
    """A file as somebody else would write it: nothing is said to be never null."""
    rows = change(pq.ParquetFile(path).read().to_pylist())
    path.unlink()
    pq.write_table(pa.Table.from_pylist(rows, pa.schema([field.with_nullable(True) for field in schema])), path)


def _arrive(
    lake: Lake, name: str, of_articles: Change, reading: tuple[tuple[InvestmentClaim, ...], Change] = (GOOD, _same)
) -> Batch:
    """Four articles come in and are read, with what is wrong with either."""
    path = lake.write_articles([article(f"{name} {number}") for number in range(4)], DAY)
    assert path is not None
    batch = next(one for one in lake.batches("articles") if one.path == path)
    claims, of_extractions = reading
    never_said = (Rejection(reason="quote_not_in_text", claim={"claim_type": "investment", "quote": "never said"}),)
    rows = [
        Extraction(
            article_id=a.article_id, category="investment", claims=claims, rejected=never_said, extractor="rules@1"
        )
        for a in lake.read_articles(path)
    ]
    read = lake.write_extractions(batch, "rules@1", None, rows, NOON)
    assert read is not None
    _rewrite(path, columns.ARTICLES, of_articles)
    _rewrite(read, columns.EXTRACTIONS, of_extractions)
    return batch


def _reports_arrive(lake: Lake, number: int, *, failed: int = 0, lost: int = 0) -> None:
    at = NOON.replace(hour=number)
    lake.write_source_checks(
        [
            SourceCheck(
                source_id=f"source {place}", publisher="P", url="https://p.example/", checked_at=at, is_first=False,
                outcome="failed" if place < failed else "read", item_count=1, new_count=0, late_count=0,
            )
            for place in range(3)
        ],
        DAY,
    )  # fmt: skip
    read = dict.fromkeys(CollectRun.model_fields, 0)
    lake.write_collect_run(
        CollectRun.model_validate(read | {"run_id": f"{number:024x}", "started_at": at, "lost_count": lost})
    )


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Batches wrong in every way that is known, each between good ones."""
    lake = Lake(tmp_path_factory.mktemp("lake"))
    for number in range(6):
        _arrive(lake, f"good {number}", _same)
    for name, change in WRONG_ARTICLES.items():
        _arrive(lake, name, change)
    for name, reading in WRONG_READING.items():
        _arrive(lake, name, _same, reading)
    path = lake.write_articles(
        [article("good 1 0"), article("good 2 0"), article("new")], DAY
    )  # two are in other batches
    assert path is not None
    _rewrite(path, columns.ARTICLES, _same)
    cut, old, other, strange = (
        _arrive(lake, name, _same).path for name in ("cut off", "old", "other columns", "other type")
    )
    cut.write_bytes(cut.read_bytes()[:-100])
    pq.write_table(pq.read_table(old).drop_columns(["parsed_at"]), old)
    pq.write_table(pq.read_table(other).drop_columns(["title"]), other)
    strange_rows = pq.read_table(strange)
    where = strange_rows.column_names.index("title")
    pq.write_table(strange_rows.set_column(where, "title", pa.array([[1]] * 4)), strange)
    for number, (failed, lost) in enumerate([(0, 0), (2, 0), (1, 0), (0, 1), (3, 2), (0, 0)]):
        _reports_arrive(lake, number, failed=failed, lost=lost)
    return lake


Left = tuple[LoadResult, list[tuple[str, str, str]], dict[str, list[str]]]


def _left(lake: Lake, home: Path) -> Left:
    """What a load leaves in a warehouse of its own: its result, the verdicts, and every table."""
    for record in (lake.root / "verdicts").glob("*"):
        record.unlink()
    with warehouse(Settings(home=home)) as store:
        result = load_pending(lake, store)
        tables = {}
        for table in TABLES:
            rows = store.sql(f"select * from raw.{table}").fetchall()
            names = [name for name, *_ in store.sql(f"describe raw.{table}").fetchall()]
            told = [[f"{n}={v}" for n, v in zip(names, row, strict=True) if n not in OF_THE_DAY] for row in rows]
            tables[table] = sorted(re.sub(r'"load_id":"[^"]*"', "", str(row)) for row in told)
    return result, sorted((r["kind"], r["batch_name"], r["reason"]) for r in refused_batches(lake)), tables


@pytest.fixture(scope="module")
def one_by_one(lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> Left:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staging, "_MOST_BATCHES", 1)
        return _left(lake, tmp_path_factory.mktemp("alone"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the frames that the library was asked about."""
    sizes: list[int] = []
    validate = gates.validate

    def counted(frame: pd.DataFrame, *given: Any) -> Any:
        sizes.append(len(frame))
        return validate(frame, *given)

    monkeypatch.setattr(gates, "validate", counted)
    return sizes


@pytest.mark.parametrize("most", [7, 1_000])
def test_what_is_loaded_together_is_what_was_loaded_one_by_one(
    lake: Lake, one_by_one: Left, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(staging, "_MOST_BATCHES", most)
    (alone, verdicts_alone, tables_alone), (result, verdicts, tables) = one_by_one, _left(lake, tmp_path)
    assert verdicts == verdicts_alone
    assert result == alone
    for table in TABLES:
        assert tables[table] == tables_alone[table], table


def test_each_kind_of_wrong_batch_is_among_them_and_nothing_vanishes(lake: Lake, one_by_one: Left) -> None:
    result, verdicts, tables = one_by_one
    reasons = " ".join(reason for _, _, reason in verdicts)
    for rule in (
        "not_be_null(article_id)", "match_regex(article_id)", "be_unique(article_id)", "row_count_to_be_between", "unread_count",
        "amount_off", "lost_count", "its file: Invalid", "its file: Binder Error",
    ):  # fmt: skip
        assert rule in reasons, rule
    rules = " ".join(tables["quarantined_rows"])
    for rule in (
        "page_id",
        "retrieved_at",
        "published_precision",
        "set_aside",
        "category",
        "quote_start",
        "amount_value",
    ):
        assert rule in rules, rule
    shown = " ".join(result.warnings)
    assert all(rule in shown for rule in ("published_at", "amount_value", "outcome"))
    kinds = ("articles", "claims", "source_checks", "collect_runs")
    assert result.batches + len(result.refused) + len(result.waiting) == sum(len(lake.batches(kind)) for kind in kinds)


def test_good_batches_are_asked_about_once(lake: Lake, tmp_path: Path, asked: list[int]) -> None:
    good = Lake(tmp_path / "lake")
    for number in range(12):
        _arrive(good, f"good {number}", _same)
    with warehouse(Settings(home=tmp_path)) as store:
        assert load_pending(good, store).batches == 24
    assert asked == [48, 48, 48]  # articles, extractions, claims


def test_how_much_a_rule_lets_pass_is_counted_batch_by_batch() -> None:
    frames = [
        pd.DataFrame(
            {
                "batch_name": f"{bad} of {size}",
                "article_id": [f"{place:024x}" for place in range(size)],
                "page_id": "p",
                "retrieved_at": pd.Timestamp("2026-01-01", tz="UTC"),
                "published_at": [
                    None if place < bad else pd.Timestamp("2026-01-01", tz="UTC") for place in range(size)
                ],
                "published_precision": "day",
                "set_aside": None,
            }
        )
        for size in range(1, 5)
        for bad in range(size + 1)
    ]
    whole = pd.concat(frames, ignore_index=True)
    together_ = together.check_each("raw/articles", whole, "article_id")
    alone = {frame["batch_name"][0]: gates.check("raw/articles", frame, "article_id") for frame in frames}
    assert together_ == alone
    assert {name for name, verdict in alone.items() if verdict.findings} == {
        "1 of 1", "2 of 2", "2 of 3", "3 of 3", "3 of 4", "4 of 4",
    }  # fmt: skip
