"""Tidy the store every night: archived pages and reports of the work older than their retention go.

Ends as *skipped* when nothing is old enough; pages are kept for good while `NEWSLEDGER_ARCHIVE_DAYS` is not set. No fact,
quote or text of the lake is touched. When it fails: `docs/runbooks/tidy_store.md`.
"""

from airflow.sdk import CronTriggerTimetable, dag, task

from pipelines.orchestration import DEFAULTS, STORE_POOL, drain


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

    @task(pool=STORE_POOL)
    def delete_old_files() -> dict[str, int | str]:
        from pipelines import keeping

        return drain(keeping.tidy, is_new=lambda result: any(result.counts().values()))

    delete_old_files()


tidy_store()
