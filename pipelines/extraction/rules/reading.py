"""An article made ready for the patterns: its sentences with typed tokens, in order."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipelines.extraction.gazetteer import Gazetteer, Mention
from pipelines.extraction.money import find_money
from pipelines.extraction.rules.bridges import Told, find_bridges
from pipelines.extraction.rules.draft import Draft
from pipelines.extraction.rules.left_out import Sides
from pipelines.extraction.rules.masking import SIDES, Masked, Slot, fold, mask, renamed
from pipelines.extraction.rules.memory import Memory
from pipelines.extraction.rules.money_roles import MAY_BE_MONEY, kind_of_money
from pipelines.extraction.rules.newnames import find_german_names, find_new_names, names_again
from pipelines.extraction.rules.references import find_references
from pipelines.extraction.rules.tabled import Table
from pipelines.extraction.rules.wordlists import CHIPS, PLACES
from pipelines.extraction.sentences import Sentence, split_sentences

_TABLE = Table("beside")
_JOINED, _VOICE_BEFORE, _VOICE_AFTER = (_TABLE.plain(name) for name in ("joined", "voice_before", "voice_after"))
_LEARNS, _TELLS_ASIDE = _TABLE.plain("voice_learns"), _TABLE.plain("voice_aside")
_ACTS = _TABLE.plain("publisher_acts")
_SUES_BEFORE = _TABLE.plain("publisher_sues")
_DATELINE = _TABLE.plain("dateline")
# A longer sentence is boilerplate or a list without stops; patterns with gaps must not run over it (2026-11-22).
MAX_SENTENCE = 900
# Companies that are called giants, and never startups.
_GREAT = frozenset(
    """microsoft google alphabet amazon meta apple nvidia oracle ibm samsung intel softbank tencent alibaba bytedance
    salesforce""".split()  # noqa: SIM905
)
# What may stand behind the name of a company that lists have without it.
_SUFFIX = re.compile(
    r" (?:Technolog(?:y|ies)|Automobile|Auto|Motors?|Group|Holdings?|Intelligent|Robot|Networks?|Electronics)\b(?! [A-Z])"
)
_PLACES_BY_END: dict[str, list[str]] = {}
for _place in sorted(PLACES):
    if " " in _place:
        _PLACES_BY_END.setdefault(_place.rsplit(" ", 1)[-1], []).append(_place)


@dataclass
class Reading:
    """What was read of one article before any pattern is tried."""

    text: str
    sentences: list[Sentence]
    mentions: list[Slot]
    makers: dict[str, str] = field(default_factory=dict)
    folded: str = ""
    title: str = ""
    headline: list[Slot] = field(default_factory=list)  # the organizations of the headline, as the text prints them


class Reader:
    """Finds the names, sums and dates of articles."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def read(self, text: str, language: str, also: Iterable[str] = (), title: str | None = None) -> Reading:
        """Return the sentences and the mentions of names of one text; ``also`` are names known from elsewhere."""
        sentences = [s for s in split_sentences(text, language) if s.end - s.start <= MAX_SENTENCE]
        folded = fold(text)
        found = (m for m in self._gazetteer.find(text, language) if not _ends_a_place(text, m))
        known = _with_suffixes([self._slot(mention, folded) for mention in found], text)
        # "LOS ANGELES (The Wire) -": where and for whom it was written is nobody's deed.
        lines = (0, *map(re.Match.end, re.finditer("\n", text)))
        datelines = [found.span() for found in (_DATELINE.match(text, line) for line in lines) if found]
        inside = {at for a, b in datelines for at in range(a, b)}
        slots = [slot for slot in known if slot and slot.start not in inside]
        taken = [*datelines, *((m.start, m.end) for m in slots)]
        slots += self._described(text, taken)
        sentences = _unsplit(sentences, slots, text)
        spans = [(s.start, s.end) for s in sentences]
        # German capitalises every noun, so that a capital says nothing there.
        new = (
            find_german_names(text, taken)
            if language == "de"
            else find_new_names(text, spans, taken, [slot.name for slot in slots if slot.kind == "P"], title or "")
        )
        new = [renamed(slot, "U") if slot.kind == "N" and _has_learned(slot, folded) else slot for slot in new]
        slots += new
        taken += [(s.start, s.end) for s in new]
        names = sorted({*also, *(slot.name for slot in new if slot.kind == "N" and len(slot.name) > 2)})[:200]
        headings = [(s.start, s.end) for s in sentences if s.is_heading or s.start == 0]
        for start, end in headings[:12]:
            again = names_again(text, start, end, names, taken)
            slots += again
            taken += [(slot.start, slot.end) for slot in again]
        makers = {s.key: s.name for s in reversed(slots) if s.kind == "O" and s.key and "described" not in s.traits}
        slots = [slot for slot in slots if slot.kind in "KL" or not _JOINED.match(folded, slot.end)]
        slots.sort(key=lambda s: (s.start, -s.end))
        headline = self._of_headline(title, language, slots) if title else []
        return Reading(text, sentences, slots, makers, folded, fold(title or ""), headline)

    def _of_headline(self, title: str, language: str, slots: Iterable[Slot]) -> list[Slot]:
        """The organizations of the text that its headline names, in its order; of each the mention that the text begins with."""
        keys = {mention.key for mention in self._gazetteer.find(title, language)}
        first = {slot.key or slot.name: slot for slot in reversed(list(slots)) if slot.kind in "ON"}
        named = [slot for name, slot in first.items() if name in keys or slot.name in title]
        return sorted(named, key=lambda slot: title.find(slot.name.partition(" ")[0]))

    def _described(self, text: str, taken: list[tuple[int, int]]) -> list[Slot]:
        """Descriptions that stand for one organization wherever they are printed; the name is the description."""
        slots = []
        spans = sorted(taken)
        starts = [low for low, _ in spans]
        for mention in self._gazetteer.find_descriptions(text):
            organization = self._gazetteer.organizations.get(mention.organization_id or "")
            if organization is not None and not any(
                a < mention.end and mention.start < b
                for a, b in spans[max(0, bisect_left(starts, mention.start) - 1) : bisect_left(starts, mention.end)]
            ):
                slots.append(
                    Slot(
                        "O",
                        mention.start,
                        mention.end,
                        (mention.surface,),
                        mention.organization_id,
                        None,
                        self._traits(mention) | {"described"},
                    )
                )
        return slots

    def _slot(self, mention: Mention, folded: str) -> Slot | None:
        if mention.surface in PLACES:
            return Slot("G", mention.start, mention.end, (mention.surface,), mention.key)
        if mention.surface in CHIPS:
            return Slot("H", mention.start, mention.end, (mention.surface,), mention.key, mention.organization_id)
        kind = {"organization": "O", "person": "P", "model": "L", "product": "K", "publisher": "O"}[mention.kind]
        traits = self._traits(mention)
        # A newspaper that "says" reports; a film studio that "says" speaks for itself.
        is_voice = "publisher" in traits and bool(
            _VOICE_BEFORE.search(folded[max(0, mention.start - 40) : mention.start])
            or _VOICE_AFTER.match(folded, mention.end)
        )
        if mention.kind == "publisher" or is_voice:
            sues = _SUES_BEFORE.search(folded[max(0, mention.start - 60) : mention.start])
            if not sues and (is_voice or not _ACTS.match(folded, mention.end)):
                kind = "U"
        if "court" in traits:
            kind = "J"
        return Slot(kind, mention.start, mention.end, (mention.surface,), mention.key, mention.organization_id, traits)

    def _traits(self, mention: Mention) -> frozenset[str]:
        """What rules ask of an organization, in a word each."""
        organization = self._gazetteer.organizations.get(mention.organization_id or "")
        if organization is None:
            return frozenset({"media"} if mention.kind == "publisher" else ())
        traits = {organization.sector, organization.organization_type}
        if organization.country_code:
            traits.add(f"in:{organization.country_code}")
        if organization.is_ai:
            traits.add("ai")
        if organization.organization_type in {"regulator", "government", "court"}:
            traits.add("official")
        if organization.organization_type == "publisher" or organization.sector == "media":
            traits.add("media")
        if organization.family_id in _GREAT:
            traits.add("great")
        return frozenset(traits)


