"""The sample newsroom holds every case that the rest of the tests rely on, and its labels are true to its articles."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipelines.sample.newsroom import FOLDER, SampleArticle, all_articles, articles_of, parse_article, publishers
from pipelines.schemas.claim import CLAIM, parties_of

ARTICLES = all_articles()
GOLD_FILES = sorted((FOLDER / "gold").glob("*.json"))
CASES = Counter(case for article in ARTICLES.values() for case in article.case)


def gold(file: Path) -> dict[str, Any]:
    labels: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return labels


@pytest.mark.parametrize(
    ("case", "at_least"),
    [
        ("five_outlets_one_story", 5),
        ("wire_original", 1),
        ("wire_copy", 3),
        ("rewrite_with_credit", 1),
        ("translation_of_wire", 2),
        ("spanish", 3),
        ("german", 3),
        ("french", 1),
        ("japanese_set_aside", 1),
        ("correction_same_address", 1),
        ("retraction_notice", 1),
        ("gone_page", 1),
        ("undated_page", 1),
        ("foreign_amount", 8),
        ("rumour_later_confirmed", 4),
        ("denial_by_party", 2),
        ("values_in_conflict", 4),
        ("exclusive_or_access", 2),
        ("plan_not_cheque", 2),
        ("lawsuit_over_deal_value", 1),
        ("considered_only", 2),
        ("testing_not_replaced", 2),
        ("prompt_injection", 1),
        ("no_interest", 6),
    ],
)
def test_each_required_case_exists(case: str, at_least: int) -> None:
    assert CASES[case] >= at_least


@pytest.mark.parametrize(
    "said",
    ["€600m", "US$2bn", "1,7 Milliarden Euro", "30 Mds$", "₹8,300 crore", "13,000 million", "13.000 millones", "100.000 millones",
     "約1.1兆円"],
)  # fmt: skip
def test_each_way_of_writing_an_amount_is_printed_somewhere(said: str) -> None:
    assert any(said in article.text for article in ARTICLES.values())


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES.keys())
def test_an_article_has_the_length_of_news(article: SampleArticle) -> None:
    words = len(article.text.split())
    assert article.language == "ja" or 88 <= words <= 350
    assert article.source_id in publishers()


def test_publishers_say_that_they_are_samples() -> None:
    assert all("sample" in publisher.publisher.lower() for publisher in publishers().values())
    assert all(publisher.host.endswith(".sample-news.example") for publisher in publishers().values())


def test_a_wire_copy_carries_the_words_and_the_credit_of_the_wire() -> None:
    (original,) = (article for article in ARTICLES.values() if "wire_original" in article.case)
    copies = [article for article in ARTICLES.values() if "wire_copy" in article.case]
    assert len({article.source_id for article in copies}) == len(copies)
    for copy in copies:
        assert copy.paragraphs[: len(original.paragraphs)] == original.paragraphs
        assert copy.credited_to == "Sample Wire"
        assert "(Sample Wire)" in copy.text


def test_a_rewrite_names_its_source_and_shares_no_paragraph_with_it() -> None:
    (original,) = (article for article in ARTICLES.values() if "wire_original" in article.case)
    (rewrite,) = (article for article in ARTICLES.values() if "rewrite_with_credit" in article.case)
    assert "first reported by Sample Wire" in rewrite.text
    assert not set(rewrite.paragraphs) & set(original.paragraphs)


def test_the_second_edition_replaces_withdraws_and_adds() -> None:
    first = {article.slug for article in articles_of(1)}
    second = {article.slug for article in articles_of(2)}
    assert first - second == {"coreweave-openai", "sample-robotics-sale"}
    assert second - first == {
        "coreweave-openai.v2", "sample-robotics-sale.v2", "anthropic-copilot-confirmed", "apple-gemini-confirmed",
    }  # fmt: skip


def test_a_replacement_has_the_address_of_what_it_replaces() -> None:
    for article in ARTICLES.values():
        if article.replaces:
            assert article.path == ARTICLES[article.replaces].path


def test_an_article_file_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        parse_article('---\nslug: x\nsource_id: sample_wire\ntitle: T\npublished: null\ncolour: "red"\n---\nText.\n')


def test_every_article_is_labelled() -> None:
    assert {file.stem for file in GOLD_FILES} == set(ARTICLES)


@pytest.mark.parametrize("file", GOLD_FILES, ids=lambda file: file.stem)
def test_labels_are_valid_claims_with_quotes_from_the_article(file: Path) -> None:
    article, labels = ARTICLES[file.stem], gold(file)
    for row in labels["claims"]:
        claim = CLAIM.validate_python(row)
        assert claim.quote in article.text
        assert claim.amount is None or claim.amount.as_stated in claim.quote
        assert all(party in article.text for party in parties_of(claim))
        assert claim.attributed_to is None or claim.attributed_to in article.text


@pytest.mark.parametrize("file", GOLD_FILES, ids=lambda file: file.stem)
def test_labels_agree_with_the_cases_of_their_article(file: Path) -> None:
    article, labels = ARTICLES[file.stem], gold(file)
    news = [row for row in labels["claims"] if not row["is_background"]]
    assert labels["is_relevant"] == bool(news)
    assert labels["category"] == (news[0]["claim_type"] if news else "other")
    if "no_interest" in article.case:
        assert labels["claims"] == []


def test_the_page_that_gives_orders_yields_only_its_true_fact() -> None:
    (article,) = (article for article in ARTICLES.values() if "prompt_injection" in article.case)
    (claim,) = gold(FOLDER / "gold" / f"{article.slug}.json")["claims"]
    assert "$900 billion" in article.text
    assert article.hidden_text
    assert article.standfirst
    assert (claim["defendants"], claim["stage"], claim["amount"]["value"]) == (["OpenAI"], "fined", "15000000")
