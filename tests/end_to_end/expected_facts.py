"""Hold the facts of a release against the events that were written down by hand, value by value."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from pipelines.lake import Lake
from pipelines.sample import newsroom

Row = dict[str, Any]
Records = Callable[[str], list[Row]]

_TABLES = {
    "investment": "fct_investments", "model_adoption": "fct_model_adoptions", "legal_action": "fct_legal_actions",
    "partnership": "fct_partnership_terms",
}  # fmt: skip
_ROLES = ("investors", "recipient", "adopter", "product", "provider", "model", "plaintiffs", "defendants", "parties")
_LISTS = ("investors", "plaintiffs", "defendants", "parties", "claim_basis")
_KINDS = ("round", "deal_type", "action_type", "agreement_type", "forum", "claim_basis")
_SHOWN = {"day": 10, "month": 7, "year": 4}
# What an event must have in common with its expectation to be held against it: an article and some slots.
_ENOUGH = 1.2


def slugs_of(lake: Lake) -> dict[str, str]:
    """Which article of the newsroom each stored version is: the one that most of its paragraphs are of."""
    pages = defaultdict(list)
    for article in newsroom.all_articles().values():
        pages[article.page_slug].append(article)
    found = {}
    for batch in lake.batches("articles"):
        for version in lake.read_articles(batch.path):
            page = (version.url or "").rstrip("/").rpartition("/")[2].removesuffix(".html")
            words = version.text or ""
            found[version.article_id] = max(
                pages[page], key=lambda article, words=words: sum(part in words for part in article.paragraphs)
            ).slug
    return found


def as_of_the_last_edition(events: list[Row]) -> list[Row]:
    """The expected events as they stand once both editions are read."""
    return [{**event, **event.get("edition_2", {})} for event in events if event.get("only_in") != 1]


class Found:
    """The facts of a release, each paired with the expected event that it is most like."""

    def __init__(self, expected: list[Row], records: Records, slugs: dict[str, str]) -> None:
        self._links, self._conflicts = records("from bridge_event_links"), records("from fct_conflicts")
        self._articles: dict[str, set[str]] = defaultdict(set)
        self._origins: dict[str, set[str]] = defaultdict(set)
        for claim in records("select event_key, article_id, origin, polarity from fct_claims"):
            self._articles[claim["event_key"]].add(slugs[claim["article_id"]])
            if claim["polarity"] == "affirmed" and claim["origin"]:
                self._origins[claim["event_key"]].add(claim["origin"])
        facts = {name: records(f"from {table}") for name, table in _TABLES.items()}
        pairs = [
            (self._likeness(event, fact), -number, event["id"], fact)
            for number, event in enumerate(expected)
            for fact in facts[event["type"]]
        ]
        self.facts: dict[str, Row] = {}
        taken: set[str] = set()
        for likeness, _, name, fact in sorted(pairs, key=lambda pair: (*pair[:2], pair[3]["event_key"]), reverse=True):
            if likeness >= _ENOUGH and name not in self.facts and fact["event_key"] not in taken:
                self.facts[name] = fact
                taken.add(fact["event_key"])
        self.others = [fact for rows in facts.values() for fact in rows if fact["event_key"] not in taken]

    def _likeness(self, event: Row, fact: Row) -> float:
        told, wanted = self._articles[fact["event_key"]], set(event["articles"])
        if not told & wanted:
            return 0
        likeness = len(told & wanted) / len(told | wanted)
        amount = event.get("amount")
        if amount:
            likeness += 2 * (fact.get("amount") == amount["value"]) + (fact.get("amount_kind") == amount["kind"])
        elif event["type"] == "investment":
            likeness += fact["amount"] is None
        likeness += sum(_agree(event[role], fact[role]) for role in _ROLES if role in event)
        likeness += 0.6 * sum(event[kind] == fact[kind] for kind in _KINDS if kind in event)
        return likeness + 0.5 * (event.get("event_date") is not None and _date(event, "event_date") == _day(fact))

    def differences(self, event: Row) -> Row:
        """Each value that is not as expected, as it is; all that is said is ``missing`` where no fact is the event."""
        fact = self.facts.get(event["id"])
        if fact is None:
            return {"missing": True}
        wanted, held = self._wanted(event), self._held(event, fact)
        return {name: held[name] for name in wanted if wanted[name] != held[name]}

    def _wanted(self, event: Row) -> Row:
        wanted = {name: event[name] for name in (*_ROLES, *_KINDS, "stage", "grade", "is_committed") if name in event}
        wanted |= {name: sorted(wanted[name]) for name in _LISTS if name in wanted}
        wanted |= {"event_date": _date(event, "event_date"), "articles": sorted(event["articles"])}
        wanted |= {"disputed": event.get("disputed", False), "background": event.get("background", False)}
        wanted |= {"origins": event["origins"]}
        wanted |= {"origin": sorted(event["origin"])} if "origin" in event else {}
        wanted |= {"term_end": _date(event, "term_end")} if event["type"] == "partnership" else {}
        wanted |= {"stake_share": event["stake_share"]} if "stake_share" in event else {}
        wanted |= {"part_of": event["part_of"]} if "part_of" in event else {}
        wanted |= {"conflicts": sorted(conflict["field"] for conflict in event.get("conflicts", []))}
        return wanted | ({"amount": _sum(event)} if event["type"] != "model_adoption" else {})

    def _held(self, event: Row, fact: Row) -> Row:
        key = fact["event_key"]
        held = {name: sorted(value) if name in _LISTS else value for name, value in fact.items()}
        wholes = {
            link["linked_event_key"]
            for link in self._links
            if (link["event_key"], link["link_type"]) == (key, "part_of")
        }
        part_of = [name for name, other in self.facts.items() if other["event_key"] in wholes]
        amount = None
        if fact.get("amount") is not None:
            amount = {"value": int(fact["amount"]), "currency": fact["currency_code"], "kind": fact["amount_kind"]}
            qualifier, high = fact["amount_qualifier"], fact["amount_high"]
            amount |= {"qualifier": qualifier} if qualifier != "exact" else {}
            amount |= {"high": int(high)} if high is not None else {}
        return held | {
            "event_date": _day(fact), "term_end": _day(fact, "term_end"), "articles": sorted(self._articles[key]),
            "disputed": fact["is_disputed"], "background": fact["is_background_only"], "origins": fact["origin_count"],
            "origin": sorted(self._origins[key]),
            "stake_share": float(fact["stake_share"]) if fact.get("stake_share") is not None else None,
            "part_of": event.get("part_of") if event.get("part_of") in part_of else None, "amount": amount,
            "conflicts": sorted(conflict["field"] for conflict in self._conflicts if conflict["event_key"] == key),
        }  # fmt: skip


def _agree(wanted: Any, held: Any) -> bool:
    return bool(set(wanted) & set(held)) if isinstance(wanted, list) else wanted == held


def _sum(event: Row) -> Row | None:
    amount = event.get("amount")
    return (
        {name: value for name, value in amount.items() if (name, value) != ("qualifier", "exact")} if amount else None
    )


def _date(event: Row, name: str) -> str | None:
    return None if event.get(name) is None else str(event[name])


def _day(fact: Row, name: str = "event_date") -> str | None:
    said = fact.get(name)
    return None if said is None else str(said)[: _SHOWN[fact[f"{name}_precision"]]]
