"""Whom a pronoun or a description stands for, and whose an event told of again is."""

from collections.abc import Callable

import pytest

Said = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        pytest.param(
            "Corvelle Labs makes models for tax offices. Nvidia raised its forecast this week. Oracle sued the startup on Friday.",
            "legal filed Oracle>Corvelle Labs lawsuit",
            id="a startup is no giant",
        ),
        pytest.param(
            "Mistral AI is growing. OpenAI is growing faster. Nvidia has put $40 million into the French company.",
            "investment effective Nvidia>Mistral AI unspecified tranche=40000000USD",
            id="a country's company is of that country",
        ),
        pytest.param(
            "The search engine Kelpwise, and Anthropic, were both at the fair. Oracle sued the search engine on Friday.",
            "legal filed Oracle>Kelpwise lawsuit",
            id="what a name was called it is called again",
        ),
        pytest.param(
            "Anthropic said that Google would invest $200 million in the company.",
            "investment announced Google>Anthropic unspecified tranche=200000000USD",
            id="an object is not who acts just before it",
        ),
    ],
)
def test_a_description_stands_for_what_it_can_be(said: Said, text: str, claim: str) -> None:
    assert claim in said(text)


def test_nobody_sues_itself(said: Said) -> None:
    assert said("The Federal Trade Commission was busy all week. It sued the commission.") == []


def test_the_round_is_of_whom_the_text_said_that_it_raised(said: Said) -> None:
    text = "Tessaloom, a claims handling startup, closed a funding round. The $85 million Series B was led by Index Ventures."
    assert said(text) == ["investment effective Index Ventures>Tessaloom equity_round raise=85000000USD"]


def test_the_round_is_not_of_who_was_named_in_passing(said: Said) -> None:
    text = (
        "Cohere raised $500 million on Thursday. Its new finance chief came from Uber, where he stayed six years. "
        "The new round was led by Radical Ventures."
    )
    assert all(">Uber" not in claim for claim in said(text))


def test_the_lawsuit_is_of_who_brought_it(said: Said) -> None:
    text = "Ziff Davis took OpenAI to court on Thursday. The suit accuses the ChatGPT maker of copying its articles."
    assert {line.split()[2] for line in said(text)} == {"Ziff"}
