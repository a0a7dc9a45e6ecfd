"""Whether two claims can speak of one event: typed slots compared one by one, never text.

Each slot answers SAME, OPEN (one of the two does not say) or OTHER. One OTHER and they are two events.
"""

from collections.abc import Mapping
from datetime import timedelta

from pipelines.events import fits
from pipelines.events.fits import Fit, Period
from pipelines.events.slots import Lineages, Slots

# Money of one class may be one sum under two names (a round called a deal); across classes it never is.
AMOUNT_CLASS = {
    "raise": "cheque", "tranche": "cheque", "deal_value": "cheque", "contract_value": "cheque", "pledge": "cheque",
    "debt": "debt", "grant": "grant", "cumulative_to_date": "total", "capacity_plan": "plan",
    "revenue_share_cap": "cap", "damages_sought": "damages", "settlement": "settlement", "fine": "fine",
}  # fmt: skip
DEAL_CLASS = {
    "equity_round": "equity", "strategic_stake": "equity", "pledge": "equity", "grant": "equity",
    "acquisition": "takeover", "licence_and_hire": "takeover", "compute_commitment": "compute",
    "infrastructure_plan": "compute", "debt": "debt", "ipo": "ipo", "secondary_sale": "secondary",
}  # fmt: skip
ACTION_CLASS = {"lawsuit": "suit", "class_action": "suit"}
AGREEMENT_CLASS = {
    "renegotiation": "renegotiation", "exclusivity": "rights", "ip_rights": "rights", "revenue_share": "revenue_share",
    "capacity_contract": "capacity",
}  # fmt: skip
BASIS_CLASS = {
    "contract": "duty", "fiduciary": "duty", "securities": "duty", "antitrust": "market", "exclusivity": "market",
    "copyright": "works", "trademark": "works", "publicity": "works", "patent": "patent", "trade_secret": "secret",
    "employment": "secret", "privacy": "harm", "safety": "harm", "defamation": "harm",
}  # fmt: skip
# A company is bought once and listed once: that it is, identifies the deal. It takes money many times.
ONCE_A_COMPANY = frozenset({"takeover", "ipo"})
NEVER_A_PRICE = frozenset({"raise", "tranche", "cumulative_to_date", "grant", "pledge", "capacity_plan"})
NEGOTIATING = frozenset({"rumoured", "considered", "in_talks", "exploring", "threatened"})
AHEAD = NEGOTIATING | {"announced", "signed"}
DONE = frozenset({"signed", "effective", "amended", "deployed", "default"})
# One case is ruled on, thrown out with leave to amend, and taken further, again and again.
MANY_TIMES = frozenset({"ongoing", "ruled", "dismissed", "appealed"})

DATES_WITHIN = timedelta(days=7)  # a deed and its announcement, a Monday resolved by another paper
# An undated report speaks of what is current, not of a deal years ago; a case stays current as long as it may last.
NEWS_WITHIN = timedelta(days=400)
CASE_NEWS_WITHIN = timedelta(days=6 * 365)
# In 47 articles read by hand such words on one deal lay at most 59 days apart, on two deals at least 185; from the first
# word of Microsoft's talks with OpenAI (May 11, 2025) to their memorandum there were 123 (2026-11).
BARE_NEWS_WITHIN = timedelta(days=150)
TALKS_LAG = timedelta(days=31)  # papers still tell of talks when the announcement is out
PARTS_WITHIN = timedelta(days=31)  # a sum called a round by one paper and a stake by another
# From the first talk of a thing to its end: a deal closes within a year or so, a case takes many.
STAGES_WITHIN = {"legal_action": CASE_NEWS_WITHIN, "model_adoption": timedelta(days=3 * 365)}
DEAL_STAGES_WITHIN = timedelta(days=365)
# Two may be told of as one ("the probe of X and its partner"); asking three or more is a study of their market
# (2026-11-26, from the probes of the sample newsroom).
MANY_FIRMS = 3
# A deal told with nothing of what kind it is.
ANY_DEAL = frozenset({None, "partnership"})
_TOO_LITTLE = {"identity": Fit.OTHER}


