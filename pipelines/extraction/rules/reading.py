"""An article made ready for the patterns: its sentences with typed tokens, in order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.extraction.gazetteer import Gazetteer, Mention
from pipelines.extraction.money import MoneyMention, find_money
from pipelines.extraction.rules.masking import Masked, Slot, fold, mask, renamed
from pipelines.extraction.rules.newnames import find_new_names, names_again
from pipelines.extraction.rules.references import Memory, find_references
from pipelines.extraction.rules.wordlists import PLACES
from pipelines.extraction.sentences import Sentence, split_sentences

# A longer sentence is boilerplate or a list without stops; patterns with gaps must not run over it (2026-11-22).
MAX_SENTENCE = 900
# Only a sentence with one of these can hold money; the grammar is the dearest step of all.
_MAY_BE_MONEY = re.compile(r"[$€£¥₹₩]|illion|illon|illón|illiard|\bmi?l?l?\.? ?(?:€|mds|mrd)|\d ?(?:bn|tn|m|b|k|mds|mrd|mio)\b|\b(?:usd|eur|gbp|dollars?|euros?|yuan|yen|pounds?|won|rupees|crore|lakh|francs?|kronor)\b")
_JOINED = re.compile(r"-(?:backed|owned|based|led|funded|powered|style|like|trained|controlled|founded|made|built|run|linked|era|driven|inspired|compatible|specific|focused)\b")
_WORKS_FOR = re.compile(r"(?:'s)? (?:ceo|cto|cfo|coo|chief|president|co-?founder|founder|vice president|spokes\w+|head of|executives?|general counsel|chair\w*|director|engineers?|researchers?)\b")
_VOICE_BEFORE = re.compile(r"\b(?:according to|told|citing|cited by|reported by|reports? (?:by|from|in)|seen by|via|in an interview with|an interview with) (?:the |an? )?(?:[a-z]+ )?$")
_VOICE_AFTER = re.compile(r"(?:'s)? ?(?:reports?|reported|first|earlier|said|says|writes|wrote|has reported|also reported|learned|previously|contacted)\b|'s (?:reporting|question|request)|, citing")
# Below this a sum by the month or year is what a customer pays for a product, above it a contract (2026-11-22).
_LEAST_CONTRACT = 5_000_000
_PRICES = re.compile(r"^ ?(?:per (?:month|year|user|seat|million|token|share|hour|barrel)|a (?:month|year)\b|/month|/mo|/year|monthly|apiece|each\b|price tag)")
_EARNINGS = re.compile(
    r"^ ?(?:\+ )?(?:in |of |a )?(?:(?:annual(?:i[sz]ed|ly)?|recurring|quarterly|net|gross|total|run-rate|cloud|yearly) )*(?:revenues?|sales|arr\b|profits?|earnings|losses|loss|income|run[- ]rate|market (?:cap|value)|capex|capital expenditures?|"
    r"market\b)"
)
_EARNINGS_BEFORE = re.compile(
    r"(?:revenues?|sales|profits?|earnings|losses|loss|income|run[- ]rate|arr|capex|capital (?:expenditures?|spending)|market (?:size|cap\w*|value)|priced at|price of|costs?|starting at|for just|only|net worth|fortune|"
    r"budget|spent|save up to|up from|rose to|fell to|grew to)(?: (?:of|to|at|was|were|is|by|reach\w*|exceed\w*|hit|about|around|nearly|over|more than|roughly|approximately|some|up|a|an|from|on))* ?$"
)
_VALUED = re.compile(r"^ ?(?:(?:post|pre)-money |private |market )?(?:valuation|market (?:cap|value))|^ company\b")
_VALUED_ELSEWHERE = re.compile(r"\b(?:valor\w*|bewert\w*|valoris\w*)\b[^.;]{0,45}$")
_VALUED_BEFORE = re.compile(
    r"(?:valu(?:ation|ing|ed|es|e)|worth|market (?:cap\w*|value))(?: (?:of|at|to|that|the|company|it|was|is|reach\w*|exceed\w*|now|as|much|high|startup|firm|about|around|nearly|over|more|than|roughly|some|up|a|an|<[ONR]\d+>|between|post-money))* ?$"
)


@dataclass
class Reading:
    """What was read of one article before any pattern is tried."""

    text: str
    sentences: list[Sentence]
    mentions: list[Slot]
    makers: dict[str, str] = field(default_factory=dict)
    folded: str = ""


class Reader:
    """Finds the names, sums and dates of articles."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def read(self, text: str, language: str, also: Iterable[str] = ()) -> Reading:
        """Return the sentences and the mentions of names of one text; ``also`` are names known from elsewhere."""
        sentences = [s for s in split_sentences(text, language) if s.end - s.start <= MAX_SENTENCE]
        folded = fold(text)
        known = [self._slot(mention, text, folded) for mention in self._gazetteer.find(text, language)]
        slots = [slot for slot in known if slot]
        taken = [(m.start, m.end) for m in slots]
        slots += self._described(text, taken)
        spans = [(s.start, s.end) for s in sentences]
        # German capitalises every noun, so that a capital says nothing there.
        new = [] if language == "de" else find_new_names(text, spans, taken, [slot.name for slot in slots if slot.kind == "P"])
        slots += new
        taken += [(s.start, s.end) for s in new]
        names = sorted({*also, *(slot.name for slot in new if slot.kind == "N" and len(slot.name) > 2)})[:200]
        headings = [(s.start, s.end) for s in sentences if s.is_heading or s.start == 0]
        for start, end in headings[:12]:
            again = names_again(text, start, end, names, taken)
            slots += again
            taken += [(slot.start, slot.end) for slot in again]
        makers = {slot.key: slot.name for slot in reversed(slots) if slot.kind == "O" and slot.key}
        slots = [self._joined_off(slot, folded) for slot in slots if not _JOINED.match(folded, slot.end)]
        return Reading(text, sentences, sorted(slots, key=lambda s: (s.start, -s.end)), makers, folded)

    def _described(self, text: str, taken: list[tuple[int, int]]) -> list[Slot]:
        """Descriptions that stand for one organization wherever they are printed; the name is the description."""
        slots = []
        for mention in self._gazetteer.find_descriptions(text):
            organization = self._gazetteer.organizations.get(mention.organization_id or "")
            if organization is not None and not any(a < mention.end and mention.start < b for a, b in taken):
                slots.append(Slot("O", mention.start, mention.end, (mention.surface,), mention.organization_id, None, self._traits(mention) | {"described"}))
        return slots

    def _slot(self, mention: Mention, text: str, folded: str) -> Slot | None:
        if mention.surface in PLACES:
            return Slot("G", mention.start, mention.end, (mention.surface,), mention.key)
        kind = {"organization": "O", "person": "P", "model": "L", "product": "K", "publisher": "O"}[mention.kind]
        traits = self._traits(mention)
        is_voice = bool(_VOICE_BEFORE.search(folded[max(0, mention.start - 40) : mention.start]) and "media" in traits) or bool(
            "media" in traits and _VOICE_AFTER.match(folded, mention.end)
        )
        if mention.kind == "publisher" or is_voice:
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
        if organization.country_code == "us":
            traits.add("us")
        if organization.is_ai:
            traits.add("ai")
        if organization.organization_type in {"regulator", "government", "court"}:
            traits.add("official")
        if organization.organization_type == "publisher" or organization.sector == "media":
            traits.add("media")
        if organization.family_id in {"microsoft", "google", "alphabet", "amazon", "meta", "apple", "nvidia", "oracle", "ibm", "samsung", "intel", "softbank", "tencent", "alibaba", "bytedance", "salesforce"}:
            traits.add("great")
        return frozenset(traits)

    def _joined_off(self, slot: Slot, folded: str) -> Slot:
        """Mark an employer named with an employee: it is not the one who speaks or acts."""
        return slot


