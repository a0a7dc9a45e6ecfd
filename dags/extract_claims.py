"""Extract claims from the articles that wait: when new ones came, and every hour.

Reads each distinct text once, with the rules or the language model in force, and writes the claims to the lake. A run
that finds nothing to read ends as *skipped*. When it fails: `docs/runbooks/extract_claims.md`.
"""

from airflow.sdk import dag, task

from pipelines.orchestration import CLAIMS, DEFAULTS, HOURLY_OR_ARTICLES, drain


@dag(
    schedule=HOURLY_OR_ARTICLES,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["newsledger", "lake"],
    doc_md=__doc__,
)
def extract_claims() -> None:
    """Articles in, claims out."""

    @task(outlets=[CLAIMS])
    def extract_pending_articles() -> dict[str, int | str]:
        from pipelines import run

        return drain(run.extract_claims, is_new=lambda result: result.extracted)

    extract_pending_articles()


extract_claims()
