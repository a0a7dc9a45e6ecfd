"""From a match to drafts of claims: which names fill which roles, and what the sum is."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from pipelines.extraction.dates import DateMention
from pipelines.extraction.rules import context, kinds
from pipelines.extraction.rules.draft import Draft, identity
from pipelines.extraction.rules.masking import TOKEN, Masked, Slot
from pipelines.extraction.rules.matching import Found

# Products that are used as a model is; other products of makers of many things are not.
_ASSISTANT = re.compile(r"Gemini|Copilot|Claude|ChatGPT|Grok|Llama|Meta AI|Bedrock|Codex|Qwen|Kimi|Doubao|Ernie|Nova|Vertex|Gemma|NotebookLM|Firefly|Watson|AI\b", re.I)
_ARTICLES = re.compile(r"^(?:a|an|the|of|two|three|its|more|other|some) ", re.I)
# How far from the words of the event a date may stand and still be its date, in characters.
_DATE_REACH = 45
# A party without a name ends in words, not in a token.
_PHRASE = re.compile(r"[a-z]$")
# What a headline or first sentence names in passing is the news; further down it is context (2026-11-22).
_LEAD_CHARACTERS = 400
_ADJECTIVES = re.compile(r"^(\w+) and (\w+(?: \w+)+)$")
# Who sells computing to whom: the one with the lower number is the customer (set 2026-11-22 from public deals).
_SELLS = {"cloud": 4.0, "chips": 3.0, "ai_lab": 0.0, "software": 0.5}
_IS_SELLER = 1.0
_SELLERS = {"oracle": 3.5, "aws": 3.2, "google_cloud": 3.1, "azure": 3.1, "microsoft_azure": 3.1, "amazon": 3.0, "google": 2.0, "microsoft": 1.5, "meta": 0.4, "apple": 0.4, "xai": 0.1}


def drafts_of(found: Found, text: str) -> list[Draft]:
    """Return the drafts that one match gives; none where the words round it take it back."""
    masked, match, pattern = found.masked, found.match, found.pattern
    clause = _clause(masked.text, match)
    said = masked.text[match.start() : match.end()]
    if (context.is_unreal(masked, clause) and not pattern.fixed) or context.SOFTWARE_ADDRESSED.search(masked.text):
        return []
    refused = context.negation(said)
    if (refused == "negated" and not pattern.fixed) or _NO_BEFORE.search(masked.text[: match.start()]):
        return []
    if _ACTIVE.match(pattern.text) and _OBJECT_OF.search(masked.text[: match.start()]):
        return []
    window = masked.text[max(0, match.start() - 25) : match.end()]
    if pattern.claim_type != "investment":
        window = said
    if pattern.wide:
        window = masked.text[max(0, match.start() - 90) : match.end() + 70]
    stage = pattern.stage if pattern.fixed else context.stage_of(pattern.claim_type, pattern.stage, window, pattern.language)
    groups = {role: value for role, value in match.groupdict().items() if value}
    roles = {role: _slots(role, value, masked, match, text) for role, value in groups.items() if role not in _NOT_ROLES}
    money = next((slot for role in ("amount", "amount2", "amount3") for slot in masked.of(groups.get(role))), None)
    draft = Draft(pattern.claim_type, stage, masked, match.span(), roles, dict(pattern.sets), money, pattern=pattern.name)
    is_late = masked.start > _LEAD_CHARACTERS
    draft.is_background = pattern.nominal and (pattern.fixed or (money is None and is_late))
    draft.polarity = "denied" if refused == "denied" or context.negation(clause) == "denied" else "affirmed"
    return _BUILDERS[pattern.claim_type](draft, groups, pattern.one_per, text)


_NOT_ROLES = {"amount", "amount2", "amount3", "valuation", "until"}
_NO_BEFORE = re.compile(r"\b(?:no|without|not|possibility of|prospect of|risk of|chance of|idea of|instead of|rather than|if) (?:[a-z]+ )?$")
# A name behind one of these is no subject: in "a deal with X to use Y's chips" it is not X who uses.
_OBJECT_OF = re.compile(r"\b(?:with|from|by|into|against|to|between|than|via|through) (?:[a-z'-]+ ){0,2}$")
_ACTIVE = re.compile(r"\{[a-z]+(?::[A-Z]+)?\+?\}\{AUX\}")


def _clause(masked: str, match: re.Match[str]) -> str:
    """The words from the last strong stop before the match to its end and a little on."""
    start = max(masked.rfind(stop, 0, match.start()) for stop in ("; ", ": ", ". ", ", "))
    return masked[max(0, start) : match.end()]


def _slots(role: str, value: str, masked: Masked, match: re.Match[str], text: str) -> list[Slot]:
    """The slots of a role; of a party that has no name, one slot with its words."""
    slots = masked.of(value)
    if role != "plaintiffs" or not _PHRASE.search(value):
        return [slot for slot in slots if slot.kind not in "MVXD"]
    start, end = masked.original(match.start(role)), masked.original(match.end(role))
    words = text[start:end]
    while (shorter := _ARTICLES.sub("", words)) != words:
        start, words = start + len(words) - len(shorter), shorter
    pair = _ADJECTIVES.match(words)  # "French and Malaysian authorities" are two
    if pair and pair[2].split()[-1].lower() in {"authorities", "regulators", "prosecutors", "governments", "officials"}:
        return [Slot("N", start, start + len(pair[1]), (pair[1],)), Slot("N", end - len(pair[2]), end, (pair[2],))]
    return [Slot("N", start, end, (words,))] if words else []


def _as_maker(slot: Slot, makers: dict[str, str]) -> Slot:
    """The maker in place of its product, where the article prints the maker's name."""
    if slot.kind in "KL" and slot.maker and slot.maker in makers:
        return replace(slot, kind="O", names=(makers[slot.maker],), key=slot.maker)
    return slot