class Sentences:
    """Masks the sentences of one article in order, so that references look back and never ahead."""

    def __init__(self, reading: Reading, language: str) -> None:
        self._reading = reading
        self._language = language
        self._memory = Memory()
        self._next = 0

    def masked(self, sentence: Sentence) -> Masked:
        """The sentence with its tokens."""
        inside = self._inside(sentence)
        references = find_references(self._reading.folded, sentence.start, sentence.end, inside, self._memory)
        sums = self._money(sentence, inside) if _MAY_BE_MONEY.search(self._reading.folded, sentence.start, sentence.end) else ()
        masked = mask(self._reading.folded, sentence.start, sentence.end, [*(self._named(slot) for slot in references if "maker" in slot.traits), *(s for s in inside if s.kind != "N"), *sums, *(s for s in inside if s.kind == "N"), *references])
        self._memory.hear(slot for slot in masked.slots.values())
        return masked

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
            start, end = sentence.start + mention.start, sentence.start + mention.end
            kind = self._kind_of_money(mention, start, end, inside)
            if kind:
                yield Slot(kind, start, end, (mention.money.as_stated,), money=mention)

    def _kind_of_money(self, mention: MoneyMention, start: int, end: int, inside: list[Slot]) -> str | None:
        folded = self._reading.folded
        after, before = folded[end : end + 40], folded[max(0, start - 60) : start]
        for slot in inside:  # "valuing OpenAI at": the name itself tells nothing here
            if max(0, start - 60) <= slot.start and slot.end <= start:
                low = slot.start - max(0, start - 60)
                before = before[:low] + "it" + before[low + slot.end - slot.start :] if low >= 0 else before
                break
        if _VALUED.match(after) or (_VALUED_BEFORE.search(before) and not re.search(r"\b(?:deals?|contracts?|agreements?|partnerships?|pacts?|orders?|stakes?|compute|chips|stocks?|shares|commitments?)\b[^.;]{0,45} worth[^<]{0,20}$", before)):
            return "V"
        if self._language != "en" and _VALUED_ELSEWHERE.search(before):
            return "V"
        if _EARNINGS.match(after) or _EARNINGS_BEFORE.search(before):
            return "X"
        if _PRICES.match(after) and mention.money.value < _LEAST_CONTRACT:
            return "X"
        if not mention.is_explicit_money and mention.money.value < 1_000_000:
            return None
        return "M"