def _with_suffixes(slots: Iterable[Slot | None], text: str) -> list[Slot]:
    """The slots, a company's with what kind it says to be behind its name: "Enflame Technology" is Enflame."""
    kept = [slot for slot in slots if slot]
    begins = {slot.start for slot in kept}
    for place, slot in enumerate(kept):
        suffix = _SUFFIX.match(text, slot.end) if slot.kind == "O" else None
        if suffix and suffix.start() + 1 not in begins:
            kept[place] = replace(slot, end=suffix.end(), names=(text[slot.start : suffix.end()],))
    return kept


def _has_learned(slot: Slot, folded: str) -> bool:
    """Whether a name is that of a newspaper: "the Courier has learned"; "…, the Courier reports"."""
    if _LEARNS.match(folded, slot.end):
        return True
    is_aside = folded.endswith((", ", ", the "), 0, slot.start)
    return is_aside and _TELLS_ASIDE.match(folded, slot.end) is not None


def _ends_a_place(text: str, mention: Mention) -> bool:
    """Whether the name is the last word of a place's: no "Kong" is named in "Hong Kong"."""
    return any(text.endswith(place, 0, mention.end) for place in _PLACES_BY_END.get(mention.surface, ()))


def _unsplit(sentences: list[Sentence], slots: list[Slot], text: str) -> list[Sentence]:
    """Join what was cut within a name: "Character.AI" ends no sentence."""
    dotted = [slot for slot in slots if "." in text[slot.start : slot.end - 1]]
    if not dotted:
        return sentences
    joined: list[Sentence] = []
    cuts = {at for slot in dotted for at in range(slot.start + 1, slot.end)}
    for sentence in sentences:
        last = joined[-1] if joined else None
        if last is not None and last.end in cuts and sentence.start in cuts:
            joined[-1] = replace(last, end=sentence.end, text=text[last.start : sentence.end])
        else:
            joined.append(sentence)
    return joined