# --- investments ------------------------------------------------------------------------------------------------------


def _investment(draft: Draft, groups: dict[str, str], one_per: str | None, text: str) -> list[Draft]:
    masked, (start, end) = draft.masked, draft.span
    near = masked.text[max(0, start - 30) : end + 60]
    roles = draft.roles
    if "place" in groups:
        roles["recipient"] = roles.pop("place")
    roles["investors"] = [*roles.get("investors", []), *roles.pop("others", [])]
    recipients = roles.get("recipient", [])
    taken = draft.ids("recipient")
    if len(recipients) > 1 or (recipients and len(recipients[0].names) > 1):
        return [
            part
            for slot in recipients
            for name in slot.names
            for part in _investment(replace(draft, roles={**roles, "recipient": [replace(slot, names=(name,))]}), {}, None, text)
        ]
    if draft.ids("investors") & taken or not (roles["investors"] or recipients):
        return []
    if draft.fields.get("deal_type") in {None, "equity_round"}:
        for pattern, sets in kinds.DEAL_KINDS:
            if pattern.search(masked.text[start : end + 40]):
                draft.fields |= sets
                break
    if draft.money and draft.fields.get("amount_kind") in {"raise", "tranche"} and _is_cumulative(draft):
        draft.fields["amount_kind"] = "cumulative_to_date"
    sold = " ".join(draft.names("recipient")).lower()
    if draft.fields.get("deal_type") == "compute_commitment" and not _is_compute(f"{near} {sold}"):
        return []
    values = [slot for slot in masked.of(masked.text[start : end + 60]) if slot.kind == "V"]
    if values and draft.fields.get("deal_type") in {None, "equity_round", "secondary_sale", "ipo", "strategic_stake", "unspecified"}:
        draft.roles["valuation"] = values[:1]
    found = kinds.ROUND.search(near)
    if found and draft.fields.get("deal_type") in {None, "equity_round"}:
        low = max(0, start - 30)
        draft.fields["round"] = text[masked.original(low + found.start()) : masked.original(low + found.end())]
    percent = kinds.PERCENT.search(masked.text[start : end + 30])
    if percent and draft.fields.get("deal_type") in {"strategic_stake", "secondary_sale", None}:
        draft.fields["stake_percent"] = percent[1]
    return [draft]


