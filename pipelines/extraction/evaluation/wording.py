"""An evaluation and its history as lines of text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipelines.extraction.evaluation.figures import Estimate, Evaluation, Figures, Problem, Rate
from pipelines.extraction.evaluation.history import TrendPoint

_HEADINGS = {"missed": "missed", "false": "false", "differs": "found, but not as labelled"}


def evaluation_lines(evaluation: Evaluation, errors: int = 0) -> Iterator[str]:
    """The tables, and up to so many problems of each kind with their sentences."""
    e = evaluation
    yield f"{e.label} on {e.gold_name} ({e.gold_digest[:8]}): {e.articles} articles, {e.set_aside} set aside, {e.waiting} waiting"
    yield f"{'type':<16}{'asked':>7}{'right':>7}{'false':>7}{'missed':>8}   {'precision':<22}{'recall':<22}{'F1':<22}".rstrip()
    for name, figures in (*e.by_type.items(), ("all", e.overall)):
        yield _figures_line(name, figures)
    yield " · ".join(f"{name.replace('_', ' ')} right {_rate(rate)}" for name, rate in e.accuracy.items())
    yield f"quotes in the text {_rate(e.quotes_in_text)} · duplicates {e.duplicates} · background without a label {e.unlabelled_background}"
    yield (
        f"relevance right {_rate(e.relevance)} · relevant found {_rate(e.relevant_found)} · "
        f"irrelevant kept out {_rate(e.irrelevant_kept_out)}"
    )
    yield f"{e.input_tokens:,} tokens read, {e.output_tokens:,} written, ${e.cost_usd:.4f}"
    yield from _precision_lines("attribution", e.precision_by_attribution)
    yield from _precision_lines("stage", e.precision_by_stage)
    for kind, heading in _HEADINGS.items():
        yield from _problem_lines(heading, [problem for problem in e.problems if problem.kind == kind], errors)


def trend_lines(points: Sequence[TrendPoint]) -> Iterator[str]:
    """A line an evaluation, under a heading for each extraction and gold set."""
    heading = ""
    for point in points:
        e = point.evaluation
        series = f"{e.label} on {e.gold_name} ({e.gold_digest[:8]}, {e.articles} articles)"
        if series != heading:
            yield series
            heading = series
        change = f"{point.change:+.3f}" if point.change is not None else "first"
        rates = " ".join(
            f"{name} {_rate(e.accuracy[name], short=True)}" for name in ("stage", "amount") if name in e.accuracy
        )
        yield f"  {e.at:%Y-%m-%d %H:%M} UTC  {e.project_version:<8} F1 {_estimate(e.overall.f1)} {change:>7}  {rates}"


def first_of_each(problems: Sequence[dict[str, Any]], limit: int) -> list[dict[str, Any]]:
    """At most so many problems of each kind, as records."""
    return [p for kind in _HEADINGS for p in [q for q in problems if q["kind"] == kind][:limit]]


def _figures_line(name: str, figures: Figures) -> str:
    counts = "".join(f"{number:>{width}g}" for number, width in _columns(figures))
    estimates = "".join(f"{_estimate(e):<22}" for e in (figures.precision, figures.recall, figures.f1))
    return f"{name:<16}{counts}   {estimates}".rstrip()


def _columns(figures: Figures) -> tuple[tuple[float, int], ...]:
    return (figures.asked, 7), (figures.right, 7), (figures.false, 7), (figures.missed, 8)


def _precision_lines(name: str, rates: Mapping[str, Rate]) -> Iterator[str]:
    yield ""
    yield f"precision by {name}"
    for value, rate in rates.items():
        yield f"  {value:<16}{_rate(rate)}"


def _problem_lines(heading: str, problems: Sequence[Problem], limit: int) -> Iterator[str]:
    if not limit or not problems:
        return
    yield ""
    yield f"{heading}: {len(problems)}" + (f", of which the first {limit}" if len(problems) > limit else "")
    for problem in problems[:limit]:
        yield f"  {problem.article_id}  {problem.claim_type}  {problem.parties or 'nobody named'}  {problem.detail}"
        yield f"    “{' '.join(problem.sentence.split())}”"


def _estimate(estimate: Estimate) -> str:
    if estimate.value is None:
        return "–"
    interval = f" ({estimate.low:.3f}–{estimate.high:.3f})" if estimate.low is not None else ""
    return f"{estimate.value:.3f}{interval}"


def _rate(rate: Rate, *, short: bool = False) -> str:
    if rate.share is None:
        return "–"
    return f"{rate.share:.3f}" if short else f"{rate.share:.3f} ({rate.right} of {rate.of})"
