"""A person's decision holds from the next build on, in the conflict and in the fact, and can be taken back without a trace."""

import shutil
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.errors import UsageError
from pipelines.marts import build_marts
from pipelines.reporting.review import merge_name, settle, split_name, waiting
from pipelines.settings import Settings


def ask(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(settings.published / "newsledger.duckdb"), read_only=True) as connection:
        connection.execute("use newsledger.marts")
        return connection.sql(query).fetchall()


def test_of_two_sums_the_one_that_a_person_chose_is_held_until_the_choice_is_taken_back(settings: Settings) -> None:
    before = build_marts(settings).content_hash
    conflict = next(row for row in waiting(settings)["conflicts"] if row["field"] == "amount")
    key, values = conflict["event_key"], (conflict["value_low"], conflict["value_high"])
    sums = {value: int(float(value.split()[0])) for value in values}
    ((shown,),) = ask(settings, f"select amount from fct_investments where event_key = '{key}'")
    other = next(value for value in values if sums[value] != shown)

    settle(settings, key, "amount", other, by="somebody", reason="the filing says so")
    build_marts(settings)
    query = f"select resolution, value_held from fct_conflicts where event_key = '{key}' and field = 'amount'"
    assert ask(settings, query) == [("human", other)]
    assert ask(settings, f"select amount, is_disputed from fct_investments where event_key = '{key}'") == [
        (sums[other], False)
    ]

    settle(settings, key, "amount", None, by="somebody", reason="it was another filing")
    assert build_marts(settings).content_hash == before


def test_what_waits_is_listed_with_the_names_of_who_says_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSLEDGER_HOME", str(settings.home))
    listed = CliRunner().invoke(app, ["review", "list"], catch_exceptions=False).stdout
    assert "14800000000.00 USD (Sample Valley Ledger): “" in listed
    assert "14300000000.00 USD (Sample Business Post): “" in listed


def test_a_value_that_nobody_says_cannot_be_chosen(settings: Settings) -> None:
    conflict = next(row for row in waiting(settings)["conflicts"] if row["field"] == "amount")
    with pytest.raises(UsageError, match="Nobody says"):
        settle(settings, conflict["event_key"], "amount", "1.00 USD", by="somebody", reason="")
    with pytest.raises(UsageError, match="no values of stake_share"):
        settle(settings, conflict["event_key"], "stake_share", "0.5", by="somebody", reason="")


def test_merging_two_names_is_one_row_and_taking_it_out_undoes_all_of_it(settings: Settings) -> None:
    before = build_marts(settings).content_hash
    name = next(row for row in waiting(settings)["names"] if row["name_kind"] == "party")
    is_waiting = f"select count(*) from rpt_unresolved_names where name_key = '{name['name_key']}'"

    decided = {"by": "somebody", "reason": "the firm's own page says so"}
    path = merge_name(settings, name["name"], "nvidia", **decided)
    assert path.read_text(encoding="utf-8").splitlines() == ["alias,organization_id", f"{name['name']},nvidia"]
    merged = build_marts(settings).content_hash
    assert ask(settings, is_waiting) == [(0,)]
    with pytest.raises(UsageError, match="split it first"):
        merge_name(settings, name["name"], "openai", **decided)

    for folder in (settings.overrides_dir, settings.work_dir):
        shutil.rmtree(folder)  # nothing is left but the lake, which knows of the merge
    assert build_marts(settings).content_hash == merged

    split_name(settings, name["name"], **decided)
    assert build_marts(settings).content_hash == before
    assert ask(settings, is_waiting) == [(1,)]


def test_a_name_can_only_be_merged_into_what_is_listed(settings: Settings) -> None:
    with pytest.raises(UsageError, match="is listed"):
        merge_name(settings, "Some Name", "no_such_organization", by="somebody", reason="")
    with pytest.raises(UsageError, match="has no row"):
        split_name(settings, "Some Name", by="somebody", reason="")
