"""Row 8: 300 articles in 20 orders and splits give identical marts, every key the same.

Each load is built before the next comes, so a build goes on from the last one: with articles that came late, versions that were
superseded before or after they came, copies before their originals, and events that a later claim makes one. Two orders run
always; all twenty with `make test-faults-all`.
"""

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipelines.extraction.rules import RulesExtractor
from pipelines.lake import Lake
from pipelines.schemas.article import Article
from pipelines.settings import Settings
from tests.faults.conftest import Store, open_store
from tests.three_hundred import write_editions

_KEYS = {
    "claims": "select claim_key, event_key from fct_claims",
    "events": "select event_key from dim_events",
    "articles": "select article_id, story_id, status from dim_articles",
}


@dataclass
class _Whole:
    """All articles, and what one build of all of them gives."""

    store: Store
    articles: list[Article]
    hashes: dict[str, str]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Whole]:
    folder = tmp_path_factory.mktemp("whole")
    with open_store(folder / "home") as store, pytest.MonkeyPatch.context() as patch:
        for hour, edition in zip((150, 156), write_editions(folder / "editions"), strict=True):
            store.collect(hour, inbox=edition)
        lake = Lake(store.settings.lake_dir)
        articles = [article for batch in lake.batches("articles") for article in lake.read_articles(batch.path)]
        _read_each_text_once(patch)
        store.build()
        yield _Whole(store, articles, _hashes(store.settings))


def _read_each_text_once(patch: pytest.MonkeyPatch) -> None:
    """The rules read a text the same in every order, and the reading takes its time."""
    known: dict[str, Any] = {}
    read = RulesExtractor.extract

    def remember(self: RulesExtractor, texts: list[Any]) -> Any:
        fresh = [text for text in texts if text.article_id not in known]
        known.update((found.article_id, found) for found in read(self, fresh))
        return [known[text.article_id] for text in texts]

    patch.setattr(RulesExtractor, "extract", remember)


def _hashes(settings: Settings) -> dict[str, str]:
    hashes: dict[str, str] = json.loads((settings.published / "scorecard.json").read_text())["mart_hashes"]
    return hashes


def _order(articles: list[Article], seed: int) -> list[list[Article]]:
    """The loads of an order: the first has the newest first, so that all come late, the others are shuffled."""
    chance = random.Random(seed)
    cuts = sorted(chance.sample(range(20, len(articles) - 20), chance.randint(1, 3)))
    shuffled = chance.sample(articles, len(articles))
    if seed == 0:
        shuffled.sort(key=lambda article: (article.retrieved_at, article.published_at), reverse=True)
    return [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(articles)], strict=True)]


def test_the_articles_meet_in_every_way(whole) -> None:
    ask = whole.store.ask
    assert len(whole.articles) == 300
    statuses = dict(ask("select status, count(*) from dim_articles group by all"))
    assert set(statuses) == {"facts", "copy", "superseded", "retracted", "no_event"}
    assert ask("select count(*) > 0 from rpt_ambiguous_claims") == [(True,)]
    assert ask("select count(*) > 0 from fct_investments where is_disputed") == [(True,)]
    whole.store.check_oracle()


@pytest.mark.parametrize("seed", [pytest.param(n, marks=[pytest.mark.thorough] if n else []) for n in range(20)])
def test_any_order_and_split_gives_the_same_marts_and_keys(whole, tmp_path: Path, seed: int) -> None:
    with open_store(tmp_path / "home") as store:
        # What dbt has parsed it need not parse again.
        shutil.copytree(whole.store.settings.work_dir / "dbt_target", store.settings.work_dir / "dbt_target")
        for hour, load in enumerate(_order(whole.articles, seed), start=160):
            store.set_hour(hour)
            Lake(store.settings.lake_dir).write_articles(load, load[0].retrieved_at.date())
            assert store.build().release_id
        assert {name for name, sum_ in _hashes(store.settings).items() if sum_ != whole.hashes[name]} == set()
        for query in _KEYS.values():
            assert store.ask(f"{query} order by all") == whole.store.ask(f"{query} order by all")
        if seed == 0:  # all came late: events that stood apart became one, and their old keys lead to it
            assert store.ask("select count(*) > 0 from event_redirects where reason = 'joined'") == [(True,)]
