"""What holds for every task: how often it is tried again, after which errors, and who hears of a failure."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from airflow.sdk import ExceptionRetryPolicy, RetryRule
from airflow.sdk.definitions.retry_policy import RetryAction

from pipelines.errors import PermanentError

if TYPE_CHECKING:
    from airflow.sdk import Context

RETRY_BY_ERROR = ExceptionRetryPolicy(
    rules=[RetryRule(PermanentError, RetryAction.FAIL, reason="a retry cannot help; the message says what can")]
)
"""All other errors, the transient (a locked store among them) and the unforeseen, are tried again with growing pauses."""


def log_failure(context: "Context") -> None:
    """Say which DAG failed for good, and where to read what to do."""
    instance = context["task_instance"]
    structlog.get_logger(__name__).error(
        "task_failed_for_good",
        dag_id=instance.dag_id,
        task_id=instance.task_id,
        run_id=instance.run_id,
        error=str(context.get("exception")),
        what_to_do=f"docs/runbooks/{instance.dag_id}.md",
    )


DEFAULTS: dict[str, Any] = {
    "owner": "newsledger",
    "retries": 4,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": 2.0,  # a multiplier; True would be 1.0, which is no growth
    "max_retry_delay": timedelta(minutes=10),
    "retry_policy": RETRY_BY_ERROR,
    # A task that hangs would keep its DAG's one run for ever; what it had done by then is kept.
    "execution_timeout": timedelta(hours=6),
    "on_failure_callback": log_failure,
}
