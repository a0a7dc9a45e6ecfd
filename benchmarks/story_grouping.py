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

import duckdb
import rensa

from pipelines.articles.fingerprint import Fingerprint, fingerprint
from pipelines.events.stories import StoryText, find_stories
from pipelines.ids import text_sha256
from pipelines.warehouse.story_window import articles_joined

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


def week_of_news(session: duckdb.DuckDBPyConnection, count: int, new: int) -> None:
    """Tables of so many fingerprints known in one week, three in ten of them near another's, and of the newest."""
    session.execute(
        "create table texts as with drawn as (select i, case when hash(i) % 10 < 3 then i // 7 * 7 else i end as told from range(?) t (i)) "
        "select printf('%024x', i) as article_id, printf('%064x', i) as text_sha256, "
        "timestamptz '2026-07-06 00:00:00+00' + to_microseconds((i * 7 * 86400000000) // ?) as known_at, known_at as retrieved_at, "
        "list_sort(list_transform(range(24), lambda n: hash(if(n < 6, i, told) * 31 + n))) as fingerprint, "
        "list_transform(range(24), lambda n: ((hash(if(n > 20, i, told) * 37 + n) >> 31) * 2 + n % 2)::ubigint) as marks, "
        "list_sort(list_transform(range(8), lambda n: hash(told * 41 + n))) as fact_keys from drawn",
        [count, count],
    )
    session.execute(
        "create table new_texts as select article_id, retrieved_at from texts order by hash(article_id) limit ?", [new]
    )
    session.execute("create table common (value ubigint)")


def by_window(count: int, new: int, most: int) -> tuple[float, float, int]:
    """The best seconds, on the clock and of the processor, that ``most`` tries take, and how many articles are joined."""
    best, best_cpu, found = 1e9, 1e9, 0
    with duckdb.connect() as session:
        week_of_news(session, count, new)
        for _ in range(most):
            start, cpu = time.monotonic(), time.process_time()
            found = len(articles_joined(session, texts="texts", new="new_texts", common="common"))
            best, best_cpu = min(best, time.monotonic() - start), min(best_cpu, time.process_time() - cpu)
    return best, best_cpu, found


def main() -> None:
    """Print the seconds and the ratios."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--articles", type=int, default=100_000)
    asked.add_argument(
        "--known", type=int, default=1_000_000, help="articles of the week that 1,000 new ones meet; 0: leave out"
    )
    given = asked.parse_args()
    if given.known:
        clock, cpu, joined = by_window(given.known, 1_000, 3)
        print(
            f"1,000 new articles against {given.known}: {clock:.2f} s, {cpu:.2f} of the processor; {joined} joined or new"
        )
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
