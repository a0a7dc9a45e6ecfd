"""Build and publish the marts: when new claims came, and every hour.

Loads what is pending through its gate, builds with dbt, audits the marts and swaps the release; readers are never
blocked. A run that gives no new release ends as *skipped*. When it fails: `docs/runbooks/build_marts.md`.
"""

from airflow.sdk import dag, task

from pipelines.orchestration import DEFAULTS, HOURLY_OR_CLAIMS, RELEASE, STORE_POOL, drain


@dag(
    schedule=HOURLY_OR_CLAIMS,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["newsledger", "warehouse"],
    doc_md=__doc__,
)
def build_marts() -> None:
    """Claims in, a release out."""

    @task(outlets=[RELEASE], pool=STORE_POOL)
    def publish_release() -> dict[str, int | str]:
        from pipelines import run

        return drain(run.build_marts, is_new=lambda result: result.release_id)

    publish_release()


build_marts()
