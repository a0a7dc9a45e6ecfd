"""What came back for one request, whatever it is."""

from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.schemas.extraction import Usage


class UnreadableReplyError(ValueError):
    """The bytes are no chat completion: a proxy's page, a cut connection, another protocol."""


class Reply(BaseModel):
    """A model's answer as it stands in the cache. ``is_oversized``: longer than may be read, so its text is not kept."""

    model_config = ConfigDict(frozen=True)

    text: str = ""
    refusal: str | None = None
    finish_reason: str | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    is_oversized: bool = False

    @property
    def is_refused(self) -> bool:
        """The model, or a filter before it, will not answer."""
        return bool(self.refusal) or self.finish_reason == "content_filter"

    @property
    def is_cut_off(self) -> bool:
        """The answer ends where the room for it ended."""
        return self.finish_reason == "length"

    def cost(self, input_usd_per_million: Decimal, output_usd_per_million: Decimal) -> Usage:
        """Return tokens and dollars."""
        dollars = (self.input_tokens * input_usd_per_million + self.output_tokens * output_usd_per_million) / 1_000_000
        return Usage(input_tokens=self.input_tokens, output_tokens=self.output_tokens, cost_usd=dollars)


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice]
    usage: dict[str, Any] | None = None


def read_reply(body: bytes) -> Reply:
    """Read the bytes of a chat completion; unknown fields are passed over, as servers add their own.

    Raises:
        UnreadableReplyError: The bytes are not one.
    """
    try:
        completion = _Completion.model_validate_json(body)
    except ValidationError as error:
        raise UnreadableReplyError(f"no chat completion ({error.errors()[0]['msg'][:100]})") from error
    if not completion.choices:
        raise UnreadableReplyError("a chat completion without a choice")
    choice, usage = completion.choices[0], completion.usage or {}
    return Reply(
        text=choice.message.content or "",
        refusal=choice.message.refusal,
        finish_reason=choice.finish_reason,
        input_tokens=_count(usage.get("prompt_tokens")),
        output_tokens=_count(usage.get("completion_tokens")),
    )


def _count(value: object) -> int:
    """A server's count of tokens, where it is one."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0
