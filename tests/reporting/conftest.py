"""Releases made by hand: tables with the columns that the dbt models promise, and a few rows of a made-up story."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipelines.settings import PROJECT_DIR, Settings

RELEASE_ID = "20260301T120000Z-abcdef01"
HELD, OTHER, DENIED_ONLY, GAP = (
    "aaaaaa1111aaaa2222aaaa33",
    "aaaaaa9999bbbb2222bbbb33",
    "cccccc1111cccc2222cccc33",
    "dddddd1111dddd2222dddd33",
)
FORMER, FORGOTTEN = "eeeeee1111eeee2222eeee33", "ffffff1111ffff2222ffff33"
# What a stranger may put where the pages show text.
HOSTILE = {
    "title": "<script>document.title='owned'</script>",
    "quote": "He said </blockquote></style><img src=http://127.0.0.1:9/x onerror=alert(1)> & {{7*7}} {% raw %} ok.",
    "publisher": '"><svg onload=alert(2)>',
    "name": "<iframe src=http://127.0.0.1:9/frame></iframe>Acme",
    "url": "javascript:alert(3)",
    "terminal": "News \x1b]0;owned\x07\x1b[31mred\x1b[0m \u202egnp.exe",
}


class Marts:
    """Writes rows into the marts of a release in the making; a column left out is null, an unknown one an error."""

    def __init__(self, path: Path) -> None:
        self.connection = duckdb.connect(str(path))
        self.connection.execute("set TimeZone = 'UTC'; create schema marts; use marts")
        for file in sorted((PROJECT_DIR / "dbt_project" / "models" / "marts").glob("*.yml")):
            for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", []):
                columns = ", ".join(f'"{column["name"]}" {column["data_type"]}' for column in model["columns"])
                self.connection.execute(f"create table {model['name']} ({columns})")

    def add(self, table: str, **values: Any) -> None:
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        self.connection.execute(f"insert into {table} ({names}) values ({marks})", list(values.values()))

    def fact(self, table: str, event_key: str, claim_type: str, **values: Any) -> None:
        common = {
            "stage": "announced",
            "grade": "E1",
            "is_confirmed": False,
            "is_disputed": False,
            "article_count": 1,
            "origin_count": 1,
            "event_date_precision": "unknown",
            "known_at": at(1),
            "first_reported_at": at(1),
            "last_reported_at": at(1),
            "quote": f"Quote of {event_key}.",
            "changed_at": at(28),
            "changed_in": RELEASE_ID,
        }
        self.add(table, event_key=event_key, **(common | values))
        self.add("dim_events", event_key=event_key, claim_type=claim_type, is_affirmed=True)

    def claim(self, claim_key: str, event_key: str | None, article_id: str, **values: Any) -> None:
        common = {
            "claim_type": "investment",
            "parties": ["Acme", "Bolt"],
            "stage": "announced",
            "polarity": "affirmed",
            "attribution": "unattributed",
            "is_background": False,
            "event_date_precision": "unknown",
            "placed_as": "core",
            "quote": f"Quote of {claim_key}.",
            "extractor": "rules@1",
            "known_at": at(1),
            "origin": "wire",
        }
        self.add("fct_claims", claim_key=claim_key, event_key=event_key, article_id=article_id, **(common | values))

    def article(self, article_id: str, publisher: str | None = "The Wire", **values: Any) -> None:
        common = {
            "url": f"https://{article_id}.example/story",
            "title": f"Title of {article_id}",
            "language": "en",
            "status": "facts",
        }
        self.add("dim_articles", article_id=article_id, publisher=publisher, **(common | values))

    @staticmethod
    def at(day: int) -> datetime:
        return at(day)


def at(day: int) -> datetime:
    return datetime(2026, 2, day, 9, 30, tzinfo=UTC)


def tell_story(marts: Marts) -> None:
    """Acme puts money into Bolt: talked of, then signed on the record; two sums disagree; one paper denies it."""
    marts.add(
        "release_info",
        release_id=RELEASE_ID,
        built_at=at(28),
        extractor="rules@1",
        article_count=9,
        claim_count=7,
        event_count=3,
    )
    for identifier, name, kind in [
        ("acme", "Acme", "company"),
        ("bolt", "Bolt", "company"),
        ("rival", "Rival Bank", "company"),
    ]:
        marts.add(
            "dim_organizations",
            organization_id=identifier,
            name=name,
            organization_type=kind,
            family_id=identifier,
            is_listed=True,
        )
    marts.add("dim_publishers", publisher_id="wire", name="The Wire", publisher_family="wire")
    marts.add("dim_publishers", publisher_id="gazette", name="Gazette", publisher_family="gazette")
    for number in range(1, 8):
        marts.article(f"a{number}", "The Wire" if number % 2 else "Gazette")
    marts.article("a8", "Blatt", language="de", status="set_aside", set_aside_reason="language")
    marts.article("a9", "Copier", status="copy")
    marts.fact(
        "fct_investments",
        HELD,
        "investment",
        stage="signed",
        grade="E3",
        is_confirmed=True,
        is_disputed=True,
        event_date=date(2026, 2, 5),
        event_date_precision="day",
        article_count=8,
        origin_count=3,
        known_at=at(6),
        quote="Acme signed the $13 billion deal, Bolt said.",
        article_url="https://a2.example/story",
        investors=["Acme"],
        recipient="Bolt",
        deal_type="strategic_stake",
        round="Series B",
        amount=Decimal("13000000000.00"),
        currency_code="USD",
        currency_basis="stated",
        amount_qualifier="more_than",
        amount_kind="raise",
        is_committed=True,
    )
    money = {
        "amount": Decimal(13_000_000_000),
        "currency_code": "USD",
        "amount_qualifier": "more_than",
        "amount_kind": "raise",
    }
    marts.claim(
        "k1", HELD, "a1", stage="in_talks", attribution="anonymous", attributed_to="two people", known_at=at(1), **money
    )
    marts.claim(
        "k2",
        HELD,
        "a2",
        stage="signed",
        attribution="on_record",
        attributed_to="Bolt",
        origin="party:bolt",
        known_at=at(6),
        event_date=date(2026, 2, 5),
        event_date_precision="day",
        quote="Acme signed the $13 billion deal, Bolt said.",
        **money,
    )
    marts.claim("k3", HELD, "a3", stage="signed", known_at=at(7), **(money | {"amount": Decimal(15_000_000_000)}))
    marts.claim(
        "k4",
        HELD,
        "a4",
        polarity="denied",
        stage="signed",
        origin="gazette",
        known_at=at(8),
        quote="Acme has signed nothing.",
    )
    marts.claim(
        "k5",
        HELD,
        "a5",
        stage="effective",
        is_background=True,
        attribution="anonymous",
        known_at=at(9),
        origin="gazette",
    )
    marts.claim(
        "k6",
        HELD,
        "a6",
        stage="in_talks",
        attribution="on_record",
        attributed_to="Rival Bank",
        origin="party:rival",
        known_at=at(10),
    )
    marts.claim("k7", HELD, "a7", stage="in_talks", known_at=at(11))
    for number, (stage, grade, start, end) in enumerate([("in_talks", "E1", 1, 6), ("signed", "E3", 6, None)]):
        marts.add(
            "fct_event_states",
            event_key=HELD,
            claim_type="investment",
            stage=stage,
            grade=grade,
            is_denied=bool(number),
            rule="progress_highest",
            known_from=at(start),
            known_to=at(end) if end else None,
        )
    for role, organization, count in [("investor", "acme", 6), ("recipient", "bolt", 5)]:
        marts.add(
            "bridge_event_organizations", event_key=HELD, organization_id=organization, role=role, claim_count=count
        )
    marts.add(
        "fct_conflicts",
        event_key=HELD,
        field="amount",
        value_low="13000000000.00 USD",
        value_high="15000000000.00 USD",
        claim_key_low="k2",
        claim_key_high="k3",
        quote_low="Thirteen, Bolt said.",
        quote_high="Fifteen, it is heard.",
        origin_low="party:bolt",
        origin_high="wire",
        resolution="by_primary",
        value_held="13000000000.00 USD",
    )
    marts.fact(
        "fct_legal_actions",
        OTHER,
        "legal_action",
        stage="filed",
        plaintiffs=["Bolt"],
        defendants=["Acme"],
        action_type="lawsuit",
        claim_basis=["contract"],
        forum="High Court",
    )
    marts.claim("l1", OTHER, "a1", claim_type="legal_action", stage="filed")
    marts.add("bridge_event_links", event_key=OTHER, linked_event_key=HELD, link_type="concerns")
    marts.add("dim_events", event_key=DENIED_ONLY, claim_type="partnership", is_affirmed=False)
    marts.claim("p1", DENIED_ONLY, "a3", claim_type="partnership", polarity="denied", stage="signed")
    marts.add("dim_events", event_key=GAP, claim_type="investment", is_affirmed=True)
    marts.claim("g1", GAP, "a5", placed_as="ambiguous", quote="Acme put money somewhere.")
    marts.add(
        "rpt_ambiguous_claims",
        claim_key="g1",
        article_id="a5",
        claim_type="investment",
        stage="announced",
        quote="Acme put money somewhere.",
        known_at=at(9),
        possible_event_keys=[HELD, OTHER],
        possible_event_count=2,
    )
    marts.add("rpt_set_aside", thing="articles", reason="language", thing_count=1)
    marts.add("rpt_set_aside", thing="claims", reason="number_not_in_quote", thing_count=2)
    marts.add("rpt_set_aside", thing="rows", reason="claims.quote must not be null", thing_count=1)
    for key in (HELD, OTHER, DENIED_ONLY, GAP):
        marts.add("event_redirects", old_event_key=key, event_key=key)


@pytest.fixture(scope="session")
def make_home(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Settings]:
    """A home with one published release; the given functions write its rows."""

    def make(*tellers: Callable[[Marts], None]) -> Settings:
        home = tmp_path_factory.mktemp("home")
        folder = home / "releases" / RELEASE_ID
        folder.mkdir(parents=True)
        marts = Marts(folder / "newsledger.duckdb")
        for teller in tellers:
            teller(marts)
        marts.connection.close()
        card = {
            "built_at": "2026-02-28 09:30:00+00:00",
            "row_counts": {"dim_events": 4, "fct_claims": 10},
            "warnings": ["marts/x: 3 rows odd"],
        }
        (folder / "scorecard.json").write_text(json.dumps(card))
        (home / "published").symlink_to(f"releases/{RELEASE_ID}")
        (home / "lake" / "releases").mkdir(parents=True)
        keys = {FORMER: "k1", FORGOTTEN: "k0"}
        (home / "lake" / "releases" / "20260101T000000Z-1.json").write_text(json.dumps({"new_event_keys": keys}))
        return Settings(home=home)

    return make


@pytest.fixture(scope="session")
def told(make_home: Callable[..., Settings]) -> Settings:
    """The story, published."""
    return make_home(tell_story)


@pytest.fixture(scope="session")
def hostile_text() -> dict[str, str]:
    """What a stranger may put where the pages show text."""
    return HOSTILE


@pytest.fixture
def in_home(told: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The story as the home that the command line finds."""
    monkeypatch.setenv("NEWSLEDGER_HOME", str(told.home))
    monkeypatch.setenv("NEWSLEDGER_NOW", "2026-03-02T12:00:00Z")
    return told
