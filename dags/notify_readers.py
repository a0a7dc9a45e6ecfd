"""Tell the readers of each release which facts are new, changed or withdrawn, by webhooks and mails.

Every address that is configured is told what changed since the release that it was last told of; without an address, and when nothing
changed, the run ends as *skipped*. When it fails: `docs/runbooks/notify_readers.md`.
"""

from airflow.sdk import dag, task

from pipelines.orchestration import DEFAULTS, RELEASE, drain


@dag(
    schedule=[RELEASE],
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["newsledger", "readers"],
    doc_md=__doc__,
)
def notify_readers() -> None:
    """A release in, messages out."""

    @task
    def send_changed_facts() -> dict[str, int | str]:
        from pipelines.reporting import notify

        return drain(notify.notify_readers, is_new=lambda result: result.sent)

    send_changed_facts()


notify_readers()
