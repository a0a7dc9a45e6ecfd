"""Where to look for claims that may speak of one event, so that not every claim is compared with every other.

A claim is filed under every key under which another could look for it, and looks under the fewest that hold all it may
fit. Keys only narrow the search: whether two claims are one event is said by ``identity`` alone.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from pipelines.events.identity import AGREEMENT_CLASS, DEAL_CLASS, ONCE_A_COMPANY, is_signed_that_day
from pipelines.events.slots import Lineages, Slots
from pipelines.events.union_find import UnionFind

T = TypeVar("T", bound=Hashable)
# Sums that may be one differ by less than this (identity: at most 0.20), so they lie in one bucket or in two neighbours.
BUCKET = math.log(1.3)
MAX_BUCKETS = 40  # of a range; "$1 million to $30 billion" identifies no more than a sum without a rate
ANY = "any"
UNRATED = "unrated"


@dataclass(frozen=True)
class BlockKeys:
    """The keys of one claim.

    Two claims *meet* if one looks under a key under which the other is filed; only claims that meet are ever compared.
    **The contract:** claims that are not joined by a chain of claims of which each meets the next can never influence
    each other's event, its key or their ambiguity. So an event can be recomputed from the chain of its claims alone, and
    after a load from the chains that hold a new claim (or one that is no longer there: ask with the keys it had).

    Keys are plain strings and a function of the claim's own slots and of the list of organizations (who stands above
    whom), never of other claims: they can be stored beside the claim until the registry changes. ``looked_under`` may
    be empty (a claim that names too little to be any other's event); such a claim is still found by those who look.
    """

    filed_under: frozenset[str]
    looked_under: frozenset[str]

    def meets(self, other: "BlockKeys") -> bool:
        """Whether the two claims can be compared at all."""
        return bool(self.looked_under & other.filed_under or self.filed_under & other.looked_under)


def block_keys(slots: Slots, lineages: Lineages) -> BlockKeys:
    """The keys by which a claim can meet others; the contract is that of :class:`BlockKeys`."""
    filed, looked = _KEYS[slots.claim_type](slots, lineages)
    return BlockKeys(*(frozenset(_text(slots.claim_type, key) for key in keys) for keys in (filed, looked)))


def blocks(keys: Mapping[T, BlockKeys]) -> list[list[T]]:
    """The claims in groups of which none can influence another: chains of those that meet. Members keep their order."""
    looked = {key for of_one in keys.values() for key in of_one.looked_under}
    joined = UnionFind[object]()
    for name, of_one in keys.items():
        joined.add(("claim", name))
        for key in of_one.looked_under | (of_one.filed_under & looked):
            joined.join(("claim", name), ("key", key))
    found: dict[object, list[T]] = defaultdict(list)
    for name in keys:
        found[joined.root(("claim", name))].append(name)
    return list(found.values())


_Key = tuple[object, ...]
_Both = tuple[set[_Key], set[_Key]]


def _text(claim_type: str, key: _Key) -> str:
    return "|".join((claim_type, *(str(part) for part in key)))


def _investment(slots: Slots, lineages: Lineages) -> _Both:
    doers, others = _families(slots.doers, lineages), _families(slots.others, lineages)
    sums = _buckets(slots)
    marks = [*_marks(slots), *(("sum", bucket) for bucket in sums)]
    near = [*_marks(slots), *(("sum", bucket) for bucket in _near(sums))]
    filed: set[_Key] = {("of", other, *mark) for other in others for mark in marks}
    looked: set[_Key] = set()
    for other in others:
        filed |= {("pair", doer, other, *mark) for doer in doers for mark in (*marks, ("sum" if sums else "no sum",))}
        if doers:
            looked |= {("pair", doer, other, *mark) for doer in doers for mark in (*near, ("no sum",))}
            looked |= {("nobody", other, *mark) for mark in near}
            # Each paper names other investors of one round.
            looked |= {("raise", other, *mark) for mark in near}
            if not sums or UNRATED in sums:
                looked |= {("pair", doer, other, "sum") for doer in doers}
        else:
            filed |= {("nobody", other, *mark) for mark in marks}
            looked |= {("of", other, *mark) for mark in near}
        if slots.amount_kind != "tranche":
            filed |= {("raise", other, *mark) for mark in marks if mark[0] == "round" or slots.amount_kind == "raise"}
        if sums:
            filed |= {(who, other, "sum", ANY) for who in ("of", *(() if doers else ("nobody",)))}
        if UNRATED in sums:
            looked |= {("of", other, "sum", ANY)}
    filed |= {("by", doer, *mark) for doer in doers for mark in (*marks, *((("sum", ANY),) if sums else ()))}
    if not others or slots.amount_kind == "capacity_plan":  # what a plan is for has no settled name
        looked |= {("by", doer, *mark) for doer in doers for mark in near if mark[0] != "deal"}
        if UNRATED in sums:
            looked |= {("by", doer, "sum", ANY) for doer in doers}
    return filed, looked


def _marks(slots: Slots) -> list[_Key]:
    """What marks an investment besides its parties and its sum."""
    marks: list[_Key] = [("round", slots.round)] if slots.round else []
    if slots.stake:
        marks.append(("stake",))
    if (deal := DEAL_CLASS.get(slots.kind or "")) in ONCE_A_COMPANY:
        marks.append(("deal", deal))
    return marks


def _adoption(slots: Slots, lineages: Lineages) -> _Both:
    doers, others = _families(slots.doers, lineages), _families(slots.others, lineages)
    models, products = _words(slots.model), _words(slots.product)
    filed: set[_Key] = {("pair", doer, other) for doer in doers for other in others}
    filed |= {("model", doer, word) for doer in doers for word in models}
    filed |= {("product", word, other) for word in products for other in others}
    filed |= {("things", word, other) for word in products for other in models}
    if doers and others:
        return filed, {key for key in filed if key[0] == "pair"}
    return filed, set(filed)


def _legal_action(slots: Slots, lineages: Lineages) -> _Both:
    doers, others = _families(slots.doers, lineages), _families(slots.others, lineages)
    filed: set[_Key] = {("by", doer) for doer in doers} | {("against", other) for other in others}
    filed |= {("pair", doer, other) for doer in doers for other in others}
    if doers and others:
        return filed, {key for key in filed if key[0] == "pair"}
    return filed, set(filed)


def _partnership(slots: Slots, lineages: Lineages) -> _Both:
    sides = " + ".join(sorted(_families(slots.doers, lineages)))
    keys: set[_Key] = {("kind", sides, AGREEMENT_CLASS.get(slots.kind or "", "other"))}
    if slots.term_end:
        keys |= {("until", sides, year) for year in range(slots.term_end.first.year, slots.term_end.last.year + 1)}
    if slots.happened and is_signed_that_day(slots):
        keys.add(("signed", sides, slots.happened.first))
    return keys, keys


_KEYS = {
    "investment": _investment, "model_adoption": _adoption, "legal_action": _legal_action, "partnership": _partnership,
}  # fmt: skip


def _buckets(slots: Slots) -> list[int | str]:
    """The buckets that the sum covers, in dollars; none without a sum."""
    if slots.amount is None:
        return []
    usd = slots.amount.usd or (slots.amount.low if slots.amount.currency_code == "USD" else None)
    if not usd:
        return [UNRATED]
    low, high = (int(math.log(float(end)) / BUCKET) for end in (usd, usd * slots.amount.high / slots.amount.low))
    return list(range(low, high + 1)) if high - low <= MAX_BUCKETS else [UNRATED]


def _near(buckets: Iterable[int | str]) -> set[int | str]:
    """Those buckets, their neighbours, and where sums lie that cannot be compared in dollars."""
    found = list(buckets)
    near = {bucket + step for bucket, step in product(found, (-1, 0, 1)) if isinstance(bucket, int)}
    return {*near, UNRATED} if found else set()


def _words(name: str | None) -> set[str]:
    return set((name or "").split())


def _families(parties: Iterable[str], lineages: Lineages) -> list[str]:
    return sorted({_family(party, lineages) for party in parties})


def _family(organization: str, lineages: Lineages) -> str:
    """One name for all that are related: the topmost above it."""
    above = lineages.above.get(organization, frozenset())
    return min(_topmost(above, lineages), default=min(above | {organization}))


def _topmost(above: Iterable[str], lineages: Lineages) -> Iterator[str]:
    return (top for top in above if not lineages.above.get(top))
