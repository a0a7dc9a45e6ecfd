"""Which articles carry one text."""

import random
from datetime import UTC, datetime, timedelta

from pipelines.articles.fingerprint import sketch_similarity
from pipelines.events.stories import StoryMember, StoryText, find_stories

KNOWN = datetime(2026, 7, 1, tzinfo=UTC)


def sketch(words: range) -> tuple[int, ...]:
    """The lowest 24 of the hashes of a run of made-up shingles."""
    return tuple(sorted(random.Random(word).getrandbits(64) for word in words)[:24])


def text(name: str, hours: int, words: range = range(0), sha: str | None = None) -> StoryText:
    return StoryText(name, sha or f"sha of {name}", sketch(words), KNOWN + timedelta(hours=hours))


def stories(*texts: StoryText) -> dict[str, str]:
    return {member.article_id: member.first_article_id for member in find_stories(texts)}


def test_exact_copies_are_one_story_and_the_earliest_gives_its_name() -> None:
    assert stories(text("b", 1, sha="same"), text("a", 2, sha="same"), text("c", 0)) == {"a": "b", "b": "b", "c": "c"}


def test_a_copy_with_another_head_and_a_cut_tail_is_the_same_story() -> None:
    assert stories(text("wire", 0, range(300)), text("paper", 3, range(20, 280))) == {"wire": "wire", "paper": "wire"}


def test_two_reports_of_one_matter_are_two_stories() -> None:
    assert stories(text("one", 0, range(300)), text("two", 1, range(280, 600))) == {"one": "one", "two": "two"}


def test_texts_without_a_sketch_are_compared_by_hash_alone() -> None:
    assert stories(text("one", 0), text("two", 1)) == {"one": "one", "two": "two"}


def test_copies_of_copies_are_one_story() -> None:
    chain = [text(f"t{n}", n, range(n * 50, 300 + n * 50)) for n in range(6)]
    assert sketch_similarity(chain[0].fingerprint, chain[5].fingerprint) < 0.25
    assert set(stories(*chain).values()) == {"t0"}


def test_any_order_gives_the_same_stories() -> None:
    texts = [text(f"t{n:02}", n % 5, range(n % 6 * 90, n % 6 * 90 + 300)) for n in range(40)]
    expected: list[StoryMember] = find_stories(texts)
    for seed in range(5):
        shuffled = texts.copy()
        random.Random(seed).shuffle(shuffled)
        assert find_stories(shuffled) == expected
