"""Pronouns and descriptions ("the startup", "both firms"), resolved to the last fitting organizations of the article."""

import re
from dataclasses import replace

from pipelines.extraction.rules.descriptions import fits
from pipelines.extraction.rules.masking import Slot
from pipelines.extraction.rules.memory import HERE, ITSELF, SUBJECT_AFTER, SUED, Memory, is_object
from pipelines.extraction.rules.tabled import Table
from pipelines.extraction.rules.vocabulary import pieces

_TABLE = Table("beside")
# Both begin with letters, so that a text is quickly searched for them.
_DESCRIPTION = re.compile(
    r"th(?<=\bth)(?:e|is|at) (?:(?:world|country|industry|region)'s (?:biggest|largest|top|leading|best-known) )?"
    rf"(?:(?!(?:{_TABLE.choice('no_adjectives')})\b)[\w.'-]+ ){{0,4}}?"
    rf"(?P<noun>{_TABLE.choice('description_nouns')})\b" + pieces(_TABLE.entry("not_after_description"))
)
_IT, _PLURAL, _BOTH = (_TABLE.plain(name) for name in ("it", "plural", "both"))
_FORMER, _BY_NOUN = _TABLE.plain("former"), _TABLE.plain("people_nouns")
_EMPLOYS, _PERSON = _TABLE.plain("employs"), _TABLE.plain("person")
_WE, _EMPLOYED_BY, _SPEAKS = (_TABLE.plain(name) for name in ("we", "employed_by", "speaks_itself"))
_SAID_BEFORE = re.compile(
    r"(?:, [^,]{2,120},| \([^()]{2,40}\))?(?: (?:has|have|today|also|late|early|(?:on )?[a-z]+day))*"
    r" (?:said|says|announced|confirmed|revealed|disclosed|added)(?: (?:today|(?:on )?[a-z]+day))?(?: that)? \Z"
)
_OBJECT_BEFORE, _CLAUSE_BEFORE, _LEADS_IN = (
    _TABLE.plain(name) for name in ("object_before", "clause_before", "leads_in")
)
_IS_SUED = re.compile(
    r"\b(?:against|sued|suing|(?:found|finds|ruled|rules|held|decided)(?: that)?|ordered|barred|blocked|forbade) \Z"
)
_NEXT_CLAUSE, _TELLS, _OWNER_OF = _TABLE.plain("next_clause"), _TABLE.plain("tells"), _TABLE.sparse("owner_of")
_MAKER, _MADE = _TABLE.plain("maker_before"), _TABLE.plain("maker_after")

# How soon a name behind "the developer, " begins that is its own, in characters (2026-11-26).
_APPOSED = 24
# What stands between two who do something together: neither is the other.
_JOINED = frozenset({" and ", ", and ", " and with ", " with "})


def find_references(folded: str, start: int, end: int, inside: list[Slot], memory: Memory) -> list[Slot]:
    """Return slots ``R`` and ``B`` of the sentence ``folded[start:end]``, given the slots already found inside it."""
    # "OpenAI's chief, …, said the company": who employs the speaker is not who is spoken of, unless nobody else is.
    employers = [slot for slot in inside if slot.kind in "ON" and _EMPLOYS.match(folded, slot.end)]
    orgs = [slot for slot in inside if slot.kind in "ON" and slot not in employers]
    begins = {slot.start for slot in inside if slot.kind in "ON" and folded[slot.start - 1] == " "}
    slots = [*_plurals(folded, start, end, orgs, memory), *_ordered(folded, start, end, orgs, memory)]
    slots += _makers(folded, start, inside, begins)
    people, singles = _people(folded, start, end, inside, memory), list[Slot]()
    found = [*_DESCRIPTION.finditer(folded, start, end), *_IT.finditer(folded, start, end)]
    for match in sorted(found, key=re.Match.start) if len(found) > 1 else found:
        before = sorted((slot for slot in [*orgs, *singles] if slot.end <= match.start()), key=lambda slot: slot.start)
        if match.re is _DESCRIPTION and _BY_NOUN.match(match["noun"]):
            people += _person(match, match.start(), inside, memory)
            continue
        target = _target(match, before, memory) or next(
            (slot for slot in reversed(employers) if slot.end <= match.start() and fits(match[0], slot)), None
        )
        if target is not None and not _is_named(folded, match.end(), begins):
            singles.append(Slot("R", *match.span(), (target.name,), target.key, None, target.traits))
    singles += _owners(folded, start, end, inside, memory)
    return [*slots, *people, *singles, *_ourselves(folded, start, end, inside, memory)]


