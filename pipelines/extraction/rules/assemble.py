"""From a match to drafts of claims, where the words round it do not take it back."""

import re
from collections.abc import Sequence

from pipelines.extraction.rules import context
from pipelines.extraction.rules.draft import Draft
from pipelines.extraction.rules.masking import Masked, Slot
from pipelines.extraction.rules.matching import Found
from pipelines.extraction.rules.shaping import shaped
from pipelines.extraction.rules.tabled import Table

# What a headline or first sentence names in passing is the news; further down it is context (2026-11-22).
_LEAD_CHARACTERS = 400
_SUMS = ("amount", "amount2", "amount3")
_NO_ROLES = {*_SUMS, "valuation", "until"}
_NO_BEFORE = re.compile(
    r"\b(?:no|not|without|instead of|rather than|if|(?:possibility|prospect|risk|chance|idea|list|wave|string|slew) of) (?:[a-z]+ )?$"
)
# A name behind one of these is no subject: in "a deal with X to use Y's chips" it is not X who uses.
_OBJECT_OF = re.compile(
    r"\b(?:with|from|(?<!led )by|into|against|to|between|than|via|through|"
    r"(?:officer|executive|researchers?|founders?|employees?|veterans?|alumni|boss|head|engineers?|scientists?|rivals?|makers?|owner|"
    r"chief)(?: of [a-z -]{3,30}?)? (?:of|at)|hires?|hired|hiring|tapped|picked|appointed|approached|"
    r"urg(?:e|es|ed|ing)|ask(?:s|ed|ing)?|call(?:s|ed|ing)? on|petition(?:s|ed|ing)?) (?:[a-z'-]+ ){0,2}$"
)
# … unless what it does follows at once: "a deal with X, which has bought Y".
_DOES_IT = re.compile(r"(?:the )?<[A-Z]\d+>,? (?:which|who) ")
# In "founded by people of X, Y and Z" the last is no more a subject than the first.
_LISTED_BEFORE = re.compile(r"(?:<[ON]\d+>, )*<[ON]\d+>,? and $")
# "…, and it": who stands before that is no subject of what follows.
_NEXT_CLAUSE = re.compile(
    r"(?:the )?<[A-Z]\d+>"
    r"(?:,? (?:and|but|while|as|after|since|because|when|before|so|then) <[RB]\d+>"
    r"|.{1,160}<[ONR]\d+>, (?:which|who) [^,]*\Z)"
)
# "P said X will": of two who stand so, and are not the same, the second acts.
_TELLS = re.compile(
    r"(?:the )?<[A-Z](?P<who>\d+)>[^<>;]{0,80}? (?:said|says|announced|confirmed|wrote|revealed|disclosed|stated|reported)"
    r"(?: [^<>;]{0,30}?)??(?: that)? <[RB](?P<of>\d+)>(?: |'(?:s|ve|re|ll|d) )"
)
# "It may be the first fruit of X's deal with Y" doubts no deal.
_SUPPOSES = re.compile(r"\b(?:may|might|could|would) (?:well )?be (?:the|an?|one|its)\b")
# "X and the chipmaker will", at the beginning of a clause: both act.
_BOTH_ACT, _CLAUSE_END = re.compile(r"(?:the )?<[ONK]\d+> and (?P<other><R\d+>)"), re.compile(r"(?:\A|[.;:,\"-] )\Z")
_PLACE_BEFORE, _LOOKED_AT = (Table("beside").plain(name) for name in ("place_before", "looked_at"))
# "X's purchase of Y was voted down": what became of it stands behind.
_PASSIVE = re.compile(r"(?:'s)?,? (?:and |but )?(?:it )?(?:was|were|is|has been|have been|had been) [^.;,<>]{0,40}")
_ACTIVE = re.compile(r"\{(?:[a-z]+(?::[A-Z]+)?\+?|WHO)\}(?:\(\?:[^{}]*\)\?)?\{AUX\}")
# "A month after X promised": what came before is told to place the news.
_AGES_AFTER = re.compile(r"\b(?:weeks?|months?|years?|days?) (?:after|since) $")
_AS_IT_STANDS, _GOES_ON, _REWRITES, _SOME = (
    Table("beside").plain(name) for name in ("as_it_stands", "goes_on", "rewrites", "some_users")
)
_ARTICLES = re.compile(r"^(?:a|an|and|the|of|two|three|its|more|than|other|some|dozen|another) ", re.I)
# A party without a name ends in words, not in a token; "French and Malaysian authorities" are two of them.
_PHRASE = re.compile(r"[a-z]$")
# Who sues and who is sued may be told by what they are, without the clause that says what they claim.
_UNNAMED = ("plaintiffs", "defendants")
_RELATIVE = re.compile(
    r" (?:who|that) (?:ha[sd] |have )?(?:sa(?:y|id)|alleg|accus|claim|blam|sued|lost).*", re.I | re.S
)
# "France's Mistral" in a list of parties is Mistral.
_OWNER = re.compile(r"<[GP]\d+>'s (?=[^<>]*<)")
_ADJECTIVES = re.compile(r"^(\w+) and (\w+ (?:authorities|regulators|prosecutors|governments|officials))$", re.I)


