"""What the words round a match say: how far the thing has come, who says so, whether it is denied or only recalled."""

import re
from collections.abc import Mapping

from pipelines.extraction.rules.masking import Masked, Slot
from pipelines.extraction.rules.pattern import expand

Table = tuple[tuple[re.Pattern[str], str], ...]


def _table(*rows: tuple[str, str]) -> Table:
    return tuple((re.compile(pattern), value) for pattern, value in rows)


_TALKS = (
    r"\b(?:in (?:[a-z-]+ ){0,3}(?:talks|discussions|negotiations)|(?:talks|discussions|negotiations) (?:to|with|about|over|for|on|between)|talking (?:to|with)|"
    r"negotiating|is discussing|are discussing|has discussed|have discussed|has held|nears?|nearing|close to|closing in|finali[sz]ing|set to close|near a deal|advanced stages|renegotiating|is revising|are revising|"
    r"is revisiting|are revisiting|also revisiting|trying to secure)\b"
)
_THINK = (
    r"\b(?:consider(?:s|ed|ing)?|mull(?:s|ed|ing)?|weigh(?:s|ed|ing)?|explor(?:es|ed|ing)|eyeing|eyes|could|may|might|seek(?:s|ing)?|sought|looking (?:to|for|at)|hopes?(?: to)?|wants?(?: to)?|interested in|"
    r"aims? to|aiming to|approached|would|evaluating|studying|contemplat\w+|pursu(?:es|ing|it)|open to|possib(?:le|ility|ly)|potential(?:ly)?|option to|tried to|trying to|attempt(?:s|ed)? to|searching for|proposed|rumou?red)\b"
)
_PLAN = r"\b(?:plans? to|planning to|planned|plans|will|agree[sd]? to|agreed on|set to|going to|commit(?:s|ted|ting)?|pledg(?:es|ed|ing)|intends? to|expected to|expects to|letter of intent|non-?binding|memorand\w+|mou|to be|is to|announces? (?:plans|intent\w*)|vow(?:s|ed)|preparing to|about to)\b"
_OFF = r"\b(?:called off|calls off|scrapp(?:ed|s)|terminated|cancel(?:led|ed|s)|is dead|collapsed|fell apart|fell through|falls through|no longer going ahead|ended its|ends its)\b"

