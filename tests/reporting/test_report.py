"""The page says every fact with its sentence and sources, and whatever articles hold stays text."""

import re
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.reporting.report import write_report
from pipelines.settings import Settings

OTHER = "aaaaaa9999bbbb2222bbbb33"


def page_of(settings: Settings, folder: Path, **failed: str) -> str:
    marts = (settings.published / "newsledger.duckdb").resolve()
    return write_report(marts, folder, release_id="20260301T120000Z-abcdef01", sources_failed=failed).read_text(
        encoding="utf-8"
    )


class Reader(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def page(told: Settings, tmp_path_factory: pytest.TempPathFactory) -> str:
    return page_of(told, tmp_path_factory.mktemp("report"), gazette_feed="the body is empty")


@pytest.fixture(scope="module")
def read(page: str) -> Reader:
    return Reader(page)


@pytest.fixture(scope="module")
def hostile(make_home: Callable[..., Settings], hostile_text: dict[str, str]) -> Settings:
    """A release whose every text is an attempt on the page."""

    def story(marts: Any) -> None:
        marts.article(
            "a1",
            hostile_text["publisher"],
            url=hostile_text["url"],
            title=hostile_text["title"],
            language='en" onload="alert(4)',
        )
        marts.article(
            "a2",
            None,
            url="https://a.example/\"onmouseover='alert(5)'",
            title=hostile_text["title"],
            status="set_aside",
            set_aside_reason="gone",
        )
        marts.article(
            "a3",
            hostile_text["terminal"],
            url="//evil.example/x",
            title=None,
            given_id=hostile_text["name"],
            status="retracted",
        )
        marts.fact(
            "fct_investments",
            OTHER,
            "investment",
            stage=hostile_text["name"],
            is_disputed=True,
            quote=hostile_text["quote"],
            article_url=hostile_text["url"],
            investors=[hostile_text["name"]],
            recipient=hostile_text["quote"],
            deal_type=hostile_text["name"],
            round=hostile_text["title"],
            amount=Decimal(5),
            amount_kind=hostile_text["name"],
            currency_code="<b>",
        )
        for polarity in ("affirmed", "denied"):
            marts.claim(
                f"k-{polarity}",
                OTHER,
                "a1",
                stage=hostile_text["name"],
                polarity=polarity,
                quote=hostile_text["quote"],
                attribution="anonymous",
                attributed_to=hostile_text["title"],
                origin=f"name:{hostile_text['name']}",
            )
        marts.add(
            "fct_conflicts",
            event_key=OTHER,
            field=hostile_text["name"],
            value_low=hostile_text["title"],
            value_high=hostile_text["quote"],
            resolution="by_newer",
            quote_low=hostile_text["quote"],
            quote_high=hostile_text["title"],
            origin_low=hostile_text["name"],
            value_held=hostile_text["title"],
        )
        marts.add("rpt_set_aside", thing="rows", reason=hostile_text["title"], thing_count=1)
        marts.add("rpt_set_aside", thing="articles", reason="gone", thing_count=1)
        marts.add(
            "rpt_ambiguous_claims",
            claim_key="k",
            claim_type="x",
            stage="y",
            quote=hostile_text["quote"],
            known_at=marts.at(1),
            possible_event_keys=['"><b>'],
        )
        marts.add(
            "rpt_unresolved_names",
            name=hostile_text["name"],
            name_kind="party",
            claim_count=1,
            suggestion=hostile_text["title"],
        )

    return make_home(story)


def test_every_fact_stands_with_its_key_and_its_sentence(told: Settings, page: str, read: Reader) -> None:
    with duckdb.connect(str(told.published / "newsledger.duckdb"), read_only=True) as connection:
        facts = [
            row
            for table in ("investments", "model_adoptions", "legal_actions", "partnership_terms")
            for row in connection.execute(f"select event_key, quote from marts.fct_{table}").fetchall()
        ]
    assert len(facts) == 2
    for key, quote in facts:
        assert f'id="{key}"' in page
        assert quote in read.text


def test_a_fact_says_who_says_so_and_which_articles(read: Reader) -> None:
    assert "Who says so: on record: Bolt · goes back to Bolt (a party)" in read.text
    assert "8 articles from 3 origins: The Wire, Gazette, The Wire, Gazette, The Wire and 3 more" in read.text
    assert "more than $13 billion · whole round" in read.text
    assert "E3 · party on record" in read.text
    assert "on 5 February 2026" in read.text


def test_a_denial_and_a_conflict_stand_beside_the_fact(read: Reader) -> None:
    assert "Denied (nobody named; Gazette): Acme has signed nothing." in read.text
    assert "Acme → Bolt: amount" in read.text
    for words in (
        "$13 billion",
        "Thirteen, Bolt said.",
        "goes back to Bolt (a party)",
        "$15 billion",
        "Fifteen, it is heard.",
        "Settled: ",
    ):
        assert words in read.text


def test_what_was_set_aside_is_said_in_plain_words_with_counts(read: Reader) -> None:
    assert "1 article: written in a language that is not read yet" in read.text
    assert "1 article: the same text as an article that was read" in read.text
    assert "2 claims: its number does not stand in its sentence" in read.text
    assert "1 row kept out by a gate: claims.quote must not be null" in read.text
    assert "Acme put money somewhere." in read.text


def test_failed_feeds_warnings_and_the_extraction_in_force_are_told(read: Reader) -> None:
    assert "gazette_feed: the body is empty" in read.text
    assert "The checks let this release pass with 1 warning:" in read.text
    assert "marts/x: 3 rows odd" in read.text
    assert "articles read by rules@1" in read.text


def test_money_of_unlike_kind_or_currency_is_never_added(make_home: Callable[..., Settings], tmp_path: Path) -> None:
    rows = [("raise", "USD", 10), ("raise", "USD", 5), ("raise", "EUR", 7), ("debt", "USD", 20), ("tranche", "USD", 3)]

    def story(marts: Any) -> None:
        for number, (kind, currency, millions) in enumerate(rows):
            marts.fact(
                "fct_investments",
                f"e{number}",
                "investment",
                investors=["A"],
                recipient="B",
                amount=Decimal(millions * 1_000_000),
                amount_kind=kind,
                currency_code=currency,
                is_committed=True,
                amount_qualifier="exact",
            )
        marts.fact(
            "fct_investments",
            "e8",
            "investment",
            investors=["A"],
            recipient="B",
            amount=Decimal(500_000_000),
            amount_kind="capacity_plan",
            currency_code="USD",
            is_committed=False,
        )
        marts.add("bridge_event_links", event_key="e4", linked_event_key="e0", link_type="part_of")

    page = page_of(make_home(story), tmp_path)
    table = page[page.index('id="money"') : page.index('id="conflicts"')]
    sums = re.findall(r'scope="row">(.*?)</th><td class="n">(\d+)</td><td class="n">(.*?)</td>', table)
    assert sums == [
        ("debt", "1", "$20 million"),
        ("whole round", "2", "$15 million"),
        ("whole round", "1", "€7 million"),
    ]
    assert "1 committed instalment is left out" in table


def test_facts_beyond_the_first_sixty_are_one_click_away(make_home: Callable[..., Settings], tmp_path: Path) -> None:
    def story(marts: Any) -> None:
        for number in range(70):
            marts.fact(
                "fct_model_adoptions", f"e{number:02}", "model_adoption", adopter=f"Shop {number}", stage="deployed"
            )

    page = page_of(make_home(story), tmp_path)
    open_, folded = page.split("<summary>10 more</summary>")
    assert (open_.count('<article class="fact"'), folded.count('<article class="fact"')) == (60, 10)


def test_a_release_without_anything_says_so_in_every_part(make_home: Callable[..., Settings], tmp_path: Path) -> None:
    read = Reader(page_of(make_home(), tmp_path))
    assert "There is no fact yet: nothing was read." in read.text
    assert read.text.count("No article that was read tells of any.") == 4
    for words in ("No sum counts as committed", "No two articles disagree", "Nothing was read yet.", "Nothing was."):
        assert words in read.text


@pytest.mark.parametrize("name", ["told", "hostile"])
def test_the_page_can_fetch_nothing_and_run_nothing(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    read = Reader(page_of(request.getfixturevalue(name), tmp_path, **{"<script>feed": "<img src=x>"}))
    allowed = {
        "html", "head", "meta", "title", "style", "body", "a", "header", "nav", "main", "section", "article",
        "h1", "h2", "h3", "p", "em", "b", "small", "span", "bdi", "ul", "li", "div", "figure", "figcaption",
        "blockquote", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "pre", "code", "svg",
        "g", "path", "text", "rect",
    }  # fmt: skip
    assert {tag for tag, _ in read.elements} <= allowed
    for tag, attributes in read.elements:
        fetching = {
            "src",
            "srcset",
            "data",
            "poster",
            "background",
            "action",
            "formaction",
            "xlink:href",
            "style",
            "srcdoc",
            "ping",
        }
        assert not fetching & set(attributes), (tag, attributes)
        assert not [attribute for attribute in attributes if attribute.startswith("on")], (tag, attributes)
        assert "url(" not in " ".join(value or "" for value in attributes.values())
    assert all(re.match(r"#|https?://", link["href"] or "") for link in read.all("a"))
    policy = next(m["content"] for m in read.all("meta") if m.get("http-equiv") == "Content-Security-Policy") or ""
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'", policy)


def test_links_to_strangers_tell_them_nothing(read: Reader) -> None:
    outward = [link for link in read.all("a") if (link["href"] or "").startswith("http")]
    assert outward
    assert all({"noopener", "noreferrer", "nofollow"} <= set((link["rel"] or "").split()) for link in outward)
    assert {"name": "referrer", "content": "no-referrer"} in read.all("meta")


def test_hostile_text_is_shown_as_it_is(hostile: Settings, hostile_text: dict[str, str], tmp_path: Path) -> None:
    read = Reader(page_of(hostile, tmp_path))
    for what in ("title", "quote", "publisher", "name"):
        assert " ".join(hostile_text[what].split()) in read.text, what
    assert "{{7*7}} {% raw %}" in read.text
    assert "49" not in read.text
    assert "\x1b" not in read.text


def test_headings_go_down_one_step_at_a_time(read: Reader) -> None:
    levels = [int(tag[1]) for tag, _ in read.elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_tables_charts_and_languages_are_told_to_those_who_do_not_see(read: Reader) -> None:
    assert read.all("html") == [{"lang": "en"}]
    assert read.all("th")
    assert all(header.get("scope") in {"col", "row"} for header in read.all("th"))
    labels = [div["aria-label"] for div in read.all("div") if div.get("role") == "img"]
    assert labels == ["Investments by stage: signed 1", "Legal actions by stage: filed 1"]
    ids = [attributes["id"] for _, attributes in read.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert {(a["href"] or "")[1:] for a in read.all("a") if (a["href"] or "").startswith("#")} <= set(ids)


def test_a_quote_in_another_language_is_marked_with_it(make_home: Callable[..., Settings], tmp_path: Path) -> None:
    def story(marts: Any) -> None:
        marts.article("a1", language="de")
        marts.fact("fct_partnership_terms", "e1", "partnership", parties=["A", "B"], quote="Ein Satz.")
        marts.claim("k1", "e1", "a1", quote="Ein Satz.")

    assert '<blockquote dir="auto" lang="de">Ein Satz.</blockquote>' in page_of(make_home(story), tmp_path)