def drafts_of(found: Found, text: str) -> list[Draft]:
    """Return the drafts that one match gives; none where the words round it take it back."""
    found = _from_its_subject(found)
    masked, match, pattern = found.masked, found.match, found.pattern
    said, before = masked.text[match.start() : match.end()], masked.text[: match.start()]
    clause = masked.text[_clause_start(masked.text, match.start()) : match.end()]
    refused = context.negation(said)
    if context.addresses_software(masked.whole or masked) or _NO_BEFORE.search(before):
        return []
    if not pattern.fixed and (refused == "negated" or context.is_unreal(masked, clause)):
        return []
    if _ACTIVE.match(pattern.text) and _is_object(found):
        return []
    if said.removeprefix("the ").startswith("<G") and _PLACE_BEFORE.search(before):
        return []
    groups = {role: value for role, value in match.groupdict().items() if value}
    other = _other_subject(found) if _ACTIVE.match(pattern.text) else None
    roles = _roles(groups, masked, match, text)
    if other and other not in "".join(groups.values()):
        roles[next(iter(groups)).rstrip("2")].extend(masked.of(other))
    draft = Draft(
        pattern.claim_type,
        _stage(found, said),
        masked,
        match.span(),
        roles,
        dict(pattern.sets),
        next((slot for role in _SUMS for slot in masked.of(groups.get(role))), None),
        polarity="denied" if "denied" in {refused, context.negation(clause)} else "affirmed",
    )
    told = text[masked.original(match.start()) : masked.original(match.end())].lower() if masked.whole else said
    draft.is_background = _is_background(found, draft.money, told)
    draft.is_named = pattern.nominal
    return shaped(draft, pattern.one_per, text)


def recall_together(drafts: Sequence[Draft]) -> None:
    """Make talks context where the same sentence begins with what was put in over the years: "has invested $13 billion, and the two"."""
    recalled = any(draft.is_background and draft.claim_type == "investment" for draft in drafts)
    for draft in drafts if recalled else ():
        draft.is_background = draft.is_background or (draft.claim_type == "partnership" and draft.money is None)


def _from_its_subject(found: Found) -> Found:
    """The match, or where it begins with who is no subject the one of the last who can be: "in a deal with X, it will"."""
    text, match = found.masked.text, found.match
    if not _ACTIVE.match(found.pattern.text):
        return found
    is_behind = _tells_of_another(found) or (
        _NEXT_CLAUSE.match(text, match.start(), match.end()) and _other_subject(found) is None
    )
    if not (_is_object(found) or is_behind):
        return found
    later = match
    while (closer := match.re.search(text, later.start() + 1)) and closer.start() < match.end() <= closer.end():
        later = closer
    return Found(found.pattern, later, found.masked)


def _tells_of_another(found: Found) -> bool:
    """Whether who the match begins with only says what somebody else does."""
    telling = _TELLS.match(found.masked.text, found.match.start(), found.match.end())
    slots = found.masked.slots
    return telling is not None and not set(slots[int(telling["who"])].names) & set(slots[int(telling["of"])].names)


