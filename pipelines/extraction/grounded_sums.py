"""Whether a sum that is claimed is one that its quote says, and in what words and currency."""

import re

from pipelines.extraction.money import MoneyMention
from pipelines.extraction.refusals import RefusedError
from pipelines.schemas.claim import Money

_LONGEST_TO = len(" and to ")


def grounded_sum(money: Money, mentions: list[MoneyMention], quote: str) -> Money:
    """The sum with the words, currency and qualifier that the quote gives it.

    Raises:
        RefusedError: The quote says no such number, or says it in another currency.
    """
    fitting = [mention for mention in mentions if _says(mention.money, money)]
    if not fitting:
        fitting = _range_of_two(money, mentions)
    if not fitting:
        raise RefusedError("number_not_in_quote", f"{money.value} is not a sum in the quote")
    if money.value_high is not None and money.value_high <= money.value:
        raise RefusedError("number_not_in_quote", "the upper end of a range lies above the lower")
    agreeing = [mention for mention in fitting if _currency_agrees(mention, money)]
    if not agreeing:
        raise RefusedError("number_not_in_quote", f"the quote does not give {money.value} in {money.currency_code}")
    as_claimed = [mention for mention in agreeing if _normal(money.as_stated) in _normal(mention.money.as_stated)]
    mention = (as_claimed or agreeing)[0]
    stated = mention.money
    is_printed = money.as_stated in quote and mention in as_claimed
    return money.model_copy(
        update={
            "as_stated": money.as_stated if is_printed else stated.as_stated,
            "currency_code": stated.currency_code or money.currency_code,
            "currency_basis": "stated" if mention.is_explicit_money else "inferred",
            "qualifier": money.qualifier if stated.qualifier == "exact" else stated.qualifier,
        }
    )


def _range_of_two(money: Money, mentions: list[MoneyMention]) -> list[MoneyMention]:
    """The lower end of a range that is written as two sums with hardly a word between them; sums far apart are two sums."""
    return [
        low
        for low in mentions
        for high in mentions
        if (low.money.value, high.money.value) == (money.value, money.value_high)
        and 0 < high.start - low.end <= _LONGEST_TO
    ]


def _says(stated: Money, claimed: Money) -> bool:
    if claimed.value_high is not None:
        return (stated.value, stated.value_high) == (claimed.value, claimed.value_high)
    return claimed.value in (stated.value, stated.value_high)


def _currency_agrees(mention: MoneyMention, claimed: Money) -> bool:
    """A currency that the quote states is that of the claim; where it states none, the claim may infer one."""
    stated = mention.money.currency_code
    if claimed.currency_code is None or stated is None or stated == claimed.currency_code:
        return True
    return bool(re.search("[¥￥]", mention.money.as_stated)) and claimed.currency_code in ("JPY", "CNY")


def _normal(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.casefold())
