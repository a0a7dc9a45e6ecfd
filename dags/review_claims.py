"""Show every morning what waits for a person, and take a decision when started by hand with one.

Without parameters the log lists open conflicts with both sentences, and the unlisted names that most claims print. With
`event_key`, `field` and `value` the value is settled and the marts are built again; an empty `value` opens the conflict
anew. When it fails: `docs/runbooks/review_claims.md`.
"""

from airflow.sdk import CronTriggerTimetable, Param, dag, task

from pipelines.orchestration import CLAIMS, DEFAULTS, drain


def text(description: str) -> Param:
    """A field of the form that may stay empty."""
    return Param(None, description=description, type=["null", "string"], maxLength=500)


@dag(
    schedule=CronTriggerTimetable("0 6 * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    params={
        "event_key": text("The event; leave it empty to list what waits."),
        "field": text("The field, as fct_conflicts names it."),
        "value": text("The value that holds; empty opens the conflict again."),
        "by": text("Who decides."),
        "reason": text("Why; kept with the decision."),
    },
    tags=["newsledger", "quality"],
    doc_md=__doc__,
)
def review_claims() -> None:
    """What waits in the log; a decision into the lake."""

    @task(outlets=[CLAIMS])
    def list_or_settle(params: dict[str, str | None] | None = None) -> dict[str, int | str]:
        from pipelines.orchestration.asked import review_as_asked

        return drain(review_as_asked(params or {}), is_new=lambda result: result.decided)

    list_or_settle()


review_claims()
