"""Suits, probes and their ends."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.extraction.rules.conftest import CONTEXT

Said = Callable[..., list[str]]

SUITS = [
    (
        "The New York Times sued OpenAI and Microsoft for copyright infringement.",
        "legal filed The New York Times>OpenAI+Microsoft lawsuit",
    ),
    (
        "Getty Images has filed a lawsuit against Stability AI in the High Court in London.",
        "legal filed Getty Images>Stability AI lawsuit",
    ),
    (
        "A group of authors filed a class action against Anthropic over pirated books.",
        "legal filed group of authors>Anthropic class_action",
    ),
    ("OpenAI was sued by the parents of a teenager who died.", "legal filed parents of a teenager>OpenAI lawsuit"),
    ("Elon Musk's lawsuit against OpenAI alleges that it left its mission.", "legal filed Elon Musk>OpenAI lawsuit"),
    (
        "Perplexity faces a lawsuit from Dow Jones and the New York Post.",
        "legal filed Dow Jones+New York Post>Perplexity lawsuit",
    ),
    ("The Authors Guild v. OpenAI case continues in New York.", "legal ongoing The Authors Guild>OpenAI lawsuit"),
    ("Roblox is being sued over child safety.", "legal filed >Roblox lawsuit"),
]
BEFORE = [
    (
        "Microsoft is considering legal action against OpenAI and Amazon over a $50 billion deal.",
        "legal considered Microsoft>OpenAI+Amazon lawsuit",
    ),
    (
        "OpenAI executives had considered accusing Microsoft of anticompetitive behavior.",
        "legal considered OpenAI>Microsoft regulatory_complaint",
    ),
    ("Microsoft could sue OpenAI, two people said.", "legal considered Microsoft>OpenAI lawsuit"),
    (
        "Amazon sent a cease-and-desist letter to Perplexity over its browser.",
        "legal threatened Amazon>Perplexity lawsuit",
    ),
]
AFTER = [
    ("A federal judge dismissed xAI's lawsuit against Apple and OpenAI.", "legal dismissed xAI>Apple+OpenAI lawsuit"),
    (
        "Anthropic agreed to pay $1.5 billion to settle a class action brought by authors.",
        "legal settled authors>Anthropic class_action settlement=1500000000USD",
    ),
    ("Universal Music Group and Udio settled a copyright lawsuit.", "legal settled Universal Music Group>Udio lawsuit"),
    ("Elon Musk dropped his lawsuit against OpenAI.", "legal withdrawn Elon Musk>OpenAI lawsuit"),
    (
        "Italy's data protection authority fined Replika 5 million euros.",
        "legal fined Italy's data protection authority>Replika regulatory_probe fine=5000000EUR",
    ),
]
PROBES = [
    (
        "The European Commission opened an antitrust investigation into Meta over WhatsApp.",
        "legal probe_opened European Commission>Meta regulatory_probe",
    ),
    (
        "The European Commission is investigating X over Grok's images.",
        "legal probe_opened European Commission>X regulatory_probe",
    ),
    (
        "French and Malaysian authorities have launched investigations into xAI's Grok.",
        "legal probe_opened Malaysian authorities>xAI regulatory_probe",
    ),
]


@pytest.mark.parametrize(("sentence", "claim"), SUITS)
def test_a_suit_is_read_from_each_way_of_saying_it(said: Said, sentence: str, claim: str) -> None:
    assert claim in said(sentence)


@pytest.mark.parametrize(("sentence", "claim"), BEFORE)
def test_a_suit_thought_of_or_threatened_is_not_filed(said: Said, sentence: str, claim: str) -> None:
    claims = [one for one in said(sentence) if one.startswith("legal")]
    assert claims == [claim]


@pytest.mark.parametrize(("sentence", "claim"), AFTER)
def test_the_end_of_a_case_is_its_stage(said: Said, sentence: str, claim: str) -> None:
    assert claim in said(sentence)


@pytest.mark.parametrize(("sentence", "claim"), PROBES)
def test_a_probe_is_a_regulators_each_its_own(said: Said, sentence: str, claim: str) -> None:
    assert claim in said(sentence)


def test_the_bases_of_a_suit_are_what_its_words_name(read: Callable[..., object]) -> None:
    claim = read(
        "Reddit, a forum, has sued Anthropic for breach of contract and copyright infringement.\nAI news."
    ).claims[0]  # type: ignore[attr-defined]
    assert set(claim.claim_basis) == {"contract", "copyright"}


def test_competition_is_no_petition(said: Said) -> None:
    assert [c for c in said("Microsoft is facing growing competition from OpenAI.") if c.startswith("legal")] == []


def test_a_judgment_without_a_plaintiff_does_not_swallow_the_suit_of_another(said: Callable[..., list[str]]) -> None:
    text = (
        "A judge ruled on Monday that Anthropic's use of bought books was fair.\n"
        "Reddit sued Anthropic on Tuesday, saying that it scraped its site."
    )
    assert "legal filed Reddit>Anthropic lawsuit" in said(text)


COMPLAINTS = [
    "OpenAI executives have discussed accusing Microsoft of anticompetitive behavior to federal regulators.",
    "OpenAI is thinking of asking federal regulators to look into Microsoft.",
    "OpenAI has thought about reporting Microsoft to antitrust regulators.",
    "OpenAI has considered filing an antitrust complaint against Microsoft with the FTC.",
]


@pytest.mark.parametrize("sentence", COMPLAINTS)
def test_what_is_brought_before_regulators_is_a_complaint_and_no_suit(said: Said, sentence: str) -> None:
    assert said(sentence) == ["legal considered OpenAI>Microsoft regulatory_complaint"]


def test_whoever_is_asked_to_look_into_somebody_has_not_done_so(said: Said) -> None:
    assert not any("probe_opened" in claim for claim in said("Amazon urged the FTC to look into Microsoft."))


def test_a_suit_that_speaks_of_regulators_is_a_suit(said: Said) -> None:
    assert said("Amazon sued Microsoft, accusing it of lying to regulators.") == [
        "legal filed Amazon>Microsoft lawsuit"
    ]


def test_an_inquiry_into_a_merger_is_its_review(said: Said) -> None:
    assert said(
        "The Competition and Markets Authority opened a merger inquiry into Microsoft's hiring of Inflection staff."
    ) == ["legal probe_opened Competition and Markets Authority>Microsoft merger_review"]


NEWS = "Elon Musk filed a new lawsuit against OpenAI and Sam Altman in federal court in California on Monday.\n"


@pytest.mark.parametrize(
    "told",
    [
        "The first case, brought in a state court in San Francisco, was withdrawn in June, a day before a hearing.",
        "The earlier suit was dropped in June.",
        "His previous lawsuit, filed in a state court in San Francisco, was voluntarily dismissed in June.",
    ],
)
def test_an_earlier_case_that_was_given_up_is_told_of_beside_the_new_one(read: Callable[..., Any], told: str) -> None:
    filed, withdrawn = read(NEWS + told + CONTEXT, published="2024-08-05").claims
    assert (filed.stage, filed.is_background) == ("filed", False)
    assert (withdrawn.stage, withdrawn.is_background, withdrawn.event_date) == ("withdrawn", True, "2024-06")
    assert (withdrawn.plaintiffs, withdrawn.defendants) == (("Elon Musk",), ("OpenAI", "Sam Altman"))
    assert withdrawn.forum == ("state court in San Francisco" if "state court" in told else None)


def test_a_case_that_somebody_else_is_told_with_is_not_of_the_sides_before(said: Said) -> None:
    told = said(f"{NEWS}The first case, which xAI brought against Apple, was withdrawn in June.")
    assert not any("withdrawn Elon Musk" in claim for claim in told)
