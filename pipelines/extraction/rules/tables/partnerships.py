"""Ways of saying that companies agree, renegotiate, or part.

Rows named ``deal…`` with roles ``a`` and ``b`` become an ``investment`` (``compute_commitment``) where they speak of a sum
for computing: that is decided where the claim is built.
"""

from pipelines.extraction.rules.pattern import Pattern

_SIGN = (
    "sign", "ink", "str", "reach", "cut", "forg", "announc", "unveil", "mak", "made", "has", "have", "land", "secur", "seal", "enter",
    "expand", "exten", "deep", "form", "establish", "launch", "finali", "clinch", "win", "won", "agree", "conclud", "broker", "complet",
    "discuss", "negotiat", "pursu", "seek", "near", "partner", "deal", "pact",
)  # fmt: skip
_DEALS = ("deal", "agreement", "partnership", "pact", "contract", "alliance", "collaborat", "tie", "memorand", "mou", "arrangement", "venture", "accord", "cooperat", "commitment")
_TERMS = r"(?:terms|deals?|agreements?|contracts?|partnerships?|relationship|alliance|pact|arrangement)"
_TALKS = r"(?:talks|negotiations|discussions)"
_END = r"(?:end(?:s|ed|ing)?|terminat\w+|cancel\w*|scrap\w*|cut(?:s|ting)?|sever\w*|kill\w*|pull\w* out of|back\w* out of|exit\w*|dissolv\w*|walk\w* away from|break\w* off|broke off|abandon\w*|leav\w+|left|quit\w*|wind\w* down|unwind\w*)"
_TIES = rf"(?:{_TERMS}|ties|collaboration)"
_RENEGOTIATE = r"(?:renegotiat\w+|re-negotiat\w+|revis(?:e|es|ed|ing)|revisit\w*|rework\w*|restructur\w+|rewrit\w+|rewrote|amend\w*|overhaul\w*|reshap\w+)"


def _p(name: str, stems: tuple[str, ...], text: str, stage: str = "signed", one_per: str | None = None, *, fixed: bool = False, wide: bool = False, nominal: bool = False, **sets: str) -> Pattern:
    return Pattern(name, "partnership", stems, text, stage, sets, one_per, fixed=fixed, wide=wide, nominal=nominal)


