"""Gold sets: the one that ships with the project, and folders of a user's own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import UsageError
from pipelines.extraction.evaluation import GoldSet, read_gold, sample_gold
from pipelines.sample.newsroom import all_articles
from pipelines.settings import load_settings

TEXT = "Alder Capital will put $10 million into Birchmind, the two companies said on Monday in a joint statement."
EVENT = {"type": "investment", "investors": ["Alder Capital"], "recipient": "Birchmind", "status": "announced"}


@pytest.fixture
def gold_dir(tmp_path: Path, claim: Callable[..., Any]) -> Path:
    """Two labelled articles, one labelled with an event, one by the contract."""
    gold, articles = tmp_path / "gold", tmp_path / "articles"
    gold.mkdir()
    articles.mkdir()
    labels = {
        "a": {"id": "a", "relevant": True, "events": [EVENT]},
        "b": {"slug": "b", "is_relevant": False, "claims": [claim(millions=10).model_dump(mode="json")]},
    }
    for key, record in labels.items():
        (gold / f"{key}.json").write_text(json.dumps(record))
        (articles / f"{key}.json").write_text(
            json.dumps({"id": key, "text": f"{TEXT} {key}", "published": "2026-05-04"})
        )
    return gold


def read(gold: Path, articles: Path | None = None) -> GoldSet:
    return read_gold(load_settings(home=gold.parent / "home"), gold, articles)


def test_the_gold_set_of_the_project_labels_every_sample_article() -> None:
    gold = sample_gold()
    assert sorted(article.text.article_id for article in gold.articles) == sorted(all_articles())
    assert sum(len(article.labels) for article in gold.articles) > 100
    assert sample_gold().digest == gold.digest


def test_every_label_of_the_project_quotes_its_article() -> None:
    for article in sample_gold().articles:
        for label in article.labels:
            assert label.quotes[0] in f"{article.text.title}\n{article.text.text}", article.text.article_id


def test_both_shapes_of_labels_are_read(gold_dir: Path) -> None:
    one, other = read(gold_dir).articles
    assert (one.is_relevant, other.is_relevant) == (True, False)
    assert one.labels[0].parties == other.labels[0].parties == ("Birchmind", "Alder Capital")
    assert (one.labels[0].attribution, other.labels[0].attribution) == (None, "unattributed")
    assert (one.text.article_id, one.text.text, one.text.published) == ("a", f"{TEXT} a", "2026-05-04")


def test_the_articles_may_be_elsewhere(gold_dir: Path) -> None:
    elsewhere = (gold_dir.parent / "articles").rename(gold_dir.parent / "texts")
    with pytest.raises(UsageError, match="articles does not exist"):
        read(gold_dir)
    assert len(read(gold_dir, elsewhere).articles) == 2


def test_the_folder_that_holds_labels_and_texts_is_enough(gold_dir: Path) -> None:
    whole = gold_dir.parent
    assert (read(whole).name, len(read(whole).articles)) == (str(whole.resolve() / "gold"), 2)


def test_a_changed_label_or_text_is_another_gold_set(gold_dir: Path) -> None:
    first = read(gold_dir).digest
    (gold_dir / "a.json").write_text(json.dumps({"id": "a", "relevant": False, "events": []}))
    second = read(gold_dir).digest
    (gold_dir.parent / "articles" / "b.json").write_text(json.dumps({"id": "b", "text": TEXT}))
    assert len({first, second, read(gold_dir).digest}) == 3


def test_a_label_without_its_text_is_an_error_that_names_it(gold_dir: Path) -> None:
    (gold_dir.parent / "articles" / "b.json").unlink()
    with pytest.raises(UsageError, match="1 labelled articles have no readable text: b"):
        read(gold_dir)


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"id": "a"}',
        '{"id": "a", "relevant": true, "events": [{"type": "wedding"}]}',
        '{"id": "a", "events": []}',
    ],
)
def test_a_file_that_holds_no_labels_is_an_error_that_names_it(gold_dir: Path, content: str) -> None:
    (gold_dir / "a.json").write_text(content)
    with pytest.raises(UsageError, match=r"a\.json cannot be read as labels"):
        read(gold_dir)


def test_a_folder_without_labels_is_an_error(gold_dir: Path) -> None:
    for file in gold_dir.iterdir():
        file.unlink()
    with pytest.raises(UsageError, match="holds no labels"):
        read(gold_dir)
