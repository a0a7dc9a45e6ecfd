"""The one reader of the clock. ``NEWSLEDGER_NOW`` fixes it."""

from datetime import UTC, datetime

from pipelines.settings import load_settings


def now() -> datetime:
    """The time in UTC."""
    fixed = load_settings().now
    return fixed.astimezone(UTC) if fixed else datetime.now(UTC)
