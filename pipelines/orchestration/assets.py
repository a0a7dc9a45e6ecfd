"""The assets that chain the DAGs. An event only wakes the next step; each step takes all that is pending."""

from airflow.sdk import Asset, AssetWatcher

from pipelines.orchestration.triggers import InboxTrigger
from pipelines.settings import load_settings

INBOX = Asset(
    name="newsledger_inbox",
    uri="x-newsledger:///inbox",
    watchers=[AssetWatcher(name="newsledger_inbox_watcher", trigger=InboxTrigger(str(load_settings().inbox_dir)))],
)
ARTICLES = Asset(name="newsledger_articles", uri="x-newsledger:///lake/articles")
CLAIMS = Asset(name="newsledger_claims", uri="x-newsledger:///lake/claims")
RELEASE = Asset(name="newsledger_release", uri="x-newsledger:///published")
