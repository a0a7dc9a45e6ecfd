"""A raw schema written by hand, built by dbt in this process."""

import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.ids import digest, text_sha256

PROJECT = Path(__file__).resolve().parents[2]
DBT_PROJECT = PROJECT / "dbt_project"
RAW_TABLES = PROJECT / "pipelines" / "warehouse" / "raw_tables.sql"
NEWS_BEGINS = datetime(2026, 7, 1, 8, tzinfo=UTC)

Row = dict[str, Any]


@dataclass
class Newsroom:
    """Articles and claims as the load would leave them, in the order in which they are added."""

    articles: list[Row] = field(default_factory=list)
    extractions: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    published_event_keys: list[Row] = field(default_factory=list)
    source_publishers: list[Row] = field(default_factory=list)

    def article(
        self, name: str, *, publisher: str | None, hours: float = 0, text: str | None = None, **more: Any
    ) -> str:
        """An article version that was read; ``hours`` after the news begins."""
        at = NEWS_BEGINS + timedelta(hours=hours)
        body = text or f"The words of {name}."
        row: Row = {
            "article_id": digest("article", name), "page_id": digest("page", more.pop("page", name)), "given_id": name,
            "source_id": "inbox", "url": f"https://news.example/{name}", "publisher": publisher, "title": name.title(),
            "text": body, "language": "en", "published_at": at, "published_precision": "second", "published_from": "given",
            "retrieved_at": at + timedelta(hours=1), "text_sha256": text_sha256(None, body), "fingerprint": [],
            "batch_name": "batch", "load_id": "load",
        }  # fmt: skip
        is_read = more.pop("is_read", True)
        reading = more.pop("extraction_set_aside", None)
        self.articles.append(row | more)
        if is_read and not more.get("set_aside"):
            extraction = {"article_id": row["article_id"], "extractor": "rules@1", "set_aside": reading}
            self.extractions.append(extraction | {"extracted_at": at, "batch_name": "batch", "load_id": "load"})
        return str(row["article_id"])

    def claim(self, article_id: str, claim_type: str, stage: str, quote: str, **slots: Any) -> str:
        """A claim of that article; ``amount`` is (value, kind) or (value, kind, qualifier)."""
        amount = slots.pop("amount", None)
        if amount:
            slots |= {
                "amount_value": amount[0],
                "amount_kind": amount[1],
                "currency_code": slots.get("currency_code", "USD"),
            }
            slots = {"currency_basis": "stated"} | slots
            slots["amount_qualifier"] = amount[2] if len(amount) > 2 else "exact"
        key = digest("claim", article_id, claim_type, quote, json.dumps(slots, sort_keys=True, default=str))
        row = {
            "claim_key": key, "article_id": article_id, "extractor": "rules@1", "position": len(self.claims),
            "claim_type": claim_type, "stage": stage, "polarity": "affirmed", "attribution": "unattributed", "quote": quote,
            "quote_start": 0, "quote_end": len(quote), "event_date_precision": "unknown", "is_background": False,
            "extracted_at": NEWS_BEGINS, "batch_name": "batch", "load_id": "load",
        }  # fmt: skip
        self.claims.append(row | slots)
        return key

    def publish(self, claim_key: str) -> None:
        """Some release held the event whose eldest claim this was."""
        self.published_event_keys.append({"event_key": digest("event", claim_key), "claim_key": claim_key})

    def investment(self, article_id: str, stage: str, quote: str, **slots: Any) -> str:
        return self.claim(article_id, "investment", stage, quote, **slots)

    def adoption(self, article_id: str, stage: str, quote: str, **slots: Any) -> str:
        return self.claim(article_id, "model_adoption", stage, quote, **slots)

    def legal(self, article_id: str, stage: str, quote: str, **slots: Any) -> str:
        return self.claim(article_id, "legal_action", stage, quote, **({"action_type": "lawsuit"} | slots))

    def partnership(self, article_id: str, stage: str, quote: str, **slots: Any) -> str:
        return self.claim(article_id, "partnership", stage, quote, **slots)


