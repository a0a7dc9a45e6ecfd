"""What another extraction would make of the facts is shown before it is in force, and nothing of the trial stays."""

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines import ids, trial
from pipelines.extraction.extractors import ExtractionId, activate, in_force
from pipelines.lake import Lake
from pipelines.schemas.article import Article
from pipelines.schemas.claim import Amount, InvestmentClaim
from pipelines.schemas.extraction import Extraction
from pipelines.settings import Settings
from pipelines.sources import unregistered
from pipelines.sources.registry import Source

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXTS = {
    "acme": "Nvidia is in talks to put $5 million into Acme Example.\nSoftBank put $7 million into Bolt Example.",
    "cord": "Nvidia put $9 million into Cord Example.",
    "dale": "Nvidia put $8 million into Dale Example.",
}


def _article(name: str, text: str) -> Article:
    key, url = ids.article_id(f"https://a.example/{name}", None, None, text), f"https://a.example/{name}"
    said = {
        "publisher": "Sample Paper",
        "title": name,
        "text": text,
        "language": "en",
        "text_sha256": ids.text_sha256(name, text),
    }
    times = {"published_at": NOON, "published_precision": "second", "retrieved_at": NOON}
    return Article(article_id=key, page_id=key, source_id="inbox", url=url, **said, **times)


def _claim(text: str, number: int, stage: str, **more: Any) -> InvestmentClaim:
    quote = text.split("\n")[number]
    investor, recipient = quote.split()[0], " ".join(quote.split()[-2:]).rstrip(".")
    millions = next(word for word in quote.split() if word.startswith("$"))
    amount = Amount(
        value=Decimal(millions[1:]) * 1_000_000, currency_code="USD", kind="tranche", as_stated=f"{millions} million"
    )
    start = text.index(quote)
    return InvestmentClaim(
        stage=stage, quote=quote, quote_start=start, quote_end=start + len(quote), investors=(investor,), recipient=recipient,
        amount=amount, **{"attribution": "on_record", "attributed_to": investor} | more,
    )  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three articles, read by two; the second reader reads one otherwise, finds one more and leaves one out."""
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path))
    monkeypatch.setenv("NEWSLEDGER_NOW", NOON.isoformat())
    lake = Lake(tmp_path / "lake")
    articles = {name: _article(name, text) for name, text in TEXTS.items()}
    lake.write_articles(list(articles.values()), NOON.date())
    acme, same = TEXTS["acme"], _claim(TEXTS["dale"], 0, "effective")
    read = {
        "a@1": {"acme": [_claim(acme, 0, "in_talks")], "cord": [_claim(TEXTS["cord"], 0, "effective")], "dale": [same]},
        "b@1": {"acme": [_claim(acme, 0, "signed", attribution="anonymous"), _claim(acme, 1, "effective")], "cord": [], "dale": [same]},
    }  # fmt: skip
    (batch,) = lake.batches("articles")
    for extractor, claims in read.items():
        rows = [
            Extraction(article_id=articles[name].article_id, extractor=extractor, claims=tuple(found))
            for name, found in claims.items()
        ]
        lake.write_extractions(batch, extractor, None, rows, NOON)
    activate(lake, ExtractionId("a@1"))
    return tmp_path


def test_facts_gained_lost_and_changed_are_told_row_by_row(
    home: Path, newsledger: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    before = sorted(str(path) for path in home.rglob("*") if path.is_file())
    done = newsledger(home, "diff-runs", "a@1", "b@1", "--facts", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [(row["change"], row["type"], row["before"], row["now"], row["quote"]) for row in told["facts"]] == [
        ("gained", "investment", "", "SoftBank → Bolt Example, $7 million (one part or instalment), effective, E3",
         TEXTS["acme"].split("\n")[1]),
        ("changed", "investment", "Nvidia → Acme Example, $5 million (one part or instalment), in talks, E3",
         "Nvidia → Acme Example, $5 million (one part or instalment), signed, E1", TEXTS["acme"].split("\n")[0]),
        ("lost", "investment", "Nvidia → Cord Example, $9 million (one part or instalment), effective, E3", "", TEXTS["cord"]),
    ]  # fmt: skip
    assert told["counts"] | {"articles_that_differ": 2} == {
        "gained": 1, "lost": 1, "changed": 1, "unchanged": 1, "articles_that_differ": 2,
    }  # fmt: skip
    assert str(in_force(Lake(home / "lake"))) == "a@1"
    assert sorted(str(path) for path in home.rglob("*") if path.is_file()) == before


def test_a_trial_knows_whose_the_sources_are_that_nobody_registered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Publishers of one house are one origin in it as in the release."""
    settings = Settings(home=home)
    source = Source(source_id="one", publisher="One", publisher_family="x_house", url="https://one.example/feed")
    unregistered.note(Lake(settings.lake_dir), [source])
    known: list[list[Source]] = []
    monkeypatch.setattr(trial, "build_marts", lambda built: known.append(unregistered.noted(Lake(built.lake_dir))))
    monkeypatch.setattr(trial, "changes", lambda *_, **__: [])
    trial.fact_changes(settings, ExtractionId("a@1"), ExtractionId("b@1"))
    assert known == [[source]] * 2
