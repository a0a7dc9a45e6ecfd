"""Refused claims: the reason, and what was claimed as plain, small JSON, whatever came in."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from pipelines.schemas.extraction import Rejection, RejectionReason

MAX_SHOWN = 2_000
MAX_ITEMS = 60


class RefusedError(Exception):
    """A claim that the text does not carry; never leaves the gate that raises it."""

    def __init__(self, reason: RejectionReason, detail: str) -> None:
        self.reason: RejectionReason = reason
        self.detail = detail
        super().__init__(detail)


def rejection(reason: RejectionReason, detail: str, claim: object) -> Rejection:
    """The record of a refused claim, with what was claimed cut to a bounded size and depth."""
    shown = _bounded(claim, 6)
    return Rejection(reason=reason, detail=detail[:300], claim=shown if isinstance(shown, dict) else {"given": shown})


def _bounded(value: object, depth: int) -> Any:
    """A copy that is plain JSON and small, whatever came in."""
    if isinstance(value, Mapping | list | tuple):
        return _bounded_items(value, depth - 1) if depth else "…"
    match value:
        case str():
            return value[:MAX_SHOWN].encode("utf-8", "replace").decode()
        case None | bool():
            return value
        case int() | float() if abs(value) < 10**18:
            return value
        case float() | Decimal():
            return str(value)[:60]
    return f"<{type(value).__name__}>"


def _bounded_items(value: Mapping[Any, Any] | list[Any] | tuple[Any, ...], depth: int) -> Any:
    if isinstance(value, Mapping):
        return {str(_bounded(key, 0))[:100]: _bounded(item, depth) for key, item in islice(value.items(), MAX_ITEMS)}
    return [_bounded(item, depth) for item in value[:MAX_ITEMS]]
