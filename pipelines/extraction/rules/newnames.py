"""Names that no list holds: the startups of tomorrow, found by how they are printed."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.extraction.rules.masking import Slot
from pipelines.extraction.rules.tabled import Table
from pipelines.extraction.rules.wordlists import DEMONYMS, FIRST_NAMES, NO_NAMES, PLACES

_WORD = r"(?:[A-Z][\w&+.]*[\w&+]|[A-Z]|[a-z]{1,2}[A-Z]\w+|\d+[A-Z][a-z]\w*)(?:[-'’][A-Z0-9]\w*)*"
_NAME = re.compile(
    rf"(?<![\w@#/.])(?:{_WORD})(?:(?: (?:of|de|du|for|&) | ){_WORD}|"
    r" (?:\d+(?:\.\d+)?|[IVX]+)\b(?! (?:million|billion|percent|years?|days?)))*"
)
_TABLE = Table("beside")
_TRAITS, _AGENCY, _HONORIFIC, _CALLED = (_TABLE.plain(name) for name in ("traits", "agency", "honorific", "called"))
_FIRM_BEFORE, _FIRM_AFTER, _COINED, _IN_PLACE = (
    _TABLE.plain(n) for n in ("firm_before", "firm_after", "coined", "in_place")
)
_CITY = _TABLE.plain("city")
_NO_FIRM, _SPEAKS, _ROLE_AFTER, _GERMAN_FIRM = (
    _TABLE.plain(n) for n in ("no_firm", "speaks", "role_after", "german_firm")
)
_ROLE_BEFORE = _TABLE.sparse("role_before")
# A headline in capitals has these in capitals too.
_RUNNING = re.compile(r" (?:was|were|has|have|had|is|are|said|led|will|sued|filed|accused|ruled)\b")
_NO_ENDS = frozenset(
    {"ceo", "cfo", "cto", "coo", "ai's", "of", "for", "de", "judge", "justice", "president", "ipo", "inc", "said"}
)
# Joined once: a union for each name of a text was a tenth of finding them (2026-11-26).
_NO_PART, _NO_COMPANY = NO_NAMES | _NO_ENDS, DEMONYMS | FIRST_NAMES
_LETTERS = re.compile(r"[^\W\d_]{2}")
_SEATED = re.compile(
    r"\b(?:Bank|University|Ministry|Department|Institute|House|Court|Church|School|College|City|State|Academy|Museum|Board|Bureau|Office)\b"
)
_OPENING = re.compile(r"(?:^|[.!?:;•\-–—>]\s*|[\"“'‘(\[]|\n)\s*$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A capitalised sequence that may be a name, and whether its capital says anything."""

    start: int
    end: int
    text: str
    is_opening: bool


def find_new_names(
    text: str,
    sentences: Iterable[tuple[int, int]],
    taken: Sequence[tuple[int, int]],
    known: Iterable[str] = (),
    title: str = "",
) -> list[Slot]:
    """Return slots of kind ``N`` (organization, it seems), ``P`` (person) and ``G`` (place) outside the spans taken."""
    found: list[Candidate] = []
    spans = sorted(taken)
    starts = [low for low, _ in spans]
    for start, end in sentences:
        if not _is_title_case(text[start:end]):
            first = max(0, bisect_left(starts, start) - 1)  # one before may reach in
            found += _candidates(text, start, end, spans[first : bisect_left(starts, end)])
    inside = Counter(c.text for c in found if not c.is_opening)
    if title and not _is_title_case(title):  # a capital inside such a headline is a name's
        inside.update(c.text for c in _candidates(title, 0, len(title), []) if not c.is_opening)
    people = {c.text for c in found if _is_person(text, c)} | set(known)
    surnames = {name.rsplit(" ", 1)[-1] for name in people if " " in name}
    firms = {c.text for c in found if _is_firm(text, c)}
    places = {c.text for c in found if _is_place(text, c)} - firms
    slots = []
    for candidate in found:
        kind = "G" if candidate.text in places else _kind(candidate, inside, people, surnames, text)
        if kind:
            traits = frozenset({"firm"}) if candidate.text in firms else frozenset[str]()
            slots.append(Slot(kind, candidate.start, candidate.end, (candidate.text,), None, None, traits))
    return slots


def find_german_names(text: str, taken: Sequence[tuple[int, int]]) -> list[Slot]:
    """German capitalises every noun: a name is one where a word for a company stands before it, and then everywhere."""
    names = {match["name"] for match in _GERMAN_FIRM.finditer(text) if match["name"].lower() not in NO_NAMES}
    slots: list[Slot] = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            if not _overlaps(match.span(), [*taken, *((slot.start, slot.end) for slot in slots)]):
                slots.append(Slot("N", *match.span(), (name,), None, None, frozenset({"firm"})))
    return slots


def names_again(text: str, start: int, end: int, names: Iterable[str], taken: Sequence[tuple[int, int]]) -> list[Slot]:
    """Find names already known from the running text in a headline, where capitals say nothing."""
    slots = []
    for name in names:
        low = text.find(name, start, end)
        if low >= 0 and not text[low - 1 : low].isalnum() and not text[low + len(name) : low + len(name) + 1].isalnum():
            span = (low, low + len(name))
            if not _overlaps(span, taken):
                slots.append(Slot("N", *span, (name,), None))
    return slots