def has_all_slots(claim: Slots) -> bool:
    """Whether the claim says enough to stand for an event by itself: a core. What says less has gaps."""
    match claim.claim_type:
        case "investment":
            if DEAL_CLASS.get(claim.kind or "") == "takeover":
                return bool(claim.doers and claim.others)
            numbered = bool(claim.amount or claim.round or claim.stake)
            if claim.amount_kind == "capacity_plan":
                return bool(claim.doers or claim.others)
            return numbered and bool(claim.others) and bool(claim.doers or claim.round or claim.amount_kind == "raise")
        case "model_adoption":
            return bool(claim.doers and claim.others and claim.product)
        case "legal_action":
            # Two that meet in court often meet there again: a ground or the day it began says which case it is. The day of
            # a filing or ruling in it does not.
            began = claim.happened and claim.stage not in MANY_TIMES
            return bool(claim.doers and claim.others and (began or claim.basis))
        case _:
            # Parties renegotiate time and again: only a day, a term or a sum says which agreement it is.
            return bool(claim.term_end or claim.amount or claim.happened)


def says_only_who(claim: Slots) -> bool:
    """Whether a deal is told with nothing but its parties: "X, an investor in Y". It fits whatever they did together."""
    if claim.claim_type == "investment" and DEAL_CLASS.get(claim.kind or "") in ONCE_A_COMPANY:
        return False
    told = (claim.amount, claim.round, claim.stake, claim.happened, claim.term_end)
    return claim.claim_type in {"investment", "partnership"} and not any(told)


def current_for(claim: Slots) -> timedelta:
    """How far from other news of an event the report of a claim with gaps may lie."""
    if claim.claim_type == "legal_action":
        return CASE_NEWS_WITHIN
    return BARE_NEWS_WITHIN if says_only_who(claim) else NEWS_WITHIN


def one_event(left: Slots, right: Slots, lineages: Lineages) -> bool:
    """Whether nothing said by the one contradicts the other and what identifies an event of their type agrees."""
    found = compare(left, right, lineages).values()
    return Fit.OTHER not in found and Fit.SAME in found


def agreeing(left: Slots, right: Slots, lineages: Lineages) -> tuple[str, ...]:
    """The slots in which the two say the same. Kinds that only go together ("a licence", "a purchase") are not the same."""
    said = compare(left, right, lineages)
    return tuple(
        slot
        for slot, fit in said.items()
        if fit is Fit.SAME
        and (slot not in _KINDS or _one_kind(getattr(left, _KINDS[slot]), getattr(right, _KINDS[slot])))
    )


_KINDS = {"deal type": "kind", "agreement": "kind", "action": "kind", "kind of amount": "amount_kind"}


def _one_kind(left: str | None, right: str | None) -> bool:
    return left is not None and left == right


def agree_on_parties_alone(left: Slots, right: Slots, lineages: Lineages) -> bool:
    """Whether two investments have nothing that marks a deal in common but who deals with whom: no sum, round, stake or day."""
    if left.claim_type != "investment" or DEAL_CLASS.get(left.kind or "") in ONCE_A_COMPANY:
        return False
    found = compare(left, right, lineages)
    return Fit.SAME not in {found.get(slot) for slot in ("amount", "round", "stake", "date")}


def compare(left: Slots, right: Slots, lineages: Lineages) -> Mapping[str, Fit]:
    """How the two claims stand to each other, slot by slot. ``identity`` is OTHER where too little agrees to tell."""
    if left.claim_type != right.claim_type:
        return {"type": Fit.OTHER}
    return _COMPARE[left.claim_type](left, right, lineages)


def _investments(left: Slots, right: Slots, lineages: Lineages) -> dict[str, Fit]:
    rounds = fits.values(left.round, right.round)
    stakes = fits.stakes(left.stake, right.stake)
    investors = _parties(left.doers, right.doers, lineages)
    kinds = {left.amount_kind, right.amount_kind}
    if investors is Fit.OTHER and "tranche" not in kinds and (rounds is Fit.SAME or kinds == {"raise"}):
        investors = Fit.OPEN  # each paper names other investors of one round
    recipients = _parties(left.others, right.others, lineages)
    amounts = fits.sums(left.amount, right.amount)
    if recipients is Fit.OTHER and kinds == {"capacity_plan"} and investors is amounts is Fit.SAME:
        recipients = Fit.OPEN  # "data centres", "Stargate": what a plan is for has no settled name
    if kinds == {"capacity_plan"} and recipients is not Fit.SAME and amounts is not Fit.SAME:
        return _TOO_LITTLE  # who builds much has many plans
    if amounts is Fit.OTHER and _is_one_deal_at_two_prices(
        left, right, recipients, investors, Fit.SAME in (rounds, stakes)
    ):
        amounts = Fit.OPEN  # a conflict, not two deals
    # One agreeing slot is no identity: a company has many deals, and many companies raise the same sum.
    deals = _deals(left, right)
    is_once = deals is Fit.SAME and DEAL_CLASS.get(left.kind or "") in ONCE_A_COMPANY
    agreeing = [recipients, investors, amounts, rounds, stakes].count(Fit.SAME)
    if Fit.SAME not in (recipients, investors) or (agreeing < 2 and not (is_once and recipients is Fit.SAME)):
        return _TOO_LITTLE
    return {
        "deal type": deals, "kind of amount": _amount_kinds(left, right), "round": rounds, "stake": stakes,
        "recipient": recipients, "investor": investors, "amount": amounts, "date": _dates(left, right),
    }  # fmt: skip


