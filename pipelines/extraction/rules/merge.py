"""Several sentences of one article often say one thing: the fullest is kept."""

import re

from pipelines.extraction.rules.draft import Draft

# Stages of what has not come about: a round sought is not the round closed before it.
_OPEN = {"rumoured", "considered", "in_talks"}
_CLOSED = {
    "terminated",
    "withdrawn",
    "blocked",
    "dismissed",
    "settled",
    "ruled",
    "appealed",
    "dropped",
    "replaced",
    "fined",
}
# Roles that a second reading of the same sentence may fill.
_FILLED = ("product", "model", "provider", "investors", "plaintiffs", "valuation")
_WHOLE = {"acquisition", "licence_and_hire"}
_TERMS = {"renegotiation", "ip_rights", "exclusivity", "revenue_share"}
_RUNS_UNTIL = re.compile(r"\b(?:until|through|till)\b")


def merged(drafts: list[Draft]) -> list[Draft]:
    """Return one draft an event, in the order of the text."""
    kept: list[Draft] = []
    bought = [d for d in drafts if d.fields.get("deal_type") in _WHOLE | {"compute_commitment"}]
    tried = [d for d in drafts if d.claim_type == "model_adoption" and d.stage == "exploring"]
    paid = [d for d in drafts if d.claim_type == "investment" and d.roles.get("investors")]
    drafts = [d for d in drafts if not any(_is_of(d, other) for other in (*bought, *tried))]
    drafts = [d for d in drafts if not any(_is_payer(d, other) for other in paid)]
    cases = [d for d in drafts if d.claim_type == "legal_action"]
    drafts = [d for d in drafts if not any(_is_matter_of(d, case) for case in cases)]
    for draft in sorted(drafts, key=lambda d: (-_rank(d), d.masked.start, d.masked.is_rewritten, d.span)):
        same = next((other for other in kept if is_same(draft, other) and not _is_another_case(draft, other)), None)
        if same is None:
            kept.append(draft)
            continue
        if draft.claim_type == "legal_action":
            same.suitors = same.suitors or draft.ids("plaintiffs")
        if draft.masked.start != same.masked.start:
            continue
        _fill(same, draft)
    return sorted(kept, key=lambda d: (d.masked.start, d.span))


def _is_another_case(draft: Draft, kept: Draft) -> bool:
    """Whether the case kept, which names no plaintiff itself, is already somebody else's."""
    own = draft.ids("plaintiffs")
    if not own or kept.ids("plaintiffs") or draft.masked.start == kept.masked.start:
        return False
    return bool(kept.suitors and not own & kept.suitors) or (
        kept.stage in _CLOSED and draft.stage == "filed" and not draft.is_background
    )


def _is_of(draft: Draft, purchase: Draft) -> bool:
    """Whether the agreement is the purchase or use under another name: "has acquired X in a deal", "talks about using"."""
    return (
        draft.claim_type == "partnership"
        and draft.masked.start == purchase.masked.start
        and draft.ids("parties", "a", "b") <= purchase.ids("investors", "recipient", "adopter", "provider")
    )


def _is_matter_of(draft: Draft, case: Draft) -> bool:
    """Whether the agreement is only what a case of the same sentence is about: "X's deal with Y does not qualify for review"."""
    return (
        draft.is_named
        and draft.claim_type == "partnership"
        and draft.masked.start == case.masked.start
        and draft.ids("parties", "a", "b") <= case.ids("plaintiffs", "defendants")
    )


def _is_payer(draft: Draft, paid: Draft) -> bool:
    """Whether who seems to get money without a sum is who pays in the same sentence: "from X and Y, in a round that values it"."""
    return (
        draft.claim_type == "investment"
        and not draft.money
        and not draft.roles.get("investors")
        and draft.masked.start == paid.masked.start
        and bool(draft.ids("recipient"))
        and draft.ids("recipient") <= paid.ids("investors")
    )


def _fill(kept: Draft, other: Draft) -> None:
    """Give the draft what another reading of its own sentence knows more: the product beside the adopter, the lead investor."""
    for role in _FILLED:
        if other.roles.get(role) and not kept.roles.get(role):
            kept.roles = {**kept.roles, role: other.roles[role]}
    if kept.money is None and other.money is not None:
        kept.money, kept.fields["amount_kind"] = other.money, other.fields.get("amount_kind")


def with_recipients(drafts: list[Draft]) -> list[Draft]:
    """Money put "into the round" goes to whom the round told just before is for; without one before it says nothing."""
    kept: list[Draft] = []
    last: Draft | None = None
    for draft in sorted(drafts, key=lambda d: (d.masked.start, d.span)):
        is_money = draft.claim_type == "investment" and draft.fields.get("amount_kind") in {"raise", "tranche", "debt"}
        if is_money and draft.roles.get("recipient"):
            last = draft
        elif is_money and draft.fields.get("deal_type", "equity_round") in {"equity_round", "debt"}:
            if last is None or last.ids("recipient") & draft.ids("investors"):
                continue
            draft.roles["recipient"] = last.roles["recipient"]
        kept.append(draft)
    return kept


