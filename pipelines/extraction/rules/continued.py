"""What the sentence behind an event adds to it: "The round was led by X.", "The deal is worth $5 billion."."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.extraction.rules import context
from pipelines.extraction.rules.draft import Draft
from pipelines.extraction.rules.masking import Masked, Slot
from pipelines.extraction.rules.merge import is_same
from pipelines.extraction.rules.pattern import expand
from pipelines.extraction.rules.tabled import Table
from pipelines.extraction.rules.vocabulary import pieces

_TABLE = Table("continued")
_KINDS: Mapping[str, str] = _TABLE.entry("kinds")
_ROLES = ("investors", "plaintiffs", "valuation")
# How far behind an event its next sentence may begin: a space, or an empty line.
_GAP = 4
# Stages of a case that a later sentence may move on.
_UNDECIDED = frozenset({"filed", "ongoing"})
MAY_ADD = _TABLE.sparse("may_add")


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of adding: to which claims, in which words; ``role`` is the one of whose parties one is named again."""

    of: tuple[str, ...]
    says: re.Pattern[str]
    deals: tuple[str, ...]
    role: str | None
    stage: str | None

    @classmethod
    def by(cls, row: Mapping[str, Any]) -> "_Way":
        """A row of the table as a way of adding."""
        says = re.compile(expand(pieces(row["says"])))
        return cls(tuple(row["of"]), says, tuple(row.get("deals", ())), row.get("role"), row.get("stage"))

    def is_for(self, draft: Draft, match: re.Match[str], masked: Masked) -> bool:
        """Whether what was found belongs to such a claim, and to this one."""
        if draft.claim_type not in self.of or (self.deals and _deal(draft) not in self.deals):
            return False
        return self.role is None or bool(draft.ids(self.role) & _again(masked.of(match["same"]), draft).ids("same"))


_WAYS = tuple(map(_Way.by, _TABLE.entry("rows")))


def continues(drafts: Sequence[Draft], start: int) -> bool:
    """Whether a sentence that begins there stands directly behind an event that it may add to."""
    return bool(drafts) and 0 <= start - drafts[0].masked.end <= _GAP


def add_to(drafts: Sequence[Draft], masked: Masked) -> None:
    """Give the drafts of one sentence what the sentence behind it says of them, where they say nothing of it themselves."""
    if context.negation(masked.text) == "negated":
        return
    for way in _WAYS:
        match = way.says.search(masked.text)
        if match is None:
            continue
        fitting = [draft for draft in drafts if way.is_for(draft, match, masked)]
        if fitting and all(is_same(fitting[0], other) for other in fitting[1:]):
            _fill(fitting, match, masked)
            _move_on(fitting, way.stage, masked)


def _fill(drafts: Sequence[Draft], match: re.Match[str], masked: Masked) -> None:
    """All readings of one event alike; what one of them has, none is given."""
    groups = match.groupdict()
    sums = [slot for slot in masked.of(groups.get("amount")) if slot.money]
    if sums and not any(draft.money for draft in drafts):
        for draft in drafts:
            _add_sum(draft, sums[0], masked)
    for role in _ROLES:
        slots = [slot for name in (role, f"{role}2") for slot in masked.of(groups.get(name)) if slot.kind != "M"]
        if slots and not any(draft.roles.get(role) for draft in drafts):
            for draft in drafts:
                if not draft.ids("recipient", "defendants") & _again(slots, draft).ids("same"):
                    draft.roles = {**draft.roles, role: slots}
                    draft.quoted_to = masked.end


def _move_on(drafts: Sequence[Draft], stage: str | None, masked: Masked) -> None:
    """What became of a case that was told to be filed or to go on."""
    if stage is None:
        return
    for draft in drafts:
        if draft.stage in _UNDECIDED:
            draft.stage, draft.quoted_to = stage, masked.end


def _add_sum(draft: Draft, slot: Slot, masked: Masked) -> None:
    kind = _KINDS.get(_deal(draft))
    if kind is not None:
        draft.money, draft.quoted_to = slot, masked.end
        draft.fields = draft.fields | {"amount_kind": kind}


def _deal(draft: Draft) -> str:
    """The kind of deal, or the type where a claim has none."""
    return str(draft.fields.get("deal_type") or "unspecified") if draft.claim_type == "investment" else draft.claim_type


def _again(slots: list[Slot], draft: Draft) -> Draft:
    """The slots as a draft's, so that they are compared as parties are."""
    return Draft(draft.claim_type, draft.stage, draft.masked, draft.span, {"same": slots})
