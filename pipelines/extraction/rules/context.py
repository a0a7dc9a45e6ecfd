"""What the words round a match say: how far the thing has come, who says so, whether it is denied or only recalled."""

import re
from collections.abc import Sequence

from pipelines.extraction.rules.masking import Masked, Slot
from pipelines.extraction.rules.tabled import Table
from pipelines.extraction.sparse import Rows

_TABLE = Table("context")
_INVESTMENT = _TABLE.rules("investment_stages", "stage")
_STAGES = {
    "investment": Rows(_INVESTMENT),
    "partnership": Rows(
        (
            *_TABLE.rules("partnership_stages", "stage"),
            *_INVESTMENT,
            *_TABLE.rules("partnership_stages_last", "stage"),
        )
    ),
    "model_adoption": Rows(_TABLE.rules("model_adoption_stages", "stage")),
    "legal_action": Rows(_TABLE.rules("legal_action_stages", "stage")),
}
_FOREIGN = Rows(_TABLE.rules("foreign_stages", "stage"))
_NEGATED, _DENIED, _UNREAL = (_TABLE.sparse(name) for name in ("negated", "denied", "unreal"))
_SOFTWARE, _BACKGROUND = _TABLE.sparse("addresses_software"), _TABLE.sparse("background")
_ATTRIBUTIONS = Rows(_TABLE.rules("attributions", "attribution"))
_SAYS = re.compile(r" (?:said|says?|told|reported)\b.*$")
_DESCRIBED = re.compile(r"d(?:as|er|ie) ")
_BESIDE = re.compile(r"(?:<[ON]\d+>(?:, | and ))*<[ON]\d+>,? and $")
_OBJECT_BEFORE = Table("beside").plain("object_before")
_UNSOURCED, _OF_WHOM = (_TABLE.plain(name) for name in ("unsourced", "of_whom"))
# The foreign rows are for deals; a model or a case is less far where a deal is talked of.
_ADOPTING = {"in_talks": "exploring", "considered": "exploring", "signed": "announced"}

Attribution = tuple[str, str | None]


def stage_of(claim_type: str, default: str, window: str, language: str = "en") -> str:
    """The stage that the words of the window say, else the pattern's own."""
    table = _STAGES[claim_type] if language == "en" else _FOREIGN
    stage = table.first(window) or default
    if language == "en":
        return stage
    if claim_type == "legal_action":
        return "considered" if stage in {"in_talks", "considered"} else default
    return _ADOPTING.get(stage, stage) if claim_type == "model_adoption" else stage


def is_unreal(masked: Masked, clause: str) -> bool:
    """Conditions, questions, predictions: nothing that happened."""
    return bool(_UNREAL.search(clause) or masked.text.rstrip(" \"')").endswith("?"))


def addresses_software(masked: Masked) -> bool:
    """Whether the sentence speaks to whatever software reads it; such a sentence reports nothing."""
    return bool(_SOFTWARE.search(masked.text))


def is_recalled(words: str) -> bool:
    """Whether the words tell of an earlier time than the news: "previously", "last year"."""
    return bool(_BACKGROUND.search(words))


def negation(clause: str) -> str | None:
    """``denied`` where a party denies it, ``negated`` where the sentence itself says no, else null."""
    if _DENIED.search(clause):
        return "denied"
    return "negated" if _NEGATED.search(clause) else None


def attribution_of(masked: Masked, text: str) -> Attribution | None:
    """Who says so, in the sentence, and that name as printed in the text."""
    said = (found for found in _ATTRIBUTIONS.matches(masked.text) if not _is_of_others(masked.text, *found))
    match, kind = next(said, (None, ""))
    if match is None:
        return None
    if match.groupdict().get("unknown"):
        return kind, None
    group = next(name for name in ("who", "who2") if match.groupdict().get(name))
    slots = masked.of(match[group])
    if not slots and _DESCRIBED.match(match[group]):
        # "…, teilte das Pariser Unternehmen mit": the company that the sentence began with.
        slots = [slot for slot in masked.of(masked.text[: match.start()]) if slot.kind in "ON"][:1]
        if not slots:
            return kind, None
    if slots and kind == "on_record":
        slots = _speakers(masked, masked.text[: match.start(group)], slots)
        return kind, slots[0].name if slots else None
    printed = text[masked.original(match.start(group)) : masked.original(match.end(group))]
    return kind, slots[0].name if slots and kind != "anonymous" else _SAYS.sub("", printed).strip()


def _speakers(masked: Masked, before: str, slots: list[Slot]) -> list[Slot]:
    """Those whom a sentence says to speak, given what stands before the last of them; none where it cannot be told."""
    beside = _BESIDE.search(before)
    if beside and not _OBJECT_BEFORE.search(before[: beside.start()]):
        # "A, B and C said": the first stands for them, who is most often a party
        slots, before = masked.of(beside[0]), before[: beside.start()]
    called = _OF_WHOM.search(before)  # "the publisher of X told": whoever is called so, which is never X
    return masked.of(called[0]) if called else slots


def _is_of_others(words: str, match: re.Match[str], kind: str) -> bool:
    """Whether the paper is named as one that does not say so: "X was not mentioned in the announcement"."""
    return kind in {"document", "on_record"} and bool(_UNSOURCED.search(words, 0, match.start()))


def attribution_of_article(sentences: Sequence[Masked], text: str) -> Attribution | None:
    """Whose report the article as a whole is: what its first sentences credit to somebody else, or a party announces."""
    found = [one for one in (attribution_of(masked, text) for masked in sentences[:3]) if one and one[0] != "document"]
    named = [one for one in found if one[1]] or found
    return next((one for one in named if one[0] in {"publication", "anonymous"}), next(iter(named), None))
