"""Which articles carry one report: exact copies by hash, near copies by their sketches, rewrites and translations by the
names and numbers that they give. A function of the set of articles, whatever the order in which they came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from pipelines.events.story_pairs import PERIOD_DAYS, Integers, Pairs, Shelf, Values, pairs_sharing
from pipelines.events.story_rule import SIMILAR, Told, is_copy, is_retold
from pipelines.events.union_find import UnionFind
from pipelines.ids import digest

# A value that texts of one quarter with more different beginnings than this hold is boilerplate (a cookie notice), no sign of
# a copy. Not texts are counted but beginnings: a wire story on 2,000 sites begins in few ways (2026-11-25).
TOO_COMMON = 400
BEGINNING = 4  # marks
_DAY = 86_400


@dataclass(frozen=True)
class StoryText:
    """What there is to know of an article for finding its copies."""

    article_id: str
    text_sha256: str
    fingerprint: tuple[int, ...]
    known_at: datetime
    marks: tuple[int, ...] = ()
    fact_keys: tuple[int, ...] = ()


@dataclass(frozen=True)
class StoryMember:
    """An article's story; ``first_article_id`` is the earliest of it."""

    article_id: str
    story_id: str
    first_article_id: str


_Node = tuple[Told, tuple[int, ...], int]


def find_stories(texts: Iterable[StoryText], boilerplate: frozenset[int] | None = None) -> list[StoryMember]:
    """Group articles into stories. The story's key is its earliest article's, so any order of arrival gives the same.

    Args:
        boilerplate: The values that texts of one quarter with more beginnings than ``TOO_COMMON`` hold, where ``texts``
            are not all there are. Left out, they are counted.
    """
    articles = sorted(texts, key=lambda text: (text.known_at, text.article_id))
    same = UnionFind[str]()
    by_hash: dict[str, str] = {}
    nodes: dict[_Node, str] = {}
    for article in articles:
        same.add(article.article_id)
        same.join(article.article_id, by_hash.setdefault(article.text_sha256, article.article_id))
        if article.fingerprint:
            told = Told(article.fingerprint, article.marks)
            node = (told, article.fact_keys, int(article.known_at.timestamp() // _DAY))
            same.join(article.article_id, nodes.setdefault(node, article.article_id))
    _join_pairs(nodes, same, boilerplate)
    first: dict[str, str] = {}
    for article in articles:
        first.setdefault(same.root(article.article_id), article.article_id)
    eldest = {article.article_id: first[same.root(article.article_id)] for article in articles}
    return [StoryMember(key, digest("story", eldest[key]), eldest[key]) for key in sorted(eldest)]


def common_values(tolds: list[Told], shelf: Shelf) -> Values:
    """The values on the shelf that are boilerplate among these texts."""
    period = shelf.days[shelf.owner] // PERIOD_DAYS
    order = np.lexsort((period, shelf.value))
    value, period, owner = shelf.value[order], period[order], shelf.owner[order]
    begins = np.flatnonzero(np.r_[True, (value[1:] != value[:-1]) | (period[1:] != period[:-1])][: len(value)])
    ends = np.r_[begins[1:], len(value)][: len(begins)]
    found = []
    for begin, end in zip(begins[ends - begins > TOO_COMMON], ends[ends - begins > TOO_COMMON], strict=True):  # few
        told = (tolds[number] for number in owner[begin:end].tolist())
        if len({one.marks[:BEGINNING] or one.sketch for one in told}) > TOO_COMMON:
            found.append(value[begin])
    return np.unique(np.array(found, dtype=np.uint64))


def _join_pairs(nodes: dict[_Node, str], same: UnionFind[str], boilerplate: frozenset[int] | None) -> None:
    tolds, names = [told for told, _, _ in nodes], list(nodes.values())
    days = np.array([day for _, _, day in nodes], dtype=np.int64)
    words, facts = _shelf([told.sketch for told in tolds], days), _shelf([keys for _, keys, _ in nodes], days)
    if boilerplate is None:
        common = np.r_[common_values(tolds, words), common_values(tolds, facts)]
    else:
        common = np.array(sorted(boilerplate), dtype=np.uint64)
    near = pairs_sharing(words, common)
    longest = np.array([len(told.sketch) for told in tolds], dtype=np.int64)
    enough = near.shared >= SIMILAR * np.maximum(longest[near.one], longest[near.other])
    for one, other in _each(near, enough):
        if same.root(names[one]) != same.root(names[other]) and is_copy(tolds[one], tolds[other]):
            same.join(names[one], names[other])
    alike = pairs_sharing(facts, common)
    for one, other in _each(alike):
        if same.root(names[one]) != same.root(names[other]) and is_retold(tolds[one], tolds[other]):
            same.join(names[one], names[other])


def _each(
    pairs: Pairs, chosen: "np.ndarray[tuple[int], np.dtype[np.bool_]] | None" = None
) -> Iterable[tuple[int, int]]:
    one, other = (pairs.one, pairs.other) if chosen is None else (pairs.one[chosen], pairs.other[chosen])
    return zip(one.tolist(), other.tolist(), strict=True)


def _shelf(lists: list[tuple[int, ...]], days: Integers) -> Shelf:
    lengths = np.array([len(values) for values in lists], dtype=np.int64)
    flat: Values = np.fromiter(
        (value for values in lists for value in values), dtype=np.uint64, count=int(lengths.sum())
    )
    return Shelf(flat, np.repeat(np.arange(len(lists)), lengths), days)
