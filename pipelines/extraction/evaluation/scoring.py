"""Score what was read from one article against its labels."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.extraction.evaluation.figures import Problem, ProblemKind
from pipelines.extraction.evaluation.goldset import GoldArticle
from pipelines.extraction.evaluation.labels import Label, parties_said
from pipelines.extraction.evaluation.matching import amount_agrees, fit, pair
from pipelines.extraction.evaluation.names import Names
from pipelines.schemas.claim import Claim
from pipelines.schemas.extraction import Extraction

# A demanded event that the extraction calls mere background is half found.
HALF = 0.5


@dataclass
class ArticleScore:
    """The counts of one article, by claim type; ``checks`` by slot."""

    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    found: dict[str, float] = field(default_factory=dict)
    missed: dict[str, float] = field(default_factory=dict)
    checks: list[tuple[str, bool]] = field(default_factory=list)
    by_attribution: list[tuple[str, bool]] = field(default_factory=list)
    by_stage: list[tuple[str, bool]] = field(default_factory=list)
    quotes: list[bool] = field(default_factory=list)
    relevant: tuple[bool, bool] = (False, False)
    duplicates: int = 0
    unlabelled_background: int = 0
    problems: list[Problem] = field(default_factory=list)


def score_article(gold: GoldArticle, read: Extraction, names: Names) -> ArticleScore:
    """Pair claims with labels, and count what is right, false and missed."""
    labels, claims = gold.labels, read.claims
    score = ArticleScore(relevant=(gold.is_relevant, read.is_relevant))
    pairs, left_over = pair(labels, claims, lambda label, claim: fit(label, claim, names))
    for i, label in enumerate(labels):
        _count_label(score, gold, label, claims[pairs[i]] if i in pairs else None)
    right = set(pairs.values())
    for j, claim in enumerate(claims):
        if j in right:
            _note(score, claim, is_right=True)
        elif j in left_over:
            fitting = (label for label in labels if fit(label, claim, names) > 0)
            score.duplicates += not any(label.may_be_split for label in fitting)
        elif claim.is_background:
            score.unlabelled_background += 1
        else:
            score.false[claim.claim_type] += 1
            _note(score, claim, is_right=False)
            score.problems.append(
                _problem(
                    "false",
                    gold,
                    claim.claim_type,
                    parties=parties_said(claim),
                    detail=claim.stage,
                    sentence=claim.quote,
                )
            )
    flat = " ".join(gold.text.text.split())
    score.quotes = [" ".join(claim.quote.split()) in flat for claim in claims]
    return score


def _note(score: ArticleScore, claim: Claim, *, is_right: bool) -> None:
    score.by_attribution.append((claim.attribution, is_right))
    score.by_stage.append((claim.stage, is_right))


def _count_label(score: ArticleScore, gold: GoldArticle, label: Label, claim: Claim | None) -> None:
    kind = label.claim_type
    found = 0.0 if claim is None else HALF if claim.is_background else 1.0
    if label.is_asked:
        score.found[kind] = score.found.get(kind, 0) + found
        score.missed[kind] = score.missed.get(kind, 0) + 1 - found
    parties = ", ".join(dict.fromkeys(label.parties))
    if claim is not None:
        score.right[kind] += 1
        for name, is_right, said in _checks(label, claim):
            score.checks.append((name, is_right))
            if not is_right:
                score.problems.append(
                    _problem("differs", gold, kind, parties=parties, detail=f"{name}: {said}", sentence=claim.quote)
                )
    elif label.is_asked:
        stages = "/".join(sorted(label.stages))
        score.problems.append(
            _problem("missed", gold, kind, parties=parties, detail=stages, sentence="".join(label.quotes[:1]))
        )


def _checks(label: Label, claim: Claim) -> Iterator[tuple[str, bool, str]]:
    """Each slot that the label speaks of: its name, whether the claim agrees, and both values in words."""
    if claim.claim_type != label.claim_type:
        return
    yield "stage", claim.stage in label.stages, f"{'/'.join(sorted(label.stages))} read as {claim.stage}"
    said = claim.amount
    if label.sums is not None and (label.sums or said):
        wanted = "/".join(f"{sum_.value:,.0f}" for sum_ in label.sums) or "none"
        yield "amount", amount_agrees(label, claim), f"{wanted} read as {f'{said.value:,.0f}' if said else 'none'}"
    if label.amount_kind and said:
        yield "amount_kind", said.kind == label.amount_kind, f"{label.amount_kind} read as {said.kind}"
    for name in ("attribution", "polarity", "is_background"):
        wanted_value, said_value = getattr(label, name), getattr(claim, name)
        if wanted_value is not None:
            yield name, wanted_value == said_value, f"{wanted_value} read as {said_value}"


def _problem(kind: ProblemKind, gold: GoldArticle, claim_type: str, **slots: str) -> Problem:
    return Problem(kind=kind, article_id=gold.text.article_id, claim_type=claim_type, **slots)
