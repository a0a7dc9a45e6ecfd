"""What an agreement or one of its terms hangs on, as printed: "until AGI is declared", "subject to approval by regulators"."""

from pipelines.extraction.rules.tabled import Table

_TABLE = Table("conditions")
# Only a sentence with one of these words is looked at: most have none.
_MAY_BE = _TABLE.plain("may_be")
_BEGINS, _STOP, _NO_CONDITION = (_TABLE.plain(name) for name in ("begins", "stop", "no_condition"))
# A shorter clause says nothing, a longer one tells a story; the contract allows 200 characters (2026-11-26).
_LEAST_WORDS, _MOST = 3, 160


def condition_of(quote: str) -> str | None:
    """The first clause of a sentence that says on what the agreement, or a term of it, ends or depends; null without one."""
    if not _MAY_BE.search(quote):
        return None
    for begin in _BEGINS.finditer(quote):
        stop = _STOP.search(quote, begin.end())
        start = max(begin.start("clause"), begin.start("ends_if"))
        clause = quote[start : stop.start() if stop else len(quote)].strip()
        is_one = len(clause.split()) >= _LEAST_WORDS and len(clause) <= _MOST and not _NO_CONDITION.match(clause)
        if is_one:
            return " ".join(clause.split())
    return None
