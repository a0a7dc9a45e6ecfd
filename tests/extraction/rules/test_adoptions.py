"""Whose model somebody tries, uses or drops."""

from collections.abc import Callable

import pytest

Said = Callable[..., list[str]]

USES = [
    ("Apple will use Google's Gemini to power the new Siri.", "model announced Apple/Siri<Google/Gemini"),
    ("Microsoft is adding Anthropic's Claude to Copilot.", "model deployed Microsoft/Copilot<Anthropic/Claude"),
    ("JPMorgan has rolled out OpenAI's models to 200,000 employees.", "model deployed JPMorgan/<OpenAI/"),
    ("Airbnb relies on Alibaba's Qwen model for customer service.", "model deployed Airbnb/<Alibaba/Qwen"),
    ("Amazon's new Alexa is partly powered by Anthropic's Claude.", "model deployed Amazon/Alexa<Anthropic/Claude"),
    ("Salesforce integrates OpenAI's GPT-5 into Agentforce.", "model deployed Salesforce/Agentforce<OpenAI/GPT-5"),
    ("Deutsche Bank is testing Gemini in its call centers.", "model testing Deutsche Bank/</Gemini"),
    ("Samsung is in talks to integrate Perplexity into its Galaxy phones.", "model exploring Samsung/<Perplexity/"),
    ("Italy banned DeepSeek's chatbot from government devices.", "model dropped Italy/<DeepSeek/"),
    ("Cursor replaced OpenAI's GPT-4o with Anthropic's Claude.", "model deployed Cursor/<Anthropic/Claude"),
]
NONE = [
    "OpenAI launched GPT-5 on Thursday.",
    "People use ChatGPT to write emails.",
    "Google's new travel tool uses Gemini to plan trips.",
    "The data center is powered by Nvidia and AMD.",
    "The video shows characters like Wonder Woman using Claude.",
]


@pytest.mark.parametrize(("sentence", "claim"), USES)
def test_a_model_in_use_is_read_from_each_way_of_saying_it(said: Said, sentence: str, claim: str) -> None:
    assert claim in said(sentence)


@pytest.mark.parametrize("sentence", NONE)
def test_a_launch_people_chips_or_a_makers_own_product_are_no_adoption(said: Said, sentence: str) -> None:
    assert [claim for claim in said(sentence) if claim.startswith("model")] == []


def test_models_tried_as_replacements_are_one_adoption_a_maker_all_in_testing(said: Said) -> None:
    claims = said(
        "Microsoft has been testing models from xAI, Meta and Chinese company DeepSeek as replacements for ChatGPT in its Copilot products."
    )
    assert claims == [f"model testing Microsoft/Copilot<{maker}/" for maker in ("xAI", "Meta", "DeepSeek")]


def test_several_models_of_one_product_are_one_adoption_each(said: Said) -> None:
    claims = said("GitHub has added models from Anthropic and Google as alternatives to OpenAI's.")
    assert claims == ["model deployed GitHub/<Anthropic/", "model deployed GitHub/<Google/"]
