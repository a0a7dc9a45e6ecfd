"""Money: each way of saying it, with its hedges, and what only looks like it."""

from collections.abc import Callable

import pytest

Said = Callable[..., list[str]]

ROUNDS = [
    (
        "Mistral AI has raised €600 million in a Series B round led by General Catalyst.",
        "investment effective General Catalyst>Mistral AI equity_round raise=600000000EUR",
    ),
    (
        "Paris-based startup Vellora said on Tuesday it raised $45 million in seed funding from Accel.",
        "investment effective Accel>Vellora equity_round raise=45000000USD",
    ),
    (
        "Vellora, which builds coding agents, closed a $120 million Series C at a $1.4 billion valuation.",
        "investment effective >Vellora equity_round valued=1400000000 raise=120000000USD",
    ),
    ("Groq lands $750M in fresh funding.", "investment effective >Groq equity_round raise=750000000USD"),
    (
        "Mistral AI is in talks to raise €1 billion, the people said.",
        "investment in_talks >Mistral AI equity_round raise=1000000000EUR",
    ),
    ("xAI is raising $20 billion in debt.", "investment in_talks >xAI debt debt=20000000000USD"),
    ("Cerebras filed for an initial public offering on the Nasdaq.", "investment announced >Cerebras ipo"),
]
MONEY = [
    (
        "Nvidia's $5 billion investment in Intel closed last week.",
        "investment effective Nvidia>Intel unspecified tranche=5000000000USD",
    ),
    (
        "Amazon completed its investment of $4 billion in Anthropic in March.",
        "investment effective Amazon>Anthropic unspecified tranche=4000000000USD",
    ),
    (
        "SoftBank will invest $30 billion in OpenAI.",
        "investment announced SoftBank>OpenAI unspecified tranche=30000000000USD",
    ),
    (
        "Reuters reported that Nvidia is considering investing $500 million in Wayve.",
        "investment considered Nvidia>Wayve unspecified tranche=500000000USD",
    ),
    (
        "Amazon is in talks to invest as much as $50 billion in OpenAI.",
        "investment in_talks Amazon>OpenAI unspecified tranche=50000000000USD",
    ),
    (
        "Microsoft has invested more than $13 billion in OpenAI.",
        "investment effective Microsoft>OpenAI unspecified cumulative_to_date=13000000000USD",
    ),
    (
        "Meta bought a 49% stake in Scale AI for $14.3 billion.",
        "investment effective Meta>Scale AI strategic_stake tranche=14300000000USD",
    ),
    (
        "SoftBank sold its entire stake in Nvidia for $5.8 billion.",
        "investment effective >Nvidia secondary_sale deal_value=5800000000USD",
    ),
]
WHOLE = [
    (
        "OpenAI acquires Statsig for $1.1 billion in an all-stock deal.",
        "investment effective OpenAI>Statsig acquisition deal_value=1100000000USD",
    ),
    (
        "AMD to acquire ZT Systems in $4.9 billion deal.",
        "investment announced AMD>ZT Systems acquisition deal_value=4900000000USD",
    ),
    (
        "Windsurf was acquired by Cognition for an undisclosed sum.",
        "investment effective Cognition>Windsurf acquisition",
    ),
    (
        "Google completed its $32 billion acquisition of Wiz on Tuesday.",
        "investment effective Google>Wiz acquisition deal_value=32000000000USD",
    ),
    ("Chinese regulators blocked Meta's acquisition of Manus.", "investment blocked Meta>Manus acquisition"),
    (
        "Nvidia and SoftBank said they had terminated Nvidia's agreement to buy Arm.",
        "investment terminated Nvidia>Arm acquisition",
    ),
    (
        "OpenAI rejected a $97.4 billion bid from Elon Musk.",
        "investment blocked Elon Musk>OpenAI acquisition deal_value=97400000000USD",
    ),
]
COMPUTING = [
    (
        "CoreWeave signed a $14 billion deal with Meta to supply computing power.",
        "investment signed Meta>CoreWeave compute_commitment contract_value=14000000000USD",
    ),
    (
        "Anthropic has committed to purchase $30 billion of Azure compute capacity.",
        "investment signed Anthropic>Azure compute_commitment contract_value=30000000000USD",
    ),
    (
        "Google will invest $15 billion in India to build an AI data center hub.",
        "investment announced Google>India infrastructure_plan capacity_plan=15000000000USD",
    ),
]
NONE = [
    "Analysts expect AI spending to reach $1.5 trillion next year.",
    "Microsoft raised its dividend by 10% and its capex forecast to $80 billion.",
    "Nvidia reported revenue of $57 billion in the third quarter.",
    "OpenAI does not plan to acquire Perplexity.",
    "If Apple acquires Mistral, its shares could rise.",
    "Will Nvidia invest $5 billion in Intel?",
    "The subscription costs $20 a month.",
    "Amazon-backed Anthropic hired a new chief of staff.",
]


@pytest.mark.parametrize(("sentence", "claim"), ROUNDS)
def test_a_round_is_read_from_each_way_of_saying_it(said: Said, sentence: str, claim: str) -> None:
    assert claim in said(sentence)


@pytest.mark.parametrize(("sentence", "claim"), MONEY)
def test_money_of_a_named_investor_is_read_at_its_stage(said: Said, sentence: str, claim: str) -> None:
    assert claim in said(sentence)


@pytest.mark.parametrize(("sentence", "claim"), WHOLE)
def test_an_acquisition_is_read_active_passive_nominal_and_undone(said: Said, sentence: str, claim: str) -> None:
    assert claim in said(sentence)


@pytest.mark.parametrize(("sentence", "claim"), COMPUTING)
def test_the_customer_of_computing_is_the_investor(said: Said, sentence: str, claim: str) -> None:
    assert claim in said(sentence)


@pytest.mark.parametrize("sentence", NONE)
def test_a_forecast_a_result_a_condition_or_a_price_is_no_investment(said: Said, sentence: str) -> None:
    assert [claim for claim in said(sentence) if claim.startswith("investment")] == []


def test_sums_shared_out_respectively_go_each_to_its_investor(said: Said) -> None:
    claims = said(
        "Nvidia and Microsoft are committing to invest up to $10 billion and up to $5 billion respectively in Anthropic."
    )
    assert [claim.split(" ")[2] + claim.rsplit("=", 1)[1] for claim in claims] == [
        "Nvidia>Anthropic10000000000USD",
        "Microsoft>Anthropic5000000000USD",
    ]


def test_money_put_into_the_round_goes_to_whom_the_round_is_for(said: Said) -> None:
    claims = said("OpenAI said it raised $110 billion. Amazon is putting in $50 billion.")
    assert any("Amazon>OpenAI" in claim and "50000000000" in claim for claim in claims)


def test_a_denied_deal_is_denied(said: Said) -> None:
    assert "investment in_talks Adobe>Figma acquisition denied" in said(
        "Figma denied that it is in talks to be bought by Adobe."
    )
