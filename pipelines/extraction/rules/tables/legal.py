"""Ways of saying that somebody takes somebody to court, looks into them, or has done with it."""

from pipelines.extraction.rules.pattern import Pattern

_SUE = ("sue", "suing")
_SUIT = ("suit", "legal action", "class", "complaint", "case", "challenge", "proceeding", "claim", "battle", "fight", "dispute", "petition", "charge", "motion")
_PROBE = ("investigat", "probe", "probing", "inquir", "review", "proceeding", "scrutin", "crackdown", "examin", "case")
# Parties that have no name: "authors", "the parents of a teenager", "French authorities".
_GROUP = (
    r"(?:(?:(?:a|an|and|the|two|three|four|five|six|seven|eight|nine|ten|\d+|several|many|dozens of|hundreds of|thousands of|group of|groups of|coalition of|bipartisan|number of|of|"
    r"former|independent|bestselling|best-selling|prominent|major|leading|local|federal|state|u\.s\.|us|eu|news|music|visual|grieving|other|more|trio of|pair of|[a-z]+an|[a-z]+ish|[a-z]+ese|french|german|dutch) |<G\d+>(?:'s)? ){0,5}"
    r"(?:authors?|writers?|novelists|artists?|musicians?|songwriters?|publishers?|news (?:organi[sz]ations|outlets|publishers)|newspapers?|journalists?|creators|youtubers?|photographers?|illustrators|voice actors|actors|"
    r"parents(?: of [a-z0-9 -]{1,40}?(?=,| (?:sue|have|are|file|allege|who|claim)))?|family(?: of [a-z0-9 -]{1,40}?(?=,| (?:sue|have|are|file|allege|who|claim)))?|families|mother|father|widow|estate|users?|customers?|consumers?|subscribers|shareholders?|investors?|(?:former )?(?:employees?|workers?|staffers?|contractors?)|"
    r"states|attorneys general|attorney general|authorities|regulators?|prosecutors?|prosecutor's office|watchdogs?|data protection authority|privacy watchdog|competition authority|senators?|lawmakers|record labels?|labels|studios|"
    r"nonprofits?|advocacy groups?|consumer groups?|labor unions?|unions?|teachers|developers|programmers|plaintiffs?|woman|man|teenager|teens?|school districts?|victims|residents|drivers|copyright holders|rights ?holders|companies))"
)
_WHO = rf"(?P<plaintiffs><[ONRPGKB]\d+>(?:(?:'s)?(?:, | and |,? and |, as well as | as well as ){{LEADING}}<[ONPGKRB]\d+>){{0,9}}|\b{_GROUP})"
_WHO = _WHO.replace("{LEADING}", r"(?:(?:the|its|two|other|publishers?|rival) ){0,3}")
_AGAINST = r"{defendants:ONRKLPB+}"
_OUTCOME_SUIT = r"(?:lawsuits?|suits?|case|claims?|complaints?|legal battle|legal fight|class[- ]actions?|charges|litigation|injunction|antitrust case|copyright case|trial|allegations|ban|order)"


def _p(name: str, stems: tuple[str, ...], text: str, stage: str = "filed", *, wide: bool = False, **sets: str) -> Pattern:
    return Pattern(name, "legal_action", stems, text, stage, sets, wide=wide)


_FINE = {"action_type": "regulatory_probe", "amount_kind": "fine"}
_WATCH = {"action_type": "regulatory_probe"}

