"""What a sum is, by the words beside it: money that moves, a valuation, or a number that is no event's."""

from pipelines.extraction.money import MoneyMention
from pipelines.extraction.rules.masking import Slot
from pipelines.extraction.rules.tabled import Table

_TABLE = Table("beside")
MAY_BE_MONEY = _TABLE.plain("may_be_money")
_VALUED, _VALUED_BEFORE, _VALUED_ELSEWHERE = (_TABLE.plain(n) for n in ("valued", "valued_before", "valued_elsewhere"))
_EARNINGS, _EARNINGS_BEFORE, _PRICES = (_TABLE.plain(n) for n in ("earnings", "earnings_before", "prices"))
_THINGS = _TABLE.plain("things")
_BUYS = _TABLE.plain("buys")
_COUNTED = _TABLE.plain("counted")
_DEAL_WORTH = _TABLE.plain("deal_worth")
# Below this a sum by the month or year is what a customer pays for a product, above it a contract (2026-11-22).
_LEAST_CONTRACT = 5_000_000
_LEAST_BARE = 1_000_000
_BEFORE, _AFTER = 60, 40


def kind_of_money(
    mention: MoneyMention, folded: str, span: tuple[int, int], inside: list[Slot], language: str
) -> str | None:
    """Return the kind of token: ``M`` money, ``V`` a valuation, ``X`` a result or price; null where it is no sum at all."""
    start, end = span
    after, before = folded[end : end + _AFTER], _without_names(folded, max(0, start - _BEFORE), start, inside)
    is_worth = _VALUED_BEFORE.search(before) and not _DEAL_WORTH.search(before)
    if not mention.is_explicit_money and (_THINGS.match(after) or _COUNTED.search(before)):
        return None
    if _VALUED.match(after) or is_worth or (language != "en" and _VALUED_ELSEWHERE.search(before)):
        return "V"
    if _EARNINGS.match(after) or (_EARNINGS_BEFORE.search(before) and not _BUYS.match(after)):
        return "X"
    if _PRICES.match(after) and mention.money.value < _LEAST_CONTRACT:
        return "X"
    return "M" if mention.is_explicit_money or mention.money.value >= _LEAST_BARE else None


def _without_names(folded: str, start: int, end: int, inside: list[Slot]) -> str:
    """The words with "it" for each name: in "valuing OpenAI at" the name itself tells nothing."""
    words, position = [], start
    for slot in inside:
        if slot.start >= position and slot.end <= end:
            words += [folded[position : slot.start], "it"]
            position = slot.end
    return "".join([*words, folded[position:end]])
