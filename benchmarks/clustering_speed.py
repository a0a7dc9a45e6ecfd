"""How the cost of gathering claims into events grows with the number of claims.

Run with ``python -m benchmarks.clustering_speed``. The news is made here: few names are in most of it and most are hardly
ever (popularity falls with rank, new names come as the news grows), few events are told by hundreds, most by one to five,
and what a paper leaves out of a story it leaves out at random. Nothing fails here; the figures are for whoever changes
the rules.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pipelines.events.blocks import block_keys, blocks
from pipelines.events.clustering import cluster
from pipelines.events.fits import Period, Sum
from pipelines.events.sayings import Candidate
from pipelines.events.slots import Lineages, Slots

BEGINS = date(2020, 1, 1)
DAYS = 6 * 365
STAGES = {
    "investment": ("in_talks", "announced", "signed", "effective"),
    "partnership": ("in_talks", "announced", "signed"),
    "legal_action": ("considered", "filed", "ongoing", "ruled"),
    "model_adoption": ("testing", "announced", "deployed"),
}
KINDS = {
    "investment": (("equity_round", "raise"), ("strategic_stake", "tranche"), ("acquisition", "deal_value"), ("debt", "debt")),
    "partnership": (("partnership", None), ("licence", None), ("renegotiation", None), ("capacity_contract", None)),
    "legal_action": (("lawsuit", None), ("class_action", None), ("regulatory_probe", None)),
    "model_adoption": ((None, None),),
}  # fmt: skip
BASES = ("copyright", "contract", "antitrust", "privacy", "patent")


class World:
    """Made-up companies and what happens among them; the same for the same seed."""

    def __init__(self, claims: int, seed: int = 7) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same news again is the point
        self.names = [f"org{n}" for n in range(max(50, int(12 * claims**0.55)))]
        total = 0.0
        self.weights = [total := total + 1 / (rank + 3) for rank in range(len(self.names))]

    def somebody(self, but: str | None = None) -> str:
        """A name, the well-known ones far more often."""
        while (name := self.chance.choices(self.names, cum_weights=self.weights)[0]) == but:
            pass
        return name

    def claims(self, count: int) -> Iterator[Candidate]:
        """That many claims, event after event."""
        made = 0
        while made < count:
            event, day = self._event()
            for _ in range(min(count - made, int(self.chance.paretovariate(1.1)), 500)):
                told = day + timedelta(days=int(self.chance.expovariate(1 / 20)))
                known = datetime(told.year, told.month, told.day, self.chance.randrange(24), tzinfo=UTC)
                yield Candidate(f"c{made:08}", known, self._told(event, day), f"a{made // 2}")
                made += 1

    def _event(self) -> tuple[dict[str, Any], date]:
        chance = self.chance
        claim_type = chance.choices(list(STAGES), weights=(5, 3, 2, 2))[0]
        doer = self.somebody()
        other = self.somebody(doer)
        kind, amount_kind = chance.choice(KINDS[claim_type])
        doers = {doer, other} if claim_type == "partnership" else {doer}
        if amount_kind == "raise":
            doers |= {self.somebody(other) for _ in range(3)}
        event = {
            "claim_type": claim_type, "kind": kind, "amount_kind": amount_kind, "doers": doers,
            "others": set() if claim_type == "partnership" else {other},
            "amount": float(f"{chance.lognormvariate(18, 2):.1e}") if amount_kind else None,
            "round": chance.choice(("seed", "a", "b", "c", None)) if amount_kind == "raise" else None,
            "product": f"{doer} thing {chance.randrange(4)}" if claim_type == "model_adoption" else None,
            "basis": {chance.choice(BASES)} if claim_type == "legal_action" else set(),
        }  # fmt: skip
        return event, BEGINS + timedelta(days=chance.randrange(DAYS))

    def _told(self, event: dict[str, Any], day: date) -> Slots:
        chance = self.chance
        doers = frozenset(name for name in sorted(event["doers"]) if chance.random() < 0.8)
        if event["claim_type"] == "partnership":
            doers = frozenset(event["doers"])
        amount = None
        if event["amount"] and chance.random() < 0.75:
            said = Decimal(event["amount"] * chance.choice((1, 1, 1, 1.01, 0.99)))
            amount = Sum(said, said, "USD", chance.choice(("exact", "exact", "about", "more_than")), said)
        happened = chance.choice((None, None, Period(day, day), Period(day.replace(day=1), day.replace(day=28))))
        return Slots(
            claim_type=event["claim_type"], stage=chance.choice(STAGES[event["claim_type"]]), is_closing=False,
            is_background=chance.random() < 0.2, doers=doers, others=frozenset(event["others"]) if chance.random() < 0.95 else frozenset(),
            amount=amount, amount_kind=event["amount_kind"] if amount else None, happened=happened, kind=event["kind"],
            round=event["round"] if chance.random() < 0.6 else None, stake=None,
            product=event["product"] if chance.random() < 0.8 else None, model=None,
            basis=frozenset(event["basis"]) if chance.random() < 0.7 else frozenset(), term_end=None,
        )  # fmt: skip


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--claims", type=int, nargs="+", default=[15_000, 30_000, 60_000, 120_000])
    before = None
    for count in asked.parse_args().claims:
        claims = list(World(count).claims(count))
        start = time.process_time()
        placed = cluster(claims, {})
        seconds = time.process_time() - start
        events = len({row.event_key for row in placed})
        ways = Counter(row.placed_as for row in placed)
        sizes = sorted(map(len, blocks({c.claim_key: block_keys(c.slots, Lineages({})) for c in claims})), reverse=True)
        growth = f", {seconds / count / before:.2f} times as much a claim as before" if before else ""
        print(
            f"{count:>8} claims: {seconds:.1f} s, {seconds / count * 1e6:.0f} µs a claim{growth}; {events} events, "
            f"{dict(ways)}; largest chains {sizes[:3]}",
            flush=True,
        )
        before = seconds / count


if __name__ == "__main__":
    main()
