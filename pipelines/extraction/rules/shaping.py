"""What the draft of each type still needs: its kind of deal, its sides, one draft a party where the contract wants one."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from pipelines.extraction.rules import kinds
from pipelines.extraction.rules.claims import adoption_fields, is_assistant, owner_of
from pipelines.extraction.rules.draft import Draft, identity
from pipelines.extraction.rules.masking import Slot, renamed
from pipelines.extraction.sparse import Rows

# Who sells computing to whom: the one with the lower number is the customer (set 2026-11-22 from public deals).
_SELLS = {"cloud": 4.0, "chips": 3.0, "ai_lab": 0.0, "software": 0.5}
_SELLERS = {
    "oracle": 3.5, "aws": 3.2, "google_cloud": 3.1, "azure": 3.1, "microsoft_azure": 3.1, "amazon": 3.0, "google": 2.0,
    "microsoft": 1.5, "meta": 0.4, "apple": 0.4, "xai": 0.1,
}  # fmt: skip
_SERVICES = {"azure", "microsoft_azure", "aws", "google_cloud"}
_UNKNOWN_SELLS, _IS_SELLER = 0.3, 1.0
_BOUGHT = {"acquisition", "licence_and_hire"}
_AHEAD = {"rumoured", "considered", "in_talks"}
_DONE = {"signed", "effective"}
# A total is context, unless the article begins with it (2026-11-22).
_LEAD_CHARACTERS = 400
# How far behind a match the sum of its deal may stand, in characters (2026-11-26, of 250 sentences of ours).
_SUM_REACH = 110
_PRICED = {"equity_round", "secondary_sale", "ipo", "strategic_stake"}


def shaped(draft: Draft, one_per: str | None, text: str) -> list[Draft]:
    """Return the drafts that the draft becomes; none where its sides make no claim."""
    if draft.claim_type == "model_adoption":
        return _adoptions(draft, one_per)
    return _SHAPERS[draft.claim_type](draft, text)


def _apply(draft: Draft, rules: Rows[dict[str, str]], words: str) -> bool:
    """Give the draft the fields of the first rule that fits."""
    sets = rules.first(words)
    draft.fields |= sets or {}
    return sets is not None


def _investments(draft: Draft, text: str) -> list[Draft]:
    roles = draft.roles
    if "place" in roles:
        roles["recipient"] = roles.pop("place")
    roles["investors"] = [*roles.get("investors", []), *roles.pop("others", [])]
    recipients = [replace(slot, names=(name,)) for slot in roles.get("recipient", []) for name in slot.names]
    if len(recipients) > 1:
        parts = (replace(draft, roles={**roles, "recipient": [slot]}, fields=dict(draft.fields)) for slot in recipients)
        return [one for part in parts for one in _investments(part, text)]
    if not _has_sides(draft, recipients):
        return []
    if draft.fields.get("deal_type") == "by_seller":
        return [_promised(draft, recipients)]
    start, end = draft.span
    masked = draft.masked.text
    if len(roles["investors"]) > 1 and draft.money and kinds.EACH.search(masked[start : end + 6]):
        apart = (
            replace(draft, roles={**roles, "investors": [slot]}, fields=dict(draft.fields))
            for slot in roles["investors"]
        )
        return [one for part in apart for one in _investments(part, text)]
    near = masked[max(0, start - 30) : end + 60]
    if draft.money is None and draft.fields.get("deal_type") in _BOUGHT:
        draft.money = _sum_behind(draft)
    said = draft.fields.get("deal_type")
    _add_deal(draft, recipients, text)
    deal = draft.fields.get("deal_type")
    if draft.fields.get("amount_kind") in {"raise", "tranche", "grant"} and _is_cumulative(draft):
        draft.fields["amount_kind"] = "cumulative_to_date"
        draft.is_background = draft.is_background or draft.masked.start > _LEAD_CHARACTERS
    names = " ".join(draft.names("recipient")).lower()
    if said == deal == "compute_commitment" and not kinds.COMPUTE.search(f"{near} {names}"):
        return []
    if deal is None or deal in _PRICED:
        draft.roles["valuation"] = [slot for slot in draft.masked.of(masked[start : end + 60]) if slot.kind == "V"][:1]
    _add_round(draft, text, max(0, start - 30), end + 60)
    percent = kinds.PERCENT.search(masked[start : end + 30])
    if percent and deal in {"strategic_stake", "secondary_sale", None}:
        draft.fields["stake_percent"] = percent[1]
    return [draft]


def _add_deal(draft: Draft, recipients: list[Slot], text: str) -> None:
    """What kind of deal the words say it is, where the pattern does not."""
    start, end = draft.span
    if draft.fields.get("deal_type") in {None, "equity_round"}:
        before = dict(draft.fields)
        _apply(draft, kinds.DEAL_KINDS, draft.masked.text[start : end + 40])
        if draft.stage == "effective" and draft.fields.get("deal_type") == "pledge":
            draft.fields = before  # paid: what was promised is the sum before it
    if draft.money is None:
        return
    if draft.fields.get("deal_type") is None and any(map(_is_service, recipients)):
        draft.fields |= {"deal_type": "compute_commitment", "amount_kind": "contract_value"}
    is_open = draft.fields.get("deal_type") in {None, "equity_round"}
    if is_open and kinds.DONATED.search(text[draft.masked.start : draft.masked.end]):
        draft.fields |= {"deal_type": "grant", "amount_kind": "grant"}


def _has_sides(draft: Draft, recipients: list[Slot]) -> bool:
    """Whether money passes between two, and not for an assistant: whoever "bought Copilot" uses it."""
    if draft.ids("investors") & draft.ids("recipient") or not (draft.roles["investors"] or recipients):
        return False
    return not (draft.fields.get("deal_type") == "acquisition" and any(map(is_assistant, recipients)))


def _is_service(slot: Slot) -> bool:
    """Whether it is a cloud sold by the hour, of which nobody can hold a share: money for it buys computing."""
    return bool({slot.key, slot.maker} & _SERVICES)


def _promised(draft: Draft, recipients: list[Slot]) -> Draft:
    """Money promised to whoever sells computing buys computing; to anybody else it is a pledge."""
    payers = draft.roles["investors"][:1]
    buys = bool(payers and recipients) and _rank(recipients[0]) >= _SELLS["chips"] > _rank(payers[0])
    fields = {"deal_type": "compute_commitment", "amount_kind": "contract_value"} if buys else {"deal_type": "pledge"}
    return replace(draft, fields=draft.fields | fields)


def _add_round(draft: Draft, text: str, low: int, high: int) -> None:
    found = kinds.ROUND.search(draft.masked.text[low:high])
    if found and draft.fields.get("deal_type") in {None, "equity_round"}:
        original = draft.masked.original
        draft.fields["round"] = text[original(low + found.start()) : original(low + found.end())]


def _is_cumulative(draft: Draft) -> bool:
    """Whether the sum is all that was put in up to now: "since 2019", "has invested more than"."""
    if draft.money is None or draft.money.money is None:
        return False
    start, end = draft.span
    near = draft.masked.text[max(0, start - 60) : end + 40]
    if draft.stage in _AHEAD or kinds.NOT_YET.search(draft.masked.text[start:end]):
        return False
    if kinds.CUMULATIVE.search(near) or kinds.CUMULATIVE_ELSEWHERE.search(near):
        return True
    sum_said = draft.money.money.money
    is_hedged = sum_said.qualifier in {"more_than", "about"} or bool(kinds.LESS_THAN.match(sum_said.as_stated))
    return bool(is_hedged and kinds.ALL_TOLD.search(near) and not kinds.ONE_OCCASION.search(near))


def _partnerships(draft: Draft, text: str) -> list[Draft]:
    del text  # the other shapers print from it
    roles = draft.roles
    parties, left, right = (_distinct(roles.get(role, [])) for role in ("parties", "a", "b"))
    everybody = _distinct([*parties, *left, *right])
    if len({identity(name, slot) for slot in everybody for name in slot.names}) < 2:
        return []
    if draft.fields.get("agreement_type") == "ip_rights" and kinds.EXCLUSIVE.search(draft.masked.text, *draft.span):
        draft.fields["agreement_type"] = "exclusivity"  # the same words tell of rights that others have, too
    draft.money = draft.money or _sum_behind(draft)
    near = draft.masked.text[max(0, draft.span[0] - 20) : draft.span[1] + 60]
    if draft.fields.get("agreement_type") in {None, "capacity_contract"}:
        commitment = _commitment(draft, left or parties[:1], right or parties[1:], near)
        if commitment:
            return [commitment]
    if not draft.fields.get("agreement_type") and not _apply(draft, kinds.AGREEMENT_KINDS, near):
        draft.fields["agreement_type"] = "capacity_contract" if kinds.COMPUTE.search(near) else "partnership"
    if draft.fields["agreement_type"] == "renegotiation" and draft.stage in _DONE:
        draft.stage = "amended"
    if draft.money:
        draft.fields.setdefault("amount_kind", "contract_value")
    if left and len(right) > 1:
        sides = [_distinct([*left, slot]) for slot in right]
        return [
            replace(draft, roles={**roles, "parties": side}, fields=dict(draft.fields), money=None) for side in sides
        ]
    draft.roles = {**roles, "parties": everybody}
    return [draft]


def _sum_behind(draft: Draft) -> Slot | None:
    """The sum that the words behind a match give for the deal: "in a deal worth", "at a price of"."""
    end = draft.span[1]
    found = kinds.DEAL_SUM.search(draft.masked.text, end, end + _SUM_REACH)
    if found is None or kinds.OTHER_SUM.search(draft.masked.text, end, found.start("sum")):
        return None
    return next(iter(draft.masked.of(found["sum"])), None)


def _commitment(draft: Draft, left: list[Slot], right: list[Slot], near: str) -> Draft | None:
    """The same words as a purchase of computing, where they speak of a sum for it."""
    if len(left) != 1 or len(right) != 1:
        return None
    is_cloud = draft.money and any("cloud" in slot.traits for slot in (*left, *right))
    is_large = kinds.COMPUTE.search(near) and (draft.money or kinds.LARGE.search(near))
    ranks = _rank(left[0]), _rank(right[0])
    if not (is_cloud or is_large) or ranks[0] == ranks[1] or max(ranks) < _IS_SELLER:
        return None
    buyer, seller = (left, right) if ranks[0] < ranks[1] else (right, left)
    fields = {"deal_type": "compute_commitment", "amount_kind": "contract_value"}
    return replace(draft, claim_type="investment", roles={"investors": buyer, "recipient": seller}, fields=fields)


def _rank(slot: Slot) -> float:
    key = slot.maker or slot.key or ""
    return _SELLERS.get(key) or max([_SELLS[trait] for trait in slot.traits if trait in _SELLS], default=_UNKNOWN_SELLS)


def _distinct(slots: Iterable[Slot]) -> list[Slot]:
    return list({tuple(identity(name, slot) for name in slot.names): slot for slot in slots}.values())


def _adoptions(draft: Draft, one_per: str | None) -> list[Draft]:
    roles = draft.roles
    # A regulator that blocks a model forbids it to others; it never used it.
    if draft.stage == "dropped" and any(slot.traits & {"regulator", "court"} for slot in roles.get("adopter", [])):
        return []
    made_by = draft.fields.pop("of", None)
    if made_by and any(slot.kind in "OR" and "ai_lab" not in slot.traits for slot in roles.get("model", [])):
        return []  # "connected to X" tells of its model only where X is known by its models
    if made_by and any("media" in slot.traits for slot in roles.get("adopter", [])):
        return []  # reporters try what they write about
    _know_product(draft)
    near = draft.masked.text[max(0, draft.span[0] - 20) : draft.span[1] + 90]
    draft.fields.setdefault("relation", _relation(near, draft.stage))
    parts = [{**roles, one_per: [slot]} for slot in roles.get(one_per, [])] if one_per else [roles]
    if one_per != "adopter" and roles.get("adopter"):
        parts = [{**part, "adopter": [slot]} for part in parts for slot in roles["adopter"]]
    drafts = (replace(draft, roles=part, fields=dict(draft.fields)) for part in parts)
    return [one for one in drafts if adoption_fields(one, {})]


def _know_product(draft: Draft) -> None:
    """Make a product of a name that no list holds, where the words say whose thing it is."""
    if draft.roles.get("adopter"):
        things = draft.roles.get("product", [])
        if things:
            draft.roles["product"] = [renamed(slot, "K") if slot.kind == "N" else slot for slot in things]
    _know_owner(draft)


def _know_owner(draft: Draft) -> None:
    """A name that no list holds and that is somebody's ("the carmaker's new X", "its X") is a product, and they use the model."""
    used = [*draft.roles.get("adopter", []), *draft.roles.get("product", [])][:1]
    for number, slot in draft.masked.slots.items():
        if used and slot is used[0] and slot.kind == "N":
            before = draft.masked.text.partition(f"<N{number}>")[0]
            owner = owner_of(draft, slot) if kinds.OWNED.search(before) else None
            if owner is not None:
                draft.roles |= {"adopter": [owner], "product": [renamed(slot, "K")]}


