"""A sentence as a sequence of typed tokens, so that one pattern serves every name and every sum."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipelines.extraction.money import MoneyMention

# One character for one character: curly signs, odd spaces, and the brackets that tokens are written with.
_FOLD = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "<": "(",
        ">": ")",
        "–": "-",
        "‑": "-",
        "\t": " ",
    }
)
TOKEN = re.compile(r"<([A-Z])(\d+)>")


SIDES = frozenset("ONRKLPGFB")
"""The kinds of slot that can be a side of a claim; a sentence without one is tried by no pattern."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What a token stands for. ``names`` holds more than one only where the token is "both companies".

    ``before`` and ``after`` are written round the token: "the round" is read as somebody's round.
    """

    kind: str
    start: int
    end: int
    names: tuple[str, ...] = ()
    key: str | None = None
    maker: str | None = None
    traits: frozenset[str] = frozenset()
    money: MoneyMention | None = None
    after: str = ""
    before: str = ""

    @property
    def name(self) -> str:
        """The name as printed; of a reference, that of what it refers to."""
        return self.names[0] if self.names else ""


@dataclass(frozen=True)
class Masked:
    """A masked sentence, with the way back: offsets of the tokens' text in the article."""

    text: str
    start: int
    end: int
    slots: dict[int, Slot]
    _at: list[tuple[int, int]] = field(default_factory=list, repr=False)
    whole: "Masked | None" = field(default=None, repr=False)
    is_rewritten: bool = False  # whether words of ours are in it

    def original(self, position: int) -> int:
        """The offset in the article that a position of the masked text stands for."""
        index = bisect_right(self._at, (position, 1 << 60)) - 1
        masked, real = self._at[index]
        return real + position - masked

    def cut(self, pieces: Sequence[tuple[int, int] | str]) -> "Masked":
        """The sentence put together anew from pieces of its masked text, or words of ours; offsets still lead to the article."""
        at: list[tuple[int, int]] = []
        words: list[str] = []
        length = 0
        for piece in pieces:
            if isinstance(piece, str):
                words.append(piece)
            else:
                start, end = piece
                at.append((length, self.original(start)))
                at += [(length + masked - start, real) for masked, real in self._at if start < masked < end]
                words.append(self.text[start:end])
            length += len(words[-1])
        return Masked(
            "".join(words),
            self.start,
            self.end,
            self.slots,
            at,
            self.whole or self,
            any(isinstance(p, str) for p in pieces),
        )

    def of(self, tokens: str | None) -> list[Slot]:
        """The slots that a piece of masked text names, in order."""
        return [self.slots[int(m[2])] for m in TOKEN.finditer(tokens or "")]


def fold(text: str) -> str:
    """Lower case and plain signs, every character still in its place."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when lowered
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    # "The quiet giant of the field," ends its quotation before the comma, as others write it.
    return lowered.translate(_FOLD).replace(',"', '",')


def mask(folded: str, start: int, end: int, slots: Iterable[Slot]) -> Masked:
    """Write the sentence ``folded[start:end]`` with a token for each slot; of overlapping slots the first given wins."""
    chosen: list[Slot] = []
    for slot in slots:
        if start <= slot.start and slot.end <= end and all(slot.end <= c.start or slot.start >= c.end for c in chosen):
            chosen.append(slot)
    chosen.sort(key=lambda slot: slot.start)
    parts: list[str] = []
    at: list[tuple[int, int]] = []
    position, length = start, 0
    for number, slot in enumerate(chosen, 1):
        for piece, real in (
            (folded[position : slot.start], position),
            (f"{slot.before}<{slot.kind}{number}>{slot.after}", slot.start),
        ):
            at.append((length, real))
            parts.append(piece)
            length += len(piece)
        position = slot.end
    at.append((length, position))
    parts.append(folded[position:end])
    return Masked("".join(parts), start, end, dict(enumerate(chosen, 1)), at)


def renamed(slot: Slot, kind: str, names: Sequence[str] = (), **changes: object) -> Slot:
    """The slot with another kind, and other names if given."""
    return replace(slot, kind=kind, names=tuple(names) or slot.names, **changes)  # type: ignore[arg-type]
