"""Collects in a process of its own, and says what came of it and how much memory it took, readers included."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.collect_speed import Memory
from pipelines.articles.collect import collect
from pipelines.lake import Lake
from pipelines.schemas.article import Article
from pipelines.settings import PROJECT_DIR, load_settings
from pipelines.sources.registry import Source


@dataclass
class Collected:
    """What one collection in a process of its own did."""

    counts: dict[str, int]
    failed: dict[str, str]
    most_memory: int
    seconds: float
    articles: list[Article]


def collect_apart(home: Path, *sources: Source, **changes: Any) -> Collected:
    """Collect these sources with these settings."""
    asked = {"home": str(home), "settings": changes, "sources": [source.model_dump() for source in sources]}
    command = [sys.executable, "-m", "tests.faults.collect_apart"]
    done = subprocess.run(
        command, input=json.dumps(asked), capture_output=True, text=True, cwd=PROJECT_DIR, check=False, timeout=280
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    lake = Lake(load_settings(home=home).lake_dir)
    articles = [article for batch in lake.batches("articles") for article in lake.read_articles(batch.path)]
    return Collected(articles=articles, **said)


def main() -> None:
    """The other process."""
    asked = json.loads(sys.stdin.read())
    settings = load_settings(
        home=Path(asked["home"]), allow_loopback=True, fetch_backoff_seconds=0, **asked["settings"]
    )
    memory = Memory(without=0)
    memory.start()
    start = time.monotonic()
    result = collect(
        settings, Lake(settings.lake_dir), sources=[Source.model_validate(row) for row in asked["sources"]]
    )
    said = {
        "counts": result.counts(),
        "failed": dict(result.sources_failed),
        "most_memory": memory.most,
        "seconds": time.monotonic() - start,
    }
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