def _relation(near: str, stage: str) -> str:
    if kinds.EXCLUSIVE.search(near):
        return "exclusive"
    is_open = stage in {"testing", "exploring"} and re.search(r"\bcomplement", near)
    if kinds.REPLACING.search(near) and not is_open:
        return "replacing"
    return "additive" if is_open or kinds.ADDING.search(near) else "unspecified"


def _legal_actions(draft: Draft, text: str) -> list[Draft]:
    masked, roles = draft.masked, draft.roles
    if draft.ids("plaintiffs") & draft.ids("defendants") or not roles.get("defendants"):
        return []
    by = draft.fields.pop("by", None)
    if by == "either":
        _accuse_the_lab(roles)
    elif by and not any(map(_ACTORS[by], roles.get("plaintiffs", []))):
        return []
    given_up = kinds.GIVEN_UP.search(masked.text, draft.span[0])
    if given_up and given_up.start() < draft.span[1] <= given_up.end():
        draft.stage, draft.is_background = "withdrawn", True
        draft.span = (draft.span[0], given_up.end())
    own = dict(draft.fields)
    _apply(draft, kinds.ACTIONS, masked.text)
    is_probe_of_merger = (draft.fields.get("action_type"), own.get("action_type")) == (
        "merger_review",
        "regulatory_probe",
    )
    if not is_probe_of_merger:  # that is its review
        draft.fields |= {key: value for key, value in own.items() if key != "claim_basis"}
    bases = [own.get("claim_basis"), *(basis for _, basis in kinds.CLAIM_BASES.matches(masked.text))]
    draft.fields["claim_basis"] = list(dict.fromkeys(basis for basis in bases if basis))[:4]
    forum = kinds.FORUM.search(masked.text)
    if forum:
        draft.fields["forum"] = text[masked.original(forum.start()) : masked.original(forum.end())]
    if draft.money is None and draft.stage in {"filed", "ongoing"}:
        sums = (slot for slot in masked.slots.values() if slot.kind == "M" and slot.money)
        draft.money = next((slot for slot in sums if slot.money and slot.money.role_hint == "damages"), None)
        draft.fields |= {"amount_kind": "damages_sought"} if draft.money else {}
    if draft.stage == "probe_opened":  # each regulator has a case of its own
        authorities = roles.get("plaintiffs", [])
        if any(slot.kind == "P" for slot in authorities):
            return [draft]  # an office and who holds it
        alone = [{**roles, "plaintiffs": [slot]} for slot in authorities] or [roles]
        return [replace(draft, roles=part, fields=dict(draft.fields)) for part in alone]
    return [draft]


def _accuse_the_lab(roles: dict[str, list[Slot]]) -> None:
    """Of two who settle "their" case, whoever makes models was sued by whoever owns works, not the other way round."""
    sides = roles.get("plaintiffs", []), roles["defendants"]
    if all("ai_lab" in slot.traits for slot in sides[0]) and not any("ai_lab" in slot.traits for slot in sides[1]):
        roles["defendants"], roles["plaintiffs"] = sides


def is_authority(slot: Slot) -> bool:
    """Whether it is an authority: one of a list, a state, or one told by its kind ("the watchdog")."""
    return "official" in slot.traits or slot.kind == "G" or bool(kinds.AUTHORITY.search(" ".join(slot.names).lower()))


def _is_regulator(slot: Slot) -> bool:
    """Whether its office is to watch over others; a state or a parliament that bans a model only will not use it."""
    return "regulator" in slot.traits or bool(kinds.REGULATOR.search(" ".join(slot.names).lower()))


_ACTORS: dict[str, Callable[[Slot], bool]] = {"official": is_authority, "regulator": _is_regulator}
_SHAPERS: dict[str, Callable[[Draft, str], list[Draft]]] = {
    "investment": _investments,
    "partnership": _partnerships,
    "legal_action": _legal_actions,
}