def _is_object(found: Found) -> bool:
    """Whether who the match begins with stands behind a preposition, and does nothing itself."""
    text, start = found.masked.text, found.match.start()
    return bool(_OBJECT_OF.search(_LISTED_BEFORE.sub("", text[:start]))) and not _DOES_IT.match(text, start)


def _other_subject(found: Found) -> str | None:
    """The description that acts together with the name that the match begins with, as its token."""
    text, start = found.masked.text, found.match.start()
    both = _BOTH_ACT.match(text, start, found.match.end()) if _CLAUSE_END.search(text[:start]) else None
    return both["other"] if both else None


def _stage(found: Found, said: str) -> str:
    pattern, match = found.pattern, found.match
    if pattern.fixed:
        return pattern.stage
    window = said
    if pattern.claim_type == "partnership" and _REWRITES.match(found.masked.text, match.end()):
        # What the agreement does to the old one stands behind it.
        window += found.masked.text[match.end() : match.end() + 60]
    if pattern.wide:
        window = _SUPPOSES.sub("", found.masked.text[max(0, match.start() - 90) : match.end() + 70])
    elif pattern.claim_type == "investment":
        after = _PASSIVE.match(found.masked.text, match.end())
        window = found.masked.text[max(0, match.start() - 25) : after.end() if after else match.end()]
    elif pattern.claim_type == "model_adoption" and not said.startswith("<"):
        # "Will" and "plans to" stand before a match that begins with its verb.
        window = found.masked.text[max(0, match.start() - 20) : match.end()]
    stage = context.stage_of(pattern.claim_type, pattern.stage, window, pattern.language)
    if pattern.claim_type == "model_adoption" and stage == "deployed" and _SOME.match(found.masked.text, match.end()):
        return "limited_release"
    # Whoever will end an agreement, or agrees to, announces its end and no new one.
    return "terminated" if pattern.stage == "terminated" and stage in {"announced", "signed"} else stage


def _is_background(found: Found, money: Slot | None, said: str) -> bool:
    before = found.masked.text[: found.match.start()]
    if _AGES_AFTER.search(before) or _AS_IT_STANDS.search(before):
        return True
    if found.pattern.nominal and (
        _LOOKED_AT.search(found.masked.text) or _GOES_ON.match(found.masked.text, found.match.end())
    ):
        return True
    if found.masked.start <= _LEAD_CHARACTERS:
        return found.pattern.nominal and found.pattern.fixed
    if found.pattern.nominal:
        return found.pattern.fixed or money is None
    return found.pattern.claim_type != "model_adoption" and context.is_recalled(said)


def _clause_start(masked: str, position: int) -> int:
    """Where the clause begins: behind the last stop or comma."""
    return max(0, *(masked.rfind(stop, 0, position) for stop in ("; ", ": ", ". ", ", ")))


def _roles(groups: dict[str, str], masked: Masked, match: re.Match[str], text: str) -> dict[str, list[Slot]]:
    """The slots by role; "defendants2" is the same role at another place."""
    roles: dict[str, list[Slot]] = {}
    for role in groups:
        if role not in _NO_ROLES:
            roles.setdefault(role.rstrip("2"), []).extend(_slots(role, masked, match, text))
    return roles


def _slots(role: str, masked: Masked, match: re.Match[str], text: str) -> list[Slot]:
    """The slots of a role; of a party that has no name, one with its words."""
    if not role.startswith(_UNNAMED) or not _PHRASE.search(match[role]):
        return [slot for slot in masked.of(_OWNER.sub("", match[role])) if slot.kind not in "MVX"]
    start, end = masked.original(match.start(role)), masked.original(match.end(role) - 1) + 1
    words = _RELATIVE.sub("", text[start:end])
    end = start + len(words)
    while (shorter := _ARTICLES.sub("", words)) != words:
        start, words = start + len(words) - len(shorter), shorter
    pair = _ADJECTIVES.match(words)
    if pair:
        return [Slot("N", start, start + len(pair[1]), (pair[1],)), Slot("N", end - len(pair[2]), end, (pair[2],))]
    return [Slot("N", start, end, (words,))] if words else []
