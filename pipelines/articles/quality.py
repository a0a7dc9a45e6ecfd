"""What is doubtful about a text, by signs a reader would see too. A flag is a warning that lowers trust, never a verdict.

Thresholds are of 25 November 2026, set on 89 articles of five languages (the sample newsroom and a development set). On
these, whole and honest, ``no_sources`` was raised twice, where one voice told it all, ``headline_mismatch`` once, by a
witty headline, and no other flag.
"""

import re

from pipelines.schemas.article import QualityFlag

_ENDS = re.compile(r"[.!?。！？…:\"”»’'›)\]】」』*]\s*\Z")
_GOES_ON = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|\[\+\d+ chars\])\s*\Z"
    r"|\b(?:continue reading|keep reading|read (?:more|on)\b|read the (?:full|rest of the) (?:story|article)"
    r"|subscribe (?:now )?to (?:read|continue)|(?:this|the full) (?:article|story|content) is (?:for|available to) (?:our )?subscribers"
    r"|weiterlesen|den (?:ganzen|vollständigen) artikel lesen|nur für abonnenten|seguir leyendo|leer m[aá]s|sigue leyendo"
    r"|solo para suscriptores|lire la suite|r[ée]serv[ée] aux abonn[ée]s)\b.{0,40}\Z",
    re.IGNORECASE,
)
_CLUTTER = re.compile(
    r"\b(?:cookies?|newsletters?|sign up|log in|subscribe|unsubscribe|all rights reserved|terms of (?:use|service)|privacy policy"
    r"|follow us|share this|advertisement|enable javascript|related articles|most read|add a comment"
    r"|alle rechte vorbehalten|datenschutz|anmelden|abonnieren|todos los derechos|suscr[ií]b\w+|aviso legal"
    r"|tous droits|s[’']abonner|mentions l[ée]gales)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“„«][^\"”“»]{15,600}[\"”“»]|「[^」]{8,}」")
_SAYS = {
    "en": r"said|says|told|according to|sources?|reported(?:ly)?|reports|announced|statement|wrote|confirmed|declined to comment"
    r"|spokes\w+|filing|press release|blog post|memo|interview|court documents|citing|people familiar",
    "es": r"dijo|dijeron|según|afirm\w+|anunci\w+|fuentes?|declar\w+|portavoz|comunicado|inform\w+|confirm\w+|asegur\w+",
    "de": r"sagte\w*|laut|zufolge|nach angaben|erklärte\w*|berichte\w*|teilte\w*|sprecher\w*|mitteilung|bestätigte\w*|quellen?|hieß",
    "fr": r"selon|a déclaré|a annoncé|ont annoncé|d[’']après|affirm\w+|indiqu\w+|sources?|porte-parole|communiqué|confirm\w+|précis\w+",
}
_ATTRIBUTED = {code: re.compile(rf"\b(?:{forms})\b", re.IGNORECASE) for code, forms in _SAYS.items()}
_TRANSLATED = re.compile(
    r"\b(?:(?:this|the) (?:article|story|text|page|content) (?:was|has been|is) (?:automatically|machine)[- ]translated"
    r"|(?:automatically|machine)[- ]translated (?:from|by|version|using)|translated (?:automatically|by (?:google|deepl|ai|machine))"
    r"|(?:maschinell|automatisch) übersetzt|traducid[oa] autom[aá]ticamente|traducci[oó]n autom[aá]tica"
    r"|traduit automatiquement|traduction automatique)\b",
    re.IGNORECASE,
)
_LEFTOVER = re.compile(
    r"oaicite|contentReference\[|【\d+[^】]{0,40}】|\bturn\d+(?:search|view|news)\d+\b|utm_source=(?:chatgpt|openai)"
    r"|\[citation needed\]|\[(?:source|insert source|link)\]|\bas an ai language model\b",
    re.IGNORECASE,
)
_MARKER = re.compile(r"(?<=[\w.,;”\"])\s?\[(\d{1,2})\]")
_LISTED = re.compile(
    r"^\s*(?:\[1\]|1[.)]\s|(?:references|sources|notes|quellen|fuentes|notas)\s*:?\s*$)", re.IGNORECASE | re.MULTILINE
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_SUM = re.compile(r"[$€£¥]\s?(\d+(?:[.,]\d+)?)|(\d+(?:[.,]\d+)?)\s?%")

_LONG_LINE = 80  # characters; a shorter last line may be a name, a place or a credit
_SOURCES_EXPECTED = 800  # characters; a note shorter than this often has one voice
_CLUTTER_SHARE = 0.3
_WORDS_TO_SHARE = 4


def text_flags(text: str, language: str | None) -> tuple[QualityFlag, ...]:
    """The flags that a main text raises by itself, in the language that its words speak."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return ()
    found: dict[QualityFlag, bool] = {
        "cut_off": _is_cut_off(lines),
        "boilerplate": _is_clutter(lines),
        "no_sources": _names_nobody(text, language),
        "machine_translated": bool(_TRANSLATED.search(text)),
        "dangling_citations": bool(_LEFTOVER.search(text)) or _cites_no_list(text),
    }
    return tuple(flag for flag, is_so in found.items() if is_so)


def is_headline_apart(title: str | None, text: str) -> bool:
    """Whether a headline says a sum that its text does not, or shares no word with it; a witty one shares few."""
    if not title or len(text) < _LONG_LINE:
        return False
    body = text.casefold()
    if any((first or second).replace(",", ".") not in body.replace(",", ".") for first, second in _SUM.findall(title)):
        return True
    words = {word.casefold()[:6] for word in _WORD.findall(title)}
    return len(words) >= _WORDS_TO_SHARE and not any(word in body for word in words)


def _is_cut_off(lines: list[str]) -> bool:
    last = lines[-1]
    return bool(_GOES_ON.search(last)) or (len(last) >= _LONG_LINE and not _ENDS.search(last))


def _is_clutter(lines: list[str]) -> bool:
    clutter = sum(len(line) for line in lines if len(line) < 300 and _CLUTTER.search(line))
    return clutter > _CLUTTER_SHARE * sum(map(len, lines))


def _names_nobody(text: str, language: str | None) -> bool:
    said = _ATTRIBUTED.get(language or "")
    return said is not None and len(text) >= _SOURCES_EXPECTED and not said.search(text) and not _QUOTED.search(text)


def _cites_no_list(text: str) -> bool:
    return len(set(_MARKER.findall(text))) >= 2 and not _LISTED.search(text)
