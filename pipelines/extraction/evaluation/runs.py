"""Two extractions of the lake side by side, one batch at a time: never more than one batch of each is in memory."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from pydantic import ValidationError

from pipelines.errors import UsageError
from pipelines.extraction.evaluation.changes import ARTICLE_FIELDS, ArticleRead, Change, changes_of
from pipelines.extraction.evaluation.names import Names
from pipelines.extraction.extractors import ExtractionId, extraction_of_row, stored_extraction
from pipelines.lake import Lake
from pipelines.schemas.claim import CLAIM, Claim


@dataclass
class RunTotals:
    """One extraction over the batches that both have read."""

    extraction: ExtractionId
    counts: Counter[str] = field(default_factory=Counter)
    cost_usd: Decimal = Decimal(0)
    batches_alone: int = 0

    def add(self, row: Mapping[str, Any], claims: int) -> None:
        """Count one article."""
        self.counts["articles"] += 1
        self.counts["claims"] += claims
        self.counts["rejected"] += len(json.loads(row.get("rejected") or "[]"))
        self.counts["set_aside"] += row.get("set_aside") is not None
        for name in ("input_tokens", "output_tokens"):
            self.counts[name] += row.get(name) or 0
        self.cost_usd += row.get("cost_usd") or Decimal(0)


@dataclass
class RunDiff:
    """Two extractions of one lake. Go through :meth:`changes` once; then the totals are known."""

    lake: Lake
    names: Names
    before: RunTotals
    after: RunTotals
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, lake: Lake, names: Names, before: str, after: str) -> "RunDiff":
        """The extractions with these labels.

        Raises:
            UsageError: A label fits no or several extractions, or both fit the same.
        """
        one, other = (RunTotals(stored_extraction(lake, label)) for label in (before, after))
        if one.extraction == other.extraction:
            raise UsageError(f"{before!r} and {after!r} are the same extraction, {one.extraction}.")
        return cls(lake, names, one, other)

    def changes(self) -> Iterator[Change]:
        """The rows, article by article. A batch that only one of them has read is counted, not compared."""
        ones, others = (batches_of(self.lake, run.extraction) for run in (self.before, self.after))
        self.before.batches_alone = len(ones.keys() - others.keys())
        self.after.batches_alone = len(others.keys() - ones.keys())
        for key in sorted(ones.keys() & others.keys()):
            yield from self._changes_of_batch(key, ones[key], others[key])

    def _changes_of_batch(self, key: str, one: Path, other: Path) -> Iterator[Change]:
        titles = _titles(self.lake.root / "articles" / f"{key}.parquet")
        before = self._read(self.before, one, titles)
        after = self._read(self.after, other, titles)
        for article_id in sorted(before.keys() & after.keys()):
            found = changes_of(before[article_id], after[article_id], self.names)
            self.counts.update(found.counts)
            self.counts["articles_that_differ"] += bool(found.rows)
            yield from found.rows

    def _read(self, run: RunTotals, path: Path, titles: Mapping[str, str | None]) -> dict[str, ArticleRead]:
        found = {}
        for row in self.lake.read_extractions(path):
            claims, unreadable = _claims(row["claims"])
            run.add(row, len(claims))
            run.counts["unreadable_claims"] += unreadable
            fields = {name: row.get(name) for name in ARTICLE_FIELDS}
            article_id = row["article_id"]
            found[article_id] = ArticleRead(article_id, titles.get(article_id), fields, claims)
        return found


def batches_of(lake: Lake, extraction: ExtractionId) -> dict[str, Path]:
    """The claims files of an extraction, by the day and id of the article batch that they read."""
    return {
        f"{batch.path.parent.name}/{batch.batch_id}": batch.path
        for batch in lake.batches("claims")
        if _extraction_of(batch.path) == extraction
    }


def _extraction_of(path: Path) -> ExtractionId | None:
    """What the first row says it was made by; null for a batch without rows."""
    wanted = {"extractor", "extractor_model", "prompt_version", "standing_in_for"}
    with pq.ParquetFile(path) as file:
        columns = [name for name in file.schema_arrow.names if name in wanted]
        rows = next(file.iter_batches(batch_size=1, columns=columns), None)
        if rows is None or not rows.num_rows:
            return None
        first = rows.to_pylist()[0]
    return extraction_of_row(first)


def _titles(path: Path) -> dict[str, str | None]:
    if not path.exists():
        return {}
    table = pq.read_table(path, columns=["article_id", "title"], partitioning=None)
    return dict(zip(table["article_id"].to_pylist(), table["title"].to_pylist(), strict=True))


def _claims(stored: str | None) -> tuple[tuple[Claim, ...], int]:
    """The claims of a row, and how many of them this version of the contract cannot read."""
    claims: list[Claim] = []
    listed = json.loads(stored or "[]")
    for item in listed:
        try:
            claims.append(CLAIM.validate_python(item))
        except ValidationError:
            continue
    return tuple(claims), len(listed) - len(claims)
