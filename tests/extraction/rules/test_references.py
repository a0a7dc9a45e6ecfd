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


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        pytest.param(
            "Microsoft is busy. OpenAI has a cloud contract with Amazon. "
            "The AI company also signed a $30 billion deal with Oracle for computing.",
            "investment signed OpenAI>Oracle compute_commitment contract_value=30000000000USD",
            id="an AI company is one that makes models first of all",
        ),
        pytest.param(
            "Anthropic had trouble with the US Department of Defense. Later the agency signed an agreement with OpenAI.",
            "partnership signed US Department of Defense+OpenAI partnership",
            id="an agency is a department",
        ),
        pytest.param(
            "The Danish regulator was quiet. Cohere is a Canadian startup. On Monday the Canadian firm sued Oracle in Toronto.",
            "legal filed Cohere>Oracle lawsuit",
            id="a country speaks for whoever is from there",
        ),
        pytest.param(
            "Reddit has lawyers. The social network sued Anthropic in June, and it sued Perplexity in October.",
            "legal filed Reddit>Perplexity lawsuit",
            id="it is who a description stood for in the same sentence",
        ),
        pytest.param(
            "Cohere plans ahead. In a dispute with Oracle, it sued Nvidia on Friday.",
            "legal filed Cohere>Nvidia lawsuit",
            id="a name that only leads in is nobody's it",
        ),
        pytest.param(
            "Brightmoor Foods, which makes soup, has a robot. Nobody at Brightmoor drives it. Cohere sells models. "
            "The soup maker sued Cohere on Friday.",
            "legal filed Brightmoor Foods>Cohere lawsuit",
            id="a short name is the long one",
        ),
        pytest.param(
            "Elon Musk left the board. The billionaire sued OpenAI in 2024.",
            "legal filed Elon Musk>OpenAI lawsuit",
            id="a billionaire is a person",
        ),
        pytest.param(
            "Elon Musk left the board of OpenAI. Later he sued Microsoft.",
            "legal filed Elon Musk>Microsoft lawsuit",
            id="he is the person named last",
        ),
        pytest.param(
            "Harvey sells software to lawyers and raised $80 million. Sequoia Capital led its latest round.",
            "investment effective Sequoia Capital>Harvey equity_round raise=80000000USD",
            id="its round is of who raised",
        ),
        pytest.param(
            "OpenAI is hungry. Its partnership with Broadcom was signed on Monday.",
            "partnership signed OpenAI+Broadcom partnership",
            id="what begins with its is of whom the text spoke",
        ),
    ],
)
def test_a_description_of_two_sentences_back(said: Said, text: str, claim: str) -> None:
    assert claim in said(text)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        pytest.param(
            "Anthropic and OpenAI are rivals of Google. Microsoft and OpenAI have been at odds for months. "
            "The two companies signed a partnership.",
            "Microsoft+OpenAI",
            id="who was just named as a pair",
        ),
        pytest.param(
            "Microsoft has backed OpenAI. OpenAI needs Microsoft, and Microsoft needs OpenAI. "
            "Oracle, Nvidia and AMD sell to both of them. The two companies signed a partnership.",
            "Microsoft+OpenAI",
            id="else whom the article speaks of most",
        ),
    ],
)
def test_the_two_companies_are_a_pair(said: Said, text: str, pair: str) -> None:
    assert {line.split()[2] for line in said(text) if "partnership signed" in line} == {pair}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Scale AI sued Mercor. The former employee signed a deal with Oracle.", id="former tells of a person"
        ),
        pytest.param(
            "Oracle is large. There is a tension between AI companies. It is worth noting that a suit against Nvidia was filed.",
            id="nobody stands for it's worth noting",
        ),
        pytest.param(
            "Its chatbot praised Napoleon. The government replaced its chairman with a former Amazon executive.",
            id="no person is a government",
        ),
    ],
)
def test_what_stands_for_nobody(said: Said, text: str) -> None:
    assert not any(
        "deal" in line or ">Oracle" in line or "Napoleon" in line or line.startswith("model") for line in said(text)
    )


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        pytest.param(
            "Wayve writes software for cars. Nvidia and SoftBank have backed the London startup, which sued Oracle on Friday.",
            "legal filed Wayve>Oracle lawsuit",
            id="a place in a description is no party, and which is who stands before it",
        ),
        pytest.param(
            "Cerebras is growing. Microsoft said it would invest $2 billion in the chipmaker, and OpenAI welcomed it.",
            "investment announced Microsoft>Cerebras unspecified tranche=2000000000USD",
            id="a name behind a comma and an and is not its own",
        ),
        pytest.param(
            "The Guardian signed a licensing agreement with OpenAI, while Ziff Davis is suing the company.",
            "legal filed Ziff Davis>OpenAI lawsuit",
            id="a newspaper is seldom the company",
        ),
        pytest.param(
            "CoreWeave runs data centers. Meta signed a capacity agreement with the cloud provider.",
            "partnership signed Meta+CoreWeave capacity_contract",
            id="a description stands wherever a name may",
        ),
        pytest.param(
            "Humain belongs to a kingdom. On Tuesday, AMD and the company formed a joint venture.",
            "partnership signed AMD+Humain partnership",
            id="a name and a description act together",
        ),
        pytest.param(
            "Google has lawyers. Penske Media sued the search giant in September.",
            "legal filed Penske Media>Google lawsuit",
            id="what is described has the name that the article prints",
        ),
    ],
)
def test_a_description_inside_a_sentence(said: Said, text: str, claim: str) -> None:
    assert claim in said(text)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        pytest.param(
            "Nikkei sued Perplexity in August. Yomiuri Shimbun sued on Thursday.",
            "legal filed Yomiuri Shimbun>Perplexity lawsuit",
            id="sued whom the text told to be sued",
        ),
        pytest.param(
            "Reddit sued Anthropic in June. Ziff Davis filed its own complaint on Thursday.",
            "legal filed Ziff Davis>Anthropic lawsuit",
            id="a complaint of its own is against the same",
        ),
        pytest.param(
            "Microsoft invested $5 billion in Anthropic this week. Nvidia contributed $10 billion.",
            "investment effective Nvidia>Anthropic unspecified tranche=10000000000USD",
            id="money goes where the text told that money went",
        ),
    ],
)
def test_the_side_left_out_is_the_one_just_told(said: Said, text: str, claim: str) -> None:
    assert claim in said(text)


def test_nothing_is_left_out_where_the_sentence_names_the_side(said: Said) -> None:
    text = "Reddit sued Anthropic in June. Ziff Davis filed its own complaint in March, and Oracle was named in it."
    assert all("Ziff Davis>Anthropic" not in line for line in said(text))


def test_what_was_used_is_told_of_again(said: Said) -> None:
    text = (
        "Snap wants to make Perplexity's search engine a part of Snapchat. "
        "The feature began testing in Snapchat, but was never widely rolled out."
    )
    assert [line.split()[:2] for line in said(text)] == [["model", "dropped"]]
