"""Whether a claim with gaps is of the time of an event: news belongs to what is current, and nobody negotiates what is settled."""

from datetime import datetime, timedelta

from pipelines.events.identity import BARE_NEWS_WITHIN, DONE, NEGOTIATING, TALKS_LAG, current_for, says_only_who
from pipelines.events.sayings import Event, Saying


def is_of_its_time(saying: Saying, event: Event) -> bool:
    """News with gaps belongs to what is current.

    Not to a deal reported years away, nor, when it speaks of talks, to one already done, over or long announced. What
    says only who dealt with whom needs news of the deal close by; what recalls no more than that, news not long before it.
    """
    if saying.slots.is_background:
        return not _recalls_another(saying, event) and not _comes_long_after(saying, event)
    if event.news and _apart(saying, event) > current_for(saying.slots):
        return False
    if saying.slots.claim_type == "model_adoption":
        return True
    if not saying.slots.is_closing and any(_was_withdrawn(other, saying.first_known) for other in event.sayings):
        return False
    if saying.slots.stage in NEGOTIATING:
        return all(_is_before(saying, other) for other in event.sayings)
    return all(_is_before(other, saying) for other in event.news if other.slots.stage in NEGOTIATING)


def _was_withdrawn(end: Saying, told_at: datetime) -> bool:
    """Whether a case had been withdrawn for some time: nobody goes on with it, rules on it or asks for more in it."""
    if end.slots.claim_type != "legal_action" or end.slots.stage != "withdrawn":
        return False
    since = end.slots.happened.last if end.slots.happened else end.first_known.date()
    return told_at.date() - since > TALKS_LAG


def _apart(saying: Saying, event: Event) -> timedelta:
    """The time without a word between a saying and the news of an event."""
    earliest, latest = event.news_between
    return max(saying.first_known - latest, earliest - saying.last_known, timedelta(0))


def _comes_long_after(saying: Saying, event: Event) -> bool:
    """Whether it recalls only who dealt with whom, when the news of the event had been told long ago: that may be any deal."""
    if not event.news or not says_only_who(saying.slots):
        return False
    return saying.first_known - event.news_between[1] > BARE_NEWS_WITHIN


def _is_before(talks: Saying, other: Saying) -> bool:
    """Whether talks may have led to what the other says: nobody negotiates what is settled."""
    if other.slots.stage in DONE or other.slots.is_closing:
        # What is recalled as done was done before anybody told of these talks.
        return not other.slots.is_background and other.first_known > talks.last_known
    return other.slots.stage in NEGOTIATING or other.first_known + TALKS_LAG > talks.last_known


def _recalls_another(saying: Saying, event: Event) -> bool:
    """Whether it recalls as done what is only being negotiated: the old deal, not the one in the making."""
    if saying.slots.stage not in DONE or saying.slots.claim_type in {"model_adoption", "legal_action"}:
        return False
    last = max(claim.known_at for claim in saying.claims)
    news = event.news
    done = [claim for other in news if other.slots.stage in DONE for claim in other.claims if claim.known_at <= last]
    return not done and any(other.slots.stage in NEGOTIATING for other in news)
