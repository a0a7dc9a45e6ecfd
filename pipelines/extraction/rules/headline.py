"""What only the headline says: kept where a sentence of the text carries it."""

from collections.abc import Sequence
from dataclasses import replace

from pipelines.extraction.rules import context
from pipelines.extraction.rules.draft import Draft, identity
from pipelines.extraction.rules.masking import Masked
from pipelines.extraction.rules.merge import is_same

# A headline is told again at the beginning of its article, or not at all (2026-11-22).
_LOOK_AT = 12
# "X to buy Y": a headline's form for all that is not done.
_SOFT = frozenset({"announced"})


def carried(headline: Sequence[Draft], body: Sequence[Draft], sentences: Sequence[Masked]) -> list[Draft]:
    """Return the headline's drafts that the body's do not give, each moved to the sentence that carries it."""
    kept: list[Draft] = []
    for draft in headline:
        if any(is_same(draft, other) for other in (*body, *kept)):
            continue
        found = next((moved for masked in sentences[:_LOOK_AT] if (moved := _moved(draft, masked))), None)
        if found:
            kept.append(found)
    return kept


def _stage(draft: Draft, masked: Masked) -> str:
    """How far the sentence says it has come, where that is a deal in the making: it rules over its headline."""
    if draft.stage not in _SOFT:
        return draft.stage
    return context.stage_of(draft.claim_type, draft.stage, masked.text)


def _moved(draft: Draft, masked: Masked) -> Draft | None:
    here = {identity(name, slot) for slot in masked.slots.values() for name in slot.names if slot.kind in "ONRBKLPG"}
    here |= {slot.maker for slot in masked.slots.values() if slot.maker}
    roles = [
        {identity(name, slot) for slot in slots for name in slot.names} | {slot.maker for slot in slots if slot.maker}
        for role, slots in draft.roles.items()
        if slots and role not in {"valuation", "place"}
    ]
    named = sum(bool(role & here) for role in roles)
    if named < min(len(roles), 2) or not named:
        return None
    sums = {slot.money.money.value: slot for slot in masked.slots.values() if slot.money}
    money = sums.get(draft.money.money.money.value) if draft.money and draft.money.money else None
    if draft.money and money is None and len(roles) < 2:
        return None
    valuation = [slot for slot in draft.roles.get("valuation", []) if slot.money and slot.money.money.value in sums]
    return replace(
        draft,
        stage=_stage(draft, masked),
        masked=masked,
        span=(0, len(masked.text)),
        money=money,
        roles={**draft.roles, "valuation": valuation},
        in_title=True,
    )
