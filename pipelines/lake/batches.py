"""Reading and writing batches: written aside, then hard-linked if absent, so the first writer wins and none is ever changed.

``articles/day=2026-11-22/<batch>.parquet`` is named by its articles; ``claims/day=…/<batch>.<extractor>.<prompt>.parquet`` by the
batch it read and what read it; ``source_checks/day=…/<batch>.parquet`` by the looks at sources in it. A thing is done when its file exists.
"""

import json
import os
import re
import tempfile
from collections.abc import Container, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import ids
from pipelines.lake import columns
from pipelines.schemas.article import Article
from pipelines.schemas.collect_run import CollectRun
from pipelines.schemas.extraction import Extraction
from pipelines.schemas.source_check import SourceCheck

BatchKind = Literal["articles", "claims", "source_checks", "collect_runs"]
RecordKind = Literal["decisions", "verdicts", "releases", "evaluations", "forgotten", "sources"]
_UNSAFE = re.compile(r"[^A-Za-z0-9@_-]+")


@dataclass(frozen=True, order=True)
class Batch:
    """One file of the lake. ``name`` is its path below the kind's folder, without the ending."""

    name: str
    kind: BatchKind
    path: Path

    @property
    def batch_id(self) -> str:
        """The hash of the articles in it."""
        return self.path.name.split(".", 1)[0]

    @property
    def day(self) -> date:
        """The day (UTC) that its folder is named by."""
        return date.fromisoformat(self.path.parent.name.removeprefix("day="))


