"""What is left of a sentence without its asides: times, brackets, appositions, who said so, adverbs."""

from pipelines.extraction.rules.masking import Masked
from pipelines.extraction.rules.tabled import Table

_ASIDE = Table("beside").one("aside")
_SECOND = Table("beside").one("second_verb")
# A sentence that keeps less than this is a fragment, of which nothing can be read.
_LEAST = 20
# A second verb with its subject and its object is short: "X sued Y."
_LEAST_SECOND = 14


def core_of(masked: Masked) -> Masked | None:
    """The sentence without its asides, with the same tokens; null where it has none.

    Patterns are tried on both: an aside may say something itself, and may stand between what belongs together.
    """
    kept: list[tuple[int, int]] = []
    position = 0
    for aside in _ASIDE.finditer(masked.text):
        kept.append((position, aside.start()))
        position = aside.end()
    if not kept:
        return None
    kept.append((position, len(masked.text)))
    pieces = [(start, end) for start, end in kept if start < end]
    text = "".join(masked.text[start:end] for start, end in pieces)
    return masked.cut(text, pieces) if len(text) >= _LEAST else None


def second_of(masked: Masked) -> Masked | None:
    """The subject of a sentence with its second verb, as if that stood alone; null where it has none."""
    found = _SECOND.match(masked.text) if " and " in masked.text or " but " in masked.text else None
    if found is None:
        return None
    pieces = [found.span("subject"), (masked.text.index(" ", found.start("rest")), len(masked.text))]
    text = "".join(masked.text[start:end] for start, end in pieces)
    return masked.cut(text, pieces) if len(text) >= _LEAST_SECOND else None