@dataclass
class Built:
    """Marts that dbt has built, closed again."""

    folder: Path

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.folder / "newsledger.duckdb"), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return connection.sql(query).fetchall()

    def record(self, query: str) -> Row:
        """The one row of that query, by column."""
        with duckdb.connect(str(self.folder / "newsledger.duckdb"), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            found = connection.sql(query).to_arrow_table().to_pylist()
        assert len(found) == 1, found
        return dict(found[0])

    def one(self, query: str) -> tuple[Any, ...]:
        found = self.rows(query)
        assert len(found) == 1, found
        return found[0]


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Row]) -> None:
    for row in rows:
        marks = ", ".join("?" for _ in row)
        connection.execute(f"insert into raw.{table} ({', '.join(row)}) values ({marks})", list(row.values()))


def run_dbt(folder: Path, *arguments: str, **variables: str) -> Any:
    """dbt in this process, on the two database files of the folder."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    paths = {
        "NEWSLEDGER_WAREHOUSE_PATH": str(folder / "warehouse.duckdb"),
        "NEWSLEDGER_MARTS_PATH": str(folder / "newsledger.duckdb"),
        "NEWSLEDGER_RELEASE_ID": variables.pop("release_id", "development"),
        "NEWSLEDGER_BUILT_AT": variables.pop("built_at", "1970-01-01T00:00:00+00:00"),
    }
    before = {name: os.environ.get(name) for name in paths}
    os.environ.update(paths)
    warnings: list[str] = []

    def note(event: Any) -> None:
        if event.info.level == "warn":
            warnings.append(event.info.msg)

    try:
        places = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
        places += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
        result = dbtRunner(callbacks=[note]).invoke([*arguments, *places, "--vars", json.dumps(variables), "--quiet"])
        assert not warnings, "dbt warns:\n" + "\n".join(warnings)
        return result
    finally:
        DuckDBConnectionManager.close_all_connections()
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


Builder = Callable[..., Built]


@pytest.fixture(scope="session")
def build_marts(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """A function that builds the marts of a newsroom in a folder of its own."""

    work = tmp_path_factory.mktemp("work")  # one for all: dbt parses again when its paths change

    def build(
        newsroom: Newsroom, *, with_tests: bool = False, with_unit_tests: bool = False, **variables: str
    ) -> Built:
        for file in work.glob("*.duckdb"):
            file.unlink()
        with duckdb.connect(str(work / "warehouse.duckdb")) as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute(RAW_TABLES.read_text(encoding="utf-8"))
            connection.execute("insert into raw.extraction_in_force values ('rules@1', null, null)")
            for table in ("articles", "extractions", "claims", "published_event_keys", "source_publishers"):
                _insert(connection, table, getattr(newsroom, table))
        kinds = [*([] if with_unit_tests else ["unit_test"]), *([] if with_tests else ["test"])]
        result = run_dbt(
            work, "build", *(word for kind in kinds for word in ("--exclude-resource-type", kind)), **variables
        )
        failed = [
            f"{r.node.name}: {r.message}"
            for r in getattr(result.result, "results", [])
            if r.status not in {"success", "pass", "no-op"}
        ]
        assert result.success, result.exception or "\n".join(failed)
        assert not failed, failed
        folder = tmp_path_factory.mktemp("built")
        for name in ("newsledger", "warehouse"):
            shutil.copy(work / f"{name}.duckdb", folder / f"{name}.duckdb")
        shutil.copy(work / "target" / "semantic_manifest.json", folder)
        return Built(folder)

    return build


@pytest.fixture(scope="session")
def empty_newsroom() -> Callable[[], Newsroom]:
    """A function that gives a newsroom with nothing in it."""
    return Newsroom
