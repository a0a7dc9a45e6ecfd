"""What a run of collect says it did."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipelines.schemas.collect_run import CollectRun
from pipelines.schemas.source_check import SourceCheck

QUEUE = "queue"
"""What stands for the queue among the sources that failed."""
_SOME_SOURCES = 3  # one or two may well be gone for good by themselves (a judgement, 2026-11-26)


@dataclass
class CollectResult:
    """The counts of one run.

    All that was to be read (pages that were due, records and unfinished files of the inbox, messages of the queue) is in
    exactly one of ``articles_new``, ``articles_set_aside``, ``unchanged`` and ``waiting``.
    """

    sources_checked: int = 0
    sources_failed: list[tuple[str, str]] = field(default_factory=list)
    source_checks: list[SourceCheck] = field(default_factory=list)
    entries_seen: int = 0
    pages_fetched: int = 0
    pages_due: int = 0
    inbox_files: int = 0
    inbox_records: int = 0
    queue_messages: int = 0
    articles_new: int = 0
    articles_set_aside: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    waiting: int = 0
    batches: list[Path] = field(default_factory=list)

    def balance(self, started_at: datetime) -> CollectRun:
        """What came in and what became of it."""
        return CollectRun.of(
            started_at,
            pages_due=self.pages_due,
            inbox_records=self.inbox_records,
            queue_messages=self.queue_messages,
            articles_new=self.articles_new,
            articles_set_aside=self.articles_set_aside.total(),
            unchanged=self.unchanged,
            waiting=self.waiting,
        )

    def outage(self) -> str | None:
        """What to tell of a run to which no source answered: that is no quiet hour, and rather our network than theirs."""
        failed = [(source, reason) for source, reason in self.sources_failed if source != QUEUE]
        if self.batches or self.sources_checked < _SOME_SOURCES or len(failed) < self.sources_checked:
            return None
        source, reason = failed[0]
        return (
            f"None of {self.sources_checked} sources could be read, such as {source}: {reason}. Check the network and the name "
            "server of this machine."
        )

    def counts(self) -> dict[str, int]:
        """The figures, flat."""
        return {
            "sources_checked": self.sources_checked,
            "sources_failed": len(self.sources_failed),
            "entries_seen": self.entries_seen,
            "pages_fetched": self.pages_fetched,
            "inbox_files": self.inbox_files,
            "queue_messages": self.queue_messages,
            "articles_new": self.articles_new,
            "articles_set_aside": self.articles_set_aside.total(),
            "unchanged": self.unchanged,
            "waiting": self.waiting,
            "batches": len(self.batches),
        }
