"""What each kind of amount may be added to, kind by kind: every sum here is a power of two, so that any two that were added show."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from pipelines.schemas.claim import AmountKind

# What conftest.py's fixtures give: a newsroom to fill, a function that builds its marts, and the marts built.
Newsroom = Any
Built = Any
Builder = Callable[..., Any]

PAID = {"raise", "tranche", "deal_value", "contract_value", "debt", "grant", "pledge"}
SUMS = {kind: 1_000_000 * 2**number for number, kind in enumerate(get_args(AmountKind))}


def _firm(kind: str) -> str:
    return f"{kind.replace('_', ' ').title()} Example"


@pytest.fixture(scope="module")
def built(build_marts: Builder, empty_newsroom: Callable[[], Newsroom]) -> Built:
    news = empty_newsroom()
    for kind, said in SUMS.items():
        paper = news.article(kind, publisher="Sample Courier")
        news.investment(
            paper, "signed", f"Nvidia has signed over {said} dollars to {_firm(kind)}, it said.", investors=["Nvidia"],
            recipient=_firm(kind), amount=(said, kind), attribution="on_record", attributed_to="Nvidia",
            event_date="2026-06-15", event_date_precision="day",
        )  # fmt: skip
        news.partnership(
            paper, "signed", f"{_firm(kind)} buys its chips of Nvidia.", parties=["Nvidia", _firm(kind)],
            attribution="on_record", attributed_to="Nvidia",
        )  # fmt: skip
    for number, name in enumerate(("Series C", "Serie C", "série C", "Series-C-Runde", "Series D")):
        told = news.article(f"round {number}", publisher=f"Sample Paper {number}", hours=number)
        news.investment(
            told, "signed", f"ASML is in the {name} of Rounded Example.", investors=["ASML"], recipient="Rounded Example",
            round=name, deal_type="equity_round",
        )  # fmt: skip
    return build_marts(news)


@pytest.mark.parametrize("kind", SUMS)
def test_money_of_a_kind_is_committed_if_that_kind_is_paid(built: Built, kind: str) -> None:
    assert built.one(f"select amount_kind, grade, is_committed from marts.fct_investments where amount = {SUMS[kind]}") == (
        kind, "E3", kind in PAID,
    )  # fmt: skip


@pytest.mark.parametrize("kind", SUMS)
def test_in_the_circular_flows_a_sum_can_be_added_if_its_kind_is_paid(built: Built, kind: str) -> None:
    query = "select amount_kind, amount_usd, addable_usd from marts.rpt_circular_flows where flow = 'invests_in'"
    assert built.one(f"{query} and recipient = '{_firm(kind)}'") == (
        kind,
        SUMS[kind],
        SUMS[kind] if kind in PAID else None,
    )


def test_no_view_that_adds_has_a_sum_of_two_kinds(built: Built) -> None:
    months = built.rows("select amount_kind, event_count, amount_usd from marts.rpt_money_by_month order by amount_usd")
    assert months == [(kind, 1, said) for kind, said in SUMS.items()]
    flows = built.rows(
        "select amount_kind, sum(addable_usd) from marts.rpt_circular_flows group by all having sum(addable_usd) > 0"
    )
    assert dict(flows) == {kind: said for kind, said in SUMS.items() if kind in PAID}


def test_a_round_is_one_in_whatever_language_it_is_named(built: Built) -> None:
    found = built.rows("select article_count from marts.fct_investments where recipient = 'Rounded Example' order by 1")
    assert found == [(1,), (4,)]
