"""What it takes to make everything again from the lake alone: ``python -m benchmarks.lake_rebuild``.

Writes a lake of invented claims (``benchmarks/invented_claims.sql``; three an article, texts of 1,600 characters, a batch of articles
and one of claims for so many hours each) with no warehouse beside it; then loads, builds, checks and publishes as ``newsledger build``
does. Prints the time of each part, the peak of memory, and how large it all is. A million claims are 1,250 days. ``--undated`` makes
so large a share of the batches tell no dates, which the gate shows as a warning.
"""

import argparse
import logging
import multiprocessing
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import structlog

from benchmarks.incremental_build import PER_DAY, ROWS
from pipelines.extraction.extractors import ExtractionId, activate
from pipelines.ids import digest
from pipelines.lake import Lake, columns
from pipelines.marts import build_marts
from pipelines.settings import Settings
from pipelines.warehouse.connection import warehouse

_ARTICLES = """
create temp table articles_written as
select
    * exclude (text, load_id, batch_name) replace (
        if(hash(time_bucket(to_hours(:hours), retrieved_at)) % 1000 < 1000 * :undated, null, published_at) as published_at
    ),
    time_bucket(to_hours(:hours), retrieved_at) as bucket,
    text || '. ' || array_to_string(list_transform(range(48), lambda part: md5(article_id || part)), ' ') as text
from raw.articles
order by retrieved_at
"""
_CLAIMS = """
create temp table claims_written as
select
    extractions.article_id, extractions.extractor, extractions.is_relevant, extractions.extracted_at, articles.bucket,
    to_json(list({
        claim_type: claim_type, stage: stage, polarity: polarity, attribution: attribution, quote: quote,
        quote_start: position * 20, quote_end: position * 20 + 9, event_date: event_date,
        event_date_precision: event_date_precision, is_background: is_background,
        amount: if(amount_value is null, null, {
            value: amount_value::varchar, currency_code: currency_code, qualifier: amount_qualifier, kind: amount_kind
        }),
        investors: investors, recipient: recipient, deal_type: deal_type, adopter: adopter, product: product,
        provider: provider, relation: relation, plaintiffs: plaintiffs, defendants: defendants,
        action_type: action_type, claim_basis: claim_basis, parties: parties, agreement_type: agreement_type
    }))::varchar as claims
from raw.claims as claims
inner join raw.extractions as extractions on claims.article_id = extractions.article_id
inner join articles_written as articles on claims.article_id = articles.article_id
group by all
"""


def write_lake(home: Path, claims: int, hours: int, undated: float) -> None:
    """A lake with so many invented claims, in batches of so many hours, a share of which tells no dates."""
    lake = Settings(home=home).lake_dir
    activate(Lake(lake), ExtractionId("rules@1", None, None))
    with tempfile.TemporaryDirectory() as folder, warehouse(Settings(home=Path(folder))) as connection:
        text = ROWS.read_text(encoding="utf-8")
        for name, value in {"first": 0, "after": claims, "per_day": PER_DAY, "load": "'load'"}.items():
            text = text.replace(f":{name}", str(value))
        for statement in (text, _ARTICLES.replace(":hours", str(hours)).replace(":undated", str(undated)), _CLAIMS):
            connection.execute(statement)
        for (bucket,) in connection.execute("select distinct bucket from articles_written").fetchall():
            name, day = digest("invented", bucket.isoformat()), f"day={bucket.date().isoformat()}"
            for kind, schema, ending in (
                ("articles", columns.ARTICLES, ""),
                ("claims", columns.EXTRACTIONS, ".rules@1.none"),
            ):
                rows = connection.execute(
                    f"select * from {kind}_written where bucket = $bucket", {"bucket": bucket}
                ).to_arrow_table()
                _write(rows, schema, lake / kind / day / f"{name}{ending}.parquet")


def _write(rows: pa.Table, schema: pa.Schema, path: Path) -> None:
    """The rows as a file of the lake, with a column of nulls for each that they lack."""
    whole = [
        rows[field.name].cast(field.type) if field.name in rows.column_names else pa.nulls(len(rows), field.type)
        for field in schema
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(whole, schema=schema), path, compression="zstd")


class _Parts:
    """The progress that a build tells, kept as times."""

    def __init__(self) -> None:
        self.began: list[tuple[str, float, float]] = []

    def __call__(self, what: str, *_: Any) -> None:
        self.began.append((what, time.perf_counter(), time.process_time()))

    def lines(self) -> list[str]:
        ends = [*self.began[1:], ("", time.perf_counter(), time.process_time())]
        return [
            f"{what}: {clock_after - clock:.1f} s ({spent_after - spent:.1f} of the processor)"
            for (what, clock, spent), (_, clock_after, spent_after) in zip(self.began, ends, strict=True)
        ]


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--claims", type=int, default=100_000)
    asked.add_argument("--hours", type=int, default=24, help="how many hours a batch holds")
    asked.add_argument("--undated", type=float, default=0, help="the share of batches whose articles tell no dates")
    asked.add_argument("--home", type=Path, help="a folder to leave it in; a lake that is there is used")
    given = asked.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=given.home or Path(folder))
        if not settings.lake_dir.is_dir():  # in another process, so that its memory is not counted
            writer = multiprocessing.get_context("spawn").Process(
                target=write_lake, args=(settings.home, given.claims, given.hours, given.undated)
            )
            writer.start()
            writer.join()
        parts, began, spent = _Parts(), time.perf_counter(), time.process_time()
        result = build_marts(settings, progress=parts)
        total = f"{time.perf_counter() - began:.0f} s ({time.process_time() - spent:.0f} of the processor)"
        print("\n".join(parts.lines()))
        rows = result.row_counts
        print(
            f"{rows['fct_claims']:,} claims, {rows['dim_articles']:,} articles in {result.load.batches:,} batches: {total}"
        )
        sizes = {"lake": settings.lake_dir, "warehouse and marts": settings.work_dir, "release": settings.releases_dir}
        for what, place in sizes.items():
            print(f"{what}: {sum(path.stat().st_size for path in place.rglob('*') if path.is_file()) / 1e9:.2f} GB")
        print(f"peak of memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.1f} GB")


if __name__ == "__main__":
    main()