def _deals(left: Slots, right: Slots) -> Fit:
    bought = "takeover" in (DEAL_CLASS.get(left.kind or ""), DEAL_CLASS.get(right.kind or ""))
    if bought and {left.amount_kind, right.amount_kind} & NEVER_A_PRICE:
        return Fit.OTHER
    return fits.classes(DEAL_CLASS, left.kind, right.kind)


def _amount_kinds(left: Slots, right: Slots) -> Fit:
    """A part is not its whole, unless they are the same money under two names: one sum at one time."""
    if _is_deal_and_total(left, right) or _is_deal_and_total(right, left):
        return Fit.OTHER
    if {left.amount_kind, right.amount_kind} == {"raise", "tranche"}:
        told_at_once = fits.periods(left.happened, right.happened, PARTS_WITHIN) is not Fit.OTHER
        same_money = fits.sums(left.amount, right.amount) is not Fit.OTHER and told_at_once
        return Fit.OPEN if same_money else Fit.OTHER
    return fits.classes(AMOUNT_CLASS, left.amount_kind, right.amount_kind)


def _is_deal_and_total(deal: Slots, total: Slots) -> bool:
    """Whether the one is told as the news of a day, without a sum, and the other is what was put in until then."""
    told = deal.amount_kind is None and deal.happened is not None and not deal.is_background
    return told and total.amount_kind == "cumulative_to_date"


def _is_one_deal_at_two_prices(left: Slots, right: Slots, recipients: Fit, investors: Fit, named_alike: bool) -> bool:
    if left.amount_kind != right.amount_kind or Fit.OTHER in (recipients, investors):
        return False
    takeover = all(DEAL_CLASS.get(side.kind or "") == "takeover" for side in (left, right))
    is_near = recipients is investors is Fit.SAME and fits.near(left.amount, right.amount)
    return takeover or named_alike or is_near


def _adoptions(left: Slots, right: Slots, lineages: Lineages) -> dict[str, Fit]:
    adopters = fits.values_of(left.doers, right.doers)
    products = fits.names(left.product, right.product)
    if (
        adopters is Fit.OTHER
        and lineages.overlap(left.doers, right.doers)
        and left.product
        and left.product == right.product
    ):
        adopters = Fit.SAME  # an owner and its subsidiary, for one product
    providers = _parties(left.others, right.others, lineages)
    models = fits.names(left.model, right.model)
    if (adopters is Fit.OPEN and products is not Fit.SAME) or (providers is Fit.OPEN and models is not Fit.SAME):
        return _TOO_LITTLE
    return {
        "adopter": adopters, "product": products, "provider": providers, "model": models, "date": _dates(left, right),
    }  # fmt: skip


def _legal_actions(left: Slots, right: Slots, lineages: Lineages) -> dict[str, Fit]:
    complainants = _parties(left.doers, right.doers, lineages)
    accused = _parties(left.others, right.others, lineages)
    actions = fits.classes(ACTION_CLASS, left.kind, right.kind, default_is_own=True)
    if Fit.SAME not in (complainants, accused):
        return _TOO_LITTLE
    return {
        "plaintiff": complainants, "defendant": accused, "action": actions, "ground": _bases(left.basis, right.basis),
        "date": _dates(left, right), "reach": _reaches(left, right, lineages),
    }  # fmt: skip


def _reaches(left: Slots, right: Slots, lineages: Lineages) -> Fit:
    """An authority that asks several firms about their market is not the one that looks into one of them, but on one day.

    Nor does it review two mergers of one buyer at once: who is bought tells one from another.
    """
    few, many = sorted((left.others, right.others), key=len)
    kinds = {left.kind, right.kind}
    is_study = kinds <= {"regulatory_probe", None} and len(many) >= MANY_FIRMS
    if not (is_study or kinds == {"merger_review"}) or not few or lineages.equal(few, many):
        return Fit.OPEN
    same_day = is_of_a_month(left.happened) and is_of_a_month(right.happened) and _dates(left, right) is Fit.SAME
    return Fit.OPEN if same_day else Fit.OTHER


def is_of_a_month(period: Period | None) -> bool:
    """Whether it was said at least in which month it was."""
    return period is not None and period.last - period.first <= timedelta(days=31)


