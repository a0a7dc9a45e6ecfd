"""What could be held at a time, asked of the newsroom's release: as written by hand from its articles."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

Ask = Callable[[str], list[tuple[Any, ...]]]
EXPECTED = yaml.safe_load((Path(__file__).parent / "expected" / "as_of.yml").read_text())
CASES = [(point["at"].isoformat(), fact) for point in EXPECTED for fact in point["facts"]]


def _name(case: object) -> str:
    return f"{case['of']} {case['where'][:40]}" if isinstance(case, dict) else str(case)[:10]


@pytest.mark.parametrize(("at", "fact"), CASES, ids=_name)
def test_what_was_held_then(ask: Ask, at: str, fact: dict[str, Any]) -> None:
    held = fact.get("held", {})
    found = ask(
        f"select {', '.join(held) or '1'} from newsledger.marts.{fact['of']}_as_of('{at}') where {fact['where']}"
    )
    if fact.get("absent"):
        assert found == []
        return
    expected = tuple(Decimal(str(value)) if isinstance(value, float) else value for value in held.values())
    assert found == [expected]


def test_the_correction_and_the_retraction_are_among_what_changed(ask: Ask) -> None:
    corrected = ask(
        "select change, stage_before, stage_after, changed_fields, amount_before, amount_after from newsledger.marts.facts_changed_between"
        "('2025-03-10T23:00:00Z', '2025-03-12T00:00:00Z') where event_key in "
        "(select event_key from newsledger.marts.fct_investment_states where recipient = 'CoreWeave')"
    )
    assert corrected == [("changed", "signed", "signed", ["amount"], 19_100_000_000, 11_900_000_000)]
    found = ask(
        "select changes.change, changes.stage_before, changes.stage_after from newsledger.marts.facts_changed_between"
        "('2025-08-13T12:00:00Z', '2025-08-15T00:00:00Z') as changes "
        "join newsledger.marts.fct_investment_states as states using (event_key) where states.recipient = 'Sample Robotics'"
    )
    assert found == [("withdrawn", "effective", None)]
