"""Where claims of corrected and retracted pages belong: among what stands, which they never move."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.events import corrections
from pipelines.events.clustering import Placed, cluster
from pipelines.events.fits import Sum
from pipelines.events.groups import grouped
from pipelines.events.identity import one_event
from pipelines.events.sayings import Candidate
from pipelines.events.slots import Lineages, Slots
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


def version(number: int, *told: Candidate, page: str = "page", of: int = 2) -> list[Candidate]:
    """The claims of one version of a page, of which the last stands."""
    held_to = BEGAN + timedelta(days=10 * number) if number < of else None
    return [
        replace(claim, article_id=f"{page} {number}", page_id=page, held_to=held_to, known_at=BEGAN) for claim in told
    ]


def events(*claims: Candidate) -> dict[str, str]:
    """The event of each claim, looked for among those of its group alone, as a build does."""
    found = {}
    for members in grouped(claims, Lineages({})):
        standing = [claim for claim in members if claim.held_to is None]
        placed = cluster(standing, {})
        placed += place_withdrawn([claim for claim in members if claim.held_to], standing, placed, {})
        found |= {row.claim_key: row.event_key for row in placed}
    return found


def test_a_corrected_sum_belongs_to_the_event_of_the_claim_in_its_place() -> None:
    found = events(*version(1, claim("wrong", day=1, millions=6000)), *version(2, claim("right", day=1)))
    assert found == {"wrong": digest("event", "right"), "right": digest("event", "right")}


def test_a_sum_corrected_twice_leads_to_the_last_also_once_that_is_retracted() -> None:
    told = [
        *version(1, claim("first", day=1, millions=6000), of=3),
        *version(2, claim("second", day=1, millions=60), of=3),
        *version(3, claim("third", day=1), of=3),
    ]
    assert set(events(*told).values()) == {digest("event", "third")}
    told[-1] = replace(told[-1], held_to=BEGAN + timedelta(days=40))
    assert set(events(*told).values()) == {digest("event", "third")}


def test_what_both_versions_say_is_no_correction_of_what_one_says() -> None:
    """The page has another sum for the same firm besides; a headline says the wrong one again."""
    shares = {"millions": 350, "amount_kind": "tranche"}
    before = version(
        1,
        claim("wrong", day=1, millions=6000),
        claim("headline", day=1, millions=6000),
        claim("shares", day=1, **shares),
    )
    after = version(2, claim("right", day=1), claim("shares still", day=1, **shares))
    found = events(*before, *after)
    assert found["wrong"] == found["headline"] == found["right"] == digest("event", "right")
    assert found["shares"] == found["shares still"] == digest("event", "shares still")


@pytest.mark.parametrize(
    "after",
    [
        version(2, claim("one", day=1), claim("two", day=1, millions=100)),
        version(2, claim("elsewhere", day=1, recipient="xai")),
        version(2, claim("other kind", day=1, amount_kind="debt")),
        version(2, claim("other page", day=1), page="other"),
    ],
    ids=["two could be it", "another firm", "another kind of money", "another page"],
)
def test_where_no_one_claim_took_its_place_it_is_of_the_past(after: list[Candidate]) -> None:
    found = events(*version(1, claim("wrong", day=1, millions=6000)), *after)
    assert found["wrong"] == digest("event", "wrong")
    assert found == {key: digest("event", key) for key in found}


def test_of_two_deals_that_one_claim_could_have_replaced_neither_is_led_on() -> None:
    before = version(1, claim("wrong", day=1, millions=6000), claim("gone", day=1, millions=100))
    assert events(*before, *version(2, claim("right", day=1))) == {
        key: digest("event", key) for key in ("wrong", "gone", "right")
    }


def test_a_page_that_changes_by_the_minute_has_each_thing_it_says_compared_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[Slots, Slots]] = []

    def counted(one: Slots, other: Slots, lineages: Lineages) -> bool:
        asked.append((one, other))
        return one_event(one, other, lineages)

    monkeypatch.setattr(corrections, "one_event", counted)
    page = [
        one
        for number in range(200)
        for one in version(number, claim(f"v{number}", day=1, millions=640 if number < 100 else 900), of=200)
    ]
    in_place_of = corrections.corrected(page, Lineages({}))
    assert in_place_of == {f"v{number}": "v199" for number in range(100)}
    assert len(asked) == len(set(asked)) * 2  # once for who told it again, once for whether they are alike


def test_what_another_paper_still_says_stays_with_it() -> None:
    found = events(
        *version(1, claim("wrong", day=1, millions=6000)),
        *version(2, claim("right", day=1)),
        claim("told", day=5, millions=6000),
    )
    assert found["wrong"] == found["told"] == digest("event", "told") != found["right"]


def test_pages_that_correct_each_other_in_a_circle_are_of_one_event() -> None:
    told = [
        *version(1, claim("a", day=1, millions=6000), of=3),
        *version(2, claim("b", day=1), of=3),
        *version(1, claim("c", day=1), page="other", of=3),
        *version(2, claim("d", day=1, millions=6000), page="other", of=3),
    ]
    assert len(set(events(*told).values())) == 1


@st.composite
def some_pages(draw: st.DrawFn) -> list[Candidate]:
    told = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["p", "q"]), st.integers(1, 3), st.sampled_from([100, 101, 200, 300, None]),
                st.sampled_from(["raise", "tranche", None]), st.sampled_from(["groq", "xai"]),
                st.sampled_from([(), ("nvidia",), ("amd",)]),
            ), max_size=8,
        )
    )  # fmt: skip
    of = draw(st.integers(2, 4))
    return [
        *(
            replace(made, known_at=BEGAN + timedelta(days=number))
            for number, (page, at, millions, kind, recipient, doers) in enumerate(told)
            for made in version(
                min(at, of),
                claim(
                    f"c{number}", day=1, recipient=recipient, millions=millions, doers=frozenset(doers),
                    amount_kind=kind if millions else None,
                ), page=page, of=of,
            )
        )
    ]  # fmt: skip


@given(some_pages(), st.integers(0, 10**6))
@settings(max_examples=300)
def test_neither_the_order_nor_what_else_is_looked_at_moves_a_claim(told: list[Candidate], seed: int) -> None:
    apart = events(*told)
    standing = [claim for claim in told if claim.held_to is None]
    placed = cluster(standing, {})
    placed += place_withdrawn([claim for claim in told if claim.held_to], standing, placed, {})
    assert apart == {row.claim_key: row.event_key for row in placed}
    random.Random(seed).shuffle(told)
    assert events(*told) == apart
