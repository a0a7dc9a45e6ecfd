"""Texts whose lines were broken at a width, as mails and plain text files have them, with a line a paragraph again."""

import re
from itertools import pairwise

MAX_WIDTH = 100
"""Wider lines are paragraphs and were not broken."""
MIN_LINES = 3
"""Of fewer lines nobody can say whether a width broke them."""
_OWN_LINE = re.compile(r"\s|[>*•#|+–—-]|\d{1,3}[.)]\s")  # quoted, indented, of a list or a table: broken on purpose


def unwrapped(text: str) -> str:
    """The text with those line breaks as spaces behind which the next word would not have fitted.

    The width is that of the longest line with a space in it (an address is not broken). A line that had room for the next
    word ends where its writer wanted it to.
    """
    lines = text.split("\n")
    width = max((len(line) for line in lines if " " in line.strip()), default=0)
    if width > MAX_WIDTH or sum(bool(line.strip()) for line in lines) < MIN_LINES:
        return text
    found = [lines[0]]
    for before, line in pairwise(lines):
        word = line.split(" ", 1)[0]
        full = before.strip() and len(before.rstrip()) + 1 + len(word) > width
        if full and word and not _OWN_LINE.match(line) and not before.startswith(">"):
            found[-1] = f"{found[-1].rstrip()} {line}"
        else:
            found.append(line)
    return "\n".join(found)
