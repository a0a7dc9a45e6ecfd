"""What is read as money, what is not, and how much of it."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.money import MoneyMention, find_money, numbers_in, say_money
from pipelines.schemas.claim import Money

CODES = ("USD", "EUR", "GBP", "JPY", "CNY", "INR", "KRW", "CHF", "SEK")


def only(text: str, language: str | None = None) -> MoneyMention:
    mentions = find_money(text, language)
    assert len(mentions) == 1, f"{text!r}: {mentions}"
    return mentions[0]


@pytest.mark.parametrize(
    ("said", "value", "code"),
    [
        ("$13 billion", 13e9, "USD"),
        ("13.000 million", 13e9, None),
        ("13,000 million", 13e9, None),
        ("13 bn", 13e9, None),
        ("US$2bn", 2e9, "USD"),
        ("€600m", 600e6, "EUR"),
        ("£20 million", 20e6, "GBP"),
        ("1,7 Milliarden Euro", 1.7e9, "EUR"),
        ("1.7 billion euros", 1.7e9, "EUR"),
        ("30 Mds$", 30e9, "USD"),
        ("30 milliards de dollars", 30e9, "USD"),
        ("1,7 milliard d’euros", 1.7e9, "EUR"),
        ("US$100.000 millones", 100e9, "USD"),
        ("100.000 millones de dólares", 100e9, "USD"),
        ("13.000 millones", 13e9, None),
        ("5 billones de dólares", 5e12, "USD"),
        ("₹8,300 crore", 83e9, "INR"),
        ("Rs 500 crore", 5e9, "INR"),
        ("Rs. 5 lakh", 5e5, "INR"),
        ("¥1.2兆", 1.2e12, "JPY"),
        ("1.2兆円", 1.2e12, "JPY"),
        ("1兆2000億円", 1.2e12, "JPY"),
        ("100亿元", 10e9, "CNY"),
        ("$26 billon", 26e9, "USD"),
        ("half a billion dollars", 5e8, "USD"),
        ("another billion dollars", 1e9, "USD"),
        ("a billion dollars", 1e9, "USD"),
        ("two and a half billion dollars", 2.5e9, "USD"),
        ("twenty-five million dollars", 25e6, "USD"),
        ("a hundred million dollars", 100e6, "USD"),
        ("a half-billion-dollar deal", 5e8, "USD"),
        ("$14.3bn", 14.3e9, "USD"),
        ("$500,000", 500_000, "USD"),
        ("$1.5T", 1.5e12, "USD"),
        ("$1.5 trillion", 1.5e12, "USD"),
        ("C$5 million", 5e6, "CAD"),
        ("A$5m", 5e6, "AUD"),
        ("S$2bn", 2e9, "SGD"),
        ("HK$3 billion", 3e9, "HKD"),
        ("NT$4bn", 4e9, "TWD"),
        ("A $5 billion deal", 5e9, "USD"),
        ("RMB 2 billion", 2e9, "CNY"),
        ("RMB500 million", 5e8, "CNY"),
        ("2 billion yuan", 2e9, "CNY"),
        ("5 trillion won", 5e12, "KRW"),
        ("300 million kronor", 3e8, "SEK"),
        ("20 million Swiss francs", 20e6, "CHF"),
        ("USD 5m", 5e6, "USD"),
        ("USD5m", 5e6, "USD"),
        ("EUR 600 million", 6e8, "EUR"),
        ("5 million dollars", 5e6, "USD"),
        ("5 million U.S. dollars", 5e6, "USD"),
        ("5,3 Mrd. Dollar", 5.3e9, "USD"),
        ("5 Mio. Euro", 5e6, "EUR"),
        ("20 M€", 20e6, "EUR"),
        ("USD 1.234.567,89", 1234567.89, "USD"),
        ("1’000’000 Franken", 1e6, "CHF"),
        ("12,34,567 rupees", 1234567, "INR"),
        ("$1.25 million", 1.25e6, "USD"),
    ],
)
def test_a_sum_is_read_from_each_way_of_writing_it(said: str, value: float, code: str | None) -> None:
    mention = only(said)
    assert mention.money.value == Decimal(str(value))
    assert mention.money.currency_code == code
    assert mention.is_explicit_money is (code is not None)
    assert mention.money.currency_basis == ("stated" if code else "inferred")


@pytest.mark.parametrize(
    ("language", "said", "value"),
    [
        ("de", "1.250 Millionen Euro", 1.25e9),
        ("de", "1,250 Milliarden Euro", 1.25e9),
        ("de", "5 Billionen Euro", 5e12),
        ("en", "1.125 billion euros", 1.125e9),
        ("es", "1.250 millones de euros", 1.25e9),
        ("es", "1,250 millones de dólares", 1.25e9),
        ("es", "mil millones de dólares", 1e9),
        ("es", "100 mil millones de euros", 100e9),
        ("es", "un billón de dólares", 1e12),
        ("es", "300 mil dólares", 300e3),
        ("fr", "13 000 millions de dollars", 13e9),
        ("en", "$5 mil", 5e6),
    ],
)
def test_the_language_tells_how_numbers_are_written(language: str, said: str, value: float) -> None:
    assert only(said, language).money.value == Decimal(str(value))


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("$1m to $5m", 1e6, 5e6),
        ("$1-2 billion", 1e9, 2e9),
        ("$1.5-$2 billion", 1.5e9, 2e9),
        ("between 79 and 134 billion", 79e9, 134e9),
        ("between 79 and 134 billion dollars", 79e9, 134e9),
        ("between $79bn and $134bn", 79e9, 134e9),
        ("zwischen 79 und 134 Milliarden Dollar", 79e9, 134e9),
        ("from $1 million to $5 million", 1e6, 5e6),
        ("about $1–2 billion", 1e9, 2e9),
    ],
)
def test_a_range_is_one_mention_with_both_ends(said: str, low: float, high: float) -> None:
    money = only(said).money
    assert (money.value, money.value_high, money.qualifier) == (Decimal(str(low)), Decimal(str(high)), "exact")
    assert money.as_stated == said


def test_a_change_from_one_level_to_another_is_no_range() -> None:
    mentions = find_money("It raised its forecast from $200 billion to $220 billion.")
    assert [(int(m.money.value), m.money.value_high) for m in mentions] == [(200 * 10**9, None), (220 * 10**9, None)]


@pytest.mark.parametrize(
    "text",
    [
        "tens of billions of dollars", "hundreds of millions of dollars", "a multi-billion deal", "multi-billion-dollar",
        "a billion-dollar company", "400 million users", "400 million weekly active users", "70 billion parameters",
        "15 trillion tokens", "1 million GPUs", "32.1 million shares", "5 million downloads", "2 million customers",
        "3 million square feet", "10 million times", "5 million years", "1-2 million users", "400 millones de usuarios",
        "750 megawatts", "49%", "5 million percent", "in 2019", "between 2019 and 2020", "GPT-4", "Llama 70B", "a 7B model",
        "8x7B", "$AAPL", "+1 (555) 123-4567", "3M sued", "$0", "in 2019 dollars", "1.2.3 million.", "$" + "9" * 400,
    ],
)  # fmt: skip
def test_what_is_no_sum_of_money_is_left_alone(text: str) -> None:
    assert find_money(text) == []


@pytest.mark.parametrize(
    ("said", "qualifier"),
    [
        ("more than $13 billion", "more_than"), ("over $13 billion", "more_than"), ("well over $13 billion", "more_than"),
        ("upwards of $13 billion", "more_than"), ("at least $13 billion", "more_than"), ("$13 billion or more", "more_than"),
        ("$13 billion-plus", "more_than"), ("$13B+", "more_than"), ("mehr als 13 Milliarden Dollar", "more_than"),
        ("más de 13.000 millones de dólares", "more_than"), ("plus de 13 milliards de dollars", "more_than"),
        ("up to $13 billion", "up_to"), ("as much as $13 billion", "up_to"), ("bis zu 13 Milliarden Dollar", "up_to"),
        ("hasta 13.000 millones de dólares", "up_to"), ("jusqu’à 13 milliards de dollars", "up_to"),
        ("about $13 billion", "about"), ("around $13 billion", "about"), ("nearly $13 billion", "about"),
        ("some $13 billion", "about"), ("roughly $13 billion", "about"), ("rund 13 Milliarden Dollar", "about"),
        ("unos 13.000 millones de dólares", "about"), ("environ 13 milliards de dollars", "about"), ("$13 billion", "exact"),
    ],
)  # fmt: skip
def test_the_words_beside_a_sum_qualify_it_and_belong_to_what_is_stated(said: str, qualifier: str) -> None:
    money = only(f"It paid {said} in cash.").money
    assert (money.qualifier, money.as_stated, money.value) == (qualifier, said, 13 * 10**9)


@pytest.mark.parametrize(
    "text", ["a lawsuit over $50 billion", "a suit over a $50 billion deal", "talks about $50 billion"]
)
def test_what_a_quarrel_is_over_is_not_more_than_a_sum(text: str) -> None:
    assert only(text).money.qualifier == "exact"


def test_the_sum_of_a_foreign_sign_is_money_of_an_unknown_currency() -> None:
    mention = only("It cost J$5 million.")
    assert (mention.is_explicit_money, mention.money.currency_code) == (True, None)


def test_the_yen_sign_is_yuan_where_the_text_speaks_of_yuan_only() -> None:
    assert [m.money.currency_code for m in find_money("It paid ¥5 billion, or 5 billion yuan.")] == ["CNY", "CNY"]


def test_a_sign_belongs_to_the_number_behind_it() -> None:
    assert only("In 2019 $1 billion was paid.").money.as_stated == "$1 billion"


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("It raised $2.3 billion at a $29.3 billion valuation.", [None, "valuation"]),
        ("It reached $7.5 billion in annualized revenue.", ["revenue"]),
        ("They seek damages of $3 billion.", ["damages"]),
        ("It pays $7,500 per share.", ["price"]),
        ("A fine of €2.4bn was set.", ["fine"]),
    ],
)
def test_the_words_of_the_clause_hint_at_the_role(text: str, roles: list[str | None]) -> None:
    assert [mention.role_hint for mention in find_money(text)] == roles


def test_numbers_count_with_their_scale_only() -> None:
    assert numbers_in("It paid $13 billion for 49% in 2019, and 1,200 people left.") == {
        Decimal(13 * 10**9), Decimal(49), Decimal(2019), Decimal(1200),
    }  # fmt: skip


@st.composite
def sums(draw: st.DrawFn) -> Money:
    value = draw(st.decimals(min_value="0.01", max_value=10**15, places=draw(st.integers(0, 3)), allow_nan=False))
    code = draw(st.sampled_from([*CODES, None]))
    high = draw(st.none() | st.decimals(min_value=value + 1, max_value=2 * 10**15, places=2))
    qualifier = "exact" if high else draw(st.sampled_from(["exact", "about", "more_than", "up_to"]))
    money = Money(
        value=value,
        value_high=high,
        currency_code=code,
        currency_basis="stated" if code else "inferred",
        qualifier=qualifier,
        as_stated="x",
    )
    return money.model_copy(update={"as_stated": say_money(money)})


@settings(deadline=None)
@given(sums())
def test_what_is_said_can_be_read_back(money: Money) -> None:
    assert only(say_money(money)).money == money


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789.,-–$€£¥ mbMBkt+%兆億円\nabillionanddollarsto½٣"), max_size=60))
def test_a_mention_is_the_words_of_the_text_whatever_the_text(text: str) -> None:
    end = 0
    for mention in find_money(text):
        assert text[mention.start : mention.end] == mention.money.as_stated
        assert mention.start >= end
        end = mention.end
    assert all(number >= 0 for number in numbers_in(text))


@pytest.mark.parametrize(
    "piece", ["$1 to ", "1,", "a ", "between 1 and ", "1 million ", "$", "1.000.", "more than ", "mil "]
)
def test_a_hostile_text_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    begun = time.process_time()
    find_money(piece * (50_000 // len(piece)))
    assert time.process_time() - begun < 5
