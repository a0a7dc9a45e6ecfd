"""Forgetting: the one thing that changes batches of the lake. The words go for good; a row that says so stays.

A batch keeps its name, so what read it and what loaded it is still known. A file is replaced whole, never written into.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.lake import columns
from pipelines.lake.batches import Lake
from pipelines.schemas.article import Article

_STAY = {
    "article_id", "page_id", "given_id", "source_id", "url", "publisher", "published_at", "published_precision",
    "published_from", "retrieved_at", "text_sha256",
}  # fmt: skip

Row = dict[str, Any]


class Forgotten:
    """The pages and articles that must not be read again."""

    def __init__(self, lake: Lake) -> None:
        records = list(lake.records("forgotten"))
        self._pages = {record["page_id"] for record in records if record["page_id"]}
        self._articles = {article_id for record in records for article_id in record["article_ids"]}

    def covers(self, article: Article) -> bool:
        """Whether an article is one of them, or of a page that is."""
        return article.page_id in self._pages or article.article_id in self._articles

    def has_page(self, page_id: str) -> bool:
        """Whether a page is one of them."""
        return page_id in self._pages


def rows_of(lake: Lake, is_meant: Callable[[Row], bool]) -> list[Row]:
    """The article rows that are meant, without their words."""
    wanted = ["article_id", "page_id", "url", "archive_sha256", "set_aside"]
    tables = (pq.read_table(batch.path, columns=wanted) for batch in lake.batches("articles"))
    return [row for table in tables for row in table.to_pylist() if is_meant(row)]


def blank(lake: Lake, article_ids: set[str], why: str) -> int:
    """Take the words of these articles, and all that was read out of them, out of the lake; how many files changed."""
    changed = 0
    for batch in lake.batches("articles"):
        changed += _rewrite(batch.path, columns.ARTICLES, article_ids, lambda row: [_without_words(row, why)])
    for batch in lake.batches("claims"):
        changed += _rewrite(batch.path, columns.EXTRACTIONS, article_ids, lambda _: [])
    return changed


def _without_words(row: Row, why: str) -> Row:
    kept = {name: value for name, value in row.items() if name in _STAY}
    return kept | {"set_aside": "forgotten", "set_aside_detail": why[:500]}


def _rewrite(path: Path, schema: pa.Schema, article_ids: set[str], change: Callable[[Row], list[Row]]) -> bool:
    if not article_ids & set(pq.read_table(path, columns=["article_id"])["article_id"].to_pylist()):
        return False
    rows = pq.ParquetFile(path).read().to_pylist()
    changed = [new for row in rows for new in (change(row) if row["article_id"] in article_ids else [row])]
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    with os.fdopen(handle, "wb") as file:
        pq.write_table(pa.Table.from_pylist(changed, schema=schema), file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
    Path(aside).replace(path)
    return True
