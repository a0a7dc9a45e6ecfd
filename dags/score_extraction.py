"""Score the extractor every week, by the labelled articles that the project ships.

Reads the gold set with the configured extractor (the rules, where no endpoint is set: then no network is needed), keeps
the figures in the lake and shows the trend in the task's log. When it fails: `docs/runbooks/score_extraction.md`.
"""

from airflow.sdk import CronTriggerTimetable, dag, task

from pipelines.orchestration import DEFAULTS, drain


@dag(
    schedule=CronTriggerTimetable("0 5 * * 1", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["newsledger", "quality"],
    doc_md=__doc__,
)
def score_extraction() -> None:
    """Labelled articles in, a score and its trend out."""

    @task
    def score_gold_set() -> dict[str, int | str]:
        from pipelines import run

        return drain(run.score_extraction, is_new=lambda result: not result.evaluation.waiting)

    score_gold_set()


score_extraction()