def _is_cumulative(draft: Draft) -> bool:
    """Whether the sum is all that was put in up to now: "since 2019", "has invested more than"."""
    start, end = draft.span
    near = draft.masked.text[max(0, start - 60) : end + 40]
    more = bool(draft.money and draft.money.money and draft.money.money.money.qualifier == "more_than")
    return bool(kinds.CUMULATIVE.search(near) or kinds.CUMULATIVE_ELSEWHERE.search(near) or (more and kinds.ALL_TOLD.search(near)))


def _is_compute(words: str) -> bool:
    return bool(kinds.COMPUTE.search(words))


def _seller_rank(slots: Iterable[Slot]) -> float:
    ranks = [
        _SELLERS[key] if (key := slot.maker or slot.key or "") in _SELLERS else max([_SELLS[t] for t in slot.traits if t in _SELLS], default=0.3)
        for slot in slots
    ]
    return max(ranks, default=0.0)


# --- partnerships -----------------------------------------------------------------------------------------------------


def _partnership(draft: Draft, groups: dict[str, str], one_per: str | None, text: str) -> list[Draft]:
    roles = draft.roles
    sides = [_distinct(roles.get(role, [])) for role in ("parties", "a", "b")]
    parties = _distinct([slot for side in sides for slot in side])
    if len({identity(name, slot) for slot in parties for name in slot.names}) < 2:
        return []
    if not draft.fields.get("agreement_type"):
        near = draft.masked.text[max(0, draft.span[0] - 20) : draft.span[1] + 60]
        commitment = _commitment(draft, sides, near)
        if commitment:
            return [commitment]
        for pattern, sets in kinds.AGREEMENT_KINDS:
            if pattern.search(near):
                draft.fields |= sets
                break
        else:
            draft.fields["agreement_type"] = "capacity_contract" if _is_compute(near) else "partnership"
    if draft.money:
        draft.fields.setdefault("amount_kind", "contract_value")
    if sides[1] and len(sides[2]) > 1:
        return [
            replace(draft, roles={**roles, "parties": _distinct([*sides[1], slot])}, fields=dict(draft.fields), money=None)
            for slot in sides[2]
        ]
    draft.roles = {**roles, "parties": parties}
    return [draft]


def _commitment(draft: Draft, sides: list[list[Slot]], near: str) -> Draft | None:
    """The same words as a purchase of computing, where they speak of a sum for it."""
    first, second = (sides[1], sides[2]) if sides[2] else (sides[0][:1], sides[0][1:])
    is_cloud = draft.money and any("cloud" in slot.traits for slot in (*first, *second))
    if not (is_cloud or (_is_compute(near) and (draft.money or kinds.LARGE.search(near)))) or len(first) != 1 or len(second) != 1:
        return None
    left, right = _seller_rank(first), _seller_rank(second)
    if left == right or max(left, right) < _IS_SELLER:
        return None
    buyer, seller = (first, second) if left < right else (second, first)
    fields = {"deal_type": "compute_commitment", "amount_kind": "contract_value"}
    return replace(draft, claim_type="investment", roles={"investors": buyer, "recipient": seller}, fields=fields)


def _distinct(slots: Iterable[Slot]) -> list[Slot]:
    return list({tuple(identity(n, s) for n in s.names): s for s in slots}.values())


# --- adoptions --------------------------------------------------------------------------------------------------------


