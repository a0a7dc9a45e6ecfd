"""How a fact is said in a line: its own words, nothing beyond its columns."""

from datetime import date
from decimal import Decimal
from typing import Any

_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_QUALIFIERS = {"about": "about ", "more_than": "more than ", "up_to": "up to "}


def readable(code: str | None) -> str:
    """A code of the contract as words: ``in_talks`` as "in talks"."""
    return (code or "").replace("_", " ")


def amount_words(row: dict[str, Any]) -> str:
    """A fact's amount with its qualifier and kind, such as "more than USD 13 billion (cumulative to date)"; empty without one."""
    if row.get("amount") is None:
        return ""
    high = f" to {_number(row['amount_high'])}" if row.get("amount_high") is not None else ""
    currency = f"{row['currency_code']} " if row.get("currency_code") else ""
    kind = f" ({readable(row['amount_kind'])})" if row.get("amount_kind") else ""
    return f"{_QUALIFIERS.get(row.get('amount_qualifier') or '', '')}{currency}{_number(row['amount'])}{high}{kind}"


def _number(value: Decimal) -> str:
    for scale, word in _SCALES:
        if value >= scale:
            return f"{(value / scale).normalize():f} {word}"
    return f"{value.normalize():,f}"


def fact_date(row: dict[str, Any]) -> str:
    """When the event happened, at the precision that was said; empty where no article says."""
    when, precision = row.get("event_date"), row.get("event_date_precision")
    if not isinstance(when, date):
        return str(when or "")
    match precision:
        case "year":
            return f"{when:%Y}"
        case "quarter":
            return f"{when:%Y} Q{(when.month + 2) // 3}"
        case "month":
            return f"{when:%B %Y}"
        case _:
            return f"{when:%d %B %Y}"


def fact_headline(table: str, row: dict[str, Any]) -> str:
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
            return _names(row["parties"])


def _names(names: list[str] | None) -> str:
    return ", ".join(names or [])
