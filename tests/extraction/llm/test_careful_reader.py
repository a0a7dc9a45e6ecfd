"""A careful reader's claims all come through, and none of the inventions that a model might put beside them.

The reader's claims are the labels of the sample newsroom. Each invention is one of them with one thing changed, by a kind of
slip or fancy that models are known for.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from pipelines.extraction.evaluation import sample_gold
from pipelines.extraction.llm.wire import WIRE_CLAIM
from pipelines.extraction.sentences import split_sentences
from pipelines.sample import newsroom
from pipelines.schemas.extraction import ArticleText

Claim = dict[str, Any]
OUTSIDER = "Umbra Holdings"
ROLES = (
    "investors",
    "recipient",
    "sellers",
    "adopter",
    "product",
    "provider",
    "model",
    "plaintiffs",
    "defendants",
    "parties",
)
REFUSED = {"quote_not_in_text", "number_not_in_quote", "party_not_in_text", "ambiguous_quote"}


@cache
def _texts() -> dict[str, ArticleText]:
    """The texts of the newsroom; of copies the first."""
    distinct = {(article.text.title, article.text.text): article.text for article in reversed(sample_gold().articles)}
    return {text.article_id: text for text in distinct.values()}


@cache
def _gold() -> dict[str, list[Claim]]:
    """The labels of each article, as a model writes them: numbers as numbers, nothing of offsets."""
    found = {}
    for slug in _texts():
        labels = json.loads((newsroom.FOLDER / "gold" / f"{slug}.json").read_text(encoding="utf-8"))["claims"]
        found[slug] = [_on_wire(label) for label in labels]
    return found


def _on_wire(label: Claim) -> Claim:
    claim = {name: value for name, value in label.items() if name not in {"quote_start", "quote_end"}}
    for money in (claim.get("amount"), claim.get("valuation")):
        for name in ("value", "value_high"):
            if money and money.get(name) is not None:
                money[name] = float(money[name])
    if claim.get("stake_percent") is not None:
        claim["stake_percent"] = float(claim["stake_percent"])
    WIRE_CLAIM.validate_python(claim)
    return claim


# --- kinds of invention: each yields changed copies of a claim, where it can be changed that way -----------------------


def _with_money(claim: Claim, **changed: Any) -> Claim:
    return {**claim, "amount": {**claim["amount"], **changed}}


def _another_digit(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    if claim["amount"]:
        value = claim["amount"]["value"]
        digits = str(int(value))
        other = str((int(digits[0]) % 9) + 1) + digits[1:]
        yield _with_money(claim, value=float(other), as_stated=claim["amount"]["as_stated"])


def _another_scale(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    if claim["amount"]:
        yield _with_money(claim, value=claim["amount"]["value"] / 1000)
        yield _with_money(claim, value=claim["amount"]["value"] * 1000)


def _another_currency(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    if claim["amount"] and claim["amount"]["currency_basis"] == "stated":
        other = "EUR" if claim["amount"]["currency_code"] != "EUR" else "USD"
        yield _with_money(claim, currency_code=other)


def _a_range_made_of_a_sum(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    if claim["amount"] and claim["amount"]["value_high"] is None:
        yield _with_money(claim, value_high=claim["amount"]["value"] * 2)


def _a_sum_where_none_is_said(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    if not claim["amount"] and not re.search(r"[0-9]", claim["quote"]):
        money = {"value": 3e9, "value_high": None, "currency_code": "USD", "currency_basis": "stated"}
        yield {**claim, "amount": {**money, "qualifier": "exact", "as_stated": "$3 billion", "kind": "deal_value"}}


def _a_sum_of_another_sentence(claim: Claim, article: ArticleText) -> Iterator[Claim]:
    for other in _gold()[article.article_id]:
        elsewhere = other["amount"]
        if elsewhere and other["quote"] != claim["quote"] and elsewhere["as_stated"] not in claim["quote"]:
            yield {**claim, "amount": elsewhere}


def _another_valuation(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    if claim.get("valuation"):
        yield {**claim, "valuation": {**claim["valuation"], "value": claim["valuation"]["value"] * 1.1}}


def _another_share(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    if claim.get("stake_percent"):
        yield {**claim, "stake_percent": claim["stake_percent"] + 7}


def _in_each_role(claim: Claim, change: Callable[[str], str]) -> Iterator[Claim]:
    for role in ROLES:
        held = claim.get(role)
        if isinstance(held, list) and held:
            yield {**claim, role: [change(held[0]), *held[1:]]}
        elif isinstance(held, str):
            yield {**claim, role: change(held)}


def _a_party_from_nowhere(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    yield from _in_each_role(claim, lambda _: OUTSIDER)


def _a_party_of_almost_that_name(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    yield from _in_each_role(claim, lambda name: f"{name} Japan Holdings")
    yield from _in_each_role(claim, lambda name: name[:-1] + ("x" if name[-1] != "x" else "y"))


def _a_party_too_many(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    for role in ("investors", "plaintiffs", "defendants", "parties"):
        if claim.get(role):
            yield {**claim, role: [*claim[role], OUTSIDER]}


def _another_name_in_the_quote(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    for name in _names(claim):
        if name in claim["quote"]:
            yield {**claim, "quote": claim["quote"].replace(name, OUTSIDER)}


def _another_number_in_the_quote(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    found = re.search(r"[1-9]", claim["quote"])
    if found:
        other = str(int(found[0]) % 9 + 1)
        yield {**claim, "quote": claim["quote"][: found.start()] + other + claim["quote"][found.end() :]}


SWAPS = {
    "said": "declared",
    "will": "might",
    "invest": "sink",
    "deal": "pact",
    "lab": "shop",
    "up to": "at least",
    "first": "last",
}
SWAPS |= {"Monday": "Friday", "plans": "refuses", "is": "was", "has": "had", "more than": "less than", "and": "or"}


def _another_word_in_the_quote(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    for word, other in SWAPS.items():
        changed = re.sub(rf"\b{word}\b", other, claim["quote"], count=1)
        if changed != claim["quote"]:
            yield {**claim, "quote": changed}


def _a_quote_told_anew(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    words = claim["quote"].rstrip(".").split()
    if len(words) > 6:
        half = len(words) // 2
        yield {**claim, "quote": " ".join([*words[half:], *words[:half]]) + "."}
        yield {**claim, "quote": f"In short: {claim['quote']}"}


def _a_quote_stitched_from_far_apart(claim: Claim, article: ArticleText) -> Iterator[Claim]:
    sentences = [sentence.text for sentence in split_sentences(article.text, article.language)]
    here = next((i for i, sentence in enumerate(sentences) if claim["quote"].startswith(sentence[:30])), None)
    for i, sentence in enumerate(sentences):
        if here is not None and abs(i - here) > 2 and len(sentence) > 30:
            yield {**claim, "quote": f"{claim['quote']} {sentence}"}
            yield {**claim, "quote": f"{claim['quote'].rstrip('.')}, {sentence[0].lower()}{sentence[1:]}"}
            return


def _a_doubt_taken_out(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    doubts = r"\b(could|may|might|would|not|no|considered|considering|reportedly|plans to|planned|denied|unless|if|in talks to)\b ?"
    changed = re.sub(doubts, "", claim["quote"], count=1)
    if changed != claim["quote"]:
        yield {**claim, "quote": changed}


def _a_quote_with_a_gap(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    words = claim["quote"].split()
    if len(words) > 14:
        yield {**claim, "quote": " ".join([*words[:4], *words[-4:]])}
        yield {**claim, "quote": " ".join([*words[:4], "…", *words[-4:]])}


def _a_sentence_never_written(claim: Claim, _: ArticleText) -> Iterator[Claim]:
    names = _names(claim)
    yield {**claim, "quote": f"{names[0]} and {names[-1]} have come to terms on this, people close to both say."}


def _a_sentence_of_another_article(claim: Claim, article: ArticleText) -> Iterator[Claim]:
    for slug, others in _gold().items():
        for other in others:
            if (
                slug != article.article_id
                and other["quote"] not in article.text
                and other["claim_type"] == claim["claim_type"]
            ):
                yield {**claim, "quote": other["quote"]}
                return


def _names(claim: Claim) -> list[str]:
    held = [claim.get(role) for role in ROLES]
    return [name for item in held if item for name in (item if isinstance(item, list) else [item])]


KINDS = [value for name, value in list(globals().items()) if name.startswith(("_a_", "_another_"))]
EACH = 12  # of a kind


def _inventions(kind: Callable[[Claim, ArticleText], Iterator[Claim]]) -> list[tuple[str, Claim]]:
    """The first so many of a kind, from as many articles as there are: one from each, then the next from each."""
    by_article = []
    for slug, claims in _gold().items():
        made = [changed for claim in claims for changed in kind(claim, _texts()[slug])]
        by_article.append([(slug, changed) for changed in made if changed not in claims])
    ordered = [made[i] for i in range(max(map(len, by_article))) for made in by_article if i < len(made)]
    return ordered[:EACH]


def _read_with(endpoint: Any, extractor_for: Any, say: Any, answers: dict[str, list[Claim]]) -> dict[str, Any]:
    """What becomes of these answers, one article each; the model says the same again when it is asked to repair."""

    def answered(body: Any) -> Any:
        shown = body["messages"][1]["content"]
        slug = next(
            slug
            for slug in answers
            if f"\n{_texts()[slug].text}\n-----" in shown and str(_texts()[slug].title) in shown
        )
        return say.completion(say.answer(*answers[slug]))

    endpoint.otherwise = answered
    extractions = extractor_for(llm_connections=4).extract([_texts()[slug] for slug in answers])
    return {extraction.article_id: extraction for extraction in extractions}


def _plain(claim: Any) -> Claim:
    """A claim in a form that can be compared: numbers as numbers, no offsets, and no date (which is a test of its own)."""
    left_out = {"quote_start", "quote_end", "event_date", "event_date_precision", "term_end", "term_end_precision"}
    plain = claim if isinstance(claim, dict) else claim.model_dump(mode="json")

    def tidy(value: Any) -> Any:
        match value:
            case dict():
                return {name: tidy(item) for name, item in value.items()}
            case list() | tuple():
                return [tidy(item) for item in value]
            case str() if re.fullmatch(r"-?[0-9.]+(E[+-]?[0-9]+)?", value):
                return float(Decimal(value))
        return value

    return {name: tidy(value) for name, value in plain.items() if name not in left_out}


def _said(claim: Claim) -> str:
    return json.dumps(claim, sort_keys=True)


@pytest.fixture(scope="module")
def known() -> dict[str, list[Claim]]:
    """The labels as they are kept when nothing is invented."""
    return {slug: [_plain(claim) for claim in claims] for slug, claims in _gold().items()}


def test_none_of_a_careful_readers_claims_is_lost_or_changed(
    endpoint: Any, extractor_for: Any, say: Any, known: Any
) -> None:
    found = _read_with(endpoint, extractor_for, say, _gold())
    kept = {slug: [_plain(claim) for claim in extraction.claims] for slug, extraction in found.items()}
    assert sum(map(len, kept.values())) > 120
    assert kept == known
    assert [item for extraction in found.values() for item in extraction.rejected] == []
    assert len(endpoint.requests) == len(found)  # no repair was asked


def test_a_careful_readers_dates_are_kept_where_the_text_carries_them(
    endpoint: Any, extractor_for: Any, say: Any
) -> None:
    found = _read_with(endpoint, extractor_for, say, _gold())
    pairs = [
        (claim.event_date, label["event_date"])
        for slug, labels in _gold().items()
        for claim, label in zip(found[slug].claims, labels, strict=True)
    ]
    dated = [(kept, label) for kept, label in pairs if label]
    assert len(dated) > 50
    assert sum(kept != label for kept, label in dated) <= 1  # one Japanese "in April", which no grammar of ours reads
    assert all(kept is None for kept, label in pairs if not label)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__.strip("_"))
def test_an_invention_beside_true_claims_is_refused_and_they_are_kept(
    endpoint: Any, extractor_for: Any, say: Any, *, known: Any, kind: Any
) -> None:
    inventions: dict[str, list[Claim]] = {}
    for slug, invented in _inventions(kind):
        inventions.setdefault(slug, []).append(invented)
    found = _read_with(
        endpoint, extractor_for, say, {slug: [*made, *_gold()[slug]] for slug, made in inventions.items()}
    )
    for slug, extraction in found.items():
        kept = [_plain(claim) for claim in extraction.claims]
        # A word that changes nothing ("had" for "has") leads to the sentence as it is printed, and so to the true claim.
        assert sorted(map(_said, kept)) == sorted(map(_said, known[slug])), slug
        assert {item.reason for item in extraction.rejected} <= REFUSED | {"duplicate_claim"}
        assert len(extraction.rejected) >= len(set(map(_said, inventions[slug])))


def test_there_are_more_than_a_hundred_inventions_of_twenty_kinds() -> None:
    counted = Counter({kind.__name__: len(_inventions(kind)) for kind in KINDS})
    assert len(counted) >= 20
    assert counted.total() >= 200
    assert min(counted.values()) >= 3


def test_a_date_that_the_text_does_not_carry_is_taken_off(endpoint: Any, extractor_for: Any, say: Any) -> None:
    slug, labels = next((slug, labels) for slug, labels in _gold().items() if labels)
    invented = [{**label, "event_date": "2011-02-03", "event_date_precision": "day"} for label in labels]
    found = _read_with(endpoint, extractor_for, say, {slug: invented})
    assert {claim.event_date for claim in found[slug].claims} == {None}


def test_a_source_that_the_text_does_not_name_is_taken_off(endpoint: Any, extractor_for: Any, say: Any) -> None:
    slug, labels = next((slug, labels) for slug, labels in _gold().items() if labels)
    invented = [{**label, "attribution": "on_record", "attributed_to": OUTSIDER} for label in labels]
    found = _read_with(endpoint, extractor_for, say, {slug: invented})
    assert {(claim.attribution, claim.attributed_to) for claim in found[slug].claims} == {("unattributed", None)}