def _adoption(draft: Draft, groups: dict[str, str], one_per: str | None, text: str) -> list[Draft]:
    roles = draft.roles
    near = draft.masked.text[max(0, draft.span[0] - 20) : draft.span[1] + 90]
    if "relation" not in draft.fields:
        relation = (
            "exclusive" if kinds.EXCLUSIVE.search(near) else "replacing" if kinds.REPLACING.search(near) else "additive" if kinds.ADDING.search(near) else "unspecified"
        )
        if relation == "replacing" and draft.stage in {"testing", "exploring"} and re.search(r"\bcomplement", near):
            relation = "additive"
        draft.fields["relation"] = relation
    parts: list[dict[str, list[Slot]]] = [roles]
    if one_per:
        parts = [{**roles, one_per: [slot]} for slot in roles.get(one_per, [])]
    if roles.get("adopter") and one_per != "adopter":
        parts = [{**part, "adopter": [slot]} for part in parts for slot in roles["adopter"]]
    return [replace(draft, roles=part, fields=dict(draft.fields)) for part in parts]


# --- legal actions ----------------------------------------------------------------------------------------------------


def _legal(draft: Draft, groups: dict[str, str], one_per: str | None, text: str) -> list[Draft]:
    masked, (start, end) = draft.masked, draft.span
    if draft.ids("plaintiffs") & draft.ids("defendants") or not draft.roles.get("defendants"):
        return []
    for pattern, sets in kinds.ACTIONS:
        if pattern.search(masked.text):
            draft.fields = sets | draft.fields
            break
    bases = [basis for pattern, basis in kinds.CLAIM_BASES if pattern.search(masked.text)]
    draft.fields["claim_basis"] = list(dict.fromkeys([*([draft.fields["claim_basis"]] if "claim_basis" in draft.fields else []), *bases]))[:4]
    forum = kinds.FORUM.search(masked.text)
    if forum:
        draft.fields["forum"] = text[masked.original(forum.start()) : masked.original(forum.end())]
    if draft.money is None and draft.stage in {"filed", "ongoing"}:
        sought = next((slot for slot in masked.slots.values() if slot.kind == "M" and slot.money and slot.money.role_hint == "damages"), None)
        if sought:
            draft.money, draft.fields["amount_kind"] = sought, "damages_sought"
    if any("official" in slot.traits for slot in draft.roles.get("plaintiffs", [])) and draft.stage == "probe_opened":
        draft.fields["action_type"] = "regulatory_probe"
    if len(draft.roles.get("plaintiffs", [])) > 1 and draft.stage == "probe_opened":  # each regulator has a case of its own
        return [replace(draft, roles={**draft.roles, "plaintiffs": [slot]}, fields=dict(draft.fields)) for slot in draft.roles["plaintiffs"]]
    return [draft]


_BUILDERS: dict[str, Callable[[Draft, dict[str, str], str | None, str], list[Draft]]] = {
    "investment": _investment,
    "partnership": _partnership,
    "model_adoption": _adoption,
    "legal_action": _legal,
}


def as_claim(draft: Draft, text: str, makers: dict[str, str], attribution: tuple[str, str | None] | None, dates: Sequence[DateMention]) -> dict[str, Any] | None:
    """The draft as the claim contract has it; null where a role that must be filled is empty. ``dates`` are those of its sentence."""
    masked = draft.masked
    kind, who = attribution or ("unattributed", None)
    claim: dict[str, Any] = {
        "claim_type": draft.claim_type,
        "stage": draft.stage,
        "quote": text[masked.start : masked.end],
        "polarity": draft.polarity,
        "attribution": kind,
        "attributed_to": who[:200] if who else None,
        "is_background": draft.is_background,
    } | _date(draft, dates)
    if draft.money and draft.money.money and draft.fields.get("amount_kind"):
        claim["amount"] = draft.money.money.money.model_dump() | _currency(draft) | {"kind": draft.fields["amount_kind"]}
    fields = {key: value for key, value in draft.fields.items() if key != "amount_kind" and value}
    if draft.claim_type == "investment":
        claim |= _investment_fields(draft, makers) | fields
    elif draft.claim_type == "partnership":
        claim |= {"parties": _names(draft, "parties", makers)} | _term(draft, dates) | fields
    elif draft.claim_type == "legal_action":
        claim |= {role: _names(draft, role, makers) for role in ("plaintiffs", "defendants")} | fields
    else:
        adoption = _adoption_fields(draft, makers)
        if adoption is None:
            return None
        claim |= adoption | fields
    return claim


