"""Who stands for a claim whose own sentence names no speaker."""

from pipelines.extraction.rules import kinds
from pipelines.extraction.rules.context import Attribution
from pipelines.extraction.rules.draft import Draft
from pipelines.extraction.rules.shaping import is_authority
from pipelines.extraction.rules.tabled import Table

_OWN_ACTS = {"probe_opened", "fined"}
# What a court itself did stands in its judgment; a suit is a document's only where the article speaks of one.
_BY_COURT = {"ruled", "dismissed"}
_IN_COURT = {"filed", "appealed", "settled"}
_PAPERS = Table("beside").sparse("papers")


def papers_of(text: str) -> str | None:
    """The papers of a court that the article speaks of first, as printed."""
    found = _PAPERS.search(text)
    return found[0] if found else None


def credited(draft: Draft, whole: Attribution | None, papers: str | None = None) -> Attribution | None:
    """An authority's own act is on its record, a named court's stands in its papers; else the article's source.

    A suit in a named court is credited to its papers where the article speaks of them: to name a court is to quote nothing.
    What an article only recalls is nobody's news: it has no source but the article.
    """
    if draft.claim_type == "legal_action":
        authorities = [slot for slot in draft.roles.get("plaintiffs", []) if is_authority(slot)]
        if draft.stage in _OWN_ACTS and authorities:
            return "on_record", authorities[0].name
        forum = draft.fields.get("forum")
        is_in_court = bool(forum and kinds.COURT.search(forum.lower()))
        if draft.stage in _BY_COURT and is_in_court:
            return "document", forum
        if draft.stage in _IN_COURT and is_in_court and papers:
            return "document", papers
    is_recalled = draft.is_background or draft.fields.get("amount_kind") == "cumulative_to_date"
    return None if is_recalled else whole
