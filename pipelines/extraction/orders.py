"""Sentences of a page that give orders to whatever software reads it. They are page, not news: no claim may rest on them.

The fence around the text keeps a model from obeying; this keeps anybody from quoting. A sentence that tells a reader's program
what to answer often holds the very "fact" that it wants to be answered, word for word.
"""

import re

from ahocorasick_rs import AhoCorasick

from pipelines.extraction.sentences import split_sentences

_OLD = (
    r"\b(?:instruct\w*|prompts?|rules?|guidelines?|directions?|directives?|orders?|commands?|polic(?:y|ies)|you were told|"
    r"(?:everything|all|anything|text|article|content)[^.!?\n]{0,20} (?:above|before|else|so far|prior|below))\b"
)
_READERS = (
    r"(?:a\.?i\.?s?|llms?|language models?|(?:ai |virtual )?assistants?|chat ?bots?|(?:ai )?agents?|bots|models|parsers?|crawlers?|"
    r"extractors?|software)"
)
_READING = r"(?:read|process|pars|summari[sz]|extract|index|analy[sz]|see)\w*(?: from| of)? th(?:is|ese)\b"
# Literals of which one stands in whatever the pattern finds, and the pattern. A sentence is held against it only where one does.
_INSIDE = (
    ("ignor disregard forget overrid bypass discard", rf"\b(?:ignor|disregard|forget|overrid|bypass|discard)\w*\b[^.!?\n]{{0,60}}{_OLD}"),
    ("instruction", r"\b(?:new|updated|additional|hidden|special|further|revised|final) instructions?\b\s*(?::|for|follow|-|–)"),
    ("prompt instruction", r"\b(?:your|the|this) (?:system prompt|previous instructions|hidden instructions|developer message)\b"),
    ("you=are", (
        r"\byou are (?:now|no longer|henceforth|(?:an?|the) (?:\w+ ){0,3}(?:assistant|language model|llm|ai|bot|agent|extractor|parser))\b"
    )),
    ("henceforth from=now=on", r"\b(?:from now on|henceforth),? you\b"),
    ("dear attention note message memo instructions hello hey", (
        rf"\b(?:dear|attention|hello|hey|(?:note|(?:a )?message|memo|instructions?) (?:to|for)),? (?:all |any |every |the )?{_READERS}\b"
    )),
    ("=this =these", rf"\b(?:any|every|each|all|if you are an?|whichever) {_READERS}\b[^.!?\n]{{0,30}}\b{_READING}"),
    ("json word with", r"\b(?:respond|reply|answer) (?:only )?(?:with|in) (?:json|the following|exactly|one word|nothing but)"),
    ("pretend imagine act=as role", (
        r"\b(?:pretend|imagine|act as|role-?play)\b[^.!?\n]{0,20}\b(?:you|if you|an? (?:assistant|ai|model|unrestricted))\b"
    )),
    ("jailbr mode", r"\b(?:jailbr[eo]ak\w*|developer mode|dan mode|god mode)\b"),
    ("decode", r"\bdecode (?:this|the following|and (?:run|follow|obey))"),
    ("<| inst] sys> <article </article <system </system <instruction </instruction <prompt </prompt <data </data", (
        r"<\|[^|]{1,30}\|>|\[/?inst\]|<</?sys>>|</?(?:article|system|instructions?|prompt|data)>"
    )),
    ("--- of=article of=the=article of=data of=document of=the=document of=prompt", (
        r"-{3,} ?ARTICLE-|\b(?:end|begin) of (?:the )?(?:article|data|document|prompt)\b"
    )),
    ("{{ ${ <script javascript: __ os.system subprocess drop=table rm=-rf curl eval( exec", (
        r"\{\{.{0,200}?\}\}|\$\{.{0,200}?\}|<script\b|javascript:|__\w+__|\bos\.system\b|\bsubprocess\b|\bdrop table\b|\brm -rf\b|"
        r"\bcurl (?:-|http)|\beval\(|`[^`\n]{0,80}\bexec"
    )),
    ("tool function claim is_relevant role", (
        r"[\"']?(?:tool|function)(?:_call|_calls|_name)?[\"']?\s*:\s*[\"'{\[]|\{\s*[\"'](?:claims|is_relevant|claim_type|role)[\"']\s*:"
    )),
    # In other languages: to leave the instructions aside.
    ("anweisung instruktion vorgabe befehl", (
        r"\b(?:ignorier|vergiss|vergesst|missacht)\w*\b[^.!?\n]{0,60}(?:anweisung|instruktion|vorgabe|befehl)"
    )),
    ("instruccion órdenes indicacion reglas anterior", (
        r"\b(?:ignor|olvid|desobedec|omit)\w*\b[^.!?\n]{0,60}(?:instruccion|órdenes|indicacion|reglas|anterior)"
    )),
    ("instructions consignes règles ordres précédent", (
        r"\b(?:ignor|oubli|désobéi)\w*\b[^.!?\n]{0,60}(?:instructions|consignes|règles|ordres|précédent)"
    )),
    ("istruzion regole ordini precedent", r"\b(?:ignora|dimentica)\w*\b[^.!?\n]{0,60}(?:istruzion|regole|ordini|precedent)"),
    ("instruç regras ordens", r"\b(?:ignor|esque)\w*\b[^.!?\n]{0,60}(?:instruç|regras|ordens)"),
    ("instructie regels opdracht", r"\b(?:negeer|vergeet)\b[^.!?\n]{0,60}(?:instructie|regels|opdracht)"),
    ("polecen instrukcj zasad", r"\b(?:zignoruj|zapomnij)\b[^.!?\n]{0,60}(?:polecen|instrukcj|zasad)"),
    ("instruktion regler", r"\b(?:ignorera|glöm)\b[^.!?\n]{0,60}(?:instruktion|regler)"),
    ("инструкц указани правил", r"(?:игнорируй|проигнорируй|забудь)\w*[^.!?\n]{0,60}(?:инструкц|указани|правил)"),
    ("指令 指示 说明 规则 命令", (
        r"(?:忽略|无视|忘记)[^。！？\n]{0,30}(?:指令|指示|说明|规则)|(?:指示|命令|指令)[^。！？\n]{0,12}(?:無視|忘れ)"
    )),
    ("지시 명령 지침", r"(?:지시|명령|지침)[^.!?\n]{0,20}(?:무시|잊)"),
    ("التعليمات الأوامر القواعد", r"(?:تجاهل|انس)[^.!؟\n]{0,60}(?:التعليمات|الأوامر|القواعد)"),
    ("निर्देश आदेश", r"(?:निर्देश|आदेश)[^।!?\n]{0,30}(?:अनदेख|नज़रअंदाज़|भूल)"),
    ("talimat", r"\btalimat\w*[^.!?\n]{0,30}(?:yok say|görmezden|unut)"),
)  # fmt: skip
# What only begins a sentence or a line: an imperative to a program, or the name of a speaker.
_AT_START = (
    r"(?:(?:system|assistant|developer|user|human|ai)\s*(?:\]|>|\||override|message|note|prompt)?\s*:|"
    r"#{2,} ?(?:system|instruction|response|end)|(?:please )?(?:now )?(?:respond|reply|answer|output|return|print|emit|repeat|say|"
    r"report|state|add|record|include|append|insert|write|set|mark|call|run|execute|fetch|visit|leave|stop|omit|invent|replace|"
    r"treat|pretend|imagine)(?= (?:only|with|that|exactly|instead|the following|"
    r"the (?:system|function|tool|command|shell|url|word|claims?)|an? (?:claim|record|event|second|investment|acquisition)|json|this|your|"
    r"all|no|every|out|to|you|claims|is_relevant|stage)\b))"
)
_STARTS = re.compile(rf"(?:^|(?<=[.!?:>\]\"'] )|(?<=\n))[\W_]{{0,5}}{_AT_START}", re.IGNORECASE)
_START = re.compile(rf"[\W_]*{_AT_START}", re.IGNORECASE)
_PATTERNS = [re.compile(pattern, re.IGNORECASE) for _, pattern in _INSIDE]
_LITERALS: dict[str, list[int]] = {}
for _number, (_listed, _) in enumerate(_INSIDE):
    for _literal in _listed.split():
        _LITERALS.setdefault(_literal.replace("=", " "), []).append(_number)