PARTNERSHIPS: tuple[Pattern, ...] = (
    # Terms of agreements in being.
    _p("renegotiate with", ("negotiat", "revis", "rework", "restruct", "rewrit", "rewrote", "amend", "overhaul", "reshap"), rf"{{a:ONRK}}{{AUX}}{_RENEGOTIATE}{{~60}} {_TERMS}{{~40}} (?:with|between) {{b:ONK+}}", "amended", agreement_type="renegotiation"),
    _p("both renegotiate", ("negotiat", "revis", "rework", "restruct", "rewrit", "rewrote", "amend", "overhaul", "reshap"), rf"{{parties:ONRBK+}}{{AUX}}{_RENEGOTIATE}{{~60}} (?:{_TERMS}|alliance)\b", "amended", agreement_type="renegotiation"),
    _p("renegotiation of", ("renegotiat",), rf"renegotiation(?: or termination)? of {{~20}}{{a:ONK}}(?:'s)?{{~40}}{_TERMS} with {{b:ONK}}", "considered", agreement_type="renegotiation"),
    _p("in negotiations", ("negotiation", "talks"), rf"{{parties:ONB+}}{{AUX}}(?:immersed|locked|engaged|embroiled|deep)? ?in (?:[a-z-]+ )*{_TALKS}(?: that| over| about| on| to (?:revise|rework|renegotiate|change))", "in_talks", agreement_type="renegotiation"),
    _p("end talks", ("talks", "negotiation", "discussion"), rf"{{a:ONRK}}{{AUX}}{_END}{{~20}} ?{_TALKS} with {{b:ONK}}", "terminated", agreement_type="renegotiation"),
    _p("end other's talks", ("talks", "negotiation"), rf"{{a:ONRK}}{{AUX}}{_END}{{~10}} ?{{b:ONK}} {_TALKS}", "terminated", agreement_type="renegotiation"),
    _p("relationship reconsidered", ("relationship", "partnership", "alliance"), r"{a:ON}'s (?:relationship|partnership|alliance) with {b:ON}(?:,[^,<>]{1,60},)?{~40}(?:re-?evaluat|review|reassess|reconsider|renegotiat|re-?examin)", "considered", agreement_type="renegotiation"),
    _p("rights until", ("rights", "access", "licen"), r"{a:ONRK}{AUX}(?:holds?|held|has|have|retains?|keeps?|gets?|receives?|maintains?|will have|secur\w+){~30} ?(?:rights|access|licen[sc]es?){~10} to {b:ONRK}{~60}(?:until|through|till) (?P<until>[a-z0-9 ]{4,30})", "effective", fixed=True, agreement_type="ip_rights"),
    _p("access given until", ("access", "rights"), r"{a:ONK}{.90}(?:agreement|contract|deal|partnership|pact) with {b:ONK}{.40}(?:gives?|grants?|granting|giving|guarantees?|lets?|ensures?){.60}(?:until|through|till) (?P<until>[a-z0-9 ]{4,30})", "effective", fixed=True, agreement_type="ip_rights"),
    _p("rights run until", ("rights", "licen", "access"), r"{a:ON}'s {~30}(?:rights|licen[sc]es?|access) (?:to|for|over|on|in) {b:ONK}{.60}(?:until|through|till|to) (?P<until>20\d\d)", "effective", fixed=True, agreement_type="ip_rights"),
    _p("exclusive provider", ("provider", "partner", "supplier"), r"{a:ONK}{AUX}(?:becom\w+|became|remain\w*|is|stay\w*|be|as){~15} (?:the |its )?(?:exclusive|primary|preferred|sole|main){~30}(?:provider|partner|supplier) (?:for|of|to) {b:ON}", "effective", agreement_type="exclusivity"),
    _p("make provider", ("provider", "partner", "supplier"), r"{a:ONR}{AUX}(?:makes?|making|made|names?|named) {b:ONK} (?:its |the )(?:exclusive|primary|preferred|sole|main){~30}(?:provider|partner|supplier)", "announced", agreement_type="capacity_contract"),
    _p("talks between", ("talks", "negotiation", "discussion"), rf"{_TALKS} between {{parties:ONK+}}{{.90}}(?:{_TERMS}|stake|structure)", "in_talks", agreement_type="renegotiation"),
    _p("cap on share", ("cut", "share", "slice", "percent"), r"{a:ON}[^<>;]{1,120}{b:ON}{AUX}(?:receiv\w+|gets?|takes?|entitled to|collects?|keeps?){~10} (?:a )?(?:cut|share|slice|percentage|portion) of (?:the )?(?:profits?|revenues?|sales|earnings){~30}(?:until|up to|capped at|till){~20}{amount}", "effective", fixed=True, agreement_type="revenue_share", amount_kind="revenue_share_cap"),
    _p("share of revenue", ("share", "cut", "percent"), r"{a:ONR}{AUX}(?:pays?|gives?|shares?|hands?|owes?) {b:ON}{~20}(?:share|cut|percent|%|slice|portion) ?of (?:its |the )?(?:profits?|revenues?)", "effective", agreement_type="revenue_share"),
    # Ends.
    _p("end deal", (*_DEALS, "relationship", "ties"), rf"{{a:ONRK}}{{AUX}}{_END}{{~40}} ?{_TIES}{{~20}} with {{b:ONK+}}", "terminated"),
    _p("both end", (*_DEALS, "relationship", "ties"), rf"{{parties:ONB+}}{{AUX}}[\"']?(?:amicably |mutually )?{_END} (?:the|their|its) (?:[a-z$-]+ ){{0,3}}{_TIES}", "terminated"),
    _p("deal is dead", _DEALS, rf"{{a:ONRK}}'s {{~20}}(?:{{amount}}{{~20}})? ?{_TERMS} with {{b:ONK}}{{~80}}(?:is (?:now )?dead|has ended|(?:amicably |mutually |been )?ended|collapsed?|falls apart|fell apart|fell through|called off|is over|terminated|scrapped|cancell?ed)", "terminated"),
    _p("part ways", ("part ways", "parted ways", "parting ways", "split"), r"{parties:ONB+}{AUX}(?:part|parted|parting) ways", "terminated"),
    _p("part ways with", ("part ways", "parted ways", "parting ways"), r"{a:ONR}{AUX}(?:parts?|parted|parting) ways with {b:ON}", "terminated"),
    _p("freed of exclusivity", ("exclusiv",), r"{a:ON}{AUX}(?:allow\w*|let\w*|free[sd]?|releas\w+) {b:ON}{~60}(?:exclusiv)", "terminated", fixed=True, agreement_type="exclusivity"),
    # New ones.
    _p("talks with", ("talks", "negotiation", "discussion"), r"{a:ONR}{APP}? (?:is|are|has been|was|were|began|begun|started|held|holds|has held|entered)(?: (?:reportedly|also|now|still|currently))? ?(?:in )?(?:[a-z-]+ ){0,3}(?:talks|discussions|negotiations) with {b:ON+}(?!{~30}(?:acqui|buy|invest|rais|sell|takeover|merge|stake|funding))(?: (?:about|over|on|for|to|regarding))", "in_talks"),
    _p("deal with", _SIGN, r"{a:ONRKG+}{AUX}{SIGNS}(?! against)(?: up)?{~60} ?(?:{amount}{~60} )?(?:<[OKLN]\d+> (?:[a-z-]+ ){0,3})?{DEAL}\b(?:{~30}(?:worth|valued at|of|totaling|totalling){~20}{amount2})?{~70} (?:with|from|to (?:supply|provide|sell|deliver){~40} (?:to|for)) (?:{~40}(?:including|such as|like),? )?{b:ONKG+}(?:{~30}(?:worth|valued at|in an?|for|totaling){~20}{amount3})?"),
    _p("deal to pay", (*_SIGN,), r"{a:ONR}{AUX}(?:{SIGNS}|finali[sz]ing){~30} ?{DEAL} to (?:pay|give|sell|supply|provide|license|use|host|run|build)(?: up to)? {b:ONK}(?:{~20}{amount})?", "signed"),
    _p("pay for content", ("pay", "paid"), r"{a:ONR}{AUX}(?:pays?|paid|paying) {b:ONRK}{~20} ?{amount}{~40}(?:to (?:use|licen[sc]e|access|train|put|show|integrate|display)|for (?:its |the )?(?:access|use|content|data|articles|archives?|integration|rights|books|journals))", "announced", agreement_type="licence"),
    _p("sum of their deal", ("deal", "contract", "agreement"), r"{a:ON} and {b:ON} over (?:a|an|the|their) {~15}{amount}{~10} (?:deal|contract|agreement)", "rumoured", fixed=True, nominal=True),
    _p("award contracts", ("award", "contract"), r"{a:ONRG}{AUX}(?:award\w*|grant\w*|hand\w*|giv\w+|gave){~20} (?:contracts?|deals?|awards?){~30}(?:{amount}{~20})? to {b:ON+}", "signed", one_per="b"),
    _p("named deal", _SIGN, r"{a:ONR}{AUX}{SIGNS}{~25} ?(?:{amount}{~10} )?{b:ONK} (?:[a-z-]+ ){0,3}(?:deal|contract|agreement|partnership|pact)\b(?! with)"),
    _p("deal both", _SIGN, r"{parties:ONKBG+}{AUX}{SIGNS}{~40} ?(?:{amount}{~40} )?{DEAL}\b(?:{~20}(?:worth|valued at|of|for|totaling){~15}{amount2})?"),
    _p("partner with", ("partner", "team", "join", "forces", "hands", "collaborat", "link", "work", "pair", "cooperat", "all"), r"{a:ONRKG+}{AUX}{PARTNERS}(?: up)?(?:{~30})? with {b:ONKG+}", "announced", agreement_type="partnership"),
    _p("partner both", ("partner", "team", "forces", "hands", "collaborat", "link", "pair", "cooperat", "working", "all"), r"{parties:ONKBG+}{AUX}{PARTNERS}\b(?! with)", "announced", agreement_type="partnership"),
    _p("deal between", _DEALS, r"{DEAL}{~25} (?:between|by|among) {parties:ONK+}", wide=True, nominal=True),
    _p("somebody's deal", _DEALS, r"{a:ONRK}'s (?:(?!with)[a-z0-9$-]+ ){0,5}(?:{amount}{~20})? ?{DEAL} with {b:ONKG+}", wide=True, nominal=True),
    _p("hyphened deal", _DEALS, r"{a:ONK}[-/]{b:ONK} (?:[a-z]+ )?{DEAL}", wide=True, nominal=True),
    _p("deals with several", ("agreement", "deal", "partnership", "contract"), r"{a:ONR}{.120}(?:through|via|including|of|after|by) (?:[a-z-]+ )*(?:agreements?|deals?|partnerships?|contracts?) with {~60}{b:ON+}", one_per="b"),
    _p("licence", ("licens", "licenc"), r"{a:ONR}{AUX}licen[sc](?:es?|ed|ing){~30} ?(?:content|archives?|articles|technology|music|data|ip|characters|catalogs?)?{~30}(?:from|to) {b:ON+}", agreement_type="licence"),
    _p("licence content", ("licens", "licenc"), r"{a:ONR}{AUX}licen[sc](?:es?|ed|ing) {b:ON}'s", agreement_type="licence"),
    _p("select as provider", ("select", "tap", "chose", "choos", "pick", "name", "use"), r"{a:ONR}{AUX}(?:selects?|selected|taps?|tapped|chooses?|chose|picks?|picked|names?|named) {b:ONK+}{~20} (?:as|to (?:build|provide|supply|host|develop|make|help|run)|for (?:its )?(?:cloud|compute|chips))", "announced", agreement_type="partnership"),
    _p("supply", ("suppl", "provid", "deliver"), r"{a:ON}{AUX}(?:suppl(?:y|ies|ied|ying)|provid(?:e|es|ed|ing)|deliver\w*) {b:ON}{~20} with {~40}{COMPUTE}", "announced", agreement_type="capacity_contract"),
    _p("supply to", ("suppl", "deliver", "provid"), r"{a:ON}{AUX}(?:suppl(?:y|ies|ied|ying)|deliver\w*|provid(?:e|es|ed|ing)){~40}{COMPUTE}{~20} (?:to|for) {b:ON}", "announced", agreement_type="capacity_contract"),
    _p("use their chips", ("use", "using", "spend", "order", "secur", "tap", "buy", "rent", "deploy", "access", "leas"), r"{a:ONR}{AUX}(?:use|uses|using|expand\w* (?:its )?use of|buy|buys|buying|rent|rents|renting|deploy|deploys|deploying|leas\w+|access|gets? access to|secure[sd]?|tap[s]?|order[s]?|spend(?:s|ing)?(?: [a-z]+)? on){~30} ?{b:ONK}(?:'s)? {~20}(?:tpus?|gpus?|chips?|cloud|data ?cent\w+|compute|accelerators|trainium|servers|systems|capacity|infrastructure|supercomputers?|processors)\b", "announced", agreement_type="capacity_contract"),
    _p("joint venture", ("joint venture", "consortium", "coalition", "alliance"), r"{parties:ONK+}{AUX}(?:form\w*|creat\w*|launch\w*|establish\w*|set\w* up|found\w*|unveil\w*|announc\w*){~40}(?:joint venture|consortium|coalition|alliance)", "announced", agreement_type="partnership"),
    _p("join project", ("join",), r"{a:ON}{AUX}(?:joins?|joined|joining) {b:ON}(?:'s)? {~40}(?:project|program|programme|initiative|alliance|consortium|network|effort|development)", "announced", agreement_type="partnership"),
    _p("in partnership with", ("partnership with", "collaboration with", "together with", "conjunction with"), r"{a:ONR}{.120}(?:in )?(?:partnership|collaboration|conjunction|cooperation) with {b:ONK+}", "announced", agreement_type="partnership"),
    _p("partners include", ("partner",), r"{a:ONR}(?:'s)?{~60}partners?,?{~20} (?:include|includes|including|such as|like) {b:ON+}", "announced", agreement_type="partnership", one_per="b"),
)
