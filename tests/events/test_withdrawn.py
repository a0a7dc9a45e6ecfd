"""Where claims of corrected and retracted pages belong: among what stands, which they never move."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from pipelines.events.clustering import Placed, cluster
from pipelines.events.fits import Sum
from pipelines.events.sayings import Candidate
from pipelines.events.slots import Slots
from pipelines.events.withdrawn import place_withdrawn
from pipelines.ids import digest

BEGAN = datetime(2026, 7, 1, tzinfo=UTC)


def claim(key: str, *, day: int, recipient: str = "groq", millions: int | None = 640, **slots: Any) -> Candidate:
    amount = Decimal(millions or 0) * 1_000_000
    said: dict[str, Any] = {
        "claim_type": "investment", "stage": "signed", "is_closing": False, "is_background": False,
        "doers": frozenset(), "others": frozenset({recipient}), "amount_kind": "raise" if millions else None,
        "amount": Sum(amount, amount, "USD", "exact", amount) if millions else None, "happened": None, "kind": None,
        "round": None, "stake": None, "product": None, "model": None, "basis": frozenset(), "term_end": None,
    }  # fmt: skip
    return Candidate(key, BEGAN + timedelta(days=day), Slots(**(said | slots)), f"article of {key}")


def placed_beside(standing: list[Candidate], *withdrawn: Candidate) -> dict[str, Placed]:
    rows = place_withdrawn(withdrawn, standing, cluster(standing, {}), {})
    assert len(rows) == len(withdrawn)
    return {row.claim_key: row for row in rows}


def test_it_belongs_to_the_event_that_it_would_be_of_whose_key_it_leaves_as_it_is() -> None:
    found = placed_beside([claim("standing", day=3)], claim("withdrawn", day=1))
    assert found["withdrawn"].event_key == digest("event", "standing")
    assert found["withdrawn"].placed_as == "withdrawn"


def test_what_fits_nothing_that_stands_is_an_event_of_the_past_under_its_own_key() -> None:
    found = placed_beside(
        [claim("standing", day=3)], claim("wrong", day=1, millions=6000), claim("elsewhere", day=2, recipient="xai")
    )
    assert found["wrong"].event_key == digest("event", "wrong")
    assert found["elsewhere"].event_key == digest("event", "elsewhere")


def test_claims_withdrawn_together_are_one_event_of_the_past() -> None:
    found = placed_beside([], claim("copy", day=2), claim("first", day=1))
    assert {row.event_key for row in found.values()} == {digest("event", "first")}


def test_without_any_there_is_nothing_to_do() -> None:
    assert place_withdrawn([], [claim("standing", day=1)], [], {}) == []


def test_the_order_in_which_they_come_does_not_matter() -> None:
    standing = [claim("a", day=3), claim("b", day=4, recipient="xai", millions=100)]
    gone = [claim("c", day=1), claim("d", day=2, recipient="xai", millions=100), claim("e", day=2, millions=9000)]
    assert placed_beside(standing, *gone) == placed_beside(standing[::-1], *gone[::-1])
