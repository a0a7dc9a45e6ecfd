"""Who stands for a claim whose own sentence names no speaker."""

from pipelines.extraction.rules import kinds
from pipelines.extraction.rules.context import Attribution
from pipelines.extraction.rules.draft import Draft
from pipelines.extraction.rules.shaping import is_authority

_OWN_ACTS = {"probe_opened", "fined"}
_IN_COURT = {"filed", "ruled", "dismissed", "appealed", "settled"}


def credited(draft: Draft, whole: Attribution | None) -> Attribution | None:
    """An authority's own act is on its record, and what is done in a named court stands in its papers; else the article's source.

    What an article only recalls is nobody's news: it has no source but the article.
    """
    if draft.claim_type == "legal_action":
        authorities = [slot for slot in draft.roles.get("plaintiffs", []) if is_authority(slot)]
        if draft.stage in _OWN_ACTS and authorities:
            return "on_record", authorities[0].name
        forum = draft.fields.get("forum")
        if draft.stage in _IN_COURT and forum and kinds.COURT.search(forum.lower()):
            return "document", forum
    is_recalled = draft.is_background or draft.fields.get("amount_kind") == "cumulative_to_date"
    return None if is_recalled else whole
