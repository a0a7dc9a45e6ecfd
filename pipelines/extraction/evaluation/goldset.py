"""Gold sets: texts with what a careful reader found in them. The project ships one, the labelled sample newsroom."""

import json
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pipelines import ids
from pipelines.errors import UsageError
from pipelines.extraction.evaluation.events import Event
from pipelines.extraction.evaluation.labels import Label, label_of
from pipelines.extraction.files import read_articles
from pipelines.extraction.step import as_text
from pipelines.sample import newsroom
from pipelines.schemas.claim import Claim
from pipelines.schemas.extraction import ArticleText
from pipelines.settings import Settings

SAMPLE = "sample newsroom"
_EVENTS = TypeAdapter(list[Event])
_CLAIMS: TypeAdapter[list[Claim]] = TypeAdapter(list[Claim])


@dataclass(frozen=True)
class GoldArticle:
    """A text and its labels; ``text.article_id`` is the id it has in the gold set."""

    text: ArticleText
    is_relevant: bool
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class GoldSet:
    """Labelled articles. ``digest`` is that of the labels and texts: scores are compared only where it is the same."""

    name: str
    digest: str
    articles: tuple[GoldArticle, ...]


def sample_gold() -> GoldSet:
    """The project's own: every article of the sample newsroom, labelled by the contract."""
    texts = {
        slug: ArticleText(
            article_id=slug,
            title=article.title,
            text=article.text,
            published=article.published.astimezone(UTC).date().isoformat() if article.published else None,
            language=article.language,
        )
        for slug, article in newsroom.all_articles().items()
    }
    return _gold_set(SAMPLE, newsroom.FOLDER / "gold", texts)


def read_gold(settings: Settings, gold: Path, articles: Path | None = None) -> GoldSet:
    """A folder of labels, one ``<id>.json`` an article, and the articles (by default in ``articles`` beside the folder).

    A folder that holds both, as ``gold`` and ``articles``, will do. A label file holds ``claims`` by the contract, or ``events``
    (see :mod:`pipelines.extraction.evaluation.events`).

    Raises:
        UsageError: A folder is not there, a label cannot be read, or an article has no text; the message names it.
    """
    gold = gold / "gold" if (gold / "gold").is_dir() else gold
    place = articles or gold.resolve().parent / "articles"
    for folder in (gold, place):
        if not folder.exists():
            raise UsageError(f"{folder} does not exist; `newsledger evaluate GOLD_DIR --articles DIR` names both.")
    found = read_articles(settings, place)
    texts = {article.given_id or article.article_id: as_text(article) for article in found if article.set_aside is None}
    return _gold_set(str(gold.resolve()), gold, texts)


def _gold_set(name: str, folder: Path, texts: dict[str, ArticleText]) -> GoldSet:
    files = sorted(folder.glob("*.json"))
    if not files:
        raise UsageError(f"{folder} holds no labels; each is a file <id>.json.")
    read = [_read(file) for file in files]
    absent = [key for key, *_ in read if key not in texts]
    if absent:
        raise UsageError(
            f"{len(absent)} labelled articles have no readable text: {', '.join(absent[:5])}. See --articles."
        )
    articles = [
        GoldArticle(texts[key].model_copy(update={"article_id": key}), is_relevant, labels)
        for key, is_relevant, labels, _ in read
    ]
    contents = (*(content for *_, content in read), *(article.text.model_dump_json() for article in articles))
    return GoldSet(name, ids.digest(*contents), tuple(articles))


def _read(file: Path) -> tuple[str, bool, tuple[Label, ...], str]:
    try:
        content = file.read_text(encoding="utf-8")
        record: dict[str, Any] = json.loads(content)
        if "claims" in record:
            labels = [label_of(claim) for claim in _CLAIMS.validate_python(record["claims"])]
        else:
            labels = [event.label() for event in _EVENTS.validate_python(record["events"])]
        key = next((str(record[name]) for name in ("id", "slug", "article_id") if record.get(name)), file.stem)
        is_relevant = record["is_relevant"] if "is_relevant" in record else record["relevant"]
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(
            f"{file} cannot be read as labels ({type(error).__name__}: {said}); it needs claims or events."
        ) from error
    return key, bool(is_relevant), tuple(labels), content
