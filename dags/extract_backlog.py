"""Read a backlog by the language model's Batch API: half the price, an answer within a day; started by hand.

Every look takes the answers that are there and submits what is not under way yet, repairs too; between two looks nothing
is held. It ends when no article waits in a batch. When it fails: `docs/runbooks/extract_backlog.md`.
"""

from airflow.sdk import PokeReturnValue, dag, task

from pipelines.orchestration import CLAIMS, DEFAULTS

MINUTES, DAYS = 60, 24 * 3600


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["newsledger", "lake"],
    doc_md=__doc__,
)
def extract_backlog() -> None:
    """Articles in, claims out, without haste."""

    @task.sensor(outlets=[CLAIMS], mode="reschedule", poke_interval=10 * MINUTES, timeout=7 * DAYS)
    def read_by_batch() -> PokeReturnValue:
        from pipelines.orchestration.asked import look_after_backlog

        is_done, counts = look_after_backlog()
        return PokeReturnValue(is_done=is_done, xcom_value=counts)

    read_by_batch()


extract_backlog()
