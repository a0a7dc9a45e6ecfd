"""A comparison of two extractions as lines of text and as records."""

from collections.abc import Iterator
from typing import Any

from pipelines.extraction.evaluation.changes import Change
from pipelines.extraction.evaluation.history import last_score
from pipelines.extraction.evaluation.runs import RunDiff, RunTotals

_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}


def change_lines(change: Change, last: Change | None) -> Iterator[str]:
    """A row, under a heading where another article begins; the sentence once a claim."""
    if last is None or last.article_id != change.article_id:
        yield f"{change.title or 'without a title'} ({change.article_id})"
    what = f"{change.claim_type}  {change.parties or 'nobody named'}" if change.claim_type else "the article"
    slot = f"{change.field}: {_said(change.before)} → {_said(change.after)}" if change.field else _whole(change)
    yield f"  {_SIGNS[change.change]} {what}  {slot}"
    is_new = last is None or (last.article_id, last.sentence) != (change.article_id, change.sentence)
    if change.sentence and (is_new or change.change != "changed"):
        yield f"      “{' '.join(change.sentence.split())}”"


def summary_lines(diff: RunDiff) -> Iterator[str]:
    """The counts, and each extraction with its cost and its last score."""
    counts = diff.counts
    yield (
        f"claims gained {counts['gained']}, lost {counts['lost']}, changed {counts['changed']}, unchanged {counts['unchanged']}"
        f" · articles that differ {counts['articles_that_differ']} of {diff.before.counts['articles']}"
    )
    for name, run in (("before", diff.before), ("after", diff.after)):
        yield f"{name:<7} {_run_line(run)}"
        yield f"        {_score_line(diff, run)}"


def summary(diff: RunDiff) -> dict[str, Any]:
    """The same as a record."""
    sides = {"before": _run(diff, diff.before), "after": _run(diff, diff.after)}
    names = ("gained", "lost", "changed", "unchanged", "articles_that_differ")
    return {**sides, "counts": {name: diff.counts[name] for name in names}}


def _run(diff: RunDiff, run: RunTotals) -> dict[str, Any]:
    score = last_score(diff.lake, run.extraction)
    return {
        "extraction": str(run.extraction),
        **{name: run.counts[name] for name in (*_COUNTED, "unreadable_claims")},
        "cost_usd": float(run.cost_usd),
        "batches_alone": run.batches_alone,
        "last_score": score.model_dump(mode="json", exclude={"problems"}) if score else None,
    }


_COUNTED = ("articles", "claims", "rejected", "set_aside", "input_tokens", "output_tokens")


def _run_line(run: RunTotals) -> str:
    counts = " · ".join(f"{name.replace('_', ' ')} {run.counts[name]:,}" for name in _COUNTED)
    unread = run.counts["unreadable_claims"]
    alone = f" · {run.batches_alone} batches that only it has read are not compared" if run.batches_alone else ""
    return (
        f"{run.extraction}: {counts} · ${run.cost_usd:.4f}{f' · {unread} claims unreadable' if unread else ''}{alone}"
    )


def _score_line(diff: RunDiff, run: RunTotals) -> str:
    score = last_score(diff.lake, run.extraction)
    if score is None or score.overall.f1.value is None:
        return "never evaluated; `newsledger evaluate` does"
    return f"last score: F1 {score.overall.f1.value:.3f} on {score.gold_name}, {score.at:%Y-%m-%d %H:%M} UTC"


def _whole(change: Change) -> str:
    return str(change.after if change.change == "gained" else change.before)


def _said(value: Any) -> str:
    match value:
        case None:
            return "none"
        case list():
            return ", ".join(map(str, value)) or "none"
        case {"as_stated": said, **rest}:
            return f"{said} ({rest['kind']})" if rest.get("kind") else str(said)
        case _:
            return str(value)
