"""What came back for one request, whatever it is, and what it cost."""

from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.settings import LlmPrice

# Where a server counts no tokens, so many bytes are taken for one: English in common tokenizers has 4 to 5 (2026-11).
BYTES_A_TOKEN = 4


class UnreadableReplyError(ValueError):
    """The bytes are no chat completion: a proxy's page, a cut connection, another protocol."""


class Reply(BaseModel):
    """A model's answer as it stands in the cache.

    ``is_oversized``: longer than may be read, so its text is not kept. ``cost_usd`` is by the price of the day it came;
    ``paid_by`` is the article it was asked for: a copy that gets the same answer has paid nothing. ``stands_for`` is the model
    in whose place it was given, or its own.
    """

    model_config = ConfigDict(frozen=True)

    text: str = ""
    refusal: str | None = None
    finish_reason: str | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    is_oversized: bool = False
    cost_usd: Decimal = Decimal(0)
    paid_by: str = ""
    stands_for: str = ""

    @property
    def is_refused(self) -> bool:
        """The model, or a filter before it, will not answer."""
        return bool(self.refusal) or self.finish_reason == "content_filter"

    @property
    def is_cut_off(self) -> bool:
        """The answer ends where the room for it ended."""
        return self.finish_reason == "length"

    def billed(self, request_bytes: int, price: LlmPrice | None, share: Decimal, **noted: str) -> "Reply":
        """The reply with what it cost (and what else is noted). Tokens that the server did not count are estimated from the bytes."""
        tokens_in = self.input_tokens or request_bytes // BYTES_A_TOKEN
        tokens_out = self.output_tokens or len(self.text.encode("utf-8", "replace")) // BYTES_A_TOKEN
        cost = dollars(price, tokens_in, tokens_out) * share
        update = {"input_tokens": tokens_in, "output_tokens": tokens_out, "cost_usd": cost}
        return self.model_copy(update={**update, **noted})


def dollars(price: LlmPrice | None, input_tokens: int, output_tokens: int) -> Decimal:
    """What so many tokens cost; nothing where no price is known."""
    if price is None:
        return Decimal(0)
    return (input_tokens * price.input + output_tokens * price.output) / 1_000_000


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
