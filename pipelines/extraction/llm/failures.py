"""What may go wrong with a request, and what each means: ask again, stop asking, or let this one article be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal

import openai

Meaning = Literal["transient", "slow_down", "closed", "refused", "other_options"]
Refusal = Literal["too_long", "model_refused", "model_failed"]

_TRANSIENT = {408, 409, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529}
_OUT_OF_MONEY = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "access_terminated"}
_TOO_LONG = re.compile(
    r"context.{0,20}(length|window|size)|too (long|large|many tokens)|maximum.{0,20}tokens", re.IGNORECASE
)
_FILTERED = re.compile(r"content.?(filter|policy|management)", re.IGNORECASE)


class RequestRefusedError(Exception):
    """The endpoint takes requests, but not this one; a retry cannot help."""

    def __init__(self, reason: str, refusal: Refusal) -> None:
        super().__init__(reason)
        self.refusal = refusal


@dataclass(frozen=True)
class Failure:
    """A request that brought no answer. ``detail`` is what the server said, for our own decisions and never for a log."""

    meaning: Meaning
    reason: str
    wait_seconds: float | None = None
    refusal: Refusal = "model_failed"
    detail: str = ""


def failure_of_connection(host: str, error: Exception, timeout: float) -> Failure:
    """What it means that nothing, or nothing readable, came back."""
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return Failure("transient", f"{host} did not answer within {timeout:g} s: see NEWSLEDGER_LLM_TIMEOUT_SECONDS")
    cause = type(error.__cause__ or error).__name__
    return Failure("transient", f"{host} cannot be reached ({cause}): check NEWSLEDGER_LLM_BASE_URL and that it is up")


def failure_of_status(host: str, error: openai.APIStatusError, *, has_answered: bool) -> Failure:
    """What a status means. An endpoint that has answered before takes our key and path: its 4xx concern the request."""
    status, detail = error.status_code, f"{error.code or ''} {error.type or ''} {error.message}"[:2000]
    said = f"{host} answered {status}"
    if status == 402 or any(code in detail for code in _OUT_OF_MONEY):
        return Failure("closed", f"{said}: the account has no credit left; top it up or name another endpoint")
    if status == 429:
        wait = retry_after(error.response.headers)
        return Failure(
            "slow_down", f"{said}: too many requests; lower NEWSLEDGER_LLM_CONNECTIONS or run again later", wait
        )
    if status in _TRANSIENT or status >= 500:
        wait = retry_after(error.response.headers)
        return Failure("transient", f"{said}: the endpoint is in trouble; run again later", wait)
    if status == 401 or (status == 403 and not has_answered):
        return Failure("closed", f"{said}: check NEWSLEDGER_LLM_API_KEY and what it may do")
    if status < 400 or (status in {404, 405} and not has_answered):
        return Failure(
            "closed",
            f"{said}: check NEWSLEDGER_LLM_BASE_URL (it ends before /chat/completions) and NEWSLEDGER_LLM_MODEL",
        )
    reason = f"{said}: it does not take this request; does the model support structured output by JSON schema?"
    return Failure("refused", reason, refusal=_refusal(status, detail), detail=detail)


def _refusal(status: int, detail: str) -> Refusal:
    if status == 413 or _TOO_LONG.search(detail):
        return "too_long"
    return "model_refused" if _FILTERED.search(detail) else "model_failed"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """How long the server asks to be left alone, in seconds; a date is taken relative to the server's own clock."""
    said = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", said):
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("date", ""))).total_seconds())
    except (TypeError, ValueError):
        return None