class Sentences:
    """Masks the sentences of one article in order, so that references look back and never ahead."""

    def __init__(self, reading: Reading, language: str) -> None:
        self._reading = reading
        self._language = language
        self._memory = Memory(reading.folded, reading.title, headline=reading.headline)
        self.told = Told()
        self.sides = Sides()
        self._next = 0

    def masked(self, sentence: Sentence, *, adds: bool = False) -> Masked:
        """The sentence with its tokens; sums, which are dear to read, only where they are somebody's, or add to an event told before."""
        inside = self._inside(sentence)
        references = find_references(self._reading.folded, sentence.start, sentence.end, inside, self._memory)
        bridges = find_bridges(self._reading.folded, sentence.start, sentence.end, self.told, self._memory)
        left_out = self.sides.left_out(self._reading.folded, sentence.start, sentence.end, inside)
        is_somebodys = adds or any(slot.kind in SIDES for slot in (*inside, *references, *bridges, *left_out))
        may_hold_sums = is_somebodys and MAY_BE_MONEY.search(self._reading.folded, sentence.start, sentence.end)
        sums = self._money(sentence, inside) if may_hold_sums else ()
        masked = mask(
            self._reading.folded,
            sentence.start,
            sentence.end,
            [
                *(self._named(slot) for slot in references if "maker" in slot.traits),
                *(s for s in inside if s.kind not in "GN"),
                *sums,
                *(s for s in inside if s.kind == "N"),
                *references,  # before places: "the London startup"
                *(s for s in inside if s.kind == "G"),
                *bridges,
                *left_out,
            ],
        )
        self._memory.hear(slot for slot in masked.slots.values())
        return masked

    def hear(self, drafts: Sequence[Draft]) -> None:
        """Take note of the events of a sentence."""
        self.told.hear(drafts)
        self.sides.hear(drafts)
        sued = [draft.names("defendants") for draft in drafts if draft.claim_type == "legal_action"]
        if sued:
            self._memory.accused = frozenset(name for names in sued for name in names)

    def pass_over(self, sentence: Sentence) -> None:
        """Hear a sentence that no pattern can match, for the references after it."""
        inside = self._inside(sentence)
        if inside:
            self._memory.hear(inside)

    def _named(self, slot: Slot) -> Slot:
        """A maker told by its product, under its own name where the article prints it."""
        return renamed(slot, slot.kind, (self._reading.makers.get(slot.maker or "", slot.name),))

    def _inside(self, sentence: Sentence) -> list[Slot]:
        mentions = self._reading.mentions
        while self._next < len(mentions) and mentions[self._next].start < sentence.start:
            self._next += 1
        inside = []
        index = self._next
        while index < len(mentions) and mentions[index].start < sentence.end:
            if mentions[index].end <= sentence.end:
                inside.append(mentions[index])
            index += 1
        return inside

    def _money(self, sentence: Sentence, inside: list[Slot]) -> Iterable[Slot]:
        for mention in find_money(sentence.text, self._language):
            span = (sentence.start + mention.start, sentence.start + mention.end)
            kind = kind_of_money(mention, self._reading.folded, span, inside, self._language)
            if kind:
                yield Slot(kind, *span, (mention.money.as_stated,), money=mention)
