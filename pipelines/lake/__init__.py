"""The lake: immutable Parquet batches. It is the truth; the warehouse is a view of it."""

from pipelines.lake.batches import Batch, BatchKind, Lake

__all__ = ["Batch", "BatchKind", "Lake"]