def _candidates(text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> list[Candidate]:
    found = []
    inside = [span for span in taken if span[1] > start and span[0] < end]
    for match in _NAME.finditer(text, start, end):
        if match[0] in PLACES or match[0].title() in PLACES or _CITY.match(match[0]):
            if _overlaps(match.span(), inside):
                continue
            found.append(Candidate(match.start(), match.end(), match[0], False))
            continue
        for piece_start, piece_end in _outside(match.start(), match.end(), inside):
            begin, stop = _trim(text, _behind_place(text, piece_start, piece_end), piece_end)
            stop = _before_place(text, begin, stop)
            if begin < stop:
                opening = begin == start or bool(_OPENING.search(text[max(start, begin - 4) : begin]))
                found.append(Candidate(begin, stop, text[begin:stop], opening))
    return found


def _behind_place(text: str, start: int, end: int) -> int:
    """Where the name begins behind a place's: "Hong Kong IPO", "London High Court"."""
    words = text[start:end].split(" ")
    for count in (3, 2, 1):
        place = " ".join(words[:count])
        if len(words) > count and place in PLACES and words[count].lower() in _NO_PART:
            return start + len(place) + 1
    return start


def _before_place(text: str, start: int, end: int) -> int:
    """Where the name ends before its seat: "Brannock Mutual of Des Moines"; a "Bank of" needs its place."""
    name, of, _ = text[start:end].partition(" of ")
    return start + len(name) if of and " " in name and not _SEATED.search(name) else end


def _outside(start: int, end: int, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    pieces = [(start, end)]
    for low, high in taken:
        pieces = [part for a, b in pieces for part in ((a, min(b, low)), (max(a, high), b)) if part[0] < part[1]]
    return pieces


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut words that are no names off both ends, and possessives."""
    while start < end:
        piece = text[start:end]
        stripped = piece.strip(" .&-'’")
        start += len(piece) - len(piece.lstrip(" .&-'’"))
        end = start + len(stripped)
        words = stripped.split(" ")
        if not stripped:
            break
        if (
            words[0].isdigit()
            or words[0].lower() in NO_NAMES
            or words[0] in DEMONYMS
            or words[0] in {"of", "for", "de", "du"}
        ):
            start += len(words[0])
        elif len(words) > 1 and (words[-1].lower() in _NO_ENDS or words[-1] in DEMONYMS):
            end -= len(words[-1])
        else:
            break
    return start, end


def _is_title_case(sentence: str) -> bool:
    if _RUNNING.search(sentence):
        return False
    words = [word for word in re.findall(r"[A-Za-z][\w'’-]*", sentence) if len(word) > 3]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) > 0.75 * len(words)


def _is_person(text: str, candidate: Candidate) -> bool:
    words = candidate.text.split(" ")
    if 2 <= len(words) <= 4 and words[0] in FIRST_NAMES and not _TRAITS.search(candidate.text):
        return True
    if _HONORIFIC.search(text[max(0, candidate.start - 16) : candidate.start]) and len(words) <= 3:
        return True
    has_role = _ROLE_BEFORE.search(text[max(0, candidate.start - 40) : candidate.start]) or _ROLE_AFTER.match(
        text, candidate.end
    )
    return bool(has_role) and len(words) in {2, 3} and not _TRAITS.search(candidate.text)


def _is_firm(text: str, candidate: Candidate) -> bool:
    """Whether the words beside the name say that it is a company: "startup X", "X, which", "X raised"."""
    before, after = text[max(0, candidate.start - 40) : candidate.start], text[candidate.end : candidate.end + 24]
    return bool(
        _FIRM_BEFORE.search(before)
        or _FIRM_AFTER.match(after)
        or _TRAITS.search(candidate.text)
        or _COINED.search(candidate.text)
    )


def _is_place(text: str, candidate: Candidate) -> bool:
    return bool(_CITY.match(candidate.text)) or bool(
        _IN_PLACE.search(text[max(0, candidate.start - 24) : candidate.start])
    )


def _kind(candidate: Candidate, inside: Counter[str], people: set[str], surnames: set[str], text: str) -> str | None:
    name = candidate.text
    if name in PLACES or name.title() in PLACES:
        return "G"
    if name in people or name in surnames:
        return "P"
    if (
        name.lower() in NO_NAMES
        or name in _NO_COMPANY
        or not 2 <= len(name) <= 60
        or not _LETTERS.search(name)
        or _NO_FIRM.search(name)
    ):
        return None
    if candidate.is_opening and not inside[name] and " " not in name and not _looks_coined(candidate, text):
        return None
    if _CALLED.search(text[max(0, candidate.start - 16) : candidate.start]):
        return "K"
    return "G" if _AGENCY.search(name) else "N"


def _looks_coined(candidate: Candidate, text: str) -> bool:
    """A first word that is a name for all we can see: odd capitals, or set off as one (", which", " raised", "-backed")."""
    name = candidate.text
    if re.search(r"[a-z][A-Z]|\d|\.(?:ai|io|com)$", name):
        return True
    if not _SPEAKS.match(text, candidate.end):
        return False
    # The text is asked last: it may be ten million signs long.
    return re.sub(r"s$", "", name.lower()) + " " not in text and name.lower() + " " not in text


def _overlaps(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(low < span[1] and span[0] < high for low, high in taken)
