"""The known names: where they stand in a text, and which organization a printed name means.

What is known is in the seeds (``dbt_project/seeds``) and in the user's ``overrides/``; nothing is guessed from likeness.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from pipelines.extraction.name_context import Context, bare, model_end
from pipelines.extraction.name_seeds import Organization, Row, read_seeds, stamps

Kind = Literal["organization", "person", "model", "product", "publisher"]
# Of several things with one name the first is meant; Gazetteer.meanings gives them all.
KINDS: tuple[Kind, ...] = ("organization", "person", "model", "product", "publisher")

_PARTIES = frozenset({"organization", "person"})

_SUFFIXES = (
    "incorporated|inc|corporation|corp|company|co|limited|ltd|llc|l l c|llp|lp|plc|p l c|pbc|ag|se|gmbh|kgaa|sarl|sas|sa|s a|"
    "nv|n v|bv|b v|spa|s p a|srl|oyj|oy|ab|asa|a s|kk|pte|pty|pvt|private|platforms|holdings|holding|group"
)
_LEGAL = re.compile(f"(?: (?:{_SUFFIXES}))+$")
_POSSESSIVE = re.compile(r"['’]s( |$)")
_SIGNS = re.compile(r"[\W_]+")
# Without "the" or the suffix these are plain words, so they keep them.
_WHOLE = frozenset(
    {
        "news corp", "news corporation", "capital group", "match group", "sea limited", "switch inc", "rabbit inc", "the information",
        "the atlantic", "the intercept", "the times", "the sun", "the age", "the block", "the national", "the hill", "the company",
        "the group",
    }
)  # fmt: skip
_GENITIVE = frozenset({"de", "sv", "da", "no", "nb", "nn"})


def normalise_name(name: str) -> str:
    r"""The form in which two printings of a name compare; empty when nothing of it is a letter or digit.

    In this order: accents are stripped (canonical decomposition, marks removed, composed again); lower case; ``ß``
    becomes ``ss``; ``&`` and ``+`` become ``and`` and ``plus`` between spaces; a possessive ``'s`` before a space
    or the end goes; each run of signs (neither letter nor digit) becomes one space; the ends are trimmed. Unless
    the whole is one of the few forms in ``_WHOLE``, a leading ``the`` goes, and then all legal suffixes
    (``_SUFFIXES``) at the end as long as a word is left.
    In DuckDB's SQL::

        trim(regexp_replace(regexp_replace(
             replace(replace(replace(lower(strip_accents(name)), 'ß', 'ss'), '&', ' and '), '+', ' plus '),
             '[''’]s( |$)', '\1', 'g'), '[^\p{L}\p{N}]+', ' ', 'g'))        -- form
        regexp_replace(regexp_replace(form, '^the ', ''), '( (inc|corp|…))+$', '')  -- unless form is in _WHOLE
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.category(c).startswith("M"))
    # Composed again, so that a Korean syllable is one letter here as it is in SQL.
    plain = unicodedata.normalize("NFC", plain).lower().replace("ß", "ss").replace("&", " and ").replace("+", " plus ")
    form = _SIGNS.sub(" ", _POSSESSIVE.sub(r"\1", plain)).strip()
    return form if form in _WHOLE else _LEGAL.sub("", form.removeprefix("the "))