DEAL_STAGES = _table(
    (r"\b(?:expired?|lapsed?)\b", "expired"),
    (r"\b(?:block(?:s|ed)|reject(?:s|ed)|rebuff(?:s|ed)|turn(?:s|ed) down|spurn(?:s|ed))\b", "blocked"),
    (_OFF, "terminated"),
    (r"\b(?:withdr[ae]w\w*|pull(?:s|ed) out|back(?:s|ed) out|shelv(?:es|ed))\b", "withdrawn"),
    (r"\b(?:said|says|announced|confirmed|disclosed)\b[^.;]{0,60}\bwould\b", "announced"),
    (_TALKS, "in_talks"),
    (_THINK, "considered"),
    (r"\b(?:is|are) (?:[a-z]+ )?raising\b", "in_talks"),
    (r"\b(?:is|are) (?:also |now )?(?:acquiring|buying|merging|investing|purchasing|putting|pouring|selling|spending|committing)\b", "announced"),
    (r"<[ONRKB]\d+> to (?!be\b)[a-z]+", "announced"),
    (r"\b(?:clos(?:es|ed)|complet(?:es|ed)|finali[sz]ed|has raised|had raised|raised|has invested|have invested|has acquired|acquired)\b", ""),
    (r"\b(?:agree[sd]? to|agreed on|has agreed|have agreed|commits? to|committed to|contracted to|definitive)\b", "signed"),
    (_PLAN, "announced"),
)
ADOPTION_STAGES = _table(
    (r"\b(?:test(?:s|ed|ing)?|trial(?:s|ing|ling)?|experiment\w*|evaluating|beta)\b", "testing"),
    (r"\b(?:pilot(?:s|ed|ing)?)\b", "pilot"),
    (r"\b(?:limited|preview|select (?:users|customers)|early access)\b", "limited_release"),
    (r"\b(?:default)\b", "default"),
    (r"\b(?:explor(?:es|ed|ing)|consider(?:s|ed|ing)?|mull\w*|weigh\w*|in (?:[a-z-]+ ){0,3}talks|discussions|negotiat\w+|could|may|might|looking (?:to|at))\b", "exploring"),
    (r"\b(?:plans? to|planning to|planned|will|agreed? to|set to|going to|intends? to|expected to|would|to (?:use|deploy|adopt|power|integrate|offer|add|bring|become)|later this|coming)\b", "announced"),
)
LEGAL_STAGES = _table(
    (r"\b(?:consider(?:s|ed|ing)?|mull(?:s|ed|ing)?|weigh(?:s|ed|ing)?|explor(?:es|ed|ing)|prepar(?:es|ing)|plans? to|planning|could|might|may|contemplat\w+|discussed|looking (?:at|into) (?:suing|legal))\b", "considered"),
    (r"\b(?:threaten(?:s|ed|ing)?|vow(?:s|ed)|warn(?:s|ed))\b", "threatened"),
    (r"\b(?:dismiss(?:es|ed)|toss(?:es|ed)|thrown out|threw out)\b", "dismissed"),
    (r"\b(?:settl(?:es|ed|ement|ing))\b", "settled"),
    (r"\b(?:withdr[ae]w\w*|dropp(?:ed|s)|drops)\b", "withdrawn"),
    (r"\b(?:appeal(?:s|ed|ing))\b", "appealed"),
    (r"\b(?:ruled|rules|ruling|verdict|found liable|found guilty|sided with)\b", "ruled"),
    (r"\b(?:ongoing|continues|pending|is facing|already facing|set for trial|goes to trial|heads to trial|testif\w+)\b", "ongoing"),
)
PARTNERSHIP_STAGES = (*_table((r"\b(?:letter of intent|non-?binding|memorand\w+|mou)\b", "announced"), (r"\b(?:renegotiates?|revises?|reworks?|revisits?|restructures?|rewrites?|overhauls?)\b", "in_talks")), *DEAL_STAGES, *_table((r"\b(?:announc(?:es|ed|ing)|unveil(?:s|ed|ing)?|launch(?:es|ed|ing)?|reveal(?:s|ed))\b", "announced")))
FOREIGN_STAGES = _table(
    (r"\b(?:verhandel\w+|gesprächen?|negocia\w*|conversaciones|négoci\w+|pourparlers|discussions)\b", "in_talks"),
    (r"\b(?:könnten?|erwäg\w+|prüf\w+|podrían?|estudia\w*|contempla\w*|considera\w*|pourrai\w+|envisag\w+|étudie\w*)\b", "considered"),
    (r"\b(?:will|wollen|wird|werden|plant|planen|absichtserklärung|planea\w*|prevén?|carta de intenciones|\w+rá|\w+rán|se compromete\w*|va|vont|prévoi\w+|lettre d'intention|\w+era|\w+eront)\b", "announced"),
)
_ADOPTING = {"in_talks": "exploring", "considered": "exploring"}
STAGES: Mapping[str, Table] = {
    "investment": DEAL_STAGES,
    "partnership": PARTNERSHIP_STAGES,
    "model_adoption": ADOPTION_STAGES,
    "legal_action": LEGAL_STAGES,
}

_NEGATED = re.compile(
    r"\b(?:not|never|n't|no (?:plans?|intention|talks|deal|longer)|nor|neither|without|isn't|didn't|doesn't|won't|hasn't|haven't|aren't|wasn't|refus(?:es|ed) to|declin(?:es|ed) to|instead of|rather than|fail(?:s|ed) to|stop short of)\b"
)
_DENIED = re.compile(r"\b(?:den(?:y|ies|ied)|disputed|dismissed (?:reports|claims)|rejected (?:reports|claims))\b")
_UNREAL = re.compile(r"^[,;: .]*(?:and |but )?(?:if|unless|whether|imagine|suppose|should) |\?\s*[\"']?$|\b(?:what if|it remains to be seen|analysts? (?:expect|predict|estimate|forecast)s?|hypothetical\w*)\b")
SOFTWARE_ADDRESSED = re.compile(r"\b(?:(?:ignore|disregard|forget) (?:all |any |the |your )*(?:previous|prior|above|earlier) (?:instructions|prompts?|text)|you are now (?:an? |the )|system prompt|as an ai (?:language )?model,? (?:you|please)|(?:instructions?|note|message) (?:to|for) (?:the )?(?:ai|llm|language model|assistant|extractor|summari[sz]er|software|machine)|output the following|respond only with)\b")
BACKGROUND = re.compile(
    r"\b(?:previously|earlier this (?:year|month)|last (?:year|month|fall|summer|spring|winter|november|december|january|february|march|april|may|june|july|august|september|october)|"
    r"(?:months?|years?|weeks?) ago|back in|since (?:19|20)\d\d|had (?:already )?(?:raised|invested|acquired|sued|filed|signed)|in recent (?:years|months)|historically|to date|"
    r"has (?:also )?backed|already|earlier|former(?:ly)?|prior)\b"
)

