"""The stages with their kind and rank, from the seed that the marts are built with."""

import csv
from dataclasses import dataclass
from functools import cache

from pipelines.settings import PROJECT_DIR

_SEED = PROJECT_DIR / "dbt_project" / "seeds" / "stages.csv"


@dataclass(frozen=True)
class Stage:
    """How far a thing can come: a progress stage is ranked, a closing one ends it."""

    claim_type: str
    name: str
    kind: str
    rank: int
    description: str


@cache
def stages() -> dict[tuple[str, str], Stage]:
    """Every stage by claim type and name."""
    with _SEED.open(encoding="utf-8", newline="") as file:
        return {
            (row["claim_type"], row["stage"]): Stage(
                row["claim_type"], row["stage"], row["stage_kind"], int(row["rank"]), row["description"]
            )
            for row in csv.DictReader(file)
        }


def rank_of(claim_type: str, stage: str) -> int:
    """The place of a stage among those of its type; an unknown one comes last."""
    found = stages().get((claim_type, stage))
    return found.rank if found else 99
