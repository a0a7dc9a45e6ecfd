"""A long choice of words written as a tree of letters: the same words, found without trying each of them."""

import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[a-zß-ÿ' -]+")
_OPTIONAL_END = re.compile(r"([a-zß-ÿ' -]+)([a-z])\?")

Tree = dict[str, "Tree"]


def alternatives(group: str) -> list[str]:
    """Return the alternatives of "(?:a|b(?:c|d))", as they are written."""
    body = group.removeprefix("(?:").removesuffix(")")
    words, depth, start = [], 0, 0
    for at, sign in enumerate(body):
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and not depth:
            words.append(body[start:at])
            start = at + 1
    return [*words, body[start:]]


def as_tree(words: Iterable[str]) -> str:
    """Return the alternatives as one expression, each once; what is more than letters stands behind the words."""
    plain: dict[str, None] = {}
    others: dict[str, None] = {}
    for word in words:
        optional = _OPTIONAL_END.fullmatch(word)
        if optional:
            plain |= {optional[1] + optional[2]: None, optional[1]: None}
        elif _PLAIN.fullmatch(word):
            plain[word] = None
        else:
            others[word] = None
    root: Tree = {}
    for word in plain:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return "|".join([*_branches(root), *others])


def _branches(node: Tree) -> list[str]:
    """What may follow at a place, the longer before the shorter."""
    return [letter + _behind(below) for letter, below in node.items() if letter]


def _behind(node: Tree) -> str:
    branches = _branches(node)
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if '' in node else ''}"
