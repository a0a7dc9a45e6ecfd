"""Origins are counted, not copies: what goes back to one report is one, however many print it and in whatever tongue."""

from collections.abc import Callable
from typing import Any

import pytest

# What conftest.py's fixtures give: a newsroom to fill, a function that builds its marts, and the marts built.
Newsroom = Any
Built = Any
Builder = Callable[..., Any]


def _raise(news: Newsroom, article: str, company: str, **more: object) -> str:
    quote = f"{company} has raised $40 million, people say, in {article}."
    return news.investment(
        article,
        "announced",
        quote,
        recipient=company,
        amount=(40_000_000, "raise"),
        **({"attribution": "anonymous"} | more),
    )


@pytest.fixture(scope="module")
def built(build_marts: Builder, empty_newsroom: Callable[[], Newsroom]) -> Built:
    news = empty_newsroom()
    sketch = list(range(1, 25))
    for number in range(16):  # a wire and fifteen that copy it
        publisher = "Reuters" if number == 0 else f"Copying Paper {number}"
        _raise(
            news,
            news.article(
                f"copied{number}", publisher=publisher, hours=number, text=f"Copied {number}.", fingerprint=sketch
            ),
            "Wired Example",
        )
    for number, name in enumerate(("Translating Paper", "Uebersetzende Zeitung")):
        article = news.article(
            f"translated{number}", publisher=name, hours=30 + number, credited_to="Reuters", language="de"
        )
        _raise(news, article, "Wired Example")
    for number in range(15):
        _raise(news, news.article(f"own{number}", publisher=f"Own Paper {number}", hours=number), "Independent Example")
    for number, cited in enumerate(("media reports", "Several outlets", "a recent study")):
        article = news.article(f"dangling{number}", publisher=f"Citing Paper {number}", hours=number)
        _raise(
            news,
            article,
            "Dangling Example",
            attribution="publication" if number < 2 else "document",
            attributed_to=cited,
        )
    for number, name in enumerate(("Chain Morning", "Chain Evening")):  # of one house, as whoever registered them says
        _raise(news, news.article(f"chain{number}", publisher=name, hours=number), "Chain Example")
        row = {"publisher_id": f"name:{name.lower()}", "name": name, "publisher_family": "chain_press"}
        news.source_publishers.append(row)
    ahead = news.article("ahead", publisher="Loud Paper", title="Loud Example raises $40 million")
    news.investment(
        ahead, "effective", "Loud Example raises $40 million", recipient="Loud Example", amount=(40_000_000, "raise"),
        attribution="document", attributed_to="a filing",
    )  # fmt: skip
    news.investment(
        ahead, "in_talks", "Loud Example is in talks to raise $40 million, people say.", recipient="Loud Example",
        amount=(40_000_000, "raise"), attribution="anonymous",
    )  # fmt: skip
    return build_marts(news)


def _counts(built: Built, company: str) -> tuple[int, int, str]:
    query = f"select article_count, origin_count, grade from marts.fct_investments where recipient = '{company}'"
    articles, origins, grade = built.one(query)
    return articles, origins, grade


def test_a_wire_story_copied_by_fifteen_outlets_and_translated_twice_is_one_origin(built: Built) -> None:
    assert _counts(built, "Wired Example") == (18, 1, "E1")


def test_fifteen_independent_reports_are_fifteen_origins(built: Built) -> None:
    assert _counts(built, "Independent Example") == (15, 15, "E2")


def test_a_citation_that_leads_nowhere_is_no_origin_and_no_document(built: Built) -> None:
    assert _counts(built, "Dangling Example") == (3, 0, "E0")


def test_a_headline_that_goes_further_than_its_article_moves_nothing_and_is_flagged(built: Built) -> None:
    query = "select stage, grade from marts.fct_investments where recipient = 'Loud Example'"
    assert built.one(query) == ("in_talks", "E1")
    query = (
        "select stage, strength, is_headline_ahead from marts.fct_claims where list_contains(parties, 'Loud Example')"
    )
    assert sorted(built.rows(query)) == [("effective", 0, True), ("in_talks", 1, False)]


def test_the_way_to_each_origin_is_shown_with_its_reasons(built: Built) -> None:
    query = "select origin_chain from marts.fct_claims where quote like 'Wired Example%' order by known_at desc limit 1"
    assert built.one(query)[0] == [
        "published by Uebersetzende Zeitung", "credits thomson_reuters", "quotes somebody unnamed", "origin: thomson_reuters",
    ]  # fmt: skip
    query = "select distinct origin_chain[-2:] from marts.fct_claims where attributed_to = 'media reports'"
    assert built.one(query)[0] == ["cites nobody who could be found: media reports", "origin: none"]


def test_registered_publishers_of_one_house_are_one_origin_and_still_listed_by_nobody(built: Built) -> None:
    assert _counts(built, "Chain Example") == (2, 1, "E1")
    families = built.rows("select publisher_family, is_listed from marts.dim_publishers where name like 'Chain %'")
    assert families == [("chain_press", False)] * 2
