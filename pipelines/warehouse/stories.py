"""Which articles carry one text: exact copies by hash, near copies by their sketches. A function of the set of articles."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipelines.articles.fingerprint import sketch_similarity
from pipelines.ids import digest
from pipelines.warehouse.union_find import UnionFind

# Texts of which sketches show this share in common are copies. Of 1,081 pairs of real articles the three that are copies share
# 0.62 and more and no other over 0.08; an article cut to 60% shares 0.33 and more with the whole (47 articles, 2026-11-22).
SIMILAR = 0.25
# A shingle that more texts than this hold is boilerplate (a cookie notice), no sign of a copy.
TOO_COMMON = 400


@dataclass(frozen=True)
class StoryText:
    """What there is to know of an article for finding its copies."""

    article_id: str
    text_sha256: str
    fingerprint: tuple[int, ...]
    known_at: datetime


@dataclass(frozen=True)
class StoryMember:
    """An article's story; ``first_article_id`` is the earliest of it."""

    article_id: str
    story_id: str
    first_article_id: str


def find_stories(texts: Iterable[StoryText]) -> list[StoryMember]:
    """Group articles into stories. The story's key is its earliest article's, so any order of arrival gives the same."""
    articles = sorted(texts, key=lambda text: (text.known_at, text.article_id))
    same = UnionFind[str]()
    sketches: dict[tuple[int, ...], str] = {}
    by_hash: dict[str, str] = {}
    for article in articles:
        same.add(article.article_id)
        same.join(article.article_id, by_hash.setdefault(article.text_sha256, article.article_id))
        if article.fingerprint:
            same.join(article.article_id, sketches.setdefault(article.fingerprint, article.article_id))
    _join_near_copies(sketches, same)
    first: dict[str, str] = {}
    for article in articles:
        first.setdefault(same.root(article.article_id), article.article_id)
    eldest = {article.article_id: first[same.root(article.article_id)] for article in articles}
    return [StoryMember(key, digest("story", eldest[key]), eldest[key]) for key in sorted(eldest)]


def _join_near_copies(sketches: dict[tuple[int, ...], str], same: UnionFind[str]) -> None:
    holders: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for sketch in sketches:
        for value in sketch:
            holders[value].append(sketch)
    for sketch, article_id in sketches.items():
        shared: dict[tuple[int, ...], int] = defaultdict(int)
        for value in sketch:
            if len(holders[value]) <= TOO_COMMON:
                for other in holders[value]:
                    shared[other] += 1
        for other, count in shared.items():
            if count >= SIMILAR * min(len(sketch), len(other)) / 2 and sketch_similarity(sketch, other) >= SIMILAR:
                same.join(article_id, sketches[other])
