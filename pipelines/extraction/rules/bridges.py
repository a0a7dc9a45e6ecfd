"""Events told of again: "the round", "the lawsuit" are somebody's, and whose, the text said before."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipelines.extraction.rules.draft import Draft
from pipelines.extraction.rules.masking import Masked, Slot
from pipelines.extraction.rules.memory import Memory
from pipelines.extraction.rules.tabled import Table
from pipelines.extraction.sparse import Sparse

_TABLE = Table("descriptions")
_GOES_TO_COURT, _SPEAKS_OF_COURT = _TABLE.sparse("goes_to_court"), _TABLE.plain("speaks_of_court")
_ROUND, _SUIT, _USED = (_TABLE.plain(name) for name in ("round_again", "suit_again", "used_again"))
_ITS_ROUND, _JOINS, _ITS_DEAL = (_TABLE.plain(name) for name in ("its_round", "joins_before", "its_deal"))
_ROUND_WORDS = Sparse(re.compile("|".join(_TABLE.entry("round_words"))))
# A round is somebody else's where it begins a clause, or where somebody leads or joins it.
_BEFORE = _TABLE.plain("before_round")
# How far behind a suit or a use it may be told of again, in characters: some three paragraphs (2026-11-26).
_REACH = 1_200


@dataclass
class Told:
    """Who raised money last, who went to court last and whose model was used last, and where the text said so."""

    raiser: Slot | None = None
    suitors: tuple[int, tuple[Slot, ...]] | None = None
    used: tuple[int, Slot] | None = None

    def hear(self, drafts: Iterable[Draft]) -> None:
        """Take note of the events of a sentence."""
        for draft in drafts:
            recipient, plaintiffs = draft.roles.get("recipient"), draft.roles.get("plaintiffs")
            if draft.claim_type == "investment" and recipient and draft.fields.get("deal_type") != "acquisition":
                self.raiser = recipient[0]
            if draft.claim_type == "legal_action" and plaintiffs:
                self.suitors = draft.masked.end, tuple(plaintiffs)

            for provider in draft.roles.get("provider", ())[:1]:
                self.used = draft.masked.end, provider

    def hear_of_court(self, masked: Masked) -> None:
        """Take note of who goes to court in a sentence that names no other side."""
        found = _GOES_TO_COURT.search(masked.text)
        if found is None or not _SPEAKS_OF_COURT.search(masked.text):
            return
        suitors = tuple(slot for slot in masked.of(found["plaintiffs"]) if slot.kind in "ONRPG")
        if suitors:
            self.suitors = masked.end, suitors


def find_bridges(folded: str, start: int, end: int, told: Told, memory: Memory) -> list[Slot]:
    """Return a slot in place of each "the" that stands before an event told of before; it is whose event that is.

    A round is whoever's was last told to raise money, else that of the company that the text speaks of.
    """
    slots = []
    is_of_round = _ROUND_WORDS.search(folded, start, end) is not None
    for match in _ROUND.finditer(folded, start, end) if is_of_round else ():
        if match.start() != start and not _BEFORE.search(folded, start, match.start()):
            continue
        slots += _owned(match, told.raiser or memory.startup())
    for match in _ITS_ROUND.finditer(folded, start, end) if is_of_round else ():
        if _JOINS.search(folded, max(start, match.start() - 24), match.start()):
            slots += _owned(match, told.raiser or memory.startup())
    its_deal = _ITS_DEAL.match(folded, start, end)
    if its_deal is not None:
        slots += _owned(its_deal, memory.subject)
    if told.used is not None and start - told.used[0] < _REACH:
        used = told.used[1]
        slots += [replace(used, kind="F", start=m.start(), end=m.end()) for m in _USED.finditer(folded, start, end)]
    if told.suitors is not None and start - told.suitors[0] < _REACH:
        suitors = told.suitors[1]
        kind = "R" if len(suitors) == 1 else "B"
        slots += [_of(kind, match.span("the"), suitors) for match in _SUIT.finditer(folded, start, end)]
    return slots


def _owned(match: re.Match[str], owner: Slot | None) -> list[Slot]:
    return [] if owner is None else [_of("R", match.span("the"), (owner,))]


def _of(kind: str, span: tuple[int, int], owners: tuple[Slot, ...]) -> Slot:
    names = tuple(name for owner in owners for name in owner.names)
    first = owners[0]
    return Slot(kind, *span, names, first.key if len(owners) == 1 else None, None, first.traits, after="'s")
