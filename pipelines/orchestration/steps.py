"""How a task calls a step: with the settings of this installation, and quietly when there was nothing to do."""

from collections.abc import Callable
from typing import Protocol

import structlog
from airflow.sdk.exceptions import AirflowSkipException

from pipelines.settings import Settings, load_settings

log = structlog.get_logger(__name__)


class StepResult(Protocol):
    """What a step answers with."""

    def counts(self) -> dict[str, int | str]:
        """What was done, in numbers and short names."""


def drain(step: Callable[[Settings], StepResult], *, new: str) -> dict[str, int | str]:
    """Run the step over all that is pending and return its counts.

    Args:
        step: The function that the command line calls too.
        new: The count that tells whether the step brought anything new.

    Raises:
        AirflowSkipException: Nothing was new. A skipped task sends no asset event, so an idle quarter of an hour
            neither wakes the later steps nor looks like news to whoever watches the release.
    """
    counts = step(load_settings()).counts()
    log.info("step_done", **counts)
    if not counts[new]:
        raise AirflowSkipException(f"Nothing new: {', '.join(f'{name} {value}' for name, value in counts.items())}")
    return counts
