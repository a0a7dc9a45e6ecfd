"""The columns of the lake's files. A reader fills a column that an older file lacks with null."""

import pyarrow as pa

_UTC = pa.timestamp("us", tz="UTC")

ARTICLES = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("page_id", pa.string()),
        pa.field("given_id", pa.string()),
        pa.field("source_id", pa.string()),
        pa.field("url", pa.string()),
        pa.field("publisher", pa.string()),
        pa.field("site_name", pa.string()),
        pa.field("authors", pa.list_(pa.string())),
        pa.field("title", pa.string()),
        pa.field("text", pa.string()),
        pa.field("language", pa.string()),
        pa.field("published_at", _UTC),
        pa.field("published_precision", pa.string()),
        pa.field("published_from", pa.string()),
        pa.field("published_offset_minutes", pa.int32()),
        pa.field("modified_at", _UTC),
        pa.field("modified_precision", pa.string()),
        pa.field("modified_from", pa.string()),
        pa.field("retrieved_at", _UTC),
        pa.field("text_sha256", pa.string()),
        pa.field("fingerprint", pa.list_(pa.uint64())),
        pa.field("marks", pa.list_(pa.uint64())),
        pa.field("fact_keys", pa.list_(pa.uint64())),
        pa.field("notice", pa.string()),
        pa.field("credited_to", pa.string()),
        pa.field("quality_flags", pa.list_(pa.string())),
        pa.field("archive_sha256", pa.string()),
        pa.field("parsed_at", _UTC),
        pa.field("set_aside", pa.string()),
        pa.field("set_aside_detail", pa.string()),
    ]
)

EXTRACTIONS = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("extractor", pa.string(), nullable=False),
        pa.field("extractor_model", pa.string()),
        pa.field("standing_in_for", pa.string()),
        pa.field("prompt_version", pa.string()),
        pa.field("is_relevant", pa.bool_()),
        pa.field("category", pa.string()),
        pa.field("summary", pa.string()),
        pa.field("key_points", pa.list_(pa.string())),
        pa.field(
            "claims", pa.string()
        ),  # JSON array of the claim contract: one file holds a whole extraction, so it is there or not
        pa.field("rejected", pa.string()),
        pa.field("set_aside", pa.string()),
        pa.field("input_tokens", pa.int64()),
        pa.field("output_tokens", pa.int64()),
        pa.field("cost_usd", pa.decimal128(18, 8)),
        pa.field("extracted_at", _UTC),
    ]
)

SOURCE_CHECKS = pa.schema(
    [
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("publisher", pa.string()),
        pa.field("url", pa.string()),
        pa.field("checked_at", _UTC, nullable=False),
        pa.field("outcome", pa.string(), nullable=False),
        pa.field("reason", pa.string()),
        pa.field("is_first", pa.bool_(), nullable=False),
        pa.field("item_count", pa.int64(), nullable=False),
        pa.field("new_count", pa.int64(), nullable=False),
        pa.field("late_count", pa.int64(), nullable=False),
        pa.field("items_per_week_low", pa.int64()),
        pa.field("items_per_week_high", pa.int64()),
    ]
)

COLLECT_RUNS = pa.schema(
    [
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("started_at", _UTC, nullable=False),
        *(
            pa.field(name, pa.int64(), nullable=False)
            for name in (
                "pages_due", "inbox_records", "queue_messages", "articles_new", "articles_set_aside", "unchanged", "waiting",
                "lost_count",
            )
        ),
    ]
)  # fmt: skip
