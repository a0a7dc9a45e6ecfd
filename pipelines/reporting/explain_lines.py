"""An explanation as lines of text."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from pipelines.reporting.rows import one_line
from pipelines.reporting.wording import GRADES, amount_grade_words, fact_date, field_words, kind_words, moment, readable

_WIDTH = 100
_MAX_LINKS = 20
_LINKS = {
    ("part_of", True): "is part of",
    ("part_of", False): "has as a part",
    ("concerns", True): "concerns",
    ("concerns", False): "is the matter of",
    ("continues", True): "continues",
    ("continues", False): "is continued by",
}


def lines_of(told: dict[str, Any]) -> list[str]:
    """The explanation, at most 100 columns wide where the words allow; text of articles cannot move a terminal."""
    parts = (_event, _evidence, _one_event, _stages, _history, _conflicts, _links)
    return [line for part in parts for line in part(told)]


def _event(told: dict[str, Any]) -> Iterator[str]:
    fact = told["fact"]
    yield f"{one_line(told['headline'])}   ({readable(told['claim_type'])})"
    yield f"event {told['event_key']} in release {told['release_id']}"
    if told["earlier_key"]:
        yield f"{told['earlier_key']} was its key in an earlier release"
    if fact is None:
        if told["could_be"]:
            yield "No fact: the claim fits several events, so it is counted in none of them:"
            yield from (f"  {row['event_key']}  {one_line(row['headline'])}" for row in told["could_be"])
        else:
            yield "No fact: nobody affirms it."
        return
    yield f"  stage     {readable(fact['stage'])}"
    confirmed = ", confirmed" if fact["is_confirmed"] else ""
    yield f"  grade     {fact['grade']} ({GRADES[fact['grade']]}){confirmed}{', disputed' if fact['is_disputed'] else ''}"
    if told["amount_words"]:
        apart = amount_grade_words(fact)
        yield f"  amount    {told['amount_words']} ({kind_words(fact['amount_kind'])}){f', {apart}' if apart else ''}"
    yield f"  happened  {fact_date(fact) or 'no article says when'}"
    yield f"  held      since {moment(fact['known_at'])}"
    yield f"  reported  by {_count(fact['article_count'], 'article')} from {_count(fact['origin_count'], 'origin')}"


def _evidence(told: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield f"{_count(len(told['claims']), 'claim')}, in the order in which they became known"
    for number, claim in enumerate(told["claims"], 1):
        denied = "DENIED, " if claim["polarity"] == "denied" else ""
        background = ", as background" if claim["is_background"] else ""
        yield f"{number:3}. {moment(claim['known_at'])}  {denied}{readable(claim['stage'])}{background}"
        yield from wrap(f"“{one_line(claim['quote'])}”", _WIDTH, initial_indent="     ", subsequent_indent="     ")
        says = f"{claim['attribution_words']} → {claim['origin_words']}"
        yield from wrap(
            f"{says}; by itself worth E{claim['strength']}", _WIDTH, initial_indent="     ", subsequent_indent="     "
        )
        if chain := claim.get("origin_chain"):
            yield from wrap(one_line(" → ".join(chain)), _WIDTH, initial_indent="     ", subsequent_indent="     ")
        if claim.get("is_headline_ahead"):
            yield "     this headline goes further than its own article, so it says nothing by itself"
        if joins := _joins(claim):
            yield from wrap(joins, _WIDTH, initial_indent="     ", subsequent_indent="     ")
        yield f"     {one_line(claim['publisher_words'])}  {one_line(claim['url'])}".rstrip()


def _joins(claim: dict[str, Any]) -> str:
    """Why the claim is of this event, in terms of its slots."""
    agrees = ", ".join(claim.get("agrees_on") or ())
    how = {
        "core": "says enough to stand for an event by itself",
        "joined": "has gaps, and this is the one event it fits",
        "ambiguous": "fits several events, so it is of none",
    }.get(claim.get("placed_as") or "")
    return "; ".join(filter(None, (how, f"agrees with the fullest other claim on {agrees}" if agrees else "")))


def _one_event(told: dict[str, Any]) -> Iterator[str]:
    several = len(told["claims"]) > 1
    yield ""
    yield "Why they are one event: what each slot says agrees" if several else "What makes it an event: its slots"
    for slot in told["one_event"]:
        values = "; ".join(_slot_value(value, several=several) for value in slot["values"])
        yield from wrap(f"{readable(slot['slot']):16}{values}", _WIDTH, initial_indent="  ", subsequent_indent=" " * 18)


def _slot_value(value: dict[str, Any], *, several: bool) -> str:
    words = readable(one_line(value["value"]))
    return f"{words} ({_count(value['claims'], 'claim')})" if several and value["claims"] is not None else words


def _stages(told: dict[str, Any]) -> Iterator[str]:
    if not told["stages"]:
        return
    yield ""
    yield "Stage and grade"
    for row in told["stages"]:
        origins = ", ".join(told["origin_names"].get(origin, "not traceable") for origin in row["origins"])
        moves = "" if row["moves"] else "; recalled as background only, so it moves no stage"
        mark = "*" if row["is_held"] else " "
        text = f"{readable(row['stage'])} ({row['kind']}): {row['grade']} from {_count(len(row['claim_keys']), 'claim')}, {origins}{moves}"
        yield from wrap(text, _WIDTH, initial_indent=f"  {mark} ", subsequent_indent="      ")
    if told["why_held"] and told["fact"]:
        fact = told["fact"]
        why = (
            f"Held: {readable(fact['stage'])}, because {told['why_held']}. "
            f"{fact['grade']} ({GRADES[fact['grade']]}) is the best grade among the claims that affirm that stage."
        )
        yield from wrap(why, _WIDTH, initial_indent="  ", subsequent_indent="  ")


def _history(told: dict[str, Any]) -> Iterator[str]:
    if len(told["states"]) < 2:
        return
    yield ""
    yield "What was held when"
    for row in told["states"]:
        until = f"until {moment(row['known_to'])}" if row["known_to"] else "to this day"
        yield f"  {readable(row['stage'])} at {row['grade']}{', denied' if row['is_denied'] else ''}: {moment(row['known_from'])} {until}"


def _conflicts(told: dict[str, Any]) -> Iterator[str]:
    if not told["conflicts"]:
        return
    yield ""
    yield "Values that disagree"
    for row in told["conflicts"]:
        yield f"  {field_words(row['field'])}"
        for side in ("low", "high"):
            text = f"{row[f'words_{side}']} → {row[f'origin_words_{side}']}: “{one_line(row[f'quote_{side}'])}”"
            yield from wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="      ")
        yield f"    {row['resolution_words']}"


def _links(told: dict[str, Any]) -> Iterator[str]:
    if not told["links"]:
        return
    yield ""
    yield "Linked events"
    for row in told["links"][:_MAX_LINKS]:
        verb = _LINKS.get((row["link_type"], row["is_from"]), readable(row["link_type"]))
        yield f"  {verb} {row['event_key']}  {one_line(row['headline'])}"
    if len(told["links"]) > _MAX_LINKS:
        yield f"  and {len(told['links']) - _MAX_LINKS} more; see bridge_event_links"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
