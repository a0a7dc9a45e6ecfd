"""Agreements, their terms and their ends."""

from collections.abc import Callable

import pytest

Said = Callable[..., list[str]]

NEW = [
    ("OpenAI has partnered with Broadcom to design its own chips.", "partnership announced OpenAI+Broadcom"),
    ("Mattel and OpenAI have teamed up on toys.", "partnership announced Mattel+OpenAI"),
    (
        "The New York Times signed a deal with Amazon to license its content for AI training.",
        "partnership signed The New York Times+Amazon licence",
    ),
    (
        "News Corp signed a licensing deal with OpenAI worth more than $250 million.",
        "partnership signed News Corp+OpenAI licence contract_value=250000000USD",
    ),
    (
        "AMD and OpenAI have signed a multi-year agreement for 6 gigawatts of GPUs.",
        "partnership signed AMD+OpenAI capacity_contract",
    ),
    (
        "In a joint statement Microsoft and OpenAI announced a non-binding memorandum of understanding.",
        "partnership announced Microsoft+OpenAI partnership",
    ),
    ("Intel and AMD have discussed a manufacturing deal, Semafor reported.", "partnership in_talks Intel+AMD"),
]
TERMS = [
    (
        "Microsoft and OpenAI are renegotiating the terms of their partnership.",
        "partnership in_talks Microsoft+OpenAI renegotiation",
    ),
    (
        "Microsoft holds exclusive rights to OpenAI's models for its own products until 2030.",
        "partnership effective Microsoft+OpenAI exclusivity until=2030",
    ),
    (
        "Microsoft holds non-exclusive rights to OpenAI's models until 2030.",
        "partnership effective Microsoft+OpenAI ip_rights until=2030",
    ),
    (
        "If talks break down, Microsoft will rely on its agreement with OpenAI, which gives it access to the models until 2030.",
        "partnership effective Microsoft+OpenAI ip_rights until=2030",
    ),
    (
        "With OpenAI growing (Microsoft can receive a cut of profits until reaching $120 billion), both gain.",
        "partnership effective OpenAI+Microsoft revenue_share revenue_share_cap=120000000000USD",
    ),
    (
        "OpenAI's chief executive, Sam Altman, said that he would amend the agreement with the Pentagon to rule out surveillance.",
        "partnership announced OpenAI+Pentagon renegotiation",
    ),
    (
        "Microsoft reaffirmed its support for OpenAI and added that the revenue-sharing agreement of the two remains unchanged.",
        "partnership effective Microsoft+OpenAI revenue_share",
    ),
    (
        "Microsoft is trying to secure exclusivity for longer, while OpenAI wants more freedom to buy computing elsewhere.",
        "partnership in_talks Microsoft+OpenAI exclusivity",
    ),
    (
        "After signing agreements with Google and OpenAI, the Pentagon added others on Friday.",
        "partnership signed Pentagon+OpenAI",
    ),
]
ENDS = [
    ("Snap's $400 million deal with Perplexity is dead.", "partnership terminated Snap+Perplexity"),
    ("Snap no longer has a deal with Perplexity.", "partnership terminated Snap+Perplexity"),
    ("Disney ended its agreement with OpenAI.", "partnership terminated Disney+OpenAI"),
]


@pytest.mark.parametrize(("sentence", "claim"), [*NEW, *TERMS, *ENDS])
def test_an_agreement_is_read_with_its_kind_term_and_stage(said: Said, sentence: str, claim: str) -> None:
    assert any(one.startswith(claim) for one in said(sentence)), said(sentence)


def test_agreements_with_several_are_one_a_counterparty(said: Said) -> None:
    claims = said(
        "OpenAI expanded its services through agreements with rival companies such as Google, Oracle and CoreWeave."
    )
    assert [claim.split(" ")[2] for claim in claims] == ["OpenAI+Google", "OpenAI+Oracle", "OpenAI+CoreWeave"]


def test_a_term_that_runs_on_is_not_the_one_that_has_ended(said: Said) -> None:
    ended = "In January Microsoft freed OpenAI from exclusive use of Azure."
    running = "Microsoft holds exclusive rights to OpenAI's models until 2030."
    stages = [claim.split()[1:4:2] for claim in said(f"{ended} {running}")]
    assert stages == [["terminated", "exclusivity"], ["effective", "exclusivity"]]


