"""Whether two texts are one report. Decided by the two texts alone, so that no third can change it."""

from collections.abc import Set
from functools import lru_cache
from typing import NamedTuple

from pipelines.articles.fingerprint import sketch_similarity
from pipelines.articles.marks import LEAD, is_number

# All thresholds: set on the labelled articles of tests/events/stories (359 articles, 337 judged pairs, 2026-11-25), and
# checked on 1,081 pairs of real articles; what they reach is said in docs/adr/0009-stories-by-words-and-marks.md.

# Texts share this part of their five-grams: copies if their marks allow it. An article cut to 60% keeps 0.33 and more.
SIMILAR = 0.25
# Copies and retellings give the same numbers (0.6 and more of all that the two give); templates that were filled in
# twice, press releases over one boilerplate, and news with recalled background share 0.57 and less, or open differently.
NUMBERS_AGREE = 0.58
# Of the first names and numbers of one text, the part that the other has too, whichever way it is greater.
LEADS_AGREE = 0.75
# Of the text that gives fewer numbers nearly all are in the other: it was cut.
CUT = 0.9
# With fewer numbers than this in either, the beginning must be the same but for one name, and most of the names after it:
# a notice from a template differs there. (12 of 47 real articles give no number, 21 fewer than 3, 2026-11-25.)
FEW_NUMBERS = 3
LEADS_SAME = 0.85
NAMES_AGREE = 0.75
# Whoever recalls old news, be it three paragraphs of four, opens with a number of the day; a copy in a strange dress may
# open with one too (a price, a count of readers), but shares this part of its five-grams.
SIMILAR_WHATEVER_OPENS = 0.75
# With fewer marks than this in either there is nothing to agree upon, and the words must do.
FEW_MARKS = 3
SIMILAR_WITHOUT_MARKS = 0.5
# A retelling shares no words: it must give this many of the same numbers and of the same names.
RETOLD_NUMBERS = 3
RETOLD_NAMES = 3
# So many of the same numbers and hardly another are one report, whatever names open it (German writes all nouns like names).
MANY_NUMBERS = 4
NUMBERS_NEARLY_ALL = 0.8


class Told(NamedTuple):
    """What the rule looks at in a text."""

    sketch: tuple[int, ...]
    marks: tuple[int, ...]


def is_copy(one: Told, other: Told) -> bool:
    """Whether one text is a copy of the other, whole, cut or edited, in whatever dress."""
    similarity = sketch_similarity(one.sketch, other.sketch)
    if similarity < SIMILAR:
        return False
    if min(len(one.marks), len(other.marks)) < FEW_MARKS:
        return similarity >= SIMILAR_WITHOUT_MARKS
    leads = _leads_shared(one.marks, other.marks)
    numbers, others = _numbers(one.marks), _numbers(other.marks)
    if max(leads) < LEADS_AGREE or (similarity < SIMILAR_WHATEVER_OPENS and not _open_alike(one.marks, other.marks)):
        return False
    if min(len(numbers), len(others)) < FEW_NUMBERS:
        common, fewer = len({*one.marks} & {*other.marks}), min(len(one.marks), len(other.marks))
        contradict = bool(numbers - others and others - numbers)
        enough = LEADS_AGREE if similarity >= SIMILAR_WHATEVER_OPENS and not contradict else LEADS_SAME
        return max(leads) >= enough and common >= NAMES_AGREE * fewer
    if similarity < SIMILAR_WHATEVER_OPENS and min(leads) < LEADS_AGREE:
        return False
    same = len(numbers & others)
    return same >= NUMBERS_AGREE * len(numbers | others) or (
        same >= CUT * min(len(numbers), len(others)) and min(leads) >= LEADS_AGREE
    )


def is_retold(one: Told, other: Told) -> bool:
    """Whether one text tells the report of the other in other words, or in another language."""
    numbers, others = _numbers(one.marks), _numbers(other.marks)
    same, all_told = len(numbers & others), len(numbers | others)
    if same < RETOLD_NUMBERS or same < NUMBERS_AGREE * all_told:
        return False
    if len({*one.marks} & {*other.marks}) - same < RETOLD_NAMES:
        return False
    if not _open_alike(one.marks, other.marks):
        return False
    nearly_all = same >= MANY_NUMBERS and same >= NUMBERS_NEARLY_ALL * all_told
    return nearly_all or max(_leads_shared(one.marks, other.marks)) >= LEADS_AGREE


@lru_cache(maxsize=10_000)
def _numbers(marks: tuple[int, ...]) -> Set[int]:
    return frozenset(mark for mark in marks if is_number(mark))


def _open_alike(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether each text gives the number that the other gives first: what a report is about stands first.

    A text without numbers opens like any.
    """
    numbers, others = _numbers(one), _numbers(other)
    return not numbers or not others or (_first_number(one) in others and _first_number(other) in numbers)


def _first_number(marks: tuple[int, ...]) -> int | None:
    return next((mark for mark in marks if is_number(mark)), None)


def _leads_shared(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[float, float]:
    return _share(one[:LEAD], {*other}), _share(other[:LEAD], {*one})


def _share(lead: tuple[int, ...], marks: Set[int]) -> float:
    return sum(mark in marks for mark in lead) / max(len(lead), 1)
