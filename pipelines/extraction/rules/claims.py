"""From a draft to a claim as the contract has it: names as printed, makers for products, a date, a sum."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipelines.extraction.dates import DateMention
from pipelines.extraction.rules.conditions import condition_of
from pipelines.extraction.rules.draft import Draft, identity
from pipelines.extraction.rules.masking import Slot
from pipelines.extraction.rules.tabled import Table

Makers = Mapping[str, str]

# What a headline or first sentence tells is the news, however old; further down what is this old is context (2026-11-25).
_LEAD_CHARACTERS = 400
_LONG_AGO_DAYS = 100
# How far from the words of the event a date may stand and still be its date, in characters (2026-11-22).
_DATE_REACH = 45
# Of what has not come about, the day on which somebody told of it is not the day.
_NOT_YET = {"rumoured", "considered", "in_talks", "exploring", "testing"}
_TOLD, _TOLD_BEHIND = (Table("beside").plain(name) for name in ("told", "told_behind"))
# "Pays it $10 million this year": the day of a payment is not that of the agreement.
_PAID_THEN = re.compile(r"\bpa(?:y|ys|id|ying)\b.*(?:\d|illion|bn|crore) $")
_ENDS = re.compile(r"(?: \w+)?[.\"”]*\s*$")
_ASIDE = re.compile(r", (?:which|who|whose|when|after|since) [^,]*$")
# Products that are used as a model is; other products of makers of many things are not.
_ASSISTANT = re.compile(
    r"Gemini|Copilot|Claude|ChatGPT|Grok|Llama|Meta AI|Bedrock|Codex|Qwen|Kimi|Doubao|Ernie|Nova|Vertex|Gemma|NotebookLM|Firefly|"
    r"Watson|AI\b",
    re.I,
)


def as_claim(
    draft: Draft, text: str, makers: Makers, attribution: tuple[str, str | None] | None, dates: Sequence[DateMention]
) -> dict[str, Any] | None:
    """Return the claim, or null where a role that must be filled is empty.

    Args:
        draft: What a match says.
        text: The article's text, which the quote is cut from.
        makers: The printed name of each known organization of the article, by its key.
        attribution: Who says so, if the text tells.
        dates: The dates of the draft's sentence.
    """
    masked = draft.masked
    kind, who = attribution or ("unattributed", None)
    own = _OWN[draft.claim_type](draft, makers)
    if own is None:
        return None
    fields = {key: value for key, value in draft.fields.items() if key != "amount_kind" and value}
    quote = text[masked.start : draft.quoted_to or masked.end]
    term = _term(dates, quote) if draft.claim_type == "partnership" else {}
    common = {
        "claim_type": draft.claim_type,
        "stage": draft.stage,
        "quote": quote,
        "polarity": draft.polarity,
        "attribution": kind,
        "attributed_to": who[:200] if who else None,
        "is_background": draft.is_background,
    }
    return common | _date(draft, dates, quote, kind) | _amount(draft) | own | term | fields


def is_long_ago(claim: dict[str, Any], draft: Draft, published: datetime.date | None) -> bool:
    """Whether it happened long before the article, and is not told at its beginning: that is context."""
    date = str(claim.get("event_date") or "")
    if published is None or not date or draft.masked.start <= _LEAD_CHARACTERS or "-Q" in date:
        return False
    latest = date + {4: "-12-31", 7: "-28", 10: ""}[len(date)]
    return (published - datetime.date.fromisoformat(latest)).days > _LONG_AGO_DAYS


def _amount(draft: Draft) -> dict[str, Any]:
    if draft.money is None or draft.money.money is None or not draft.fields.get("amount_kind"):
        return {}
    money = draft.money.money.money.model_dump()
    if money["currency_code"] is None and _is_american(draft):
        money |= {"currency_code": "USD", "currency_basis": "inferred"}
    return {"amount": money | {"kind": draft.fields["amount_kind"]}}


def _is_american(draft: Draft) -> bool:
    """Whether the one who pays is of the United States; only then is a bare number in dollars."""
    payers = [slot for role in ("investors", "recipient", "parties") for slot in draft.roles.get(role, [])]
    return bool(payers) and "in:us" in payers[0].traits


def _names(draft: Draft, role: str, makers: Makers) -> list[str]:
    """The names of a role, makers for products, each organization once."""
    slots = [_as_maker(slot, makers) for slot in draft.roles.get(role, [])]
    first: dict[str, str] = {}
    for slot in slots:
        for name in slot.names:
            first.setdefault(identity(name, slot), name)
    return list(first.values())


def _as_maker(slot: Slot, makers: Makers) -> Slot:
    """The maker in place of its product, and the name in place of a description, where the article prints the name."""
    if slot.kind in "KL" and slot.maker and slot.maker in makers:
        return replace(slot, kind="O", names=(makers[slot.maker],), key=slot.maker)
    if "described" in slot.traits and slot.key and slot.key in makers:
        return replace(slot, names=(makers[slot.key],))
    return slot


def _investment(draft: Draft, makers: Makers) -> dict[str, Any]:
    is_whole = draft.fields.get("deal_type") == "acquisition"
    recipient = draft.names("recipient") if is_whole else _names(draft, "recipient", makers)
    valuation = next((slot.money for slot in draft.roles.get("valuation", []) if slot.money), None)
    return {
        "investors": _names(draft, "investors", makers),
        "recipient": recipient[0] if recipient else None,
        "sellers": _names(draft, "sellers", makers),
        "valuation": valuation.money.model_dump() if valuation else None,
    }


def _partnership(draft: Draft, makers: Makers) -> dict[str, Any]:
    return {"parties": _names(draft, "parties", makers)}


def _legal_action(draft: Draft, makers: Makers) -> dict[str, Any]:
    return {role: _names(draft, role, makers) for role in ("plaintiffs", "defendants")}


def adoption_fields(draft: Draft, makers: Makers) -> dict[str, Any] | None:
    """Who uses whose model; null where a maker would only be using its own, or nobody's model is named."""
    adopter, product, provider, model = (_first(draft, role) for role in ("adopter", "product", "provider", "model"))
    if model and (model.kind == "K" and not ("ai_lab" in model.traits or _ASSISTANT.search(model.name))):
        return None
    if model and model.kind in "ONRP":
        if "chips" in model.traits:  # "powered by Nvidia" speaks of chips
            return None
        provider, model = provider or model, None
    if provider and provider.kind in "KL":
        model, provider = model or provider, None
    if product and product.kind in "ONR":
        adopter, product = adopter or product, None
    if adopter and adopter.kind in "KL":
        product, adopter = product or adopter, None
    users, makes = (
        {slot.maker or slot.key or slot.name.lower() for slot in pair if slot}
        for pair in ((adopter, product), (provider, model))
    )
    if not users or not makes or users & makes:
        return None
    if product and not adopter and not product.key:
        adopter = owner_of(draft, product)
    return {
        "adopter": adopter.name if adopter else makers.get(product.maker or "") if product else None,
        "product": product.name if product else None,
        "provider": provider.name if provider else makers.get(model.maker or "") if model else None,
        "model": model.name if model else None,
    }


