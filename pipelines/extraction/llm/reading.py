"""Reading one article: ask, check the answer against the text, ask once more for what was wrong."""

import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from pipelines.extraction.grounding import Evidence, ground_claims
from pipelines.extraction.llm.parts import Part, joined_envelope, parts_of, without_duplicates
from pipelines.extraction.llm.prompt import Message, Prompt, repair_claims, repair_whole
from pipelines.extraction.llm.reply import Reply
from pipelines.extraction.llm.wire import WIRE_CLAIM, Envelope, contract_claim
from pipelines.schemas.claim import Claim
from pipelines.schemas.extraction import ArticleText, Rejection, SetAsideReason

MAX_CLAIMS = 100  # of one answer; the longest roundup read by hand had 31 (2026-11)

Ask = Callable[[list[Message]], Awaitable[Reply]]
Turn = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Reading:
    """What came of one article, and the replies it rests on."""

    replies: tuple[Reply, ...]
    envelope: Envelope | None = None
    claims: tuple[Claim, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    set_aside: SetAsideReason | None = None


@dataclass
class _Answer:
    """One reply, looked into. ``problems`` make all of it useless; ``proposed`` and ``invalid`` are its claims."""

    reply: Reply
    envelope: Envelope | None = None
    proposed: list[dict[str, Any]] = field(default_factory=list)
    invalid: list[Rejection] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


async def no_turns() -> None:
    """Checking need not wait for anything."""


async def read_article(
    article: ArticleText, prompt: Prompt, ask: Ask, *, part_characters: int = 40_000, turn: Turn = no_turns
) -> Reading:
    """Return the claims that the text carries, read in parts where it is long.

    ``turn`` is waited for before an answer is checked, so that the caller can see to it that requests go first.
    """
    evidence = Evidence(article.text, article.title, article.language, _day(article.published))
    readings = []
    for part in parts_of(article, part_characters):
        readings.append(await _read_part(part, evidence, prompt, ask, turn))
        if readings[-1].set_aside:
            break  # an article is read whole or not at all
    return readings[0] if len(readings) == 1 else _joined(readings)


def _joined(readings: list[Reading]) -> Reading:
    """One reading of all parts. What two parts tell of the same thing is one claim."""
    replies = tuple(reply for reading in readings for reply in reading.replies)
    rejected = tuple(item for reading in readings for item in reading.rejected)
    if readings[-1].set_aside:
        return Reading(replies, rejected=rejected, set_aside=readings[-1].set_aside)
    claims, duplicates = without_duplicates([reading.claims for reading in readings])
    envelopes = [reading.envelope for reading in readings if reading.envelope]
    return Reading(replies, joined_envelope(envelopes), claims, (*rejected, *duplicates))


async def _read_part(part: Part, evidence: Evidence, prompt: Prompt, ask: Ask, turn: Turn) -> Reading:
    """Ask, check, and ask once more for what was wrong; what is still wrong then is set aside."""
    question = prompt.messages(part.article, part.label)
    reply = await ask(question)
    await turn()
    first = _look_into(reply)
    if first.reply.is_refused:
        return Reading((first.reply,), set_aside="model_refused")
    if first.problems:
        second = _look_into(await ask([*question, *repair_whole(first.reply.text, first.problems)]))
        return _settled(evidence, (first.reply, second.reply), second)
    reading = _settled(evidence, (first.reply,), first)
    to_repair = [_problem(item) for item in reading.rejected if item.reason != "duplicate_claim"]
    if not to_repair:
        return reading
    second = _look_into(await ask([*question, *repair_claims(first.reply.text, to_repair)]))
    return _settled(evidence, (first.reply, second.reply), first, second)


def _settled(evidence: Evidence, replies: tuple[Reply, ...], answer: _Answer, repair: _Answer | None = None) -> Reading:
    if answer.reply.is_refused:
        return Reading(replies, set_aside="model_refused")
    if answer.envelope is None:
        return Reading(replies, set_aside="model_failed")
    more = repair or _Answer(answer.reply)
    # What the repair repeats unchanged has been judged: the same words again are no second claim.
    proposed = [*answer.proposed, *(claim for claim in more.proposed if claim not in answer.proposed)]
    invalid = [*answer.invalid, *(item for item in more.invalid if item not in answer.invalid)]
    claims, rejected = ground_claims(proposed, evidence)
    shown = (item.model_copy(update={"claim": printable(item.claim)}) for item in rejected)
    return Reading(replies, answer.envelope, claims, (*invalid, *shown))


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _look_into(reply: Reply) -> _Answer:
    answer = _Answer(reply)
    if reply.is_refused:
        return answer
    if reply.is_oversized or reply.is_cut_off:
        answer.problems = [
            "The answer was too long and was cut off: fewer key points, a shorter summary, no claim twice."
        ]
        return answer
    try:
        answer.envelope = Envelope.model_validate_json(reply.text)
    except ValidationError as error:
        answer.problems = _said(error)
        return answer
    for claim in answer.envelope.claims[:MAX_CLAIMS]:
        try:
            answer.proposed.append(contract_claim(WIRE_CLAIM.validate_python(claim)))
        except ValidationError as error:
            detail = "; ".join(_said(error))[:300]
            answer.invalid.append(Rejection(reason="invalid_claim", detail=detail, claim=printable(claim)))
    if (surplus := len(answer.envelope.claims) - MAX_CLAIMS) > 0:
        detail = f"{surplus} claims beyond the first {MAX_CLAIMS} of one answer"
        answer.invalid.append(Rejection(reason="invalid_claim", detail=detail, claim={}))
    return answer


def _said(error: ValidationError) -> list[str]:
    places = [(".".join(str(part)[:40] for part in item["loc"][:6]), item["msg"][:150]) for item in error.errors()[:10]]
    return [f"{place}: {message}" if place else message for place, message in places]


def _problem(rejection: Rejection) -> str:
    quote = str(rejection.claim.get("quote", ""))[:300]
    return f"{rejection.reason}: {(rejection.detail or '')[:300]} In the claim with the quote: {quote}"


def printable(value: Any, depth: int = 5) -> Any:
    """A bounded copy that every JSON writer takes: for keeping what a model proposed and we refused."""
    match value:
        case str():
            return value[:2000]
        case float() if not math.isfinite(value):
            return str(value)
        case int() if abs(value) >= 10**18:
            return f"a whole number of {value.bit_length()} bits"
        case list() | tuple():
            return [printable(item, depth - 1) for item in value[:60]] if depth else "…"
        case dict():
            bounded = list(value.items())[:40]
            return {str(key)[:60]: printable(item, depth - 1) for key, item in bounded} if depth else "…"
    return value
