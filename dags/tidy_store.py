"""Tidy the store every night: archived pages older than the retention go.

Does nothing while `NEWSLEDGER_ARCHIVE_DAYS` is not set, and then ends as *skipped*; no fact, quote or text of the lake
is touched. When it fails: `docs/runbooks/tidy_store.md`.
"""

from airflow.sdk import CronTriggerTimetable, dag, task

from pipelines.orchestration import DEFAULTS, drain


@dag(
    schedule=CronTriggerTimetable("10 3 * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["newsledger", "keeping"],
    doc_md=__doc__,
)
def tidy_store() -> None:
    """What is older than its retention goes."""

    @task
    def delete_old_pages() -> dict[str, int | str]:
        from pipelines import keeping

        return drain(keeping.tidy, is_new=lambda result: result.receipts or result.bodies)

    delete_old_pages()


tidy_store()
