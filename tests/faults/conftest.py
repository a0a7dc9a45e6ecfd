from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import run as steps
from pipelines.articles.collect import CollectResult
from pipelines.settings import Settings, load_settings
from pipelines.sources.registry import Source
from tests.reading_here import read_here


@dataclass
class Store:
    """A home, and the steps of a run in it at an hour of one day."""

    settings: Settings
    set_hour: Callable[[float], None]

    def collect(self, hour: float, *sources: Source, inbox: Path | None = None) -> CollectResult:
        """Collect alone."""
        self.set_hour(hour)
        return steps.collect_news(self.settings, sources=sources, inbox=inbox)

    def build(self) -> steps.BuildResult:
        """All that comes after."""
        steps.extract_claims(self.settings)
        return steps.build_marts(self.settings)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the published release."""
        path = self.settings.published.resolve() / "newsledger.duckdb"
        with duckdb.connect(str(path), read_only=True) as connection:
            connection.execute("use marts")
            return connection.execute(query).fetchall()

    def check_oracle(self) -> None:
        """Every article that was accepted is in exactly one state, and no fact stands twice."""
        statuses = self.ask("select article_id, count(*), count(status) from dim_articles group by all")
        assert {row[1:] for row in statuses} == {(1, 1)}
        with duckdb.connect(str(self.settings.warehouse_path), read_only=True) as connection:
            accepted = {row[0] for row in connection.execute("select distinct article_id from raw.articles").fetchall()}
        assert {row[0] for row in statuses} == accepted
        facts = Counter(self.ask("select investors::varchar, recipient, round, amount from fct_investments"))
        assert set(facts.values()) <= {1}


def source(url: str, source_id: str = "news", publisher: str = "Harbour News", **changes: Any) -> Source:
    """A source with full terms."""
    family = publisher.lower().replace(" ", "_")
    return Source(source_id=source_id, publisher=publisher, publisher_family=family, url=url, terms="full", **changes)


@contextmanager
def open_store(home: Path, **changes: Any) -> Iterator[Store]:
    """A store whose pages are read in this process; the readers of their own have tests of their own."""

    with pytest.MonkeyPatch.context() as patch:
        read_here(patch)
        settings = load_settings(
            home=home,
            allow_loopback=True,
            recheck_hours=0,
            fetch_backoff_seconds=0,
            fetch_connections_per_host=8,
            **changes,
        )

        def set_hour(hour: float) -> None:
            patch.setenv(
                "NEWSLEDGER_NOW",
                f"2026-07-{10 + int(hour // 24):02d}T{int(hour % 24):02d}:{int(hour * 60) % 60:02d}:00Z",
            )

        set_hour(12)
        yield Store(settings, set_hour)
