"""Other readings of a sentence: without its asides, of its second verb, of a participle as if it were a verb."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.extraction.rules.masking import Masked, renamed
from pipelines.extraction.rules.tabled import Table

Span = tuple[int, int]

_TABLE = Table("beside")
_ASIDES, _SECOND = _TABLE.ways("asides"), _TABLE.one("second_verb")
_PARTICIPLES = tuple(_TABLE.sparse(name) for name in ("participle_before", "participle_behind"))
_DEED_IN_ING = _TABLE.plain("participles")
_AS_PRODUCT, _EPONYMS = _TABLE.plain("as_product"), frozenset(_TABLE.entry("eponyms"))
# A sentence that keeps less than this is a fragment, of which nothing can be read.
_LEAST = 14


def asides_of(masked: Masked) -> list[Span]:
    """Where the times, brackets, appositions, adverbs and the words for who said so stand."""
    return [aside.span() for aside in _ASIDES.finditer(masked.text)]


def core_of(masked: Masked, asides: Sequence[Span] | None = None) -> Masked | None:
    """The sentence without its asides, with the same tokens; null where it has none.

    Patterns are tried on both: an aside may say something itself, and may stand between what belongs together.
    """
    kept: list[Span] = []
    position = 0
    for start, end in asides_of(masked) if asides is None else asides:
        kept.append((position, start))
        position = end
    if not kept:
        return None
    kept.append((position, len(masked.text)))
    core = masked.cut([(start, end) for start, end in kept if start < end])
    return core if is_whole(core) else None


def readings_of(masked: Masked) -> Iterator[Masked]:
    """What else the sentence says of whom it begins with: its second verb, and its participles, each as if that stood alone."""
    found = _SECOND.match(masked.text) if " and " in masked.text or " but " in masked.text else None
    if found is not None:
        rest = masked.text.index(" ", found.start("rest"))
        yield masked.cut([found.span("subject"), (rest, len(masked.text))])
    for participle in _PARTICIPLES:
        found = participle.match(masked.text)
        if found is not None and _DEED_IN_ING.search(masked.text):
            yield masked.cut([found.span("subject"), " has ", found.span("does")])


def reaches_out(span: Span, asides: Sequence[Span]) -> bool:
    """Whether words begin in an aside and end behind it: who is named there does not act in the sentence."""
    return any(start <= span[0] < end < span[1] for start, end in asides)


def as_products(masked: Masked) -> Masked | None:
    """The sentence with makers that are called as their product is read as that: "banned DeepSeek"; null where there are none."""
    if not any(slot.key in _EPONYMS for slot in masked.slots.values()):
        return None
    used = {int(n) for match in _AS_PRODUCT.finditer(masked.text) for n in match.groups() if n}
    used = {n for n in used if masked.slots[n].key in _EPONYMS}
    if not used:
        return None
    text = masked.text
    for number in used:
        text = text.replace(f"<O{number}>", f"<L{number}>")
    slots = {n: renamed(slot, "L", maker=slot.key, key=None) if n in used else slot for n, slot in masked.slots.items()}
    return replace(masked, text=text, slots=slots)


def is_whole(reading: Masked) -> bool:
    """Whether enough is left for something to be said."""
    return len(reading.text) >= _LEAST
