"""Measure an extractor by a gold set."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version

from pipelines import clock
from pipelines.extraction.evaluation.figures import Evaluation, Rate
from pipelines.extraction.evaluation.goldset import GoldSet
from pipelines.extraction.evaluation.intervals import figures_of
from pipelines.extraction.evaluation.names import Names
from pipelines.extraction.evaluation.scoring import ArticleScore, score_article
from pipelines.schemas.extraction import Extraction, Extractor

Progress = Callable[[str, int, int], None]
_AT_A_TIME = 200


def evaluate(gold: GoldSet, extractor: Extractor, names: Names, progress: Progress | None = None) -> Evaluation:
    """Read the texts and score the claims. An article that must wait is left out of the figures and counted."""
    read: dict[str, Extraction] = {}
    texts = [article.text for article in gold.articles]
    for start in range(0, len(texts), _AT_A_TIME):
        if progress:
            progress("reading", start, len(texts))
        chunk = extractor.extract(texts[start : start + _AT_A_TIME])
        read.update((extraction.article_id, extraction) for extraction in chunk)
    scores = [
        score_article(article, read[article.text.article_id], names)
        for article in gold.articles
        if article.text.article_id in read
    ]
    return evaluation_of(gold, extractor, list(read.values()), scores)


def evaluation_of(
    gold: GoldSet, extractor: Extractor, read: Sequence[Extraction], scores: Sequence[ArticleScore]
) -> Evaluation:
    """The figures of the scored articles."""
    overall, by_type = figures_of(scores)
    relevant = [score.relevant for score in scores]
    return Evaluation(
        at=clock.now(),
        project_version=project_version(),
        extractor=extractor.name,
        model=extractor.model,
        prompt_version=extractor.prompt_version,
        gold_name=gold.name,
        gold_digest=gold.digest,
        articles=len(scores),
        set_aside=sum(extraction.set_aside is not None for extraction in read),
        waiting=len(gold.articles) - len(scores),
        overall=overall,
        by_type=by_type,
        accuracy=rates(check for score in scores for check in score.checks),
        quotes_in_text=_rate(quote for score in scores for quote in score.quotes),
        relevance=_rate(wanted == said for wanted, said in relevant),
        relevant_found=_rate(said for wanted, said in relevant if wanted),
        irrelevant_kept_out=_rate(not said for wanted, said in relevant if not wanted),
        precision_by_attribution=rates(item for score in scores for item in score.by_attribution),
        precision_by_stage=rates(item for score in scores for item in score.by_stage),
        duplicates=sum(score.duplicates for score in scores),
        unlabelled_background=sum(score.unlabelled_background for score in scores),
        input_tokens=sum(extraction.usage.input_tokens for extraction in read),
        output_tokens=sum(extraction.usage.output_tokens for extraction in read),
        cost_usd=sum((extraction.usage.cost_usd for extraction in read), Decimal(0)),
        problems=tuple(problem for score in scores for problem in score.problems),
    )


def rates(items: Iterable[tuple[str, bool]]) -> dict[str, Rate]:
    """A rate a name, the most frequent first."""
    found: dict[str, list[bool]] = {}
    for name, is_right in items:
        found.setdefault(name, []).append(is_right)
    return {name: _rate(found[name]) for name in sorted(found, key=lambda name: (-len(found[name]), name))}


def _rate(items: Iterable[bool]) -> Rate:
    listed = list(items)
    return Rate(right=sum(listed), of=len(listed))


def project_version() -> str:
    """The version of this program, as installed."""
    try:
        return version("newsledger")
    except PackageNotFoundError:  # run from a copy that was never installed
        return "unknown"