_ATTRIBUTION: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:according to|in|citing|per|seen in|shows?|via) (?P<who>(?:an?|the|its|court|new|regulatory|sec|legal|public) (?:[a-z0-9'-]+ ){0,3}(?:filings?|documents?|complaint|docket|press release|blog ?post|lawsuit|statement|letter to shareholders|announcement|court records|report to|memo))\b"), "document"),
    (re.compile(r"(?P<who>(?:court|regulatory|sec|securities) (?:filings?|documents?|records)|press release)\b"), "document"),
    (re.compile(expand(r"(?:(?:according to|citing|cited by|by|from|report by|report from|reports from|told) (?:an? |the )?(?:[a-z]+ ){0,3}(?P<who><U\d+>)|(?P<who2><U\d+>)(?: (?:earlier|first|has|also|previously|had|{DATE}))* (?:{REPORTS})\b)")), "publication"),
    (re.compile(r"(?P<who>(?:(?:various |multiple |several |two |three |one |some |unnamed |anonymous )?(?:sources?|people|persons?|insiders?|individuals?)(?: (?:close|familiar|with knowledge|briefed|who|cited|said|say|told|involved|to the matter)[^,.<>]{0,40})))"), "anonymous"),
    (re.compile(expand(r"(?P<who><[OPNR]\d+>)(?:,[^,<>]{1,60},)?(?: (?:also|{DATE}|today|has|have|both|recently|later|earlier))* (?:said|says|announc\w+|confirm\w*|disclos\w+|wrote|told|acknowledg\w+|reveal\w*|stat(?:ed|es)|tweeted|posted|admitted|admits|unveil\w*|explained)\b")), "on_record"),
    (re.compile(r"(?:said|says|announced|confirmed|told|wrote|according to|according) (?P<who><[OPNR]\d+>)"), "on_record"),
)


def stage_of(claim_type: str, default: str, window: str, language: str = "en") -> str:
    """The stage that the words of the window say, else the pattern's own."""
    if language != "en":
        stage = next((stage for pattern, stage in FOREIGN_STAGES if pattern.search(window)), default)
        if claim_type == "legal_action":
            return "considered" if stage in {"in_talks", "considered"} else default
        return _ADOPTING.get(stage, stage) if claim_type == "model_adoption" else stage
    for pattern, stage in STAGES[claim_type]:
        if pattern.search(window):
            return stage or default
    return default


def is_unreal(masked: Masked, clause: str) -> bool:
    """Conditions, questions, predictions: nothing that happened."""
    return bool(_UNREAL.search(clause) or masked.text.rstrip(" \"')").endswith("?"))


def negation(clause: str) -> str | None:
    """``denied`` where a party denies it, ``negated`` where the sentence itself says no, else null."""
    if _DENIED.search(clause):
        return "denied"
    return "negated" if _NEGATED.search(clause) else None


def attribution_of(masked: Masked, original: str) -> tuple[str, str | None] | None:
    """Who says so, in the sentence, and that name as printed."""
    for pattern, kind in _ATTRIBUTION:
        match = pattern.search(masked.text)
        if match:
            groups = match.groupdict()
            piece = groups.get("who") or groups.get("who2") or ""
            slots: list[Slot] = masked.of(piece)
            if slots:
                return kind, slots[0].name
            key = "who" if groups.get("who") else "who2"
            return kind, original[masked.original(match.start(key)) : masked.original(match.end(key))]
    return None
