"""Sentences of a page that give orders to whatever software reads it. They are page, not news: no claim may rest on them.

The fence around the text keeps a model from obeying; this keeps anybody from quoting. A sentence that tells a reader's program
what to answer often holds the very "fact" that it wants to be answered, word for word. The patterns are in ``orders.yml``. They know
the common ways of speaking; they are no proof against a new one, as the fence is.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from ahocorasick_rs import AhoCorasick

from pipelines.extraction.sentences import split_sentences

_TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("orders.yml").read_text(encoding="utf-8"))
_AT_START = "".join(_TABLE["at_start"])
_START = re.compile(rf"[\W_]*{_AT_START}", re.IGNORECASE)
# What stands before a sentence or a line; a class of letters first, which is quick to look for.
_BEGINNING = re.compile(r"[.!?:>\]\"'\n](?:(?<=\n)| )")
_LETTER, _STARTING = re.compile(r"[^\W_]"), re.compile(_AT_START, re.IGNORECASE)
_PATTERNS = [re.compile("".join(item["pattern"]), re.IGNORECASE) for item in _TABLE["inside"]]
_LITERALS: dict[str, list[int]] = {}
for _number, _item in enumerate(_TABLE["inside"]):
    for _literal in _item["if"]:
        _LITERALS.setdefault(_literal, []).append(_number)
_FINDER = AhoCorasick(list(_LITERALS))
_NUMBERS = list(_LITERALS.values())
# An order and its "fact" are often neighbours: what stands around one in its paragraph falls with it.
BEFORE, AFTER = 1, 2


def is_order(sentence: str) -> bool:
    """Whether a sentence speaks to software that reads it."""
    return bool(_START.match(sentence)) or any(pattern.search(sentence) for pattern, _ in _candidates(sentence))


@lru_cache(maxsize=4)  # an article's text and title are asked for when they are read, and again by the gate
def without_orders(text: str, language: str | None = None) -> str:
    """The text with its orders, and their neighbours in the paragraph, as blanks: no letter of the rest changes its place."""
    places = [*_starting(text)]
    places += [place for pattern, place in _candidates(text) if pattern.search(text, *_line_at(text, place))]
    lines = sorted({_line_at(text, place) for place in places})
    pieces, at = [], 0
    for start, end in lines:
        for first, last in _fallen(text, start, end, language):
            pieces += [text[at:first], " " * (last - first)]
            at = last
    return "".join([*pieces, text[at:]])


def _starting(text: str) -> Iterator[int]:
    """Where each order stands with which a sentence or a line begins, behind whatever signs; what stands inside one begins none."""
    done = 0
    for at in (0, *map(re.Match.end, _BEGINNING.finditer(text))):
        if at < done:
            continue
        letter = _LETTER.search(text, at)
        if letter is None:
            return
        order = _STARTING.match(text, letter.start())
        done = order.end() if order else letter.end()  # beginnings before one letter are one beginning
        if order:
            yield letter.start()


def _candidates(text: str) -> list[tuple[re.Pattern[str], int]]:
    """The patterns of which a literal stands in the text, each once a line, and where."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters have a longer lower case; they are no part of any literal
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    found: dict[tuple[int, int], int] = {}
    for literal, start, _ in _FINDER.find_matches_as_indexes(lowered, overlapping=True):
        line = text.rfind("\n", 0, start)
        for number in _NUMBERS[literal]:
            found.setdefault((number, line), start)
    return [(_PATTERNS[number], start) for (number, _), start in found.items()]


def _line_at(text: str, place: int) -> tuple[int, int]:
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end


def _fallen(text: str, start: int, end: int, language: str | None) -> list[tuple[int, int]]:
    """What falls of one line: its orders, and what stands around each."""
    sentences = split_sentences(text[start:end], language)
    fallen = {
        near
        for index, sentence in enumerate(sentences)
        if is_order(sentence.text)
        for near in range(max(0, index - BEFORE), min(len(sentences), index + AFTER + 1))
    }
    return [(start + sentences[index].start, start + sentences[index].end) for index in sorted(fallen)]