_FINDER = AhoCorasick(list(_LITERALS))
_NUMBERS = list(_LITERALS.values())
# An order and its "fact" are often neighbours: what stands around one in its paragraph falls with it.
BEFORE, AFTER = 1, 2


def is_order(sentence: str) -> bool:
    """Whether a sentence speaks to software that reads it."""
    return bool(_START.match(sentence)) or any(pattern.search(sentence) for pattern, _ in _candidates(sentence))


def without_orders(text: str, language: str | None = None) -> str:
    """The text with its orders, and their neighbours in the paragraph, as blanks: no letter of the rest changes its place."""
    places = [match.start() for match in _STARTS.finditer(text)]
    places += [place for pattern, place in _candidates(text) if pattern.search(text, *_line_at(text, place))]
    lines = sorted({_line_at(text, place) for place in places})
    pieces, at = [], 0
    for start, end in lines:
        for first, last in _fallen(text, start, end, language):
            pieces += [text[at:first], " " * (last - first)]
            at = last
    return "".join([*pieces, text[at:]])


def _candidates(text: str) -> list[tuple[re.Pattern[str], int]]:
    """The patterns of which a literal stands in the text, each once a line, and where."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters have a longer lower case; they are no part of any literal
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    found: dict[tuple[int, int], int] = {}
    for literal, start, _ in _FINDER.find_matches_as_indexes(lowered, overlapping=True):
        line = text.rfind("\n", 0, start)
        for number in _NUMBERS[literal]:
            found.setdefault((number, line), start)
    return [(_PATTERNS[number], start) for (number, _), start in found.items()]


def _line_at(text: str, place: int) -> tuple[int, int]:
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end


def _fallen(text: str, start: int, end: int, language: str | None) -> list[tuple[int, int]]:
    """What falls of one line: its orders, and what stands around each."""
    sentences = split_sentences(text[start:end], language)
    fallen = {
        near
        for index, sentence in enumerate(sentences)
        if is_order(sentence.text)
        for near in range(max(0, index - BEFORE), min(len(sentences), index + AFTER + 1))
    }
    return [(start + sentences[index].start, start + sentences[index].end) for index in sorted(fallen)]
