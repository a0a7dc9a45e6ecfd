"""Long articles: cut at paragraphs so that every sentence and every pair of neighbours stands whole in some part, and joined again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.extraction.llm.wire import Envelope
from pipelines.extraction.sentences import Sentence, split_sentences
from pipelines.schemas.claim import Claim
from pipelines.schemas.extraction import ArticleText, Rejection

# The last sentences of a part open the next one too: a claim rests on one sentence or two neighbours, and its pronouns on a third.
SHARED_SENTENCES = 2
# No slot of a claim that these fill makes it another claim.
_NO_SLOT = {
    *("claim_type", "quote", "quote_start", "quote_end", "attribution", "attributed_to", "is_background", "amount"),
    *("event_date_precision", "valuation", "term_end_precision", "deal_type", "relation", "action_type"),
    *("agreement_type", "claim_basis"),
}


@dataclass(frozen=True)
class Part:
    """A stretch of an article as it is shown to a model. ``label`` is such as "2 of 3", and null for a whole article."""

    article: ArticleText
    label: str | None = None


def parts_of(article: ArticleText, limit: int) -> list[Part]:
    """Return the article in parts of at most about ``limit`` characters; the whole of it where that is enough."""
    if len(article.text) <= limit:
        return [Part(article)]
    texts = [article.text[start:end] for start, end in spans_of(article.text, article.language, limit)]
    return [
        Part(article.model_copy(update={"text": text}), f"{number} of {len(texts)}")
        for number, text in enumerate(texts, start=1)
    ]


def spans_of(text: str, language: str | None, limit: int) -> list[tuple[int, int]]:
    """Where the parts of a text begin and end."""
    return list(_spans(split_sentences(text, language), limit))


def _spans(sentences: Sequence[Sentence], limit: int) -> Iterable[tuple[int, int]]:
    first = 0
    while first < len(sentences):
        after = first + 1
        while after < len(sentences) and sentences[after].end - sentences[first].start <= limit:
            after += 1
        if after < len(sentences):
            after = _at_paragraph(sentences, first, after)
        yield sentences[first].start, sentences[after - 1].end
        if after == len(sentences):
            return
        first = max(first + 1, after - SHARED_SENTENCES)


def _at_paragraph(sentences: Sequence[Sentence], first: int, after: int) -> int:
    """The last end of a paragraph in the second half of the part, else the sentence where it is full."""
    for cut in range(after, first + max(SHARED_SENTENCES + 1, (after - first) // 2), -1):
        if sentences[cut].paragraph != sentences[cut - 1].paragraph:
            return cut
    return after


def joined_envelope(envelopes: Sequence[Envelope]) -> Envelope:
    """What the parts together say of the article; its news stands first, so the first part that has some gives the summary."""
    telling = next((envelope for envelope in envelopes if envelope.is_relevant), envelopes[0])
    points = [point for envelope in envelopes for point in envelope.key_points]
    is_relevant = any(envelope.is_relevant for envelope in envelopes)
    return telling.model_copy(update={"is_relevant": is_relevant, "key_points": points, "claims": []})


def without_duplicates(by_part: Sequence[Sequence[Claim]]) -> tuple[tuple[Claim, ...], tuple[Rejection, ...]]:
    """Each thing once. Of two claims of different parts for one thing, that which says more stays, in the place of the first."""
    kept: list[tuple[int, Claim]] = []
    dropped: list[Rejection] = []
    for part, claims in enumerate(by_part):
        for claim in claims:
            same = next((i for i, (other, held) in enumerate(kept) if other != part and is_same(held, claim)), None)
            if same is None:
                kept.append((part, claim))
                continue
            held = kept[same][1]
            fuller, other = (claim, held) if _said(claim) > _said(held) else (held, claim)
            kept[same] = kept[same][0], fuller
            detail = "another part of the article tells of the same"
            dropped.append(Rejection(reason="duplicate_claim", detail=detail, claim=other.model_dump(mode="json")))
    return tuple(claim for _, claim in kept), tuple(dropped)


def is_same(one: Claim, other: Claim) -> bool:
    """Whether two claims tell of one thing: no slot that both fill differs, and some party is in both."""
    if one.claim_type != other.claim_type or not _sums_agree(one, other):
        return False
    slots, others = _slots(one), _slots(other)
    if any(slots[name] != others[name] for name in slots.keys() & others.keys()):
        return False
    return any(name in others for name in slots if name not in {"stage", "polarity", "event_date"})


def _slots(claim: Claim) -> dict[str, object]:
    """What is filled of the claim, names without regard to case and order."""
    values = claim.model_dump(exclude=_NO_SLOT, exclude_none=True)
    return {name: _folded(value) for name, value in values.items() if value not in ((), "")}


def _folded(value: object) -> object:
    match value:
        case str():
            return value.casefold()
        case list() | tuple():
            return frozenset(str(item).casefold() for item in value)
    return value


def _sums_agree(one: Claim, other: Claim) -> bool:
    if one.amount is None or other.amount is None:
        return True
    return (one.amount.value, one.amount.kind) == (other.amount.value, other.amount.kind)


def _said(claim: Claim) -> int:
    return len(_slots(claim)) + (claim.amount is not None) + (claim.attributed_to is not None)