LEGAL: tuple[Pattern, ...] = (
    # Outcomes first: they say more than the suit they end.
    _p("dismissed suit", ("dismiss", "toss", "throw", "threw", "reject", "grant"), rf"{_WHO}(?:'s)?{{~40}}{_OUTCOME_SUIT}{{~20}} (?:against|over|with) {_AGAINST}{{~60}}(?:dismiss|toss|thrown out|threw out|rejected|struck down)", "dismissed"),
    _p("judge dismisses", ("dismiss", "toss", "throw", "threw", "reject"), rf"(?:dismiss\w*|toss\w*(?: out)?|throw\w* out|threw out|thrown out|reject\w*|strik\w+ down|struck down|den(?:y|ies|ied)){{~30}} ?{_WHO}'s? {{~40}}{_OUTCOME_SUIT}(?:{{~40}} (?:against|with|over|from) {_AGAINST})", "dismissed"),
    _p("suit dismissed", ("dismiss", "toss", "thr", "reject"), rf"(?:dismiss\w*|toss\w*(?: out)?|throw\w* out|threw out|thrown out|reject\w*){{~40}}{_OUTCOME_SUIT}{{~40}} (?:against|with) {_AGAINST}(?:{{~40}} (?:by|from) {_WHO})?", "dismissed"),
    _p("defeats", ("defeat", "beat", "win", "won", "fend", "overturn", "prevail"), rf"{_AGAINST}{{AUX}}(?:defeat\w*|beats?|wins?|won|fend\w* off|overturn\w*|overc\w+|prevail\w*(?: in| over| against)?|dodg\w+|escap\w+|succe\w+ in){{~40}} ?{_WHO}(?:'s|{{~20}} (?:in|over)){{~60}}{_OUTCOME_SUIT}", "ruled"),
    _p("wins against", ("win", "won", "victory", "defeat", "prevail"), rf"{_AGAINST}{{AUX}}(?:wins?|won|scor\w+|prevail\w*|notch\w*){{~60}}(?:{_OUTCOME_SUIT}|legal battles|victory|battle){{~30}} (?:against|over|with|from|brought by|filed by) {_WHO}", "ruled"),
    _p("loses to", ("los",), rf"{_WHO}{{AUX}}(?:loses?|lost|losing){{~40}}{_OUTCOME_SUIT}{{~20}} (?:against|to|with|over) {_AGAINST}", "ruled"),
    _p("settle with", ("settl",), rf"{{defendants:ONRK+}}{{AUX}}(?:settl\w+|reach\w* (?:a |an )?(?:[a-z]+ ){{0,2}}settlement|agree\w* to settle){{~60}} (?:with|by|brought by|from|filed by) {_WHO}(?:{{~60}}{{amount}})?", "settled", amount_kind="settlement"),
    _p("pay to settle", ("settl",), rf"{{defendants:ONRK+}}{{AUX}}(?:pay\w*|paid){{~30}} ?(?:{_WHO}{{~20}} )?{{amount}}{{~30}} (?:to|in|as|for|settl){{~60}}(?:settl|class action|lawsuit|copyright|claims)", "settled", amount_kind="settlement"),
    _p("both settle", ("settl",), rf"{{plaintiffs:ONPK}} and {{defendants:ONPK}}{{AUX}}(?:settl\w+|reach\w* {{~20}}settlement)", "settled", amount_kind="settlement"),
    _p("settlement of", ("settlement",), rf"{{defendants:ONRK}}(?:'s)?{{~40}}{{amount}}{{~40}}settlement(?:{{~30}} (?:with|from|brought by) {_WHO})?", "settled", amount_kind="settlement"),
    _p("seeks damages", ("seek", "sought", "demand", "damages"), rf"{_WHO}{{AUX}}(?:seek\w*|sought|demand\w*|ask\w* for){{~15}} ?{{amount}}{{~30}} (?:from|in damages from|against) {_AGAINST}", "ongoing", amount_kind="damages_sought"),
    _p("settlement between", ("settlement",), rf"(?:{{amount}}{{~20}})?settlement{{~20}} between {{defendants:ONK}} and {_WHO}", "settled", amount_kind="settlement"),
    _p("fined", ("fin", "penalt"), rf"{_WHO}{{AUX}}(?:fine[sd]?|fining|hits?|slap\w*|impos\w+|levi\w+|penali[sz]\w*){{~10}} ?(?:{{~30}}(?:fine|penalty) on )?{_AGAINST}{{~60}}{{amount}}", "fined", **_FINE),
    _p("fined by", ("fine", "penalt"), rf"{_AGAINST}{{AUX}}(?:fined|hit with|slapped with|penali[sz]ed){{~20}} ?{{amount}}(?:{{~60}} (?:by|from) {_WHO})?", "fined", **_FINE),
    _p("ruling against", ("rul", "found", "find", "liab", "guilt", "verdict", "order", "injunct", "award"), rf"(?:judge|court|jury|tribunal|regulator)s?{{~40}}(?:rul\w+|found|finds?|decid\w+|sid\w+|award\w*|order\w*|grant\w*|block\w*){{~60}} {_WHO}(?:'s)?{{~60}}(?:against|over|from|with) {_AGAINST}", "ruled"),
    _p("ordered", ("order", "injunct", "rul"), rf"(?:judge|court|jury|tribunal)s?{{~30}}(?:order\w*|rul\w+ (?:that|against)|bars?|barred|blocks?|blocked|found|finds?){{~20}} {_AGAINST}(?:{{.120}}(?:brought|filed) by {_WHO})?", "ruled"),
    _p("appeal", ("appeal",), rf"{_WHO}{{AUX}}appeal\w*{{~60}}(?:rul|decision|verdict|dismissal|judgment|order|injunction){{~60}}(?:against|over|with|for|favou?ring|in favou?r of) {_AGAINST}", "appealed"),
    _p("withdraws suit", ("drop", "withdr"), rf"{_WHO}{{AUX}}(?:drops?|dropped|dropping|withdr\w+){{~30}} ?{_OUTCOME_SUIT}{{~20}} (?:against|with) {_AGAINST}", "withdrawn"),
    # Not yet in court.
    _p("considers suing", _SUE, rf"{_WHO}{{AUX}}(?:consider\w*|mull\w*|weigh\w*|explor\w*|threat\w*|prepar\w*|plan\w*|contemplat\w*|vow\w*|discuss\w*|talk\w* (?:of|about)){{~20}} (?:to sue|suing|sue) {_AGAINST}", "considered"),
    _p("considers action", ("action", "suit", "complaint", "legal", "litigation"), rf"{_WHO}{{AUX}}(?:consider\w*|mull\w*|weigh\w*|explor\w*|threat\w*|prepar\w*|plan\w*|contemplat\w*|vow\w*|discuss\w*){{~30}} (?:{{SUIT}}|litigation){{~20}} against {_AGAINST}", "considered"),
    _p("considers accusing", ("accus", "antitrust", "anticompetitive", "anti-competitive"), rf"{_WHO}(?:'s? [a-z]+| executives| officials)?{{AUX}}(?:consider\w*|mull\w*|weigh\w*|discuss\w*|threat\w*){{~20}} (?:accusing|accusations?|reporting|complaining){{~60}} ?(?:against )?{_AGAINST}{{~20}}(?:antitrust|anti-?competitive|monopol)?", "considered", claim_basis="antitrust"),
    _p("accusations considered", ("accus",), rf"{_WHO}{{~80}}(?:consider\w*|mull\w*|weigh\w*){{~10}} accusations? of {{~60}} against {_AGAINST}", "considered"),
    _p("threatens", ("threat", "demand", "cease", "warn"), rf"{_WHO}{{AUX}}(?:send\w*|sent|issu\w+|serv\w+|threat\w+){{~20}} ?{_AGAINST}{{~30}}(?:cease[- ]and[- ]desist|demand letter|legal action|lawsuit|with (?:a )?(?:suit|lawsuit|legal))", "threatened"),
    _p("sends letter", ("cease", "demand letter", "legal threat"), rf"{_WHO}{{AUX}}(?:send\w*|sent|issu\w+|serv\w+){{~30}}(?:cease[- ]and[- ]desist|demand letter|legal threat){{~20}} to {_AGAINST}", "threatened"),
    # Suits.
    _p("sues", _SUE, rf"{_WHO}(?: \([^)]*\))?{{AUX}}{{SUE}} {_AGAINST}"),
    _p("sues several", _SUE, rf"{_WHO}{{AUX}}{{SUE}} {{~40}} and (?:its |their )?(?:rival |competitor )?{_AGAINST}"),
    _p("files against", _SUIT, rf"{_WHO}{{AUX}}(?:fil(?:e|es|ed|ing)|br(?:ing|ings|ought)|lodg\w+|launch\w*|tak(?:e|es|en|ing)|took|hit\w*|submit\w*|pursu\w+|initiat\w+|mount\w*|slap\w*|rais\w+){{~60}} ?{{SUIT}}{{~40}} (?:against|targeting|accusing|naming) {_AGAINST}"),
    _p("files accusing", _SUIT, rf"{_WHO}{{AUX}}(?:fil(?:e|es|ed|ing)|br(?:ing|ings|ought)|lodg\w+){{~60}} ?{{SUIT}}{{~60}} (?:accusing|alleging(?: that)?|claiming(?: that)?|saying(?: that)?|over) {_AGAINST}"),
    _p("takes to court", ("court",), rf"{_WHO}{{AUX}}(?:tak(?:e|es|ing)|took|haul\w*|drag\w*|bring\w*) {_AGAINST} to court"),
    _p("sued by", _SUE, rf"{_AGAINST}{{AUX}}sued(?:{{~30}})? by {_WHO}"),
    _p("faces suit", (*_SUIT, "fac", "hit"), rf"{_AGAINST}{{AUX}}(?:fac(?:e|es|ed|ing)|hit with|slapped with|defend\w*|fight\w*|battl\w+|under|embroiled in|the target of|target of|subject of|dealing with|served with){{~50}} ?{{SUIT}}{{~40}} (?:from|by|brought by|filed by|against|with|involving|led by) {_WHO}"),
    _p("suit filed by", _SUIT, rf"{{SUIT}}{{~20}} against {_AGAINST}{{~50}} (?:by|from) {_WHO}"),
    _p("suit by", ("suit", "complaint", "class action"), rf"{{SUIT}}{{~20}} (?:filed |brought |launched )?(?:by|from) {_WHO}{{~40}} (?:against|accusing|alleging|claims?|claiming|accuses|alleges) {_AGAINST}"),
    _p("somebody's suit", _SUIT, rf"{_WHO}(?:'s?)? {{~40}}(?:lawsuits?|suits?|legal actions?|class[- ]actions?|complaints?|legal (?:battle|fight|dispute|challenge)|case|countersuit) (?:against|with|targeting|accusing|over) {_AGAINST}", "filed", wide=True),
    _p("versus", (" v. ", " vs. ", " v ", " vs "), rf"{{plaintiffs:ONPGK+}} (?:v|vs)\.? {{defendants:ONPK+}}", "ongoing"),
    _p("legal battle between", ("legal", "court", "trial", "lawsuit"), rf"(?:legal (?:battle|fight|dispute|feud)|court (?:battle|fight)|lawsuit|trial) between {{plaintiffs:ONPK}} and {{defendants:ONPK}}", "ongoing"),
    _p("is sued", _SUE, rf"{_AGAINST} (?:is|was|has been|are|were|have been|gets?|got)(?: [a-z]+ly| being| now)? sued (?:for|over|after|in|on)\b"),
    _p("headline: sued over", _SUE, rf"^{_AGAINST} sued (?:for|over|after|by)\b"),
    _p("suit against somebody", ("suit", "class action"), rf"\b(?:law)?suits? (?:filed )?against {_AGAINST}"),
    _p("faces a suit", ("suit", "class action"), rf"{_AGAINST}{{AUX}}(?:fac(?:e|es|ed|ing)|hit with|slapped with){{~50}} ?(?:lawsuits?|suits?|class[- ]actions?)\b"),
    _p("suit accuses", ("suit", "complaint"), rf"(?:lawsuit|suit|complaint|class action){{~60}} (?:filed |brought )?(?:by|from) {_WHO}{{~60}}(?:accus|alleg|claim)\w*{{~20}} {_AGAINST}"),
    _p("plaintiffs accuse", ("suit", "court", "sue", "complaint"), rf"{_WHO}{{AUX}}(?:accus(?:es|ed|ing)|alleg(?:es|ed|ing)) {_AGAINST}{{.100}}(?:lawsuit|suit|court|complaint)", "filed"),
    _p("in suit", ("suit", "complaint"), rf"(?:in (?:a|the|its) (?:[a-z-]+ ){{0,3}}(?:lawsuit|suit|complaint),?){{~20}} {_WHO}{{AUX}}(?:accus(?:es|ed|ing)|alleg(?:es|ed|ing)|claim(?:s|ed)) {_AGAINST}", "filed"),
    # Regulators.
    _p("opens probe", _PROBE, rf"{_WHO}{{AUX}}{{OPENS}}{{~40}} ?{{PROBE}}{{~30}} (?:into|of|against|on|over) {{~20}}{_AGAINST}", "probe_opened", **_WATCH),
    _p("investigates", ("investigat", "prob", "scrutini"), rf"{_WHO}{{AUX}}(?:investigat(?:e|es|ed|ing)|prob(?:e|es|ed|ing)|scrutini[sz]\w*|look\w* into|examin\w+){{~40}} {_AGAINST}", "probe_opened", **_WATCH),
    _p("under probe", (*_PROBE, "scrutin"), rf"{_AGAINST}{{AUX}}(?:under|facing|faces?|faced|subject to|the subject of|subject of|hit with|target of){{~40}} ?{{PROBE}}{{~40}} (?:by|from|in|of) {_WHO}", "probe_opened", **_WATCH),
    _p("probe by", _PROBE, rf"{{PROBE}} (?:into|of|against) {_AGAINST}{{~50}} by {_WHO}", "probe_opened", **_WATCH),
    _p("somebody's probe", _PROBE, rf"{_WHO}(?:'s?)? {{~30}}(?:investigation|probe|inquiry|review|antitrust case|antitrust review|proceedings?) (?:into|of|against) {{~15}}{_AGAINST}", "probe_opened", **_WATCH),
    _p("regulator orders", ("order", "ban", "block", "demand", "warn", "send", "sent", "suspend"), rf"{_WHO}{{AUX}}(?:ordered|suspended) {_AGAINST}{{~30}}(?:to|from|over)", "ongoing", **_WATCH),
    _p("charges", ("charg", "indict"), rf"{_WHO}{{AUX}}(?:charg(?:es|ed|ing)|indict(?:s|ed)) {_AGAINST}{{~30}}(?:with|over|for|in)", "filed", action_type="criminal"),
)