def _partnerships(left: Slots, right: Slots, lineages: Lineages) -> dict[str, Fit]:
    parties = Fit.SAME if lineages.equal(left.doers, right.doers) else Fit.OTHER
    terms = fits.periods(left.term_end, right.term_end)
    one, two = AGREEMENT_CLASS.get(left.kind or "", "other"), AGREEMENT_CLASS.get(right.kind or "", "other")
    kinds = Fit.SAME if one == two else Fit.OTHER
    if kinds is Fit.OTHER and terms is Fit.SAME and "renegotiation" not in (one, two) and "other" in (one, two):
        kinds = Fit.OPEN  # "access until 2030" and "exclusive rights until 2030"
    if (
        kinds is Fit.OTHER
        and is_signed_that_day(left)
        and left.happened == right.happened
        and is_signed_that_day(right)
    ):
        kinds = Fit.OPEN  # one paper says that they signed, another that what they signed rewrites the old
    return {
        "parties": parties, "agreement": kinds, "term": terms, "amount": fits.sums(left.amount, right.amount),
        "date": _dates(left, right), "course": _still_stands(left, right), "time": _times(left, right),
    }  # fmt: skip


_COMPARE = {
    "investment": _investments, "model_adoption": _adoptions, "legal_action": _legal_actions, "partnership": _partnerships,
}  # fmt: skip


def _times(left: Slots, right: Slots) -> Fit:
    """Parties renegotiate time and again, told apart by time alone: undated word of it in two articles may be of two."""
    undated = left.undated_in != right.undated_in
    return Fit.OTHER if undated and "renegotiation" in (left.kind, right.kind) else Fit.OPEN


def is_signed_that_day(claim: Slots) -> bool:
    """Whether an agreement of no kind, or an old one amended, came about on a day that is said."""
    on_a_day = claim.happened is not None and claim.happened.first == claim.happened.last
    of_no_kind = claim.kind in ANY_DEAL or AGREEMENT_CLASS.get(claim.kind or "") == "renegotiation"
    return on_a_day and of_no_kind and not claim.is_closing and claim.stage not in NEGOTIATING


def _still_stands(left: Slots, right: Slots) -> Fit:
    """An agreement that ended on a day said is not the one that runs past it.

    Nor is an exclusivity that has ended, with nothing said of when, one that runs until a day: two hold several (of a cloud,
    of models), and an end that does not say which would end them all.
    """
    for ended, running in ((left, right), (right, left)):
        if ended.is_closing and not running.is_closing and running.stage in DONE and running.term_end:
            if ended.happened:
                return Fit.OTHER if running.term_end.last > ended.happened.last else Fit.OPEN
            return Fit.OTHER if ended.kind == "exclusivity" and not ended.term_end else Fit.OPEN
    return Fit.OPEN


def _parties(left: frozenset[str], right: frozenset[str], lineages: Lineages) -> Fit:
    if not left or not right:
        return Fit.OPEN
    return Fit.SAME if lineages.overlap(left, right) else Fit.OTHER


def _bases(left: frozenset[str], right: frozenset[str]) -> Fit:
    one, two = ({BASIS_CLASS[basis] for basis in side if basis in BASIS_CLASS} for side in (left, right))
    if not one or not two or one & two:
        return Fit.OPEN
    return Fit.OTHER


def _dates(left: Slots, right: Slots) -> Fit:
    """Dates of what happens once must agree; others only lie within what such a thing takes."""
    if left.stage == right.stage and left.stage not in MANY_TIMES:
        return fits.periods(left.happened, right.happened, DATES_WITHIN)
    if any(_goes_back(*pair) or _is_new_case(*pair) for pair in ((left, right), (right, left))):
        return Fit.OTHER
    apart = fits.periods(left.happened, right.happened, STAGES_WITHIN.get(left.claim_type, DEAL_STAGES_WITHIN))
    return Fit.OPEN if apart is Fit.SAME else apart


def _is_new_case(ended: Slots, brought: Slots) -> bool:
    """Whether a case was brought when the other had been withdrawn: another one between the same sides."""
    if ended.claim_type != "legal_action" or ended.stage != "withdrawn" or brought.stage != "filed":
        return False
    return bool(ended.happened and brought.happened and brought.happened.first > ended.happened.last)


def _goes_back(paid: Slots, told: Slots) -> bool:
    """Whether a deal was paid for long before the day on which the other is announced or signed: that is another one."""
    if paid.claim_type not in {"investment", "partnership"} or paid.stage != "effective" or told.stage not in AHEAD:
        return False
    return bool(paid.happened and told.happened and told.happened.first - paid.happened.last > TALKS_LAG)