def _owners(folded: str, start: int, end: int, inside: list[Slot], memory: Memory) -> list[Slot]:
    """ "The publisher of X told": whom the text spoke of before and who can be called so; it is not X."""
    slots: list[Slot] = []
    for match in _OWNER_OF.finditer(folded, start, end):
        owned = next((slot for slot in inside if slot.start == match.end()), None)
        if owned is None or not _TELLS.match(folded, owned.end):
            continue
        before = [slot for slot in inside if slot.kind in "ON" and slot.end <= match.start()]
        target = _target(match, before, memory, but=owned.name)
        if target is not None:
            slots.append(Slot("R", *match.span("who"), (target.name,), target.key, None, target.traits))
    return slots


def _ourselves(folded: str, start: int, end: int, inside: list[Slot], memory: Memory) -> list[Slot]:
    """ "We" and "our" in a quotation: the speaker's organization, as far as the sentence or one before it says whose it is."""
    found = [*_WE.finditer(folded, start, end)] if '"' in folded[start:end] else []
    speaker = _speaker(folded, inside, memory) if found else None
    if speaker is None:
        return []
    owned = {"we": "", "our": "'s"}
    return [replace(speaker, kind="R", start=m.start(), end=m.end(), after=owned[m[0]]) for m in found]


def _speaker(folded: str, inside: list[Slot], memory: Memory) -> Slot | None:
    for slot in inside:
        if slot.kind in "ON" and (
            _EMPLOYS.match(folded, slot.end)
            or _EMPLOYED_BY.search(folded, max(0, slot.start - 60), slot.start)
            or _SPEAKS.search(folded, max(0, slot.start - 12), slot.start)
        ):
            return slot
    return next((memory.employers[slot.name] for slot in inside if slot.name in memory.employers), None)


def _is_named(folded: str, end: int, begins: set[int]) -> bool:
    """Whether the name follows at once: "the chipmaker Nvidia", "the developer, Texas-based X"."""
    if end + 1 in begins:
        return True
    named = (at for at in begins if end < at < end + _APPOSED) if folded[end : end + 2] == ", " else ()
    return any(not _NEXT_CLAUSE.match(folded, end + 2, at) for at in named)


def _target(match: re.Match[str], before: list[Slot], memory: Memory, but: str = "") -> Slot | None:
    phrase, folded = match[0], match.string
    as_object = bool(
        _OBJECT_BEFORE.search(folded, max(0, match.start() - 16), match.start())
    ) or not SUBJECT_AFTER.match(folded, match.end())
    is_it = match.re is _IT
    if is_it and (speaker := _who_said(folded, before, match.start())):
        return speaker
    as_object = as_object and not _CLAUSE_BEFORE.search(folded, max(0, match.start() - 16), match.start())
    # Of several it is whom the sentence is about who speaks: "In a deal with X, Y will pay for it, it said".
    first = _speaking(folded, before) if before and _TELLS.match(folded, match.end()) else next(iter(before), None)
    if is_it and not (as_object and before):
        return memory.subject if _is_led_in(match, before, memory) else first
    if is_it:
        return _other(folded, before, memory)
    others = (_acting(folded, before) or _first(folded, before)) if as_object and before else set()
    others |= {slot.name for slot in before[-1:] if folded[slot.end : match.start()] in _JOINED} | {but}
    pool = {slot.name: slot for slot in [*memory.voices, *memory.recent.values(), *before] if slot.name not in others}
    if memory.subject is not None and memory.subject.name not in others:
        pool.setdefault(memory.subject.name, memory.subject)
    here = {slot.name for slot in before}
    own = "" if first is None or as_object or _is_led_in(match, before, memory) else first.name
    sued = memory.accused if _IS_SUED.search(folded, max(0, match.start() - 16), match.start()) else frozenset[str]()

    def weight(slot: Slot) -> float:
        known = HERE * (slot.name in here) + ITSELF * (slot.name == own) + SUED * (slot.name in sued)
        return memory.weight(phrase, slot) + known

    fitting = [slot for slot in pool.values() if fits(phrase, slot)] or [
        slot for slot in memory.headline if slot.name not in others and fits(phrase, slot)
    ]
    return max(fitting, key=weight, default=None)


def _speaking(folded: str, before: list[Slot]) -> Slot:
    """Whom a sentence is about that ends with "it said": the first who acts in it, else who stands first."""
    acting = (slot for slot in before if SUBJECT_AFTER.match(folded, slot.end) and not is_object(folded, slot))
    return next(acting, before[0])


def _who_said(folded: str, before: list[Slot], at: int) -> Slot | None:
    """Who said what begins there: "X, a maker of chips, announced that it"."""
    return next((slot for slot in before[::-1][:3] if _SAID_BEFORE.match(folded, slot.end, at)), None)


