"""The pattern language: ordinary regular expressions over masked sentences, with names for roles and vocabularies.

A masked sentence is lower case and holds a token for each mention: ``<O3>`` a known organization, ``<N4>`` a name that
no list holds, ``<K5>`` a product, ``<L6>`` a model, ``<P7>`` a person, ``<G8>`` a place, ``<H8>`` a chip, ``<R9>`` a pronoun or description
of one organization, ``<B1>`` of two, ``<F3>`` what was told to be used before ("the feature"), ``<M2>`` money, ``<V2>`` a valuation.

In a pattern ``{investors+}`` captures a list of parties, ``{recipient}`` one, ``{adopter:ONG+}`` one or more of other
kinds (R is meant with O and N); ``{~40}`` is a gap of at most 40 characters that holds no party and crosses no clause,
``{.40}`` one that may hold anything; ``{RAISE}`` is vocabulary.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from pipelines.extraction.rules.vocabulary import VOCABULARY, WHOLE_WORDS
from pipelines.schemas.claim import ClaimType

PARTY_KINDS = "OKLNRB"
PLACE = re.compile(
    r"\{(?:~(?P<gap>\d*)|\.(?P<any>\d+)|(?P<role>[a-z_]+\d?)(?::(?P<kinds>[A-Z]+))?(?P<many>\+)?|(?P<word>[A-Z_]+))\}"
)
_STOP = (
    r"(?!(?:in|of|from|for|with|by|to|on|at|into|and|or|that|which|who|against|over|is|was|has|said|between|after|"
    r"about|von|mit|für|gegen|und|con|para|por|contra|avec|pour|contre|dans|chez|sobre)\b)"
)
# Words that may stand between a verb and the name: articles, adjectives, "startup", somebody's.
_OWNER = r"<[KL]\d+>(?:'s)? (?=(?:maker|owner|developer|creator|parent) )"
LEAD = rf"(?:{_STOP}[a-z0-9ß-ÿ][a-z0-9ß-ÿ'.%-]* |<[PG]\d+>(?:'s)? |{_OWNER}|(?<=[ (\"'])\"){{0,7}}"
# What is written before whoever sues, behind "by": "the music rights society X", "authors X and Y".
DESCRIBED = (
    rf"(?:(?:(?<=by )|(?<=from ))(?:{_STOP}(?!(?:when|as|while|because|if|whose|where|since|so|but|than|"
    r"they|it|others?|[a-z]+(?<!lead)ing)\b)[a-zß-ÿ][a-zß-ÿ'.-]* |<G\d+>(?:'s)? ){1,7}(?=<[ONPK]\d))?"
)
# Within a list a word in -ing begins a new clause ("X, accusing Y").
_NEXT = LEAD.replace("(?:(?!", r"(?:(?![a-z]+ing\b|an?\b|when\b|whose\b|as\b|while\b|then\b|will\b)(?!", 1)
# "Anthropic's Claude": the model is meant where both would do.
_ITS_MAKER = r"(?:<[ONR]\d+>'s (?:[a-z0-9.-]+ ){0,4}(?=<[LK]\d))?"
_TAIL = r"(?:'s)?"
_JOIN = r"(?:,? and | und | y | e | et | sowie |,? & |,? as well as |,? along with |,? plus |,? or | ?/ ?| ?\+ ?|, |,? and, [a-z]+, )"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of saying one kind of claim.

    ``stems`` are literal strings of which at least one stands in every sentence that the pattern can match; ``sets`` are
    fields that the claim gets; ``one_per`` names the role whose every name makes a claim of its own. The stage of a ``fixed``
    pattern is its own whatever the words round it; of a ``wide`` one all the sentence says the stage; a ``nominal`` one only names
    what it takes for known ("X's deal with Y").
    """

    name: str
    claim_type: ClaimType
    stems: tuple[str, ...]
    text: str
    stage: str
    sets: Mapping[str, str] = field(default_factory=dict)
    one_per: str | None = None
    fixed: bool = False
    wide: bool = False
    nominal: bool = False
    language: str = "en"

    def compiled(self) -> re.Pattern[str]:
        """The regular expression that the text stands for."""
        return re.compile(expand(self.text))


_OPTIONAL = re.compile(r"\((?:\?:|\?P<\w+>)?(?:[^()\\]|\\.)*\)(?:\?|\*|\{0,\d*\})")
_GROUP = re.compile(r"\(\?[:=!]((?:[^()\\]|\\.)*)\)")
_SUM = re.compile(r"\{(?:amount\d?|valuation)\}")


