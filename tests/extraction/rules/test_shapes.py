"""What a sentence says does not hang on how it is built: each event is told in many shapes, and is the same in all of them."""

from collections.abc import Callable

import pytest

Said = Callable[..., list[str]]

# Who acts, what they did (past, infinitive, participle), to whom; and the claim of it without its stage.
EVENTS = {
    "raises": ("Cohere", "raised", "raise", "raising", "$500 million in a Series D round led by Radical Ventures"),
    "buys": ("Nvidia", "acquired", "acquire", "acquiring", "Lepton AI for $300 million"),
    "invests": ("Amazon", "invested", "invest", "investing", "$4 billion in Anthropic"),
    "sues": ("Reddit", "sued", "sue", "suing", "Anthropic over its data"),
    "agrees": ("Mistral", "signed", "sign", "signing", "a licensing agreement with Agence France-Presse"),
    "ends": ("Figure AI", "ended", "end", "ending", "its collaboration agreement with OpenAI"),
    "uses": ("Duolingo", "used", "use", "using", "Anthropic's Claude in its app"),
}
SIDES = {
    "raises": "Radical Ventures>Cohere equity_round raise=500000000USD",
    "buys": "Nvidia>Lepton AI acquisition deal_value=300000000USD",
    "invests": "Amazon>Anthropic unspecified tranche=4000000000USD",
    "sues": "Reddit>Anthropic lawsuit",
    "agrees": "Mistral+Agence France-Presse licence",
    "ends": "Figure AI+OpenAI partnership",
    "uses": "Duolingo/<Anthropic/Claude",
}
SHAPES = {
    "plain": "{S} {V} {R}.",
    "an apposition with a list": "{S}, known for its work with Spotify, Walmart and Siemens, has {V} {R}.",
    "an apposition with places": "{S}, which has 1,200 employees in London, Paris and Tokyo, {V} {R}.",
    "an apposition with a quotation": '{S}, the "quiet giant of the field," {V} {R}.',
    "dashes with a list": "{S} — known for its work with Spotify, Walmart and Siemens — {V} {R}.",
    "words in quotation marks": '{S} "quietly" {V} {R}.',
    "a relative clause of an object": "The news comes from {S}, which {V} {R} last week.",
    "having done so": "Having {V} {R}, {S} is now looking for new offices.",
    "after doing so, before": "After {G} {R}, {S} is now looking for new offices.",
    "after doing so, behind": "{S} is growing quickly after {G} {R}.",
    "a second verb": "{S} opened an office in Tokyo, hired a new finance chief and {V} {R}.",
    "they have": "{S} said they've {V} {R}.",
    "its chief says so": "{S}'s chief executive, Jane Doe, said the company had {V} {R}.",
    "its chief says we": '"We have {V} {R}," said Jane Doe, the chief executive of {S}.',
    "a decision": "The board welcomed {S}'s decision to {I} {R}.",
    "a press release": "PARIS, July 9, 2026 (GLOBE NEWSWIRE) -- {S}, a leader in its field, today announced that it has {V} {R}.",
    "somebody else first": "Spotify closed its office; meanwhile {S} {V} {R}.",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("event", EVENTS)
def test_an_event_is_the_same_in_every_shape(said: Said, event: str, shape: str) -> None:
    subject, did, do, doing, rest = EVENTS[event]
    claims = said(SHAPES[shape].format(S=subject, V=did, I=do, G=doing, R=rest))
    assert [" ".join(claim.split(" ")[2:]) for claim in claims] == [SIDES[event]]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        pytest.param(
            "Cohere, whose investors are Nvidia, Oracle and Salesforce, raised $500 million.",
            ["investment effective >Cohere equity_round raise=500000000USD"],
            id="whoever stands in an apposition does not act",
        ),
        pytest.param(
            "Spotify cut 200 jobs, and Mistral signed a licensing agreement with Agence France-Presse.",
            ["partnership signed Mistral+Agence France-Presse licence"],
            id="the next clause has its own subject",
        ),
        pytest.param(
            "After landing agreements with Google, Oracle, and OpenAI, the ministry went on holiday.",
            [],
            id="the last of a list is nobody's subject",
        ),
        pytest.param(
            "In May Cohere raised $500 million.",
            ["investment effective >Cohere equity_round raise=500000000USD"],
            id="the month is no doubt",
        ),
        pytest.param(
            "SoftBank may invest $3 billion in Cohere.",
            ["investment considered SoftBank>Cohere unspecified tranche=3000000000USD"],
            id="the doubt is no month",
        ),
        pytest.param(
            "The rise may be the first fruit of Mistral's decision to sign a deal with Agence France-Presse.",
            ["partnership signed Mistral+Agence France-Presse partnership"],
            id="what may be its fruit doubts no deal",
        ),
        pytest.param(
            "Cohere withdrew its IPO filing days after raising $500 million.",
            [
                "investment effective >Cohere equity_round raise=500000000USD",
                "investment withdrawn >Cohere ipo",
            ],
            id="a listing given up is not the round beside it",
        ),
        pytest.param(
            "ASML has committed 1.3 billion euros ($1.5 billion) to the funding round that Mistral is about to close.",
            ["investment announced ASML>Mistral unspecified tranche=1300000000EUR"],
            id="into somebody's round is into them",
        ),
        pytest.param(
            "Nvidia has acquired the rest of Lepton AI for $300 million.",
            ["investment effective Nvidia>Lepton AI acquisition deal_value=300000000USD"],
            id="the rest of somebody is them",
        ),
        pytest.param(
            "GEMA, which collects royalties for 100,000 composers, lyricists and publishers, has sued Suno.",
            ["legal filed GEMA>Suno lawsuit"],
            id="a list of plain words in an apposition",
        ),
        pytest.param(
            "Australia has banned DeepSeek from government devices, and Kaiser Permanente has deployed Abridge in its hospitals.",
            ["model dropped Australia/<DeepSeek/", "model deployed Kaiser Permanente/<Abridge/Abridge"],
            id="a maker that is called as its product is",
        ),
        pytest.param(
            "ASML is the largest shareholder of Mistral. ASML paid in cash.\nNvidia praised Mistral.\n"
            "The companies will work together on using AI across ASML's machines.",
            ["partnership announced ASML+Mistral partnership"],
            id="whose things a sentence speaks of is one of the two",
        ),
    ],
)
def test_who_acts_and_whether_it_is_done(said: Said, text: str, claims: list[str]) -> None:
    assert said(text) == claims


def test_a_headline_says_who_is_meant_where_nobody_was_named_yet(said: Said) -> None:
    claims = said(
        "The world's biggest record company said it had sued the New York start-up. "
        "Udio, which Universal Music Group sued, declined to comment.",
        title="Universal Music Group takes Udio to court",
    )
    assert "legal filed Universal Music Group>Udio lawsuit" in claims
