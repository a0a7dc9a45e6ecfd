"""The assets that chain the DAGs. An event only wakes the next step; each step takes all that is pending."""

import structlog
from airflow.sdk import Asset, AssetWatcher

from pipelines.orchestration.queue_trigger import QueueTrigger
from pipelines.orchestration.triggers import InboxTrigger
from pipelines.settings import load_settings, unknown_settings

# Said wherever a DAG file is read; else a misspelt setting would do nothing in silence.
for line in unknown_settings():
    structlog.get_logger(__name__).warning("setting_unknown", what=line)

INBOX = Asset(
    name="newsledger_inbox",
    uri="x-newsledger:///inbox",
    watchers=[AssetWatcher(name="newsledger_inbox_watcher", trigger=InboxTrigger(str(load_settings().inbox_dir)))],
)
QUEUE = Asset(
    name="newsledger_queue",
    uri="x-newsledger:///queue",
    watchers=[AssetWatcher(name="newsledger_queue_watcher", trigger=QueueTrigger())]
    if load_settings().queue_url
    else [],
)
"""Watched where a queue is configured; else nothing ever comes of it."""

ARTICLES = Asset(name="newsledger_articles", uri="x-newsledger:///lake/articles")
CLAIMS = Asset(name="newsledger_claims", uri="x-newsledger:///lake/claims")
RELEASE = Asset(name="newsledger_release", uri="x-newsledger:///published")