def is_assistant(slot: Slot) -> bool:
    """Whether it is a model, or a product that is used as one is."""
    return slot.kind == "L" or (slot.kind == "K" and bool(_ASSISTANT.search(slot.name)))


def owner_of(draft: Draft, product: Slot) -> Slot | None:
    """A product that no list holds belongs to whom the sentence is about."""
    before = (
        slot for slot in draft.masked.slots.values() if slot.kind in "ONR" and slot.end <= product.start and slot.name
    )
    return next(before, None)


def _first(draft: Draft, role: str) -> Slot | None:
    return next(iter(draft.roles.get(role, [])), None)


def _date(draft: Draft, dates: Sequence[DateMention], quote: str, attribution: str) -> dict[str, Any]:
    """The date nearest to the match in its sentence; "until" and "since" are no dates of the event."""
    masked = draft.masked
    if draft.fields.get("amount_kind") == "cumulative_to_date":
        return {}  # what was put in over the years has no day
    start, end = (masked.original(position) - masked.start for position in draft.span)
    points = [date for date in dates if date.kind == "point" and date.value]
    # The day is that of the telling, and of no deed of whoever tells.
    if draft.polarity == "denied" or draft.is_named or draft.stage in _NOT_YET or attribution == "anonymous":
        points = [date for date in points if not _TOLD.search(quote[max(0, date.start - 40) : date.start])]
    if draft.claim_type == "partnership":
        points = [date for date in points if not _PAID_THEN.search(quote[max(0, date.start - 30) : date.start])]
    near = [(max(start - date.end, date.start - end, 0), date) for date in points]
    _, best = min((pair for pair in near if pair[0] <= _DATE_REACH), key=lambda pair: pair[0], default=(0, None))
    if best is None and len(points) == 1 and not draft.is_background and _is_told_behind(quote, points[0], end):
        best = points[0]
    return {"event_date": best.value, "event_date_precision": best.precision} if best else {}


def _is_told_behind(quote: str, date: DateMention, end: int) -> bool:
    """Whether the sentence ends with who told of it and when, which is of all that it tells: "…, the agency said on Thursday"."""
    told = _TOLD_BEHIND.search(quote, 0, date.start)
    return bool(told and told.end() >= end and _ENDS.match(quote, date.end) and not _ASIDE.search(quote[:end]))


def _term(dates: Sequence[DateMention], quote: str) -> dict[str, Any]:
    condition = condition_of(quote)
    ends = (date for date in dates if date.kind == "until" and date.value and date.text not in (condition or ""))
    until = next(ends, None)
    term = {"term_end": until.value, "term_end_precision": until.precision} if until else {}
    return term | {"term_condition": condition}


_OWN = {
    "investment": _investment,
    "partnership": _partnership,
    "legal_action": _legal_action,
    "model_adoption": adoption_fields,
}