def _currency(draft: Draft) -> dict[str, str]:
    """Dollars for a bare number where the one who pays is of the United States; else none is guessed."""
    money = draft.money.money.money if draft.money and draft.money.money else None
    if money is None or money.currency_code:
        return {}
    payers = [slot for role in ("investors", "recipient", "parties") for slot in draft.roles.get(role, [])]
    is_american = bool(payers) and "us" in payers[0].traits
    return {"currency_code": "USD", "currency_basis": "inferred"} if is_american else {}


def _names(draft: Draft, role: str, makers: dict[str, str]) -> list[str]:
    """The names of a role, makers for products, each organization once."""
    slots = [_as_maker(slot, makers) for slot in draft.roles.get(role, [])]
    return list({identity(name, slot): name for slot in reversed(slots) for name in reversed(slot.names)}.values())[::-1]


def _investment_fields(draft: Draft, makers: dict[str, str]) -> dict[str, Any]:
    is_whole = draft.fields.get("deal_type") == "acquisition"
    recipient = draft.names("recipient") if is_whole else _names(draft, "recipient", makers)
    valuation = draft.roles.get("valuation")
    return {
        "investors": _names(draft, "investors", makers),
        "recipient": recipient[0] if recipient else None,
        "sellers": _names(draft, "sellers", makers),
        "valuation": valuation[0].money.money.model_dump() if valuation and valuation[0].money else None,
    }


def _adoption_fields(draft: Draft, makers: dict[str, str]) -> dict[str, Any] | None:
    """Who uses whose model; null where a maker would only be using its own, or nobody's model is named."""
    adopter, product, provider, model = (next(iter(draft.roles.get(role, [])), None) for role in ("adopter", "product", "provider", "model"))
    if model and model.kind in "ONRP" and "chips" in model.traits:  # "powered by Nvidia" speaks of chips
        return None
    if model and model.kind in "ONRP":
        provider, model = provider or model, None
    if provider and provider.kind in "KL":
        model, provider = model or provider, None
    if product and product.kind in "ONR":
        adopter, product = adopter or product, None
    if adopter and adopter.kind in "KL":
        product, adopter = product or adopter, None
    if model and model.kind == "K" and not ("ai_lab" in model.traits or _ASSISTANT.search(model.name)):
        return None
    sides = [{slot.maker or slot.key or slot.name.lower() for slot in pair if slot} for pair in ((adopter, product), (provider, model))]
    if not sides[0] or not sides[1] or sides[0] & sides[1]:
        return None
    if product and adopter and product.maker and adopter.key and product.maker != adopter.key and not {product.maker} & sides[1]:
        pass
    if product and not adopter and not product.maker and not product.key:  # a product that no list holds belongs to whom the sentence is about
        adopter = next((slot for slot in draft.masked.slots.values() if slot.kind in "ONR" and slot.end <= product.start and slot.name), None)
    maker = provider.name if provider else makers.get(model.maker or "") if model else None
    owner = adopter.name if adopter else makers.get(product.maker or "") if product else None
    return {"adopter": owner, "product": product.name if product else None, "provider": maker, "model": model.name if model else None}


def _date(draft: Draft, dates: Sequence[DateMention]) -> dict[str, Any]:
    """The date nearest to the match in its sentence; "until" and "since" are no dates of the event."""
    masked = draft.masked
    start, end = (masked.original(position) - masked.start for position in draft.span)
    points = [date for date in dates if date.kind == "point" and date.value]
    near = [(max(start - date.end, date.start - end, 0), date) for date in points]
    best = min((pair for pair in near if pair[0] <= _DATE_REACH), key=lambda pair: pair[0], default=None)
    return {"event_date": best[1].value, "event_date_precision": best[1].precision} if best else {}


def _term(draft: Draft, dates: Sequence[DateMention]) -> dict[str, Any]:
    until = next((date for date in dates if date.kind == "until" and date.value), None)
    return {"term_end": until.value, "term_end_precision": until.precision} if until else {}
