"""Grouping what new articles bear upon gives what grouping all articles gives."""

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.events import stories
from pipelines.events.stories import StoryMember, StoryText, find_stories
from pipelines.warehouse import story_window
from pipelines.warehouse.story_window import articles_joined, values_common_now
from tests.events.labelled_stories import load

KNOWN = datetime(2026, 7, 1, tzinfo=UTC)
_VALUES = pa.list_(pa.uint64())
_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()), ("text_sha256", pa.string()), ("fingerprint", _VALUES), ("known_at", pa.timestamp("us", tz="UTC")),
        ("marks", _VALUES), ("fact_keys", _VALUES),
    ]
)  # fmt: skip


def grouped_by_and_by(deliveries: Iterable[list[StoryText]]) -> list[StoryMember]:
    """As builds do: after each delivery only what it bears upon is grouped, the other stories are left as they are."""
    known: dict[str, StoryText] = {}
    held: dict[str, StoryMember] = {}
    common: set[int] = set()
    with duckdb.connect() as session:
        session.execute("set TimeZone = 'UTC'")
        for delivery in deliveries:
            known |= {text.article_id: text for text in delivery}
            touched = _touched(session, known, delivery, held, common)
            regrouped = find_stories([known[name] for name in touched], frozenset(common))
            held |= {member.article_id: member for member in regrouped}
    return [held[name] for name in sorted(held)]


def _touched(
    session: duckdb.DuckDBPyConnection,
    known: dict[str, StoryText],
    delivery: list[StoryText],
    held: dict[str, StoryMember],
    common: set[int],
) -> set[str]:
    held_now = pa.Table.from_pylist([vars(text) for text in known.values()], _SCHEMA)
    session.register("texts", held_now.append_column("retrieved_at", held_now["known_at"]))
    session.register(
        "fresh",
        pa.Table.from_pylist([{"article_id": text.article_id, "retrieved_at": text.known_at} for text in delivery]),
    )
    session.register("common", pa.table({"value": pa.array(sorted(common), pa.uint64())}))
    touched = {text.article_id for text in delivery} | set(
        articles_joined(session, texts="texts", new="fresh", common="common")
    )
    common |= set(values_common_now(session, texts="texts", new="fresh", common="common"))
    reached = {held[name].story_id for name in touched if name in held}
    return touched | {name for name, member in held.items() if member.story_id in reached}


def made_up(count: int, seed: int) -> list[StoryText]:
    """Texts made of few values, so that they meet often: copies, retellings, boilerplate, and days that differ."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        first = chance.randrange(8) * 20
        sketch = sorted({*range(first, first + 20), *chance.sample(range(300, 320), 4)} - {chance.randrange(320)})
        marks = [m * 2 + m % 2 for m in chance.sample(range(first, first + 12), 10)]
        keys = sorted({hash((a, b)) % 2**63 for a in marks[:4] for b in marks[:4] if a % 2 and not b % 2})[:8]
        known_at = KNOWN + timedelta(hours=chance.randrange(700), days=chance.choice([0, 0, 0, 120]))
        sha256 = f"sha {chance.randrange(count * 4)}"
        found.append(StoryText(f"a{number:03}", sha256, tuple(sketch), known_at, tuple(marks), tuple(keys)))
    return found


def splits(texts: list[StoryText], seed: int) -> list[list[StoryText]]:
    chance = random.Random(seed)
    shuffled = chance.sample(texts, len(texts))
    cuts = sorted(chance.sample(range(1, len(texts)), min(4, len(texts) - 1)))
    return [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(texts)], strict=True)]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000), st.integers(2, 60), st.sampled_from([3, 8, 400]))
def test_any_deliveries_give_the_stories_of_all_articles(seed: int, count: int, too_common: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stories, "TOO_COMMON", too_common)
        patch.setattr(story_window, "TOO_COMMON", too_common)
        texts = made_up(count, seed)
        assert grouped_by_and_by(splits(texts, seed)) == find_stories(texts)


def test_the_labelled_articles_come_one_day_at_a_time_and_give_the_same_stories() -> None:
    texts = load().texts()
    assert grouped_by_and_by(splits(texts, 7)) == find_stories(texts)


def test_an_article_touches_those_it_is_one_report_with_and_no_other() -> None:
    texts = load().texts()
    with duckdb.connect() as session:
        known = {text.article_id: text for text in texts}
        delivery = [known["zelvora-round/rewrites-0"]]
        touched = _touched(session, known, delivery, {}, set())
    assert touched == {name for name in known if name.startswith("zelvora-round/")}


def test_what_is_boilerplate_is_counted_alike_at_once_and_by_and_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story_window, "TOO_COMMON", 8)
    texts = made_up(60, 3)
    common: set[int] = set()
    with duckdb.connect() as session:
        session.execute("set TimeZone = 'UTC'")
        known: dict[str, StoryText] = {}
        for delivery in splits(texts, 3):
            known |= {text.article_id: text for text in delivery}
            _touched(session, known, delivery, {}, common)
        at_once = values_common_now(session, texts="texts", new=None, common="common")
    assert sorted(common) == at_once != []


def test_what_becomes_boilerplate_parts_copies_of_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "TOO_COMMON", 4)
    monkeypatch.setattr(story_window, "TOO_COMMON", 4)
    notice, long_ago = tuple(range(20)), KNOWN - timedelta(days=400)
    copies = [
        StoryText(f"copy {n}", f"sha {n}", notice, long_ago + timedelta(days=n), (1, 3, 5, 7, 9, 2)) for n in range(2)
    ]
    notices = [StoryText(f"site {n}", f"site {n}", notice, KNOWN, tuple(range(100 * n, 100 * n + 8))) for n in range(5)]
    assert len({member.story_id for member in grouped_by_and_by([copies])}) == 1
    assert len({member.story_id for member in find_stories(copies + notices)}) == 7
    assert grouped_by_and_by([copies, notices]) == find_stories(copies + notices)


def test_what_many_print_over_years_but_few_in_any_quarter_is_no_boilerplate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "TOO_COMMON", 4)
    monkeypatch.setattr(story_window, "TOO_COMMON", 4)
    texts = [
        StoryText(
            f"a{n}", f"sha {n}", (*range(5), 50 + n), KNOWN + timedelta(days=100 * n), tuple(range(9 * n, 9 * n + 8))
        )
        for n in range(6)
    ]
    with duckdb.connect() as session:
        session.execute("set TimeZone = 'UTC'")
        common: set[int] = set()
        _touched(session, {text.article_id: text for text in texts}, texts, {}, common)
    assert common == set()


def test_the_benchmark_of_the_window_measures_what_a_build_calls() -> None:
    from benchmarks.story_grouping import by_window

    _, _, found = by_window(2_000, 20, 1)
    assert found > 0
