"""When the DAGs run: on an event, and by the clock as well.

The clock makes up for what events cannot promise: Airflow merges bursts of events, and a step that failed after its
last retry leaves work that no later event announces. The minutes are apart so that the steps follow one another.

A DAG with a start date in the past runs at once in a new installation: that is for collecting. The later steps have
no start date, so that they wait for its news or for their minute.
"""

from airflow.sdk import Asset, AssetAny, AssetOrTimeSchedule, CronTriggerTimetable

from pipelines.orchestration.assets import ARTICLES, CLAIMS, INBOX, QUEUE


def _either(cron: str, *assets: Asset) -> AssetOrTimeSchedule:
    return AssetOrTimeSchedule(timetable=CronTriggerTimetable(cron, timezone="UTC"), assets=AssetAny(*assets))


EVERY_15_MINUTES_OR_ARRIVALS = _either("*/15 * * * *", INBOX, QUEUE)
HOURLY_OR_ARTICLES = _either("20 * * * *", ARTICLES)
HOURLY_OR_CLAIMS = _either("40 * * * *", CLAIMS)
