"""How a task calls a step: with the settings of this installation, and quietly when there was nothing to do."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

import structlog
from airflow.sdk.exceptions import AirflowSkipException

from pipelines.errors import TransientError
from pipelines.settings import Settings, load_settings

log = structlog.get_logger(__name__)


class StepResult(Protocol):
    """What a step answers with."""

    def counts(self) -> Mapping[str, int | str]:
        """What was done, in numbers and short names."""


Result = TypeVar("Result", bound=StepResult)


def drain(
    step: Callable[[Settings], Result],
    *,
    is_new: Callable[[Result], object],
    outage: Callable[[Result], str | None] = lambda _: None,
) -> dict[str, int | str]:
    """Run the step over all that is pending and return its counts.

    Args:
        step: The function that the command line calls too.
        is_new: Tells from the result whether the step brought anything new.
        outage: Tells from the result whether the step could do nothing at all, in words.

    Raises:
        TransientError: There is an outage; the scheduler tries again.
        AirflowSkipException: Nothing was new. A skipped task sends no asset event, so an idle quarter of an hour
            neither wakes the later steps nor looks like news to whoever watches the release.
    """
    result = step(load_settings())
    counts = dict(result.counts())
    log.info("step_done", **counts)
    if failure := outage(result):
        raise TransientError(failure)
    if not is_new(result):
        raise AirflowSkipException(f"Nothing new: {', '.join(f'{name} {value}' for name, value in counts.items())}")
    return counts
