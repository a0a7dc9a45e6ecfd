"""What two extractions of one article say differently: claims gained and lost, and slots that changed."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from pipelines.extraction.evaluation.labels import Label, label_of, parties_said
from pipelines.extraction.evaluation.matching import amount_agrees, fit, pair, quotes_agree
from pipelines.extraction.evaluation.names import Names
from pipelines.schemas.claim import Claim

ARTICLE_FIELDS = ("is_relevant", "category", "set_aside")
_OFFSETS = {"quote_start", "quote_end"}


@dataclass(frozen=True)
class Change:
    """One row of a comparison. A claim that changed has a row for each slot; a change of the article has no claim type."""

    change: Literal["gained", "lost", "changed"]
    article_id: str
    title: str | None
    claim_type: str | None
    parties: str
    field: str | None
    before: Any
    after: Any
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        """The row, flat."""
        return asdict(self)


@dataclass(frozen=True)
class ArticleRead:
    """What one extraction says of an article."""

    article_id: str
    title: str | None
    fields: Mapping[str, Any]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class ArticleChanges:
    """The rows of one article, and how many claims they stand for."""

    rows: tuple[Change, ...]
    counts: Counter[str]


def changes_of(before: ArticleRead, after: ArticleRead, names: Names) -> ArticleChanges:
    """Claims that are the same are set aside first; the others are paired by type, parties and sums, as for a score."""
    old, new, same = _without_the_same(before.claims, after.claims)
    pairs, _ = pair([label_of(claim) for claim in old], new, lambda label, claim: _one_claim(label, claim, names))
    taken = set(pairs.values())
    gained = [claim for j, claim in enumerate(new) if j not in taken]
    lost = [claim for i, claim in enumerate(old) if i not in pairs]
    rows = [
        *_article_rows(before, after),
        *(row for i, j in sorted(pairs.items()) for row in _slot_rows(before, old[i], new[j])),
        *(_whole(before, "lost", claim) for claim in lost),
        *(_whole(before, "gained", claim) for claim in gained),
    ]
    counts = Counter(gained=len(gained), lost=len(lost), changed=len(pairs), unchanged=same)
    return ArticleChanges(tuple(rows), counts)


def _one_claim(label: Label, claim: Claim, names: Names) -> float:
    """Sums that disagree in different sentences are two claims, however alike the parties."""
    have_sums = bool(label.sums) and claim.amount is not None
    if have_sums and not amount_agrees(label, claim) and not quotes_agree(label, claim):
        return 0.0
    return fit(label, claim, names) if label.claim_type == claim.claim_type else 0.0


def _without_the_same(before: Sequence[Claim], after: Sequence[Claim]) -> tuple[list[Claim], list[Claim], int]:
    shared = Counter(map(_canonical, before)) & Counter(map(_canonical, after))
    return _less(before, shared), _less(after, shared), shared.total()


def _less(claims: Sequence[Claim], shared: Counter[str]) -> list[Claim]:
    left = shared.copy()
    kept = []
    for claim in claims:
        key = _canonical(claim)
        if left[key]:
            left[key] -= 1
        else:
            kept.append(claim)
    return kept


def _canonical(claim: Claim) -> str:
    return json.dumps(_slots(claim), sort_keys=True)


def _slots(claim: Claim) -> dict[str, Any]:
    """The slots without offsets; lists of names in no order; sums as plain numbers."""
    slots = claim.model_dump(mode="json", exclude=_OFFSETS)
    return {name: sorted(value) if isinstance(value, list) else value for name, value in slots.items()}


def _article_rows(before: ArticleRead, after: ArticleRead) -> Iterator[Change]:
    for name in ARTICLE_FIELDS:
        old, new = before.fields.get(name), after.fields.get(name)
        if old != new:
            yield Change("changed", before.article_id, before.title, None, "", name, old, new, "")


def _slot_rows(article: ArticleRead, old: Claim, new: Claim) -> Iterator[Change]:
    for name, before, after in _differing(_slots(old), _slots(new)):
        parties = parties_said(old)
        yield Change(
            "changed", article.article_id, article.title, old.claim_type, parties, name, before, after, new.quote
        )


def _differing(old: Mapping[str, Any], new: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any, Any]]:
    for name, before in old.items():
        after = new.get(name)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _differing(before, after, f"{name}.")
        elif before != after:
            yield within + name, before, after


def _whole(article: ArticleRead, change: Literal["gained", "lost"], claim: Claim) -> Change:
    before, after = (claim.stage, None) if change == "lost" else (None, claim.stage)
    parties = parties_said(claim)
    return Change(
        change, article.article_id, article.title, claim.claim_type, parties, None, before, after, claim.quote
    )
