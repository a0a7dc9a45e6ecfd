"""The side of an event that a sentence leaves out because the text has just told it: "Y sued too"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipelines.extraction.rules.draft import Draft
from pipelines.extraction.rules.kinds import GIVEN_UP
from pipelines.extraction.rules.masking import Masked, Slot
from pipelines.extraction.rules.tabled import Table
from pipelines.extraction.sparse import Sparse

_TABLE = Table("left_out")
_THEN: str = _TABLE.entry("then")
_ROWS = tuple((re.compile(rf"\b{row['says']}{_THEN}"), row["side"], row["written"]) for row in _TABLE.entry("rows"))
_WORDS = Sparse(re.compile("|".join(_TABLE.entry("words"))))
_BROUGHT: dict[str, str] = _TABLE.entry("brought")
_WHOSE = re.compile(r"\b(?:the|his|her|its|their) \Z")
_SUIT_BROUGHT, _SPEAKS_OF_SUIT = (Sparse(re.compile(_BROUGHT[name])) for name in ("says", "speaks"))
# How far behind an event its side may be left out, in characters: a paragraph or two (2026-11-26).
_REACH = 700
_PARTIES = "ONKLBR"
# Who is told of at the beginning of a sentence, in characters (2026-11-26).
_SUBJECT = 30


@dataclass
class Sides:
    """Who was last told to be sued and to be given money, and where the text said so."""

    told: dict[str, tuple[int, tuple[Slot, ...]]] = field(default_factory=dict)

    def hear(self, drafts: Iterable[Draft]) -> None:
        """Take note of the events of a sentence."""
        for draft in drafts:
            for side in ("plaintiffs", "defendants", "recipient"):
                slots = tuple(slot for slot in draft.roles.get(side, ()) if slot.name)
                if slots:
                    self.told[side] = draft.masked.end, slots

    def hear_of_suit(self, masked: Masked) -> None:
        """Take note of who is alone in a sentence that speaks of a suit: they may be those who are sued."""
        named = {slot.name: slot for slot in masked.slots.values() if slot.kind in _PARTIES and slot.name}
        if len(named) == 1 and _SPEAKS_OF_SUIT.search(masked.text):
            slot = next(iter(named.values()))
            if "ai" in slot.traits and masked.text.find("<") < _SUBJECT:
                self.told["defendants"] = masked.end, (slot,)

    def left_out(self, folded: str, start: int, end: int, inside: list[Slot]) -> list[Slot]:
        """Return a slot in each place where a side belongs that the sentence does not name."""
        case = self._brought(folded, start, end, inside) or self._given_up(folded, start, end, inside)
        if case:
            return case
        if not self.told or not _WORDS.search(folded, start, end):
            return []
        slots = []
        for says, side, written in _ROWS:
            match, told = says.search(folded, start, end), self.told.get(side)
            if match is None or told is None or start - told[0] > _REACH or match.end() >= end:
                continue
            others = {name for slot in told[1] for name in slot.names}
            if _names_one_side(match, others, inside):
                slots.append(_written(match.end(), told[1], folded, written))
        return slots

    def _brought(self, folded: str, start: int, end: int, inside: list[Slot]) -> list[Slot]:
        """A slot behind "the suit, brought by X" for whom it is against, where nobody else stands in the sentence before it."""
        told = self.told.get("defendants")
        match = _SUIT_BROUGHT.search(folded, start, end) if told and start - told[0] <= _REACH else None
        if told is None or match is None:
            return []
        sued = {name for slot in told[1] for name in slot.names}
        parties = [slot for slot in inside if slot.kind in _PARTIES]
        if any(slot.start < match.start() or slot.name in sued for slot in parties):
            return []
        return [_written(match.end(), told[1], folded, _BROUGHT["written"])]

    def _given_up(self, folded: str, start: int, end: int, inside: list[Slot]) -> list[Slot]:
        """Both sides of "the first case was withdrawn", which are those of the suit just told; nobody else may stand there."""
        by, against = self.told.get("plaintiffs"), self.told.get("defendants")
        if by is None or against is None or by[0] != against[0] or start - by[0] > _REACH:
            return []
        match = GIVEN_UP.search(folded, start, end)
        whose = _WHOSE.search(folded, start, match.start()) if match else None
        if match is None or whose is None or any(slot.kind in _PARTIES + "P" for slot in inside):
            return []
        owner = replace(_written(whose.start(), by[1], folded, ""), end=whose.end() - 1, after="'s")
        return [owner, _written(match.end("case"), against[1], folded, _BROUGHT["written"])]


def _names_one_side(match: re.Match[str], others: set[str], inside: list[Slot]) -> bool:
    """Whether somebody acts before the words who is not the other side, and nobody stands behind them."""
    before = [slot for slot in inside if slot.end <= match.start() and slot.kind in _PARTIES]
    after = [slot for slot in inside if slot.start >= match.start() and slot.kind in _PARTIES]
    return bool(before) and not after and all(slot.name not in others for slot in before)


def _written(at: int, side: tuple[Slot, ...], folded: str, before: str) -> Slot:
    """A slot in place of the sign that follows the words, which is written again behind it."""
    names = tuple(dict.fromkeys(name for slot in side for name in slot.names))
    if len(names) > 1:
        return Slot("B", at, at + 1, names, before=before, after=folded[at])
    return Slot("R", at, at + 1, names, side[0].key, side[0].maker, side[0].traits, before=before, after=folded[at])
