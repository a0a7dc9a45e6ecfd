"""How long it takes to group articles into stories, beside ``rensa`` (MinHash and LSH, in Rust) on the same texts.

Run with ``python -m benchmarks.story_grouping``: 100,000 short articles, of which three in ten are near copies. rensa is
given its best case: word five-grams made by a list comprehension, 128 permutations, candidates taken as they come. Ours is
timed from the texts too, though the fingerprints are made at collect, and by itself from the fingerprints, as a build does.
"""

import argparse
import itertools
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import rensa

from pipelines.articles.fingerprint import Fingerprint, fingerprint
from pipelines.ids import text_sha256
from pipelines.warehouse.stories import StoryText, find_stories

NEWS_BEGINS = datetime(2026, 7, 6, tzinfo=UTC)
COPIES = 0.3
T = TypeVar("T")


def short_articles(count: int, seed: int = 1, words: int = 200) -> list[str]:
    """Made-up articles with the frequencies of words, names and numbers of news; some are edited copies of others."""
    chance = random.Random(seed)  # noqa: S311 - made-up texts, no secret
    syllables = ["ka", "mi", "to", "re", "su", "lo", "ne", "vi", "da", "po", "gu", "fe", "ran", "tel", "mor", "sin"]
    vocabulary = ["".join(parts) for size in (1, 2, 3) for parts in itertools.product(syllables, repeat=size)]
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(vocabulary))))
    found: list[str] = []
    for _ in range(count):
        if found and chance.random() < COPIES:
            told = chance.choice(found[-2_000:]).split()
            cut = chance.randrange(len(told) // 2)
            told[cut : cut + chance.choice((0, 5, 10))] = chance.choices(vocabulary, cum_weights=weights, k=8)
        else:
            told = chance.choices(vocabulary, cum_weights=weights, k=words)
            told = [_dressed(word, chance.random(), chance) for word in told]
        found.append(" ".join(told))
    return found


def _dressed(word: str, draw: float, chance: random.Random) -> str:
    if draw < 0.1:
        return word.capitalize()
    if draw < 0.13:
        return str(chance.randrange(32, 9_999))
    return word + "." if draw > 0.95 else word


def by_rensa(texts: list[str]) -> int:
    """The candidates that rensa finds, as a library user would ask for them."""
    index = rensa.RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    made = []
    for number, text in enumerate(texts):
        words = text.split()
        minhash = rensa.RMinHash(num_perm=128, seed=42)
        minhash.update([" ".join(words[start : start + 5]) for start in range(max(len(words) - 4, 1))])
        index.insert(number, minhash)
        made.append(minhash)
    return sum(len(index.query(minhash)) - 1 for minhash in made)


def records(texts: list[str], fingerprints: list[Fingerprint]) -> list[StoryText]:
    """What the build is given, all known within one week."""
    step = timedelta(days=7) / len(texts)
    return [
        StoryText(f"{number:024x}", text_sha256(None, text), made.sketch, NEWS_BEGINS + number * step, made.marks, made.fact_keys)
        for number, (text, made) in enumerate(zip(texts, fingerprints, strict=True))
    ]  # fmt: skip


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Processor seconds, which other work on the machine disturbs least, and what came of it."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main() -> None:
    """Print the seconds and the ratios."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--articles", type=int, default=100_000)
    given = asked.parse_args()
    texts = short_articles(given.articles)
    theirs, candidates = timed(lambda: by_rensa(texts))
    printing, fingerprints = timed(lambda: [fingerprint(text) for text in texts])
    given_to_build = records(texts, fingerprints)
    grouping, stories = timed(lambda: find_stories(given_to_build))
    again, _ = timed(lambda: by_rensa(texts))
    theirs = min(theirs, again)
    print(f"{given.articles} articles; rensa alone {theirs:.1f} s ({candidates} candidates)")
    print(f"fingerprints {printing:.1f} s, grouping {grouping:.1f} s ({len({m.story_id for m in stories})} stories)")
    print(
        f"grouping / rensa {grouping / theirs:.2f}; fingerprints and grouping / rensa {(printing + grouping) / theirs:.2f}"
    )


if __name__ == "__main__":
    main()