def _is_led_in(match: re.Match[str], before: list[Slot], memory: Memory) -> bool:
    """Whether nobody stands before a subject but one that leads in ("Under a deal with X, it will"), or nobody at all."""
    if not before:
        return True
    known = memory.subject is not None and memory.subject.name != before[0].name
    return known and len(before) == 1 and bool(_LEADS_IN.fullmatch(match.string, match.pos, before[0].start))


def _first(folded: str, before: list[Slot]) -> set[str]:
    """Whom the sentence is about: who stands first in it, unless behind a preposition ("a student at X sued the school")."""
    return set() if is_object(folded, before[0]) else {before[0].name}


def _acting(folded: str, before: list[Slot]) -> set[str]:
    """Who acts just before an object: in "X said Y would buy the company" it is Y."""
    last = before[-1]
    return {last.name} if SUBJECT_AFTER.match(folded, last.end) and not is_object(folded, last) else set()


def _other(folded: str, before: list[Slot], memory: Memory) -> Slot | None:
    """Whom an object means: the one named last in the sentence, or whom the text spoke of before, but not who acts on it."""
    others = _acting(folded, before) or {before[0].name}
    told = [*([memory.subject] if memory.subject else []), *reversed(memory.recent.values())]
    return next((slot for slot in [*reversed(before), *told] if slot.name not in others), before[0])


def _plurals(folded: str, start: int, end: int, orgs: list[Slot], memory: Memory) -> list[Slot]:
    slots: list[Slot] = []
    for match in (*_PLURAL.finditer(folded, start, end), *_BOTH.finditer(folded, start, end)):
        before = list({slot.name: slot for slot in orgs if slot.end <= match.start()}.values())
        is_they = match[0] == "they"
        if is_they and len(before) == 1 and _who_said(folded, before, match.start()):
            slots.append(replace(before[0], kind="R", start=match.start(), end=match.end()))  # "X said they have"
            continue
        pair = (
            _they(before, memory)
            if is_they
            else memory.two(match[0], match.start(), before, _owners_behind(folded, match.end(), orgs))
        )
        names = slots[-1].names if is_they and slots else tuple(slot.name for slot in pair)
        if len(names) >= 2:
            slots.append(Slot("B", match.start(), match.end(), names, None))
    return slots


def _owners_behind(folded: str, at: int, orgs: list[Slot]) -> set[str]:
    """Whose things the rest of the sentence speaks of: "the two will use them in X's cars" are X and another."""
    return {slot.name for slot in orgs if slot.start >= at and folded.startswith("'s", slot.end)}


def _they(before: list[Slot], memory: Memory) -> tuple[Slot, ...]:
    """Those of the sentence, else the two that the one before it named; "they" are people as often."""
    if len(before) >= 2:
        return tuple(before[:5])
    return memory.latest if len(memory.latest) == 2 else ()


def _people(folded: str, start: int, end: int, inside: list[Slot], memory: Memory) -> list[Slot]:
    """ "He" or "she"."""
    slots = []
    for match in _PERSON.finditer(folded, start, end):
        # The expression begins with "he", which is quick to look for, and so finds "she" at its second letter.
        is_she = folded.startswith("she", match.start() - 1)
        slots += _person(match, match.start() - is_she, inside, memory)
    return slots


def _person(match: re.Match[str], start: int, inside: list[Slot], memory: Memory) -> list[Slot]:
    """The person named last, in the sentence or before it."""
    before = (slot for slot in reversed(inside) if slot.kind == "P" and slot.end <= start)
    person = next(before, memory.person)
    return [] if person is None else [replace(person, start=start, end=match.end())]


def _makers(folded: str, start: int, inside: list[Slot], begins: set[int]) -> list[Slot]:
    """ "The maker of ChatGPT", "the ChatGPT maker": whoever makes it, as the product's name says."""
    slots = []
    for slot in inside:
        before = _MAKER.search(folded, start, slot.start)
        if slot.kind not in "KL" or slot.maker is None or before is None:
            continue
        after = _MADE.match(folded, slot.end)
        if after and after.end() + 1 in begins:
            continue
        if len(before[0]) > 4 or after:
            slots.append(
                Slot(
                    "R",
                    before.start(),
                    after.end() if after and len(before[0]) <= 4 else slot.end,
                    (slot.name,),
                    slot.maker,
                    slot.maker,
                    slot.traits | {"maker"},
                )
            )
    return slots


def _ordered(folded: str, start: int, end: int, orgs: list[Slot], memory: Memory) -> list[Slot]:
    slots = []
    for match in _FORMER.finditer(folded, start, end):
        before = [slot for slot in orgs if slot.end <= match.start()]
        pair = tuple(before[-2:]) if len(before) >= 2 else memory.pair
        if len(pair) == 2:
            target = pair[0 if match["which"] == "former" else 1]
            slots.append(Slot("R", match.start(), match.end(), (target.name,), target.key, None, target.traits))
    return slots
