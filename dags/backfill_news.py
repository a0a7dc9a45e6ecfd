"""Store past pages of registered sites out of archives of crawls; started by hand, with the archives to read.

`paths` are WARC files, or folders of them, as the worker sees them; `since` and `until` bound the days; a dry run counts
and writes nothing. What is stored wakes the later steps. When it fails: `docs/runbooks/backfill_news.md`.
"""

from airflow.sdk import Param, dag, task

from pipelines.orchestration import ARTICLES, DEFAULTS, drain


def day(description: str) -> Param:
    """A day of the form that may stay empty."""
    return Param(None, description=description, type=["null", "string"], format="date")


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    params={
        "paths": Param([], type="array", items={"type": "string"}, description="Archives, or folders of them."),
        "since": day("Only pages got on this day or later."),
        "until": day("Only pages got on this day or before."),
        "dry_run": Param(False, type="boolean", description="Count what would be taken, and write nothing."),
    },
    tags=["newsledger", "lake"],
    doc_md=__doc__,
)
def backfill_news() -> None:
    """Archives of crawls in, articles out."""

    @task(outlets=[ARTICLES])
    def store_archived_pages(params: dict[str, object] | None = None) -> dict[str, int | str]:
        from pipelines.orchestration.asked import backfill_as_asked

        return drain(backfill_as_asked(params or {}), is_new=lambda result: result.batches)

    store_archived_pages()


backfill_news()
