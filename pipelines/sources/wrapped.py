"""Texts whose lines were broken at a width, as mails and plain text files have them, with a line a paragraph again."""

import re
from itertools import pairwise

MAX_WIDTH = 100
"""Wider lines are paragraphs and were not broken."""
_AT_LEAST = 2  # breaks: of fewer nobody can say whether a width made them
_NEARLY_ALL = 0.75  # of the breaks within paragraphs; the others stand behind a heading or a date
_OWN_LINE = re.compile(r"\s|[>*•#|+–—-]|\d{1,3}[.)]\s")  # quoted, indented, of a list or a table: broken on purpose


def unwrapped(text: str) -> str:
    """The text with those line breaks as spaces behind which the next word would not have fitted, if nearly all are such.

    The width is that of the longest line with a space in it (an address is not broken). A line that had room for the next
    word ends where its writer wanted it to.
    """
    lines = text.split("\n")
    width = max((len(line) for line in lines if " " in line.strip()), default=0)
    within = [_is_within(before, line) for before, line in pairwise(lines)]
    full = [
        is_within and len(before.rstrip()) + 1 + len(line.split(" ", 1)[0]) > width
        for is_within, (before, line) in zip(within, pairwise(lines), strict=True)
    ]
    if width > MAX_WIDTH or sum(full) < max(_AT_LEAST, _NEARLY_ALL * sum(within)):
        return text
    found = [lines[0]]
    for is_full, line in zip(full, lines[1:], strict=True):
        if is_full:
            found[-1] = f"{found[-1].rstrip()} {line}"
        else:
            found.append(line)
    return "\n".join(found)


def _is_within(before: str, line: str) -> bool:
    """Whether a break may stand within a paragraph."""
    return bool(before.strip() and line.strip()) and not _OWN_LINE.match(line) and not before.startswith(">")
