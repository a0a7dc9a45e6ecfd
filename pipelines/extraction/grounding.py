"""The gate that every claim passes, whoever read it: what the text does not carry is refused, with the reason.

A wrong quote, number, currency or party refuses the claim. What only adorns it (a date, a round, a court, who said so) and does not
stand in the text is taken off, so that the claim says less, never more, than the article.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from pipelines.extraction.dates import find_dates
from pipelines.extraction.grounded_sums import grounded_sum
from pipelines.extraction.money import MoneyMention, find_money
from pipelines.extraction.money_grammar import Grammar
from pipelines.extraction.names import NamedText
from pipelines.extraction.orders import without_orders
from pipelines.extraction.quotes import MIN_LETTERS, QuotedText
from pipelines.extraction.refusals import RefusedError, rejection
from pipelines.schemas.claim import CLAIM, Claim, InvestmentClaim, LegalActionClaim, PartnershipClaim, parties_of
from pipelines.schemas.extraction import Rejection

MAX_CLAIMS = 500
# As long as the longest sum of the grammar, so that one that the quote cuts is seen whole (2026-11-22).
_AROUND = 150
# What stands before a sentence, and at its end: the next one begins with a capital, or the line ends.
_BEGINS = re.compile(r"\A\Z|\n\Z|[.!?]\s\Z")
_ENDS = re.compile(r"[.!?](?:\Z|\n| [A-Z][a-z])")
_PERCENT = re.compile(
    r"\s?(?:[-–]|to|and|bis|a|à)?\s?(?:[0-9]+(?:[.,][0-9]+)?)?\s?-?(?:%|percent|per cent|prozent|por ciento|pour cent|percentage)",
    re.I,
)
_SHARE_WORDS = {
    "half": Decimal(50),
    "a quarter": Decimal(25),
    "one quarter": Decimal(25),
    "three quarters": Decimal(75),
}


class Evidence:
    """An article's text as claims are held against it; what is costly is made once for all its claims.

    Orders to the software that reads the page are no part of it: in their place stand blanks.
    """

    def __init__(self, text: str, title: str | None, language: str | None, published: datetime.date | None) -> None:
        self.printed, self.text = text, without_orders(text, language)
        self.language = language
        self.quotes = QuotedText(self.text, language)
        self._everything = f"{without_orders(title or '', language)}\n{self.text}"
        self.names = NamedText(self._everything)
        self._published = published
        self._sums: dict[tuple[int, int], list[MoneyMention]] = {}
        self._dates: dict[str, frozenset[str]] = {}

    @cached_property
    def dates(self) -> frozenset[str]:
        """The dates that the text and its title speak of, ISO at their precision."""
        mentions = find_dates(self._everything, self._published, self.language)
        return frozenset(mention.value for mention in mentions if mention.value)

    def dates_near(self, quote: str) -> frozenset[str]:
        """The dates of a quote, asked first: most claims have theirs there, and the whole text is dear to read."""
        if quote not in self._dates:
            mentions = find_dates(quote, self._published, self.language)
            self._dates[quote] = frozenset(mention.value for mention in mentions if mention.value)
        return self._dates[quote]

    @cached_property
    def years(self) -> frozenset[str]:
        """The years whose digits stand in the text or title."""
        return frozenset(re.findall(r"(?<![\w$€£.,])(?:19|20)[0-9]{2}(?![0-9])", self._everything))

    def money(self, start: int, end: int) -> list[MoneyMention]:
        """The sums that lie wholly inside the quote, read with the words around it."""
        if (start, end) not in self._sums:  # several claims of an article stand in one sentence
            first, window = self._window(start, end)
            found = find_money(window, self.language)
            self._sums[start, end] = [m for m in found if m.start + first >= start and m.end + first <= end]
        return self._sums[start, end]

    def shares(self, start: int, end: int) -> set[Decimal]:
        """The percentages inside the quote."""
        first, window = self._window(start, end)
        quote = self.text[start:end].lower()
        found = {value for words, value in _SHARE_WORDS.items() if re.search(rf"\b{words}\b", quote)}
        for phrase in Grammar(window, self.language).phrases():
            if phrase.start + first >= start and phrase.end + first <= end and _PERCENT.match(window, phrase.end):
                found |= {amount.value for amount in (phrase.low, phrase.high) if amount}
        return found

    def _window(self, start: int, end: int) -> tuple[int, str]:
        """The quote with some text on both sides, so that a sum that it cuts in two is seen to be cut."""
        # A quote of whole sentences cuts none, and was read as it is when it was found; "1. 5 billion" is no two sentences.
        begins = _BEGINS.search(self.text, max(0, start - 2), start) and not self.text[start].isdigit()
        if begins and _ENDS.match(self.text, end - 1, end + 3):
            return start, self.text[start:end]
        first = max(0, start - _AROUND)
        return first, self.text[first : end + _AROUND]


def ground(
    claim: Mapping[str, Any],
    text: str,
    title: str | None = None,
    language: str | None = None,
    published: datetime.date | None = None,
) -> Claim | Rejection:
    """Return the claim with its quote as the text has it and the quote's offsets, or why it is refused.

    ``published`` is what relative dates are resolved against; without it a claim keeps only dates that are printed.
    """
    return _ground(claim, Evidence(text, title, language, published))


def ground_all(
    claims: Iterable[Mapping[str, Any]],
    text: str,
    title: str | None = None,
    language: str | None = None,
    published: datetime.date | None = None,
) -> tuple[tuple[Claim, ...], tuple[Rejection, ...]]:
    """Ground each claim; of exact duplicates the first is kept."""
    return ground_claims(claims, Evidence(text, title, language, published))


def ground_claims(
    claims: Iterable[Mapping[str, Any]], evidence: Evidence
) -> tuple[tuple[Claim, ...], tuple[Rejection, ...]]:
    """The same against a text that is at hand, for whoever asks of one text several times."""
    kept: list[Claim] = []
    by_quote: dict[tuple[object, object], list[Claim]] = {}
    rejected: list[Rejection] = []
    for count, claim in enumerate(_listed(claims)):
        if count >= MAX_CLAIMS:
            rejected.append(rejection("too_many_claims", f"an article has no more than {MAX_CLAIMS} claims", claim))
            break
        result = _ground(claim, evidence)
        if isinstance(result, Rejection):
            rejected.append(result)
            continue
        beside = by_quote.setdefault((result.quote_start, result.quote_end), [])
        if beside and result.model_dump_json() in {other.model_dump_json() for other in beside}:
            rejected.append(rejection("duplicate_claim", "the same claim was kept already", claim))
            continue
        beside.append(result)
        kept.append(result)
    return tuple(kept), tuple(rejected)


def _listed(claims: object) -> Iterable[Any]:
    """Whatever came in place of a list is one claim that cannot be read."""
    is_list = isinstance(claims, Iterable) and not isinstance(claims, str | bytes | Mapping)
    return claims if is_list else [claims]  # type: ignore[return-value]


def _ground(claim: object, evidence: Evidence) -> Claim | Rejection:
    try:
        checked = _validated(claim)
        start, end = _located(checked.quote, evidence)
        update: dict[str, object] = {"quote": evidence.text[start:end], "quote_start": start, "quote_end": end}
        update |= _numbers(checked, evidence, start, end)
        _check_parties(checked, evidence, evidence.text[start:end])
        update |= _dates(checked, evidence.text[start:end], evidence) | _adornments(checked, evidence)
    except RefusedError as refusal:
        return rejection(refusal.reason, refusal.detail, claim)
    return checked.model_copy(update=update)


def _validated(claim: object) -> Claim:
    if not isinstance(claim, Mapping):
        raise RefusedError("invalid_claim", f"a claim is an object, not {type(claim).__name__}")
    try:
        return CLAIM.validate_python(claim)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False, include_context=False)[:3]
        said = "; ".join(f"{'.'.join(map(str, p['loc']))[:80]}: {p['msg'][:120]}" for p in problems)
        raise RefusedError("invalid_claim", said) from None
    except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
        raise RefusedError("invalid_claim", type(error).__name__) from None


# --- the quote and its numbers ----------------------------------------------------------------------------------------


def _located(quote: str, evidence: Evidence) -> tuple[int, int]:
    if quote.isascii() and sum(map(str.isalnum, quote)) < MIN_LETTERS:
        raise RefusedError("ambiguous_quote", "the quote is too short to say anything")
    found = evidence.quotes.locate(quote)
    if found is None and quote.strip() in evidence.printed:
        raise RefusedError("quote_not_in_text", "the page says it only where it gives orders to software")
    if found is None or evidence.text[slice(*found)] != evidence.printed[slice(*found)]:
        raise RefusedError("quote_not_in_text", "the text does not hold the quote")
    return found


def _numbers(claim: Claim, evidence: Evidence, start: int, end: int) -> dict[str, object]:
    """The sums as the quote has them; a number that is not in it refuses the claim."""
    update: dict[str, object] = {}
    mentions = evidence.money(start, end) if claim.amount or getattr(claim, "valuation", None) else []
    quote = evidence.text[start:end]
    if claim.amount:
        update["amount"] = grounded_sum(claim.amount, mentions, quote)
    if isinstance(claim, InvestmentClaim):
        if claim.valuation:
            update["valuation"] = grounded_sum(claim.valuation, mentions, quote)
        if claim.stake_percent is not None and claim.stake_percent not in evidence.shares(start, end):
            raise RefusedError("number_not_in_quote", f"{claim.stake_percent} percent is not in the quote")
    return update


# --- parties, dates and adornments ------------------------------------------------------------------------------------


def _check_parties(claim: Claim, evidence: Evidence, quote: str) -> None:
    parties = parties_of(claim)
    if not parties:
        raise RefusedError("party_not_in_text", "the claim names no party")
    for party in parties:
        if not evidence.names.holds(party):
            raise RefusedError("party_not_in_text", f"{party[:80]!r} is not in the text")
    quoted = NamedText(quote)
    if not any(quoted.holds_part(party) for party in parties) and not quoted.refers(evidence.language):
        raise RefusedError("party_not_in_text", "the quote names no party and refers to none")


def _dates(claim: Claim, quote: str, evidence: Evidence) -> dict[str, object]:
    """The dates at the finest precision that the text carries; null where it carries none."""
    date = _carried(claim.event_date, quote, evidence)
    update: dict[str, object] = {"event_date": date, "event_date_precision": _precision(date)}
    if isinstance(claim, PartnershipClaim):
        term_end = _carried(claim.term_end, quote, evidence)
        update |= {"term_end": term_end, "term_end_precision": _precision(term_end)}
    return update


def _carried(date: str | None, quote: str, evidence: Evidence) -> str | None:
    if date is None:
        return None
    if date in evidence.dates_near(quote):
        return date
    for value in _coarser(date):
        if any(said == value or said.startswith(f"{value}-") or _in_quarter(said, value) for said in evidence.dates):
            return value
        if len(value) == 4 and value in evidence.years:
            return value
    return None


def _coarser(date: str) -> list[str]:
    """The date, then its month, then its year."""
    return [date, *([date[:7]] if len(date) == 10 else []), *([date[:4]] if len(date) > 4 else [])]


def _in_quarter(said: str, quarter: str) -> bool:
    """Whether a day or month said lies in this quarter."""
    if "-Q" not in quarter or "-Q" in said or len(said) < 7 or said[:4] != quarter[:4]:
        return False
    return (int(said[5:7]) + 2) // 3 == int(quarter[-1])


def _precision(date: str | None) -> str:
    if date is None:
        return "unknown"
    return "quarter" if "-Q" in date else {4: "year", 7: "month", 10: "day"}[len(date)]


def _adornments(claim: Claim, evidence: Evidence) -> dict[str, object]:
    """What is not printed is taken off; an attribution without its name weighs nothing."""
    update: dict[str, object] = {}
    if claim.attributed_to and not evidence.names.holds(claim.attributed_to):
        update["attributed_to"] = None
        if claim.attribution != "anonymous":
            update["attribution"] = "unattributed"
    if isinstance(claim, InvestmentClaim) and claim.round and not evidence.names.holds(claim.round):
        update["round"] = None
    if isinstance(claim, LegalActionClaim) and claim.forum and not evidence.names.holds(claim.forum):
        update["forum"] = None
    return update
