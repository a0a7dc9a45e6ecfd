"""Who says so: the sentence, else an authority or a court for its own acts, else the article; and what is only recalled."""

import pytest

from tests.extraction.rules.conftest import CONTEXT, Read

LEAD = "Anthropic will buy Cohere, two people familiar with the matter said.\n"
FILLER = "The office on the third floor was quiet, as it always is in summer when nobody writes. " * 5


@pytest.mark.parametrize(
    ("sentence", "attribution", "who"),
    [
        ("Anthropic and OpenAI signed an agreement, the companies said on Tuesday.", "on_record", "Anthropic"),
        ("Italy fined OpenAI €15 million.", "on_record", "Italy"),
        ("Disney sued Midjourney in federal court in San Francisco.", "unattributed", None),
        (
            "A federal court in San Francisco ruled that Midjourney infringed.",
            "document",
            "federal court in San Francisco",
        ),
        (
            "Meta has bought Manus, an employee who was briefed on it said.",
            "anonymous",
            "an employee who was briefed on it",
        ),
        ("Meta will buy Manus, according to a court filing.", "document", "a court filing"),
        ("Apple and Google announced a partnership in a joint statement.", "on_record", "Apple"),
        ("Nvidia and SoftBank said they had terminated Nvidia's agreement to buy Arm.", "on_record", "Nvidia"),
    ],
)
def test_a_claim_says_who_says_so(read: Read, sentence: str, attribution: str, who: str | None) -> None:
    (claim,) = read(sentence + CONTEXT).claims
    assert (claim.attribution, claim.attributed_to) == (attribution, who)


@pytest.mark.parametrize(
    "said", ["teilte das Pariser Unternehmen am Dienstag mit", "teilte Mistral AI mit", "sagte der Konzern am Dienstag"]
)
def test_a_german_description_is_the_company_that_the_sentence_began_with(read: Read, said: str) -> None:
    (claim,) = read(f"Mistral AI hat 1,7 Milliarden Euro eingesammelt, {said}.{CONTEXT}", language="de").claims
    assert (claim.attribution, claim.attributed_to) == ("on_record", "Mistral AI")


# Whom a description or a pronoun stands for speaks, and no other name beside it; null where it cannot be told.
@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Mistral AI has raised €600m in a round led by General Catalyst, the French start-up said.", "Mistral AI"),
        ("Amazon has invested a further $2.75 billion in Anthropic, it said on Wednesday.", "Amazon"),
        ("In a deal with Nvidia, OpenAI will invest $10 billion in CoreWeave, it said.", "OpenAI"),
        (
            "Informa has signed an agreement with Microsoft for its texts.\nThe publisher of Taylor & Francis told investors so.",
            "Informa",
        ),
        ("Anthropic will buy Cohere.\nThe publisher of Taylor & Francis told investors so.", None),
        ("Mistral AI has raised €600m in a round led by General Catalyst, the Dutch start-up said.", None),
    ],
)
def test_who_speaks_is_whom_the_words_stand_for(read: Read, text: str, who: str | None) -> None:
    claim, *_ = read(text + CONTEXT).claims
    assert (claim.attribution, claim.attributed_to) == ("on_record", who)


@pytest.mark.parametrize(
    ("told", "attribution", "who"),
    [
        ("the Courier has learned", "publication", "Courier"),
        ("the Courier understands", "publication", "Courier"),
        (
            "the Courier has learned from a person who attended a meeting",
            "anonymous",
            "a person who attended a meeting",
        ),
        ("the Courier was told by people familiar with it", "anonymous", "people familiar with it"),
    ],
)
def test_a_paper_that_has_learned_it_is_no_investor(read: Read, told: str, attribution: str, who: str) -> None:
    (claim,) = read(f"Example Chipworks is in talks to raise $800 million from Sample Capital, {told}.{CONTEXT}").claims
    assert (claim.investors, claim.attribution, claim.attributed_to) == (("Sample Capital",), attribution, who)  # type: ignore[union-attr]


def test_a_paper_that_does_not_mention_somebody_says_nothing_of_them(read: Read) -> None:
    lead = f"Amazon said it will invest up to $4 billion in Anthropic.\n{FILLER}\n"
    text = f"{lead}Google, which invested in Anthropic in February 2023, was not {{}}.{CONTEXT}"
    for words in ("mentioned in the announcement", "named in the court filing", "part of it"):
        _, google = read(text.format(words)).claims
        assert (google.attribution, google.attributed_to, google.is_background) == ("unattributed", None, True)


def test_what_names_no_speaker_has_the_source_of_the_article_unless_it_is_recalled(read: Read) -> None:
    text = f"{LEAD}OpenAI agreed to buy Statsig.\n{FILLER}\nMicrosoft has invested more than $13 billion in OpenAI since 2019.{CONTEXT}"
    told = {claim.quote[:9]: claim.attribution for claim in read(text).claims}
    assert told == {"Anthropic": "anonymous", "OpenAI ag": "anonymous", "Microsoft": "unattributed"}


def test_what_is_long_ago_is_context_except_where_the_article_begins_with_it(read: Read) -> None:
    old = "Amazon sued Perplexity in March 2024."
    first, later = (read(text + CONTEXT).claims for text in (old, f"OpenAI launched a browser.\n{FILLER}\n{old}"))
    assert [claim.is_background for claim in (*first, *later)] == [False, True]


def test_what_happened_months_before_the_news_is_context(read: Read) -> None:
    (claim,) = read(f"The plan comes a month after Google acquired Wiz.{CONTEXT}").claims
    assert claim.is_background


def test_a_suit_is_a_documents_where_the_article_speaks_of_its_papers(read: Read) -> None:
    suit = "Disney sued Midjourney in San Francisco Superior Court."
    (alone,), (told, *_) = (
        read(f"{suit}{more}{CONTEXT}").claims for more in ("", "\nThe 90-page complaint names no sum.")
    )
    assert (alone.attribution, alone.attributed_to, alone.forum) == (
        "unattributed",
        None,
        "San Francisco Superior Court",
    )  # type: ignore[union-attr]
    assert (told.attribution, told.attributed_to) == ("document", "The 90-page complaint")