def needs(text: str) -> tuple[int, bool]:
    """How many parties a sentence must name for the pattern to match, and whether it must hold a sum: a cheap first sieve."""
    for _ in range(6):
        # What is optional first, or its groups would lose their "?".
        while (shorter := _OPTIONAL.sub("", text)) != text:
            text = shorter
        text = _GROUP.sub(
            lambda m: min(m[1].split("|"), key=lambda part: part.count("{")) if "|" in m[1] else m[1], text
        )
    parties = [m for m in PLACE.finditer(text) if m["role"] and not _SUM.match(m[0])]
    return min(len(parties), 2), bool(_SUM.search(text))


_PIECE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)


def _outer(text: str) -> Iterator[re.Match[str]]:
    """The placeholders outside all groups: what every match must have, unless the text is a choice."""
    depths, depth = [], 0
    for piece in _PIECE.finditer(text):
        depth += (piece[0] == "(") - (piece[0] == ")")
        depths += [depth] * len(piece[0])
    return iter(()) if is_choice(text) else (m for m in PLACE.finditer(text) if not depths[m.start()])


@cache
def kinds_needed(text: str) -> tuple[str, ...]:
    """The kinds of party of which a sentence must hold one each."""
    roles = [m for m in _outer(text) if m["role"] and not _SUM.match(m[0])]
    named = [_kinds_of(match) for match in roles]
    inside = [kinds for m in _outer(text) if m["word"] for kinds in kinds_needed(VOCABULARY[m["word"]])]
    return tuple(dict.fromkeys([*named, *inside]))


def _kinds_of(place: re.Match[str]) -> str:
    """The kinds that a role takes; where any name of an organization may stand, what stands for one may."""
    kinds = str(place["kinds"] or PARTY_KINDS)
    return kinds + "R" if {"O", "N"} <= set(kinds) and "R" not in kinds else kinds


def choices_needed(text: str) -> tuple[str, ...]:
    """The choices of words, outside all other groups and never left out, of which every match has one each, in this order."""
    found: list[str] = []
    depth, start = 0, 0
    if is_choice(text):
        return ()
    for piece in _PIECE.finditer(text):
        if piece[0] == "(":
            start = piece.start() if not depth else start
            depth += 1
        elif piece[0] == ")":
            depth -= 1
            group, after = text[start : piece.end()], text[piece.end() : piece.end() + 2]
            is_optional = after[:1] in {"?", "*"} or after == "{0"
            if not depth and group.startswith("(?:") and not is_optional and not PLACE.search(group):
                found.append(group)
    return tuple(found)


def is_choice(text: str) -> bool:
    """Whether the whole of it is a choice: a bar stands outside all groups."""
    depth = 0
    for piece in _PIECE.finditer(text):
        depth += (piece[0] == "(") - (piece[0] == ")")
        if piece[0] == "|" and not depth:
            return True
    return False


def party(kinds: str = PARTY_KINDS) -> str:
    """The expression for one party of the kinds."""
    return rf"<[{kinds}]\d+>"


def listing(kinds: str = PARTY_KINDS) -> str:
    """The expression for a list of parties, with the words that may introduce each of them."""
    more = "".join(kind for kind in kinds if kind not in "RB") or kinds
    return rf"{party(kinds)}(?:{_TAIL}{_JOIN}{_NEXT}{party(more)}){{0,11}}"


def expand(text: str, *, begins: bool = True) -> str:
    """Replace every placeholder of a pattern, or of a piece inside one, by the expression it stands for."""

    def one(match: re.Match[str]) -> str:
        if match["gap"] is not None:
            return rf"(?:[^<>;:]|<[FGHJ]\d+>){{0,{match['gap'] or 40}}}?"
        if match["any"]:
            return rf"[^;]{{0,{match['any']}}}?"
        if match["word"]:
            named = DESCRIBED if match["word"] == "WHO" and match.start() else ""
            return (
                named
                + expand(VOCABULARY[match["word"]], begins=begins and match.start() == 0)
                + (r"\b" if match["word"] in WHOLE_WORDS else "")
            )
        kinds = _kinds_of(match)
        role = match["role"]
        if role in {"amount", "amount2", "amount3"}:
            return rf"(?P<{role}><M\d+>)"
        if role == "valuation":
            return r"(?P<valuation><V\d+>)"
        lead = LEAD if match.start() or not begins else ""  # nothing before a name that begins the match is of interest
        if not set(kinds) - {"L", "K"}:
            lead = LEAD.replace("<[PG]", "<[PGONR]")  # "OpenAI's GPT-4": the model is meant, and says whose it is
        if set(kinds) & {"L", "K"} and set(kinds) & {"O", "N"}:
            lead += _ITS_MAKER
        return rf"{lead}(?P<{role}>{listing(kinds) if match['many'] else party(kinds)})"

    return PLACE.sub(one, text)
