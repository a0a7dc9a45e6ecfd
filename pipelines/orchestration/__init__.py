"""What the DAG files are made of: assets, schedules, retries and the way a task calls a step.

The names are loaded on first use, so that ``pipelines.orchestration.local`` can prepare Airflow's home before
anything imports Airflow (whose import writes a configuration file wherever it thinks its home is).
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.orchestration.assets import ARTICLES, CLAIMS, INBOX, QUEUE, RELEASE
    from pipelines.orchestration.policy import DEFAULTS
    from pipelines.orchestration.pools import STORE_POOL
    from pipelines.orchestration.schedules import (
        EVERY_15_MINUTES_OR_ARRIVALS,
        HOURLY_OR_ARTICLES,
        HOURLY_OR_CLAIMS,
    )
    from pipelines.orchestration.steps import drain

__all__ = [
    "ARTICLES",
    "CLAIMS",
    "DEFAULTS",
    "EVERY_15_MINUTES_OR_ARRIVALS",
    "HOURLY_OR_ARTICLES",
    "HOURLY_OR_CLAIMS",
    "INBOX",
    "QUEUE",
    "RELEASE",
    "STORE_POOL",
    "drain",
]

_MODULES = ("assets", "policy", "pools", "schedules", "steps")


def __getattr__(name: str) -> object:
    if name in __all__:
        for module in _MODULES:
            found = vars(import_module(f"{__name__}.{module}")).get(name)
            if found is not None:
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
