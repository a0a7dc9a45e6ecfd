"""A key that a release has shown leads to today's event, also once two events turned out to be one, and back again."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.marts import build_marts
from pipelines.reporting.explain import explain_event
from pipelines.reporting.review import merge_name, split_name
from pipelines.run import collect_news, extract_claims
from pipelines.settings import Settings

ROUNDS = {
    "first": (
        "2026-07-01",
        "Paris-based AI startup Mistral AI said on Wednesday it raised $77 million in Series D funding from Accel.",
    ),
    "second": (
        "2026-07-02",
        "Paris-based AI startup Vellora said on Thursday it raised $77 million in Series D funding from Accel.",
    ),
}


def _ask(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(settings.published / "newsledger.duckdb"), read_only=True) as connection:
        return connection.execute(f"use newsledger.marts; {query}").fetchall()


def test_after_a_merge_the_keys_of_both_lead_to_the_elder_and_after_a_split_each_to_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSLEDGER_NOW", "2026-07-05T12:00:00Z")
    settings, inbox = Settings(home=tmp_path / "home", release_parquet=False), tmp_path / "inbox"
    inbox.mkdir()
    for name, (day, sentence) in ROUNDS.items():
        said = {
            "id": name,
            "publisher": f"Sample {name}",
            "published": day,
            "title": "Money",
            "text": sentence,
        }
        (inbox / f"{name}.json").write_text(json.dumps(said))
    collect_news(settings, inbox=inbox, sources=[])
    extract_claims(settings)
    first = build_marts(settings).content_hash
    (elder,), (younger,) = _ask(settings, "select event_key from fct_investments order by first_reported_at")

    merge_name(settings, "Vellora", "mistral_ai", by="somebody", reason="its former name")
    build_marts(settings)
    assert _ask(settings, "select event_key, article_count from fct_investments") == [(elder, 2)]
    assert _ask(settings, "select old_event_key, event_key, reason from event_redirects order by reason desc") == [
        (elder, elder, "stands"), (younger, elder, "joined"),
    ]  # fmt: skip
    found = explain_event(settings, younger)
    assert (found["event_key"], found["earlier_key"], len(found["claims"])) == (elder, younger, 2)

    split_name(settings, "Vellora", by="somebody", reason="it was none")
    assert build_marts(settings).content_hash == first
    assert explain_event(settings, younger)["event_key"] == younger
