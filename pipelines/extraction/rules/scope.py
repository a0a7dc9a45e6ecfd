"""Whether a match is about the AI industry at all."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from pipelines.extraction.rules.draft import Draft
from pipelines.extraction.rules.masking import Slot
from pipelines.extraction.rules.tabled import Table

_AI, _OTHER_TRADES = Table("beside").plain("artificial_intelligence"), Table("beside").sparse("other_trades")
_OFTEN = 2
# Rounds of so many companies are a list of them, and what is told of one has so many characters (2026-11-26, of lists read).
_LIST_OF_ROUNDS, _ITEM = 3, 500
# The end of a sentence, which an item of a list has not.
_WHOLE = re.compile(r"[.!?][\"')\]]* *$")


def speaks_of_ai(folded: str, title: str | None, known: int) -> bool:
    """Whether an article is about AI: it says so, or names several that make it."""
    if known >= 3 or _AI.search((title or "").lower()):
        return True
    words = len(list(islice(_AI.finditer(folded[:3000]), 2)))
    return words >= 2 or bool(words and known)


def told_often(mentions: Iterable[Slot], title: str) -> frozenset[str]:
    """The names that no list holds and that the article or its headline speaks of again: the text is about them."""
    told = Counter(slot.name for slot in mentions if slot.kind == "N")
    return frozenset(name for name, count in told.items() if count >= _OFTEN or name.lower() in title)


def is_in_scope(draft: Draft, *, about_ai: bool, known: frozenset[str] = frozenset()) -> bool:
    """A party makes or sells AI, or the sentence or the headline speaks of it; and names that no list holds look like parties."""
    if draft.claim_type in {"partnership", "model_adoption"} and not _has_parties(draft, known):
        return False
    if any("ai" in slot.traits for slots in draft.roles.values() for slot in slots):
        return True
    if draft.claim_type == "legal_action" and any(slot.kind == "L" for slot in draft.masked.slots.values()):
        return True  # over a model
    return about_ai or bool(_AI.search(draft.masked.text))


def without_others(drafts: Sequence[Draft], folded: str) -> list[Draft]:
    """The drafts without rounds of other trades in a list of rounds: what stands behind each says whose it is."""
    rounds = [d for d in drafts if d.claim_type == "investment" and d.roles.get("recipient")]
    told = {name for draft in rounds for name in draft.names("recipient")}
    if len(told) < _LIST_OF_ROUNDS:
        return list(drafts)
    items = [(draft, _item(draft, rounds, folded)) for draft in rounds]
    ours = {name for draft, item in items for name in draft.names("recipient") if _is_of_ai(draft, item)}
    others = {name for draft, item in items for name in draft.names("recipient") if _OTHER_TRADES.search(item)}
    return [d for d in drafts if d not in rounds or not (others - ours) & set(d.names("recipient"))]


def _item(draft: Draft, rounds: Sequence[Draft], folded: str) -> str:
    """What a list tells of one round: the words up to the round of somebody else."""
    start, own = draft.masked.start, set(draft.names("recipient"))
    others = (d.masked.start for d in rounds if d.masked.start > start and not own & set(d.names("recipient")))
    return folded[start : min(start + _ITEM, min(others, default=start + _ITEM))]


def _is_of_ai(draft: Draft, item: str) -> bool:
    """Whether a party is known to make AI, or the item speaks of it."""
    return any("ai" in slot.traits for slots in draft.roles.values() for slot in slots) or bool(_AI.search(item))


def _has_parties(draft: Draft, known_names: frozenset[str]) -> bool:
    """An agreement has a known party; a name that no list holds counts if it is told to be a company's, or uses a known model."""
    slots = [slot for role, slots in draft.roles.items() if role != "valuation" for slot in slots]
    if not any(slot.kind != "N" for slot in slots) and not all(slot.name in known_names for slot in slots):
        return False
    if _WHOLE.search(draft.masked.text) and any(slot.kind == "O" and "ai" in slot.traits for slot in slots):
        return True
    if draft.claim_type == "model_adoption":
        makes = [slot for role in ("provider", "model") for slot in draft.roles.get(role, [])]
        known = any(slot.kind in "KL" or "ai" in slot.traits or "firm" in slot.traits for slot in makes)
        users = draft.roles.get("adopter", [])
        return known and all(_is_firm(slot, known_names) for slot in users)
    listed = {id(slot) for role in draft.roles.values() if sum(s.kind == "O" for s in role) >= 2 for slot in role}
    return all(_is_firm(slot, known_names) or id(slot) in listed for slot in slots)


def _is_firm(slot: Slot, known_names: frozenset[str]) -> bool:
    return slot.kind != "N" or "firm" in slot.traits or slot.name in known_names