class Lake:
    """The batches below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def batches(self, kind: BatchKind) -> list[Batch]:
        """All batches of a kind, by name."""
        folder = self.root / kind
        paths = sorted(folder.glob("day=*/*.parquet"))
        return [Batch(str(path.relative_to(folder).with_suffix("")), kind, path) for path in paths]

    def write_articles(
        self, articles: Sequence[Article], day: date, *, again: frozenset[str] = frozenset()
    ) -> Path | None:
        """Write a batch; null when one of the very same articles exists already, on whatever day.

        ``again`` are the ids of versions that are known and are their page's text once more, or were read anew: a batch is
        another at another time for them alone.
        """
        ordered = sorted(articles, key=lambda article: article.article_id)
        seen_again = (
            f"{one.article_id} {(one.parsed_at or one.retrieved_at).isoformat()}"
            for one in ordered
            if one.article_id in again
        )
        name = ids.digest(*(article.article_id for article in ordered), *seen_again)
        if not ordered or any((self.root / "articles").glob(f"day=*/{name}.parquet")):
            return None
        return self._write("articles", day, name, columns.ARTICLES, [article.model_dump() for article in ordered])

    def read_articles(self, path: Path) -> list[Article]:
        """The articles of a batch."""
        rows = pq.ParquetFile(path).read().to_pylist()
        return [Article.model_validate({k: v for k, v in row.items() if v is not None}) for row in rows]

    def article_ids(self) -> set[str]:
        """The ids of all article versions, those that were set aside included."""
        columns = (pq.read_table(batch.path, columns=["article_id"]) for batch in self.batches("articles"))
        return {row for table in columns for row in table["article_id"].to_pylist()}

    def batches_to_extract(self, extractor: str, prompt_version: str | None) -> list[Batch]:
        """The article batches that this extractor has not read, eldest first."""
        return [
            batch
            for batch in self.batches("articles")
            if not self._claims_path(batch, extractor, prompt_version).exists()
        ]

    def write_extractions(
        self, batch: Batch, extractor: str, prompt_version: str | None, rows: Sequence[Extraction], at: datetime
    ) -> Path | None:
        """Write what was read out of a batch; null when another writer was first."""
        path = self._claims_path(batch, extractor, prompt_version)
        return self._link(path, columns.EXTRACTIONS, [_extraction_row(row, at) for row in rows])

    def articles_read_by(self, claims: Batch) -> Batch:
        """The batch of articles that a batch of claims was read out of."""
        name = f"{claims.path.parent.name}/{claims.batch_id}"
        return Batch(name, "articles", self.root / "articles" / f"{name}.parquet")

    def read_extractions(self, path: Path) -> list[dict[str, Any]]:
        """The rows of a claims batch as stored."""
        rows: list[dict[str, Any]] = pq.ParquetFile(path).read().to_pylist()
        return rows

    def write_source_checks(self, checks: Sequence[SourceCheck], day: date) -> Path | None:
        """Write how asking the sources went in one run; null when the very same is there already."""
        ordered = sorted(checks, key=lambda check: check.source_id)
        name = ids.digest(*(f"{check.source_id} {check.checked_at.isoformat()} {check.outcome}" for check in ordered))
        if not ordered:
            return None
        return self._write("source_checks", day, name, columns.SOURCE_CHECKS, [check.model_dump() for check in ordered])

    def write_collect_run(self, run: CollectRun) -> Path | None:
        """Write what came into one run and what became of it."""
        return self._write("collect_runs", run.started_at.date(), run.run_id, columns.COLLECT_RUNS, [run.model_dump()])

    def drop(self, batches: Iterable[Batch]) -> None:
        """Delete batches for good, and the folders of days that hold no other. Only reports of the work may go so."""
        for batch in batches:
            batch.path.unlink(missing_ok=True)
            with suppress(OSError):  # another batch is in it
                batch.path.parent.rmdir()

    def append_record(self, kind: RecordKind, name: str, record: dict[str, Any]) -> Path:
        """Add one small JSON record that is never changed; its name makes repeating it harmless."""
        path = self.root / kind / f"{_UNSAFE.sub('-', name)}.json"
        if not path.exists():
            _link_if_absent(path, (json.dumps(record, indent=1, sort_keys=True, default=str) + "\n").encode())
        return path

    def records(self, kind: RecordKind, *, known: Container[str] = ()) -> Iterable[dict[str, Any]]:
        """The records of a kind, by name, but for those whose names are known."""
        for path in sorted((self.root / kind).glob("*.json")):
            if path.stem not in known:
                yield json.loads(path.read_text(encoding="utf-8"))

    def _claims_path(self, batch: Batch, extractor: str, prompt_version: str | None) -> Path:
        label = f"{_UNSAFE.sub('-', extractor)}.{_UNSAFE.sub('-', prompt_version or 'none')}"
        return self.root / "claims" / batch.path.parent.name / f"{batch.batch_id}.{label}.parquet"

    def _write(
        self, kind: BatchKind, day: date, name: str, schema: pa.Schema, rows: list[dict[str, Any]]
    ) -> Path | None:
        return self._link(self.root / kind / f"day={day.isoformat()}" / f"{name}.parquet", schema, rows)

    def _link(self, path: Path, schema: pa.Schema, rows: list[dict[str, Any]]) -> Path | None:
        sink = pa.BufferOutputStream()
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), sink, compression="zstd")
        return path if _link_if_absent(path, sink.getvalue().to_pybytes()) else None


def _extraction_row(extraction: Extraction, at: datetime) -> dict[str, Any]:
    row = extraction.model_dump(
        mode="json",
        include={
            "article_id",
            "extractor",
            "prompt_version",
            "standing_in_for",
            "is_relevant",
            "category",
            "summary",
            "key_points",
            "set_aside",
        },
    )
    return row | {
        "extractor_model": extraction.model,
        "claims": json.dumps([claim.model_dump(mode="json") for claim in extraction.claims], ensure_ascii=False),
        "rejected": json.dumps([item.model_dump(mode="json") for item in extraction.rejected], ensure_ascii=False),
        "input_tokens": extraction.usage.input_tokens,
        "output_tokens": extraction.usage.output_tokens,
        "cost_usd": extraction.usage.cost_usd,
        "extracted_at": at,
    }


def _link_if_absent(path: Path, content: bytes) -> bool:
    """Put the bytes at a path unless something is there; a reader sees the whole file or none, also after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)
    except FileExistsError:
        return False
    finally:
        Path(aside).unlink(missing_ok=True)
    _sync_folder(path.parent)
    return True


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