@pytest.mark.parametrize(
    "sentence", ["There is no deal between Apple and Anthropic.", "Disney has no plans to partner with OpenAI."]
)
def test_a_statement_that_no_deal_exists_is_no_claim(said: Said, sentence: str) -> None:
    assert said(sentence) == []


def test_a_deal_named_in_passing_is_context(read: Callable[..., object]) -> None:
    filler = "Nothing else of note happened in the markets on that quiet day, and the weather was fine. " * 6
    claims = read(f"OpenAI raised $40 billion.\n{filler}\nMicrosoft's partnership with OpenAI is well known.").claims  # type: ignore[attr-defined]
    assert [(claim.claim_type, claim.is_background) for claim in claims] == [
        ("investment", False),
        ("partnership", True),
    ]


EXCLUSIVE_NO_MORE = [
    "Microsoft's cloud partnership with OpenAI is no longer exclusive.",
    "OpenAI said its contract with Microsoft will no longer be exclusive.",
    "Microsoft is no longer OpenAI's exclusive cloud provider.",
    "Microsoft and OpenAI said their partnership is no longer exclusive.",
    "The agreement between Microsoft and OpenAI is no longer exclusive.",
    "Microsoft has lost its exclusive access to OpenAI's models.",
]


@pytest.mark.parametrize("sentence", EXCLUSIVE_NO_MORE)
def test_what_is_no_longer_exclusive_has_lost_a_term_and_goes_on(said: Said, sentence: str) -> None:
    (claim,) = said(sentence)
    stage, parties, kind = claim.split()[1:]
    assert (stage, set(parties.split("+")), kind) == ("terminated", {"Microsoft", "OpenAI"}, "exclusivity")


def test_a_right_of_first_refusal_is_no_exclusivity(said: Said) -> None:
    assert said("Microsoft gives up its right of first refusal to be OpenAI's provider of computing.") == []


RENEGOTIATED = [
    ("OpenAI and Microsoft announced on Tuesday that they have signed their new agreement.", "en"),
    ("Microsoft and OpenAI said they had signed an agreement that rewrites their partnership.", "en"),
    ("Microsoft y OpenAI anunciaron la firma del acuerdo que reescribe su alianza.", "es"),
]


@pytest.mark.parametrize(("sentence", "language"), RENEGOTIATED)
def test_an_agreement_that_takes_the_place_of_the_old_one_is_that_one_amended(
    said: Said, sentence: str, language: str
) -> None:
    (claim,) = said(sentence, language=language)
    assert claim.split()[1:] in (
        ["amended", "OpenAI+Microsoft", "renegotiation"],
        ["amended", "Microsoft+OpenAI", "renegotiation"],
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "A Microsoft spokesperson said that the company uses a mix of models and that its partnership with OpenAI continues.",
        "Microsoft is considering legal action against OpenAI and Amazon over a $50 billion deal.",
        "Britain's regulator said that Microsoft's partnership with OpenAI does not qualify for investigation.",
    ],
)
def test_an_agreement_that_is_only_spoken_of_is_no_event_of_its_own(said: Said, sentence: str) -> None:
    assert [claim for claim in said(sentence) if not claim.startswith("legal")] == []


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "OpenAI will move its services to Azure, and Microsoft becomes its exclusive cloud provider.",
            "partnership announced Microsoft+OpenAI exclusivity",
        ),
        (
            "Microsoft said OpenAI's API stays exclusive to Azure through 2030.",
            "partnership effective OpenAI+Microsoft exclusivity until=2030",
        ),
        (
            "Apple has extended its patent licence with Qualcomm through March 2027.",
            "partnership amended Apple+Qualcomm licence until=2027-03",
        ),
    ],
)
def test_what_is_exclusive_and_what_is_extended_says_so(said: Said, sentence: str, claim: str) -> None:
    assert said(sentence) == [claim]


def test_parties_that_work_on_their_contract_have_none_of_another_kind(said: Said) -> None:
    text = "OpenAI and Microsoft signed a memorandum of understanding. Both companies are working on the real contract."
    assert len(said(text)) == 1


def test_the_year_of_a_payment_is_not_that_of_the_agreement(read: Callable[..., object]) -> None:
    text = "Informa has signed an agreement with Microsoft that pays it more than $10 million this year.\nAI news."
    assert [claim.event_date for claim in read(text).claims] == [None]  # type: ignore[attr-defined]