def _rank(draft: Draft) -> float:
    slots = sum(
        bool(draft.roles.get(role))
        for role in (
            "investors",
            "recipient",
            "plaintiffs",
            "defendants",
            "adopter",
            "product",
            "provider",
            "model",
            "valuation",
        )
    )
    return (
        3 * (not draft.is_background)
        + 2 * bool(draft.money)
        + slots * 0.5
        - 0.02 * draft.masked.start / 1000
        - draft.in_title
        - 0.4 * draft.in_heading  # a headline that goes further than its article does not win, one that says more does
        + (draft.stage in _CLOSED)
        + 0.1 * min(5, len(draft.ids("investors", "plaintiffs", "defendants", "parties")))
    )


def is_same(one: Draft, other: Draft) -> bool:
    """Whether two drafts of an article can be one event."""
    if one.claim_type != other.claim_type:
        return False
    if one.claim_type == "investment":
        return _same_investment(one, other)
    if one.claim_type == "legal_action":
        return _same_case(one, other)
    if one.claim_type == "model_adoption":
        return bool(one.ids("adopter", "product") & other.ids("adopter", "product")) and bool(
            one.ids("provider", "model") & other.ids("provider", "model")
        )
    kinds = {d.fields.get("agreement_type") for d in (one, other)}
    few, many = sorted((one.ids("parties"), other.ids("parties")), key=len)
    if one.masked.start == other.masked.start and few == many:
        return True
    return few <= many and (len(kinds) == 1 or not kinds & _TERMS) and not _runs_on(one, other)


def _runs_on(one: Draft, other: Draft) -> bool:
    """Whether of two terms of an agreement one has ended and the other runs until a day."""
    ended, running = (one, other) if one.stage in _CLOSED else (other, one)
    is_over = ended.stage in _CLOSED, running.stage in _CLOSED
    return is_over == (True, False) and bool(_RUNS_UNTIL.search(running.masked.text[slice(*running.span)]))


def _sue_together(one: Draft, other: Draft) -> bool:
    """Whether a sentence tells of one side by name and by what it is: "X and other publishers" are one side."""
    return (
        one.masked.start == other.masked.start
        and one.ids("defendants") == other.ids("defendants")
        and any(all(name.islower() for name in draft.names("plaintiffs")) for draft in (one, other))
    )


def _was_given_up(one: Draft, other: Draft) -> bool:
    """Whether the one is a case that had been withdrawn when the other was brought."""
    return one.stage == "withdrawn" and one.is_background and other.stage == "filed" and not other.is_background


def _same_case(one: Draft, other: Draft) -> bool:
    """The same sides; of one sentence, whichever way round it was read."""
    if _was_given_up(one, other) or _was_given_up(other, one):
        return False
    sides = ("plaintiffs", "defendants")
    if one.masked.start == other.masked.start and one.ids(*sides) == other.ids(*sides) and one.ids("plaintiffs"):
        return True
    plaintiffs = one.ids("plaintiffs"), other.ids("plaintiffs")
    if _sue_together(one, other):
        return True
    if (
        not all(plaintiffs)
        and one.stage != other.stage
        and any(d.money and not d.ids("plaintiffs") for d in (one, other))
    ):
        return False  # a fine of an earlier case
    same = (
        bool(plaintiffs[0] & plaintiffs[1])
        or not all(plaintiffs)
        or any(a in b or b in a for a in plaintiffs[0] for b in plaintiffs[1])
    )
    return same and bool(one.ids("defendants") & other.ids("defendants"))


def _is_plan(one: Draft, other: Draft) -> bool:
    return "infrastructure_plan" in {d.fields.get("deal_type") for d in (one, other)} and bool(
        one.ids("investors") & other.ids("investors")
    )


def _is_given_up(one: Draft, other: Draft) -> bool:
    """Whether a listing was given up beside a round that was not: "pulled its IPO days after raising"."""
    return (
        one.fields.get("deal_type") == "ipo"
        and one.stage in _CLOSED
        and other.fields.get("deal_type") == "equity_round"
        and other.stage not in _CLOSED
    )


def _same_investment(one: Draft, other: Draft) -> bool:
    is_one_sentence = one.masked.start == other.masked.start
    is_open = {one.stage in _OPEN, other.stage in _OPEN}
    if len(is_open) == 2 and not is_one_sentence and not (one.money and other.money):
        return False
    owns = {d.fields.get("deal_type") == "acquisition" for d in (one, other)}
    lists = {d.fields.get("deal_type") == "ipo" for d in (one, other)}
    is_apart = len(lists) == 2 and not is_one_sentence
    if len(owns) == 2 or is_apart or _is_given_up(one, other) or _is_given_up(other, one):
        return False
    if one.money and other.money and one.money.money and other.money.money:
        values = {d.money.money.money.value for d in (one, other) if d.money and d.money.money}
        if len(values) > 1:
            return False
    if is_one_sentence and one.money is not None and one.money is other.money and _is_plan(one, other):
        return True  # one sum is not spent twice, in a country and in a town of it
    recipients, investors = (
        (one.ids("recipient"), other.ids("recipient")),
        (one.ids("investors"), other.ids("investors")),
    )
    if all(recipients) and recipients[0] != recipients[1]:
        return False
    return bool(investors[0] & investors[1]) or (not all(investors) and all(recipients))
