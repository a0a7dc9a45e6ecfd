"""The rule of stage and grade, told over again for one event from its claims, so that a reader can follow it."""

from typing import Any

from pipelines.events.origins import STRENGTH
from pipelines.reporting.stages import stages

RULES = {
    "progress_highest": "it is the highest progress stage that is attested at E1 or better, and no newer closing stage has E2 or better",
    "progress_unattested": "nothing is attested better than E0, so the highest progress stage that is said is held, at E0",
    "closing_newer": "a closing stage with E2 or better is newer than the progress of the event",
    "closing_only": "only closing stages are said of it",
}


def strength_of(claim: dict[str, Any], families: frozenset[str], organizations: dict[str, dict[str, Any]]) -> int:
    """How much a claim says by itself: 4 a document, 3 a party on record, 1 somebody unnamed or another outlet, 0 nobody.

    Args:
        families: The families of the organizations that take part in the event.
        organizations: Rows of ``dim_organizations`` by id, for the parties among the origins.
    """
    if claim.get("strength") is not None:
        return int(claim["strength"])
    kind, _, rest = (claim["origin"] or "").partition(":")
    if not claim["origin"]:
        return 0
    if kind == "document":
        return STRENGTH["document"]
    if kind == "party":
        party = organizations.get(rest, {})
        # Someone listed who has no part in it, such as a rival or an analyst's firm, is one origin and no party on record.
        is_outsider = (
            party.get("is_listed") and party.get("organization_type") != "person" and party["family_id"] not in families
        )
        return 1 if is_outsider else STRENGTH["on_record"]
    return 1 if claim["attribution"] == "on_record" else STRENGTH[claim["attribution"]]


def grade_of(claims: list[dict[str, Any]]) -> str:
    """The grade of claims that attest one stage."""
    strongest = max((claim["strength"] for claim in claims), default=0)
    if strongest >= 3:
        return f"E{strongest}"
    if len({claim["origin"] for claim in claims if claim["origin"]}) >= 2:
        return "E2"
    return "E1" if strongest else "E0"


def attested_stages(claim_type: str, claims: list[dict[str, Any]], held: str | None) -> list[dict[str, Any]]:
    """Each stage that somebody affirms, with its grade, origins and claims, in rank.

    Background claims add to a grade, but carry a stage only where there is no news; then ``moves`` is false.
    """
    affirmed = [claim for claim in claims if claim["polarity"] == "affirmed"]
    has_news = any(not claim["is_background"] for claim in affirmed)
    found = []
    for name in dict.fromkeys(claim["stage"] for claim in affirmed):
        said = [claim for claim in affirmed if claim["stage"] == name]
        stage = stages().get((claim_type, name))
        found.append(
            {
                "stage": name,
                "kind": stage.kind if stage else "unknown",
                "rank": stage.rank if stage else 99,
                "grade": grade_of(said),
                "is_held": name == held,
                "moves": not has_news or any(not claim["is_background"] for claim in said),
                "origins": list(dict.fromkeys(claim["origin"] for claim in said)),
                "claim_keys": [claim["claim_key"] for claim in said],
                "first_known_at": said[0]["known_at"],
            }
        )
    return sorted(found, key=lambda row: (row["rank"], row["stage"]))
