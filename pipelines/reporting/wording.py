"""How facts are said: their own columns in words, nothing beyond them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pipelines.reporting.rows import one_line

GRADES = {
    "E4": "primary document",
    "E3": "party on record",
    "E2": "two or more origins",
    "E1": "one origin",
    "E0": "unattributed",
}
_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_QUALIFIERS = {"about": "about ", "more_than": "more than ", "up_to": "up to "}
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹"}
_KINDS = {
    "raise": "whole round",
    "tranche": "one part or instalment",
    "cumulative_to_date": "running total",
    "deal_value": "value of the deal",
    "contract_value": "value of the contract",
    "capacity_plan": "planned capacity, not money paid",
    "revenue_share_cap": "cap on shared revenue",
}
_SUM = re.compile(r"(?P<low>\d+(?:\.\d+)?)(?: to (?P<high>\d+(?:\.\d+)?))?(?: (?P<currency>[A-Z]{3}))?")
_FIELDS = {"stake_share": "stake", "agreement_type": "kind of agreement"}
_RESOLUTIONS = {
    "by_primary": "Settled: a document or a party on record says {held}.",
    "by_newer": "Settled: {held} is what the same origin says later.",
    "by_scope": "Both hold: each is said of something else.",
    "human": "Settled by a person, who looked at both: {held}.",
}


def readable(code: str | None) -> str:
    """A code of the contract as words: ``in_talks`` as "in talks"."""
    return (code or "").replace("_", " ")


def kind_words(kind: str | None) -> str:
    """What an amount is, in words."""
    return _KINDS.get(kind or "", readable(kind))


def number_words(value: Decimal) -> str:
    """A number as read aloud ("13.2 billion"), or in full where that would hide digits."""
    for scale, word in _SCALES:
        scaled = (value / scale).normalize()
        if value >= scale and scaled == round(scaled, 3):
            return f"{scaled:,f} {word}"
    return f"{value.normalize():,f}"


def money_words(value: Decimal, currency_code: str | None, high: Decimal | None = None) -> str:
    """A sum with its currency, such as "$13 billion" or "CHF 2 million to 3 million"."""
    sign = _SIGNS.get(currency_code or "", f"{currency_code} " if currency_code else "")
    upto = f" to {sign if sign in _SIGNS.values() else ''}{number_words(high)}" if high is not None else ""
    return f"{sign}{number_words(value)}{upto}{'' if currency_code else ', currency not said'}"


def amount_words(row: Mapping[str, Any]) -> str:
    """A fact's amount with its qualifier, such as "more than $13 billion"; empty without one."""
    if row.get("amount") is None:
        return ""
    inferred = ", currency inferred" if row.get("currency_basis") == "inferred" and row.get("currency_code") else ""
    qualifier = _QUALIFIERS.get(row.get("amount_qualifier") or "", "")
    return f"{qualifier}{money_words(row['amount'], row.get('currency_code'), row.get('amount_high'))}{inferred}"


def amount_grade_words(row: Mapping[str, Any]) -> str:
    """How well a fact's amount itself is attested, where that is not as the fact is; else empty."""
    grade = row.get("amount_grade")
    return f"the amount itself {grade}: {GRADES[grade]}" if grade and grade != row["grade"] else ""


def partial_date(when: date | None, precision: str | None) -> str:
    """A date at the precision that was said, such as "10 July 2026", "July 2026", "Q3 2026"; empty without one."""
    if when is None:
        return ""
    match precision:
        case "year":
            return f"{when:%Y}"
        case "quarter":
            return f"Q{(when.month + 2) // 3} {when:%Y}"
        case "month":
            return f"{when:%B %Y}"
        case _:
            return f"{when.day} {when:%B %Y}"


def fact_date(row: Mapping[str, Any]) -> str:
    """When the event happened: "on 10 July 2026", "in July 2026"; empty where no article says."""
    said = partial_date(row.get("event_date"), row.get("event_date_precision"))
    return f"{'on' if row.get('event_date_precision') == 'day' else 'in'} {said}" if said else ""


def moment(value: datetime | date | None) -> str:
    """A time of ours, in UTC."""
    if isinstance(value, datetime):
        return f"{value.day} {value:%b %Y, %H:%M} UTC"
    return f"{value.day} {value:%b %Y}" if value else ""


def fact_headline(table: str, row: Mapping[str, Any]) -> str:
    """Who did what with whom, from the roles of the fact."""
    match table:
        case "fct_investments":
            return f"{_names(row['investors']) or 'Investors not named'} → {row['recipient'] or 'recipient not named'}"
        case "fct_model_adoptions":
            where = f" in {row['product']}" if row["product"] else ""
            what = " ".join(part for part in (row["provider"], row["model"]) if part) or "a model not named"
            return f"{row['adopter'] or 'Adopter not named'}{where} ← {what}"
        case "fct_legal_actions":
            return f"{_names(row['plaintiffs']) or 'Plaintiffs not named'} v. {_names(row['defendants']) or 'defendants not named'}"
        case _:
            return _names(row["parties"]) or "Parties not named"


def _names(names: list[str] | None) -> str:
    return ", ".join(names or [])


def attribution_words(attribution: str | None, attributed_to: str | None) -> str:
    """Who says so, as the claim has it: "on record: Acme", "a document: court filing", "nobody named"."""
    who = one_line(attributed_to)
    match attribution:
        case "on_record":
            return f"on record: {who}" if who else "on record, nobody named"
        case "document":
            return f"a document: {who}" if who else "a document"
        case "anonymous":
            return f"unnamed: {who}" if who else "unnamed sources"
        case "publication":
            return f"as reported by {who}" if who else "as reported elsewhere"
        case _:
            return "nobody named"


def origin_words(origin: str | None, names: Mapping[str, str]) -> str:
    """Whom a report goes back to, by name; ``names`` holds those that the release knows."""
    if origin is None:
        return "not traceable"
    kind, _, rest = origin.rpartition(":")
    name = one_line(names.get(origin) or readable(rest))
    return {"party": f"{name} (a party)", "document": f"a document: {name}"}.get(kind, name)


def field_words(field: str) -> str:
    """The name of a column that values disagree on."""
    return _FIELDS.get(field, readable(field))


def value_words(field: str, value: str | None) -> str:
    """One of two values that disagree, in words; anything not understood stays as it is."""
    if value is None:
        return ""
    if field == "agreement_type":
        return readable(value)
    said = _SUM.fullmatch(value)
    if not said:
        return one_line(value)
    if field == "stake_share":
        return f"{(Decimal(said['low']) * 100).normalize():f}%"
    return money_words(Decimal(said["low"]), said["currency"], Decimal(said["high"]) if said["high"] else None)


def resolution_words(resolution: str | None, field: str, value_held: str | None) -> str:
    """How a conflict is settled, or that it is open."""
    said = _RESOLUTIONS.get(resolution or "")
    if said and (value_held is not None or resolution == "by_scope"):
        return said.format(held=value_words(field, value_held))
    return "Open: both stand, and neither is preferred."
