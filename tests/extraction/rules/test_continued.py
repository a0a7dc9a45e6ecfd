"""What the sentence behind an event adds to it, and what it does not."""

from collections.abc import Callable

import pytest

from pipelines.schemas.extraction import Extraction

Said = Callable[..., list[str]]
Read = Callable[..., Extraction]
ROUND = "Corvelle Labs raised $120 million, the company said."
PURCHASE = "Nvidia agreed to buy the AI startup Corvelle Labs."


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            f"{ROUND} The round was led by Accel.",
            "investment effective Accel>Corvelle Labs equity_round raise=120000000USD",
        ),
        (
            f"{ROUND} Accel led the financing, joined by Nvidia and AMD.",
            "investment effective Accel+Nvidia+AMD>Corvelle Labs equity_round raise=120000000USD",
        ),
        (
            f"{ROUND} Accel and Coatue were the lead investors.",
            "investment effective Accel+Coatue>Corvelle Labs equity_round raise=120000000USD",
        ),
        (
            f"{ROUND} The deal values the startup at $2 billion.",
            "investment effective >Corvelle Labs equity_round valued=2000000000 raise=120000000USD",
        ),
        (
            f"{PURCHASE} The deal is worth about $700 million in cash.",
            "investment signed Nvidia>Corvelle Labs acquisition deal_value=700000000USD",
        ),
        (
            f"{PURCHASE} It will pay $700 million in stock.",
            "investment signed Nvidia>Corvelle Labs acquisition deal_value=700000000USD",
        ),
        (
            f"{PURCHASE} The price is $700 million, including debt.",
            "investment signed Nvidia>Corvelle Labs acquisition deal_value=700000000USD",
        ),
        (
            "OpenAI and Oracle signed a new agreement. The contract is worth $30 billion over five years.",
            "partnership signed OpenAI+Oracle partnership contract_value=30000000000USD",
        ),
        (
            "Getty Images sued Stability AI on Monday. The suit seeks $1.7 billion in damages.",
            "legal filed Getty Images>Stability AI lawsuit damages_sought=1700000000USD",
        ),
        (
            "A group of authors has brought a case: a lawsuit against Apple was filed on Friday. The plaintiffs include Ziff Davis.",
            "legal filed Ziff Davis>Apple lawsuit",
        ),
    ],
)
def test_the_next_sentence_fills_what_the_event_lacks(said: Said, text: str, claim: str) -> None:
    assert said(text) == [claim]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{PURCHASE} Oracle will pay $700 million in stock.", id="another company's sum"),
        pytest.param(
            f"{PURCHASE} The office is quiet.\n\nThe deal is worth $700 million.", id="a sentence lies between"
        ),
        pytest.param(f"{PURCHASE} The deal is not worth $700 million, critics said.", id="a sum that is denied"),
        pytest.param(f"{PURCHASE} The deal was not disclosed by either side.", id="no sum"),
    ],
)
def test_what_is_not_said_of_the_event_adds_nothing(said: Said, text: str) -> None:
    assert "investment signed Nvidia>Corvelle Labs acquisition" in said(text)


def test_a_sum_of_its_own_is_not_replaced(said: Said) -> None:
    text = (
        "Nvidia agreed to buy the AI startup Corvelle Labs for $600 million. The deal is worth $700 million with debt."
    )
    assert said(text) == ["investment signed Nvidia>Corvelle Labs acquisition deal_value=600000000USD"]


def test_a_quote_is_of_both_sentences_where_both_say_it(read: Read) -> None:
    text = f"More news of artificial intelligence. {ROUND} The round was led by Accel. Nothing else was said of AI."
    (claim,) = read(text).claims
    assert claim.quote == f"{ROUND} The round was led by Accel."
    assert text[claim.quote_start : claim.quote_end] == claim.quote
