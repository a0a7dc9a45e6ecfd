"""A claim in the making: what a match says, before it is compared with the article's other matches."""

import re
from dataclasses import dataclass, field
from typing import Any

from pipelines.extraction.rules.masking import Masked, Slot

_SPACE = re.compile(r"\W+")


@dataclass
class Draft:
    """Roles hold slots; ``fields`` are the claim's own."""

    claim_type: str
    stage: str
    masked: Masked
    span: tuple[int, int]
    roles: dict[str, list[Slot]]
    fields: dict[str, Any] = field(default_factory=dict)
    money: Slot | None = None
    is_background: bool = False
    is_named: bool = False  # only named, by words that take it for known: "X's deal with Y"
    polarity: str = "affirmed"
    in_title: bool = False
    in_heading: bool = False
    suitors: frozenset[str] = frozenset()  # of a case that names no plaintiff itself, those of another sentence
    quoted_to: int | None = None  # where the quote ends, if the next sentence belongs to it

    def ids(self, *roles: str) -> frozenset[str]:
        """What stands for the parties of the roles when two drafts are compared."""
        return frozenset(
            identity(name, slot) for role in roles for slot in self.roles.get(role, ()) for name in slot.names
        )

    def names(self, role: str) -> list[str]:
        """The names of a role as printed, each once."""
        return list(dict.fromkeys(name for slot in self.roles.get(role, ()) for name in slot.names if name))


def identity(name: str, slot: Slot) -> str:
    """The organization where it is known, else the name without signs and case."""
    if len(slot.names) == 1 and (slot.maker or slot.key):
        return slot.maker or slot.key or ""
    plain = _SPACE.sub(" ", name.lower()).strip()
    return re.sub(r" (?:inc|corp|ai|labs?|ltd|co)$", "", plain)
