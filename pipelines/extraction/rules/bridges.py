"""Events told of again: "the round", "the lawsuit" are somebody's, and whose, the text said before."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipelines.extraction.rules.draft import Draft
from pipelines.extraction.rules.masking import Masked, Slot
from pipelines.extraction.rules.tabled import Table

_TABLE = Table("descriptions")
_GOES_TO_COURT, _MAY_GO_TO_COURT = _TABLE.one("goes_to_court"), _TABLE.plain("may_go_to_court")
_ROUND, _SUIT = _TABLE.plain("round_again"), _TABLE.plain("suit_again")
# A round is somebody else's where it begins a clause, or where somebody leads or joins it.
_BEFORE = _TABLE.plain("before_round")
# How far behind a suit it may be told of again, in characters: some three paragraphs (2026-11-26).
_REACH = 1_200


@dataclass
class Told:
    """Who raised money last, and who went to court last, and where the text said so."""

    raiser: Slot | None = None
    suitors: tuple[int, tuple[Slot, ...]] | None = None

    def hear(self, drafts: Iterable[Draft]) -> None:
        """Take note of the events of a sentence."""
        for draft in drafts:
            recipient, plaintiffs = draft.roles.get("recipient"), draft.roles.get("plaintiffs")
            if draft.claim_type == "investment" and recipient and draft.fields.get("deal_type") != "acquisition":
                self.raiser = recipient[0]
            if draft.claim_type == "legal_action" and plaintiffs:
                self.suitors = draft.masked.end, tuple(plaintiffs)

    def hear_of_court(self, masked: Masked) -> None:
        """Take note of who goes to court in a sentence that names no other side."""
        found = _GOES_TO_COURT.search(masked.text) if _MAY_GO_TO_COURT.search(masked.text) else None
        suitors = tuple(slot for slot in masked.of(found["plaintiffs"]) if slot.kind in "ONRPG") if found else ()
        if suitors:
            self.suitors = masked.end, suitors


def find_bridges(folded: str, start: int, end: int, told: Told, spoken_of: Callable[[], Slot | None]) -> list[Slot]:
    """Return a slot in place of each "the" that stands before an event told of before; it is whose event that is.

    A round is whoever's was last told to raise money, else that of the company that the text speaks of.
    """
    slots = []
    for match in _ROUND.finditer(folded, start, end):
        if match.start() != start and not _BEFORE.search(folded, start, match.start()):
            continue
        owner = told.raiser or spoken_of()
        if owner is not None:
            slots.append(_of("R", match.span("the"), (owner,)))
    for match in _SUIT.finditer(folded, start, end):
        if told.suitors is not None and start - told.suitors[0] < _REACH:
            suitors = told.suitors[1]
            slots.append(_of("R" if len(suitors) == 1 else "B", match.span("the"), suitors))
    return slots


def _of(kind: str, span: tuple[int, int], owners: tuple[Slot, ...]) -> Slot:
    names = tuple(name for owner in owners for name in owner.names)
    first = owners[0]
    return Slot(kind, *span, names, first.key if len(owners) == 1 else None, None, first.traits, after="'s")
