"""What a semantic layer answers on the marts, asked by MetricFlow itself: events once each, money of one kind at a time."""

import re
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

Newsroom = Any
Built = Any
Builder = Callable[..., Any]
Ask = Callable[..., list[tuple[Any, ...]]]
_PAID = {"raise", "tranche", "deal_value", "contract_value", "debt", "grant", "pledge"}
_BILLION = Decimal(10) ** 9
# What is told of OpenAI: the sum in billions, its kind, how far it has come, and what the sentence is about.
_MONEY = (
    (40, "raise", "effective", "closed a Series F round of $40 billion"),
    (2, "tranche", "effective", "got $2 billion from Amazon"),
    (13, "cumulative_to_date", "effective", "has got $13 billion in all"),
    (500, "capacity_plan", "signed", "plans data centres for $500 billion"),
    (6, "deal_value", "effective", "bought a maker of gadgets for $6 billion"),
    (12, "contract_value", "signed", "signed a contract for $12 billion"),
    (4, "debt", "effective", "borrowed $4 billion"),
    (7, "raise", "in_talks", "is in talks to raise $7 billion"),
)


@pytest.fixture(scope="module")
def built(empty_newsroom: Callable[[], Newsroom], build_marts: Builder) -> Built:
    news = empty_newsroom()
    for number, (billions, kind, stage, told) in enumerate(_MONEY):
        article = news.article(f"money {number}", publisher="Sample Courier", hours=number)
        news.investment(
            article, stage, f"Firm {number} {told}.", investors=[f"Fund {number}"], recipient=f"Firm {number}",
            amount=(billions * 10**9, kind), attribution="on_record", attributed_to=f"Firm {number}",
            event_date=f"2026-0{1 + number % 2}-10", event_date_precision="day",
        )  # fmt: skip
    suit = news.article("suit", publisher="Sample Observer")
    news.legal(
        suit, "filed", "Firm 1 sued Firm 2 for $900 billion.", plaintiffs=["Firm 1"], defendants=["Firm 2"],
        amount=(900 * 10**9, "damages_sought"), claim_basis=["contract"],
    )  # fmt: skip
    for adopter in ("Firm 3", "Firm 4"):
        use = news.article(f"use by {adopter}", publisher="Sample Gazette")
        news.adoption(
            use,
            "deployed",
            f"{adopter} uses Claude in its desk.",
            adopter=adopter,
            provider="Anthropic",
            product="Desk",
        )
    return build_marts(news)


@pytest.fixture(scope="module")
def ask(built: Built) -> Ask:
    """Ask for metrics by dimensions, as a tool with a semantic layer does."""
    manifest = parse_manifest_from_dbt_generated_manifest((built.folder / "semantic_manifest.json").read_text())
    client: Any = SimpleNamespace(sql_engine_type=SqlEngine.DUCKDB, sql_plan_renderer=DuckDbSqlPlanRenderer())
    engine = MetricFlowEngine(SemanticManifestLookup(manifest), client)

    def answer(*metrics: str, by: tuple[str, ...] = (), where: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
        asked = MetricFlowQueryRequest.create(metric_names=metrics, group_by_names=by, where_constraints=where)
        found: list[tuple[Any, ...]] = built.rows(engine.explain(asked).sql_statement.sql)
        return found

    return answer


def _manifest(built: Built) -> Any:
    return parse_manifest_from_dbt_generated_manifest((built.folder / "semantic_manifest.json").read_text())


def test_every_metric_can_be_asked(built: Built, ask: Ask) -> None:
    for metric in _manifest(built).metrics:
        assert len(ask(metric.name)) == 1, metric.name


def test_each_kind_of_committed_money_is_told_by_itself(ask: Ask) -> None:
    asked = ("raises", "tranches", "deal_values", "contract_values", "debt", "grants", "pledges")
    (found,) = ask(*(f"committed_{kind}_usd" for kind in asked))
    assert dict(zip(asked, found, strict=True)) == {
        "raises": 40 * _BILLION, "tranches": 2 * _BILLION, "deal_values": 6 * _BILLION, "contract_values": 12 * _BILLION,
        "debt": 4 * _BILLION, "grants": None, "pledges": None,
    }  # fmt: skip


def test_no_measure_can_add_money_of_unlike_kinds_or_money_that_is_not_committed(built: Built) -> None:
    measures = [measure for model in _manifest(built).semantic_models for measure in model.measures]
    counts = {"case when event_key is not null then 1 else 0 end", "adopter"}
    adding = [measure for measure in measures if measure.expr.lower() not in counts]
    kinds = []
    for measure in adding:
        (kind,) = re.findall(r"amount_kind = '(\w+)'", measure.expr)
        assert measure.expr == f"case when amount_kind = '{kind}' and is_committed and not is_part then amount_usd end"
        kinds.append(kind)
    assert sorted(kinds) == sorted(_PAID)


def test_money_is_told_by_the_month_in_which_it_happened(ask: Ask) -> None:
    found = ask("committed_raises_usd", by=("metric_time__month",))
    assert [(str(month)[:7], usd) for month, usd in found if usd] == [("2026-01", 40 * _BILLION)]


def test_events_are_counted_once_by_what_they_are(ask: Ask) -> None:
    assert ask("investment_events", "legal_action_events") == [(len(_MONEY), 1)]
    by_stage = dict(ask("investment_events", by=("investment__stage",)))
    assert by_stage == {"effective": 5, "signed": 2, "in_talks": 1}
    where = ("{{ Dimension('model_adoption__stage') }} = 'deployed'",)
    assert ask("adopting_organizations", by=("model_adoption__provider",), where=where) == [("Anthropic", 2)]
