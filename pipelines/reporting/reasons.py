"""Why something was kept out of the facts, in plain words."""

from pipelines.reporting.wording import readable

_WORDS = {
    "articles": {
        "language": "written in a language that is not read yet",
        "no_text": "no main text was found on the page",
        "unreadable": "the page could not be read",
        "too_long": "longer than the longest text that is read",
        "forgotten": "it was deleted at somebody's request",
        "parse_failed": "the page could not be taken apart",
        "gone": "the publisher took the page away",
        "invalid": "not a valid article",
        "model_refused": "the language model refused to read it",
        "model_failed": "the language model gave no usable answer",
        "superseded": "a newer version of the same page replaced it",
        "retracted": "the publisher retracted it",
        "waiting": "waits to be read",
        "copy": "the same text as an article that was read",
        "unknown": "no reason was noted",
    },
    "claims": {
        "quote_not_in_text": "its sentence does not stand in the article",
        "number_not_in_quote": "its number does not stand in its sentence",
        "party_not_in_text": "a party it names does not stand in the article",
        "invalid_claim": "it does not keep to the form of a claim",
        "ambiguous_quote": "its sentence stands in the article more than once",
        "duplicate_claim": "the article says the same thing twice",
        "too_many_claims": "the article holds more claims than are read out of one",
        "ambiguous": "it fits several events, so it counts for none",
    },
    "amounts": {"no_exchange_rate": "no exchange rate for its month; kept in its own currency, without dollars"},
}
_THINGS = {
    "articles": ("article", "articles"),
    "claims": ("claim", "claims"),
    "rows": ("row kept out by a gate", "rows kept out by a gate"),
    "amounts": ("amount", "amounts"),
}


def reason_words(thing: str, reason: str | None) -> str:
    """Why, for a thing of :data:`rpt_set_aside`; a rule of a gate is named as it is."""
    return _WORDS.get(thing, {}).get(reason or "unknown") or readable(reason) or "no reason was noted"


def thing_words(thing: str, count: int) -> str:
    """What was kept out: "article", "2 articles" without the number."""
    one, many = _THINGS.get(thing, (readable(thing), readable(thing)))
    return one if count == 1 else many
