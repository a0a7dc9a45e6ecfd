"""The rule of stage and grade, told again for one event."""

from datetime import UTC, datetime
from typing import Any

import pytest

from pipelines.reporting.grading import attested_stages, grade_of, strength_of
from pipelines.reporting.stages import rank_of, stages
from pipelines.schemas.claim import AdoptionStage, DealStage, LegalStage

ORGANIZATIONS = {
    "acme": {"family_id": "acme", "organization_type": "company", "is_listed": True},
    "acme_lab": {"family_id": "acme", "organization_type": "company", "is_listed": True},
    "rival": {"family_id": "rival", "organization_type": "company", "is_listed": True},
    "founder": {"family_id": "founder", "organization_type": "person", "is_listed": True},
}


def claim(stage: str = "announced", origin: str | None = "wire", strength: int = 0, **values: Any) -> dict[str, Any]:
    common = {
        "claim_key": f"{stage}-{origin}",
        "known_at": datetime(2026, 1, 1, tzinfo=UTC),
        "polarity": "affirmed",
        "is_background": False,
    }
    return common | {"stage": stage, "origin": origin, "strength": strength} | values


@pytest.mark.parametrize(
    ("attribution", "origin", "strength"),
    [
        ("document", "document:court filing", 4),
        ("unattributed", "document:sec.example", 4),  # a court's or regulator's own page
        ("on_record", "party:acme", 3),
        ("on_record", "party:acme_lab", 3),  # of the family of a party
        ("on_record", "party:founder", 3),
        ("on_record", "party:nobody_listed", 3),
        ("on_record", "party:rival", 1),  # has no part in it
        ("on_record", "wire", 1),  # "it said", without a name
        ("anonymous", "wire", 1),
        ("publication", "wire", 1),
        ("unattributed", "wire", 0),
        ("publication", None, 0),
    ],
)
def test_a_claim_is_worth_what_its_speaker_is(attribution: str, origin: str | None, strength: int) -> None:
    said = {"attribution": attribution, "origin": origin}
    assert strength_of(said, frozenset({"acme"}), ORGANIZATIONS) == strength


def test_a_strength_that_the_release_gives_is_taken() -> None:
    assert strength_of({"strength": 2, "attribution": "document", "origin": "document:x"}, frozenset(), {}) == 2


@pytest.mark.parametrize(
    ("claims", "grade"),
    [
        ([claim(strength=4), claim(strength=0)], "E4"),
        ([claim(strength=3)], "E3"),
        ([claim(origin="wire"), claim(origin="gazette")], "E2"),
        ([claim(origin="wire", strength=1), claim(origin="wire", strength=1)], "E1"),
        ([claim(origin="wire")], "E0"),
        ([claim(origin=None), claim(origin="wire")], "E0"),
    ],
)
def test_a_grade_counts_origins_and_takes_the_strongest(claims: list[dict[str, Any]], grade: str) -> None:
    assert grade_of(claims) == grade


def test_background_adds_to_a_grade_but_moves_no_stage_beside_news() -> None:
    rows = attested_stages("investment", [claim("in_talks"), claim("effective", is_background=True)], "in_talks")
    assert [(row["stage"], row["moves"], row["is_held"]) for row in rows] == [
        ("in_talks", True, True),
        ("effective", False, False),
    ]
    alone = attested_stages("investment", [claim("effective", is_background=True)], "effective")
    assert [row["moves"] for row in alone] == [True]


def test_a_denial_attests_no_stage() -> None:
    assert attested_stages("investment", [claim("signed", polarity="denied")], None) == []


def test_every_stage_of_the_contract_has_a_kind_and_a_rank() -> None:
    types = {
        "investment": DealStage,
        "partnership": DealStage,
        "model_adoption": AdoptionStage,
        "legal_action": LegalStage,
    }
    expected = {(claim_type, stage) for claim_type, literal in types.items() for stage in literal.__args__}  # type: ignore[attr-defined]
    assert set(stages()) == expected
    assert {stage.kind for stage in stages().values()} == {"progress", "closing"}
    assert rank_of("investment", "signed") < rank_of("investment", "effective") < rank_of("investment", "a_new_one")
