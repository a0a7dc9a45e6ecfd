"""Collect news every 15 minutes, or when a file enters the inbox or a message the queue.

Reads the registered feeds, the inbox folder and the queue, fetches what is new, and writes it to the lake as articles. A
run that finds nothing new ends as *skipped* and wakes nobody. When it fails: `docs/runbooks/collect_news.md`.
"""

from datetime import UTC, datetime

from airflow.sdk import dag, task

from pipelines.orchestration import ARTICLES, DEFAULTS, EVERY_15_MINUTES_OR_ARRIVALS, drain


@dag(
    schedule=EVERY_15_MINUTES_OR_ARRIVALS,
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["newsledger", "lake"],
    doc_md=__doc__,
)
def collect_news() -> None:
    """Feeds, inbox and queue in, articles out."""

    @task(outlets=[ARTICLES])
    def fetch_due_articles() -> dict[str, int | str]:
        from pipelines import run

        return drain(run.collect_news, is_new=lambda result: result.batches, outage=lambda result: result.outage())

    fetch_due_articles()


collect_news()
