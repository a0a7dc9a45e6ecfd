"""What the coarser words of hand-made labels mean in the stages of the claim contract.

Such labels have fewer words than the contract has stages ("completed" for signed off, in effect, or amended), so each
word stands for all the stages that a careful reader may give the same sentence.
"""

from collections.abc import Mapping

from pipelines.schemas.claim import ClaimType

_TALK = "rumoured considered in_talks"
_ENDED = "withdrawn blocked terminated expired"
_DEAL = {
    "reported": f"{_TALK} announced signed",
    "considered": _TALK,
    "in_talks": _TALK,
    "announced": "announced signed amended",
    "completed": "signed effective amended",
    "terminated": _ENDED,
}

STAGES: Mapping[ClaimType, Mapping[str, str]] = {
    "investment": _DEAL,
    "partnership": _DEAL
    | {
        "announced": "announced signed effective amended",
        "completed": "signed effective amended terminated",
        "ongoing": "in_talks signed effective amended",
    },
    "model_adoption": {
        "exploring": "exploring",
        "testing": "testing pilot",
        "announced": "announced limited_release",
        "deployed": "limited_release deployed default",
        "replaced": "scaled_back replaced",
        "dropped": "scaled_back dropped declined",
    },
    "legal_action": {
        "considered": "considered threatened",
        "threatened": "considered threatened",
        "filed": "filed probe_opened ongoing",
        "ongoing": "probe_opened filed ongoing",
        "ruled": "ruled fined dismissed",
        "settled": "settled",
        "dismissed": "dismissed withdrawn",
        "appealed": "appealed",
    },
}


def stages_of(claim_type: ClaimType, words: list[str]) -> frozenset[str]:
    """The stages that the words may stand for; a word that is a stage of the contract stands for itself."""
    known = STAGES[claim_type]
    return frozenset(stage for word in words for stage in known.get(word, word).split())