@dataclass(frozen=True, slots=True)
class Name:
    """One printed name and what it means; ``organization_id`` is the organization behind it (maker, owner, itself)."""

    surface: str
    kind: Kind
    key: str
    organization_id: str | None
    is_ambiguous: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: ``text[start:end] == surface``, without a possessive ending."""

    start: int
    end: int
    surface: str
    kind: Kind
    key: str
    organization_id: str | None
    is_ambiguous: bool


class Gazetteer:
    """The known names, ready to be found. Build it with :meth:`load`."""

    def __init__(self, rows: Iterable[Row], organizations: Mapping[str, Organization]) -> None:
        self.organizations = organizations
        self._forms: dict[str, str] = {}
        self._descriptions: dict[str, str] = {}
        meanings: dict[str, list[Name]] = {}
        for row in rows:
            if row.kind == "description":
                self._descriptions[bare(row.surface.lower())] = row.key
                self._forms.setdefault(normalise_name(row.surface), row.key)
                continue
            if row.kind == "organization":
                self._forms[normalise_name(row.surface)] = row.key
            kind: Kind = self._kind_of(row.key) if row.kind == "organization" else row.kind
            name = Name(row.surface, kind, row.key, row.organization_id, row.is_ambiguous)
            meanings.setdefault(bare(row.surface), []).append(name)
        self._meanings = {
            surface: tuple(sorted(names, key=lambda n: KINDS.index(n.kind))) for surface, names in meanings.items()
        }
        patterns = _patterns(self._meanings)
        self._means = list(patterns.values())
        # Every overlapping match is asked for: a longer name that fails at its end must not hide a shorter one.
        self._automaton = AhoCorasick(list(patterns), matchkind=MatchKind.Standard)
        self._described = list(self._descriptions)
        self._phrases = AhoCorasick(self._described, matchkind=MatchKind.LeftmostLongest)

    @classmethod
    def load(cls, seeds_dir: Path, overrides_dir: Path | None = None) -> "Gazetteer":
        """Read the seeds and the user's additions; cached until one of the files changes.

        Raises:
            UsageError: A row cannot be used, or two rows clash; the message names both.
        """
        return _load(seeds_dir, overrides_dir, stamps(seeds_dir, overrides_dir))

    def resolve(self, name: str) -> str | None:
        """The organization that a printed name or definite description means; None when nobody listed it."""
        return self._forms.get(normalise_name(name))

    def meanings(self, surface: str) -> tuple[Name, ...]:
        """All things that are printed just so, the likeliest first ("Cursor" is a company and its product)."""
        return self._meanings.get(bare(surface), ())

    def find(self, text: str, language: str | None = None) -> list[Mention]:
        """The names in a text, in order, without overlaps: of those that overlap the leftmost, then the longest.

        Whole words in their own case (or all in capitals), not inside addresses. An ambiguous name counts only with
        evidence: an organization by its place (:class:`~pipelines.extraction.name_context.Context`) or another mention of
        its family, a model or product by its place and a mention of its maker, a publisher by words of reporting beside it.
        ``language`` allows that language's genitive ("OpenAIs").
        """
        context = Context(text, genitive=language in _GENITIVE)
        found = self._leftmost_longest(context)
        starts = {mention.start for mention in found}
        proven = {
            self._family(mention.organization_id)
            for mention in found
            if not mention.is_ambiguous or _shows_itself(mention, context, starts)
        } - {None}
        return [m for m in found if not m.is_ambiguous or self._is_meant(m, context, starts, proven)]

    def find_descriptions(self, text: str) -> list[Mention]:
        """The definite descriptions in a text ("the Claude maker"), whatever their case."""
        context = Context(text)
        return [
            Mention(start, end, text[start:end], self._kind_of(key), key, key, False)
            for number, start, end in self._phrases.find_matches_as_indexes(context.lower())
            if context.is_whole_word(start, end)
            for key in (self._descriptions[self._described[number]],)
        ]

    def _kind_of(self, organization_id: str) -> Kind:
        return "person" if self.organizations[organization_id].is_person else "organization"

    def _leftmost_longest(self, context: Context) -> list[Mention]:
        hits = self._automaton.find_matches_as_indexes(context.plain, overlapping=True)
        mentions: list[Mention] = []
        after = 0
        for start, minus_end, number in sorted((start, -end, number) for number, start, end in hits):
            name, end = self._means[number], -minus_end
            if start < after or not context.is_whole_word(start, end) or context.is_in_address(start, end):
                continue
            after = model_end(context.plain, start, end) if name.kind == "model" else end
            said = context.text[start:after]
            mentions.append(Mention(start, after, said, name.kind, name.key, name.organization_id, name.is_ambiguous))
        return mentions

    def _family(self, organization_id: str | None) -> str | None:
        organization = self.organizations.get(organization_id or "")
        return organization.family_id if organization else None

    def _is_meant(self, mention: Mention, context: Context, starts: set[int], proven: set[str | None]) -> bool:
        if mention.kind == "publisher":
            return context.reports(mention.start, mention.end)
        if self._family(mention.organization_id) not in proven:
            return False
        if mention.kind in _PARTIES:
            return not context.is_plain_word(mention.start, mention.end)
        return context.shows_a_name(mention.start, mention.end, starts)


def _shows_itself(mention: Mention, context: Context, starts: set[int]) -> bool:
    # A single letter ("X") stands for too much to be shown by its place.
    is_party = mention.kind in _PARTIES and mention.end - mention.start > 1
    return is_party and context.shows_a_name(mention.start, mention.end, starts)


def _patterns(meanings: Mapping[str, tuple[Name, ...]]) -> dict[str, Name]:
    """What to look for: each name, and where nothing else is printed so, its capitals and its plain form ("Openai")."""
    patterns = {surface: names[0] for surface, names in meanings.items()}
    for surface, names in meanings.items():
        if len(surface) >= 4 and len(surface.upper()) == len(surface):
            patterns.setdefault(surface.upper(), names[0])
        if len(surface) >= 6 and surface.isalpha() and surface[0].isupper() and not names[0].is_ambiguous:
            patterns.setdefault(surface.capitalize(), names[0])
    return patterns


@lru_cache(maxsize=8)
def _load(seeds_dir: Path, overrides_dir: Path | None, _: tuple[tuple[str, int, int], ...]) -> Gazetteer:
    rows, organizations = read_seeds(seeds_dir, overrides_dir, normalise_name)
    return Gazetteer(rows, organizations)
