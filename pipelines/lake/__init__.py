"""The lake: immutable Parquet batches. It is the truth; the warehouse is a view of it."""

from pipelines.lake.batches import Batch, BatchKind, Lake
from pipelines.lake.forgetting import Forgotten

__all__ = ["Batch", "BatchKind", "Forgotten", "Lake"]
