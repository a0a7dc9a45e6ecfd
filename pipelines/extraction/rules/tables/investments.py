"""Ways of saying that money goes, went or may go into a company."""

from pipelines.extraction.rules.pattern import Pattern

_RAISE = ("rais",)
_GET = (
    "secur", "clos", "land", "nab", "bag", "scor", "snag", "pick", "pull", "net", "grab", "haul", "receiv", "attract", "win", "won",
    "get", "got", "complet", "announc", "unveil", "obtain", "finali", "reels", "emerge",
)  # fmt: skip
_INVEST = (
    "invest", "pour", "pump", "inject", "put", "plow", "sink", "sank", "back", "commit", "pledg", "contribut", "add", "spend",
)  # fmt: skip
_BUY = ("acqui", "buy", "bought", "snap", "tak", "took", "purchas", "scoop", "gobbl", "swallow", "absorb")
_ROUND = {"deal_type": "equity_round", "amount_kind": "raise"}
_PUT = {"amount_kind": "tranche"}
_OWN = {"deal_type": "acquisition", "amount_kind": "deal_value"}
_PLAN = {"deal_type": "infrastructure_plan", "amount_kind": "capacity_plan"}
_NOT_PRICES = (
    r"(?! (?:(?:its|their|the|his|her) )?(?:[a-z0-9-]+ ){0,3}?(?:prices?|concerns?|questions?|doubts|alarm|fears|eyebrows|awareness|target|outlook|forecast|guidance|estimate|stakes|capex|"
    r"expectations|rates?|interest|wages|tariffs|bar|possibility|spending)\b)"
)
_WITH_PRICE = r"(?:(?:{~50}(?: |\()(?:for|in an?|worth|valued at|at|paying|of|price of|deal for|about)){~30}{amount}|{~25} in {~20}{amount2})?"


def _p(name: str, stems: tuple[str, ...], text: str, stage: str = "effective", *, wide: bool = False, **sets: str) -> Pattern:
    return Pattern(name, "investment", stems, text, stage, sets, wide=wide)


INVESTMENTS: tuple[Pattern, ...] = (
    # Rounds.
    _p("raise", _RAISE, rf"{{recipient:ONRKLB}}{{AUX}}{{RAISE}}{_NOT_PRICES}{{~60}} ?{{amount}}(?:{{~60}}(?:from|led by) {{investors:ONP+}})?", **_ROUND),
    _p("raise round", _RAISE, rf"{{recipient:ONRKLB}}{{AUX}}{{RAISE}}{_NOT_PRICES}{{~40}} (?:{{FUND}}|money|funds|cash)", **_ROUND),
    _p("raise at valuation", _RAISE, rf"{{recipient:ONRKLB}}{{AUX}}{{RAISE}}{_NOT_PRICES}{{~40}} (?:at|valuing){{~30}}{{valuation}}", **_ROUND),
    _p("raise for", _RAISE, r"{AUX}{RAISE} ?{amount}{~20} for {recipient:ON}", **_ROUND),
    _p("money raised by", _RAISE, r"{amount}{~40}raised by {recipient:ONRK}", **_ROUND),
    _p("get round of", _GET, r"{recipient:ONRKL}{AUX}{GETS}{~60}{amount}{~40} {FUND}(?! (?:in|into|plan|program))(?:{~60}(?:from|led by) {investors:ONP+})?", **_ROUND),
    _p("get round for", _GET, r"{recipient:ONRKL}{AUX}{GETS}{~40} {FUND}(?! plan| program){~30} (?:of|worth|for|totaling|totalling|at){~20}{amount}", **_ROUND),
    _p("get from", _GET, r"{recipient:ONRKL}{AUX}{GETS}{~20} ?{amount}{~30} (?:from|led by) {investors:ONP+}", **_PUT),
    _p("get investment from", _GET, r"{recipient:ONRKL}{AUX}{GETS}{~30} (?:{FUND}|backing|cash){~20} (?:from|led by) {investors:ONP+}", **_PUT),
    _p("somebody's round", ("round", "series", "seed", "rais", "financ", "fund"), r"{recipient:ONRK}'s {~40}{amount}{~30} (?:funding|financing|series [a-k]|seed|raise|fundrais|round)", **_ROUND),
    _p("round for", ("round", "series", "seed", "financ", "fund", "invest"), r"{amount}{~25} (?:rounds?|series [a-k]|seed(?: round)?|funding(?: round)?|financing){~10} (?:for|in) {recipient:ONRK}", **_ROUND),
    _p("lead round", ("led", "lead"), r"{investors:ONP+}{AUX}(?:co-)?(?:led|leads?|leading) {~40}(?:{amount}{~30})?(?:rounds?|series [a-k]|seed|funding|financing|investment){~20} (?:in|for|into) {recipient:ONRK}", **_ROUND),
    _p("valued by round", ("valu",), r"{recipient:ONRK}{AUX}(?:hits?|reach(?:es|ed)?|valued|is valued|lands?|notch(?:es|ed)|soars?|seek\w*|ey(?:es|eing)|target\w*|confirm\w*|doubl\w+|tripl\w+|now worth|bringing){~30}{valuation}{~60}(?:rounds?|funding|fundrais|rais|investors?\b)", **_ROUND),
    _p("round values", ("valu",), r"(?:round|funding|financing|investment|raise|fundraise|tender offer){~60}(?:valu(?:es?|ed|ing)|give|giving){~20} ?{recipient:ONRK}{~20}{valuation}", **_ROUND),
    # Money of named investors.
    _p("invest in", _INVEST, r"{investors:ONRPKGB+}{AUX}{INVEST}{~40} ?{amount}{~50} (?:in|into|at|to|behind|for) {recipient:ONRK}(?!'s? (?:stock|shares|cloud|chips|gpus|data|latest|new|funding|round|series)|-)", **_PUT),
    _p("invest without sum", ("invest",), r"{investors:ONRPKB+}{AUX}(?:invests?|invested|investing){~40} (?:in|into) (?:both )?{recipient:ONRKB+}(?!'s? (?:stock|shares|round|series)|-)", **_PUT),
    _p("first respectively", _INVEST, r"{investors:ON} and <[ON]\d+>{AUX}{INVEST}{~20} ?{amount},? and {~15}<M\d+>,? respectively,? (?:in|into) {recipient:ON}", "announced", **_PUT),
    _p("second respectively", _INVEST, r"<[ON]\d+> and {investors:ON}{AUX}{INVEST}{~20} ?<M\d+>,? and {~15}{amount},? respectively,? (?:in|into) {recipient:ON}", "announced", **_PUT),
    _p("gapped investor", _INVEST, r"{INVEST}{~30}<M\d+>{~25} (?:in|into) {recipient:ONRK},? (?:and|while|with) {investors:ONP+}{~20} {amount}", "announced", **_PUT),
    _p("planned investment", ("invest",), r"{investors:ONR}{.110}(?:planned|proposed|promised|total|cumulative) investments? of{~15} ?{amount} (?:in|into) {recipient:ONRK}", "announced", **_PUT),
    _p("pay the rest", ("paid", "pay"), r"{investors:ON}{AUX}(?:paid|pays|paying|pay){~20} ?{amount} (?:to|into) {recipient:ONR}(?={.80}(?:invest|promised|stake|instal|tranche|completes))", **_PUT),
    _p("issue stock to", ("issu", "sell", "giv"), r"{recipient:ON}{AUX}(?:issu\w+|sells?|sell|gives?|grants?) {investors:ON}{~10} ?{amount}{~20}(?:stock|shares|equity)", "announced", deal_type="strategic_stake", amount_kind="tranche"),
    _p("will own", ("own", "hold", "stake"), r"{investors:ONR}{AUX}(?:owns?|holds?|has|have|gets?|receives?|ends? up with|comes? away with){~20}\d ?(?:%|percent|per cent){~15} (?:of|in) {~20}{recipient:ON}", "effective", deal_type="strategic_stake"),
    _p("having invested", ("invest",), r"(?:despite|after|having|by|besides|beyond) (?:having )?(?:already )?invest(?:ed|ing){~20} ?{amount}{~10} (?:in|into) {recipient:ONRK}{~40}, {investors:ON}", **_PUT),
    _p("in return for", ("invest", "stake"), r"{recipient:ONRK}{~60}(?:investment|stake|infusion) (?:from|by) {investors:ON+}", **_PUT),
    _p("somebody's investment of", ("invest", "stake", "bet", "infus", "commit"), r"{investors:ONRPKB+}'s? {~40}{amount}{~30} (?:investments?|stakes?|bets?|backing|infusion) (?:in|into|on) {recipient:ONRK}", **_PUT),
    _p("somebody's investment", ("invest",), r"{investors:ONRPK+}'s {~30}investments? (?:in|into) {recipient:ONRK}(?!'s| and the)", **_PUT),
    _p("investment of", ("invest", "stake", "infus"), r"{investors:ONRPKB+}{AUX}(?:announc\w*|mak(?:es?|ing)|made|unveil\w*|confirm\w*|finali[sz]\w*|complet\w*|disclos\w*|reveal\w*|plan\w*){~30} ?(?:{amount}{~30} )?(?:equity |strategic |new )?(?:investments?|stakes?)\"?{~15} (?:in|into) {recipient:ONRK}(?:{~30}(?:of|worth|totaling) (?:up to )?{amount2})?", "announced", **_PUT),
    _p("investment by", ("invest", "infus"), r"{amount}{~25} (?:investments?|infusion|injection){~10} (?:in|into) {recipient:ONRK}{~20} (?:from|by) {investors:ONP+}", **_PUT),
    _p("founding money", ("found", "launch", "establish", "start"), r"(?:founded|launched|established|started|set up){~25}, {recipient:ONR}{.120}(?:funding|backing|pledges?|commitments?|money) (?:of|worth|totaling){~10} ?{amount}{~10} (?:from|by) {~50}{investors:ONP+}", deal_type="pledge", amount_kind="pledge"),
    _p("initial funding from", ("fund",), r"{recipient:ONRK}{~100}(?:funding|backing|pledges?) (?:of|worth|totaling){~10} ?{amount}{~10} (?:from|by) {~50}{investors:ONP+}", **_ROUND),
    _p("pledge", ("pledg", "promis"), r"{investors:ONRPB+}{AUX}(?:pledg\w+|promis\w+){~20} ?{amount}{~30} (?:to|for|in) {recipient:ONRK}", "announced", deal_type="pledge", amount_kind="pledge"),
    _p("stake", ("stake", "equity", "share", "%", "percent", "ownership"), r"{investors:ONRPGB+}{AUX}(?:takes?|took|taking|acquires?|acquired|acquiring|buys?|bought|buying|gets?|receives?|receiving|purchas\w+|converts?|build\w*|built){~20} ?(?:{amount3}{~10} )?{~30}(?:stakes?|shares|equity|ownership)(?:{~30}worth{~15}{amount})? ?{~30} ?(?:in|of) {recipient:ONRK}(?:{~15} for {~15}{amount2})?", deal_type="strategic_stake", amount_kind="tranche"),
    _p("buy stock", ("stock", "share"), r"{investors:ONRP}{AUX}(?:acquir\w+|buys?|bought|buying|purchas\w+|tak(?:e|es|ing)|took){~15} ?{amount}{~12} (?:of|in) {recipient:ONRK}(?:'s)? (?:common )?(?:stock|shares)", deal_type="strategic_stake", amount_kind="tranche"),
    _p("pay for share of", ("pay", "paid"), r"{investors:ONR}{AUX}(?:pays?|paid|paying){~10} ?{amount} for {~15}\d ?(?:%|percent|per cent){~20} ?of {recipient:ONRK}", "signed", deal_type="strategic_stake", amount_kind="tranche"),
    _p("put into the round", ("put", "add", "contribut", "chip", "invest"), r"{investors:ONP+}{AUX}(?:putting in|puts? in|contribut\w+|chip\w* in|adding|adds|investing|invested|invests) {amount}(?! (?:in|into|to|on)\b)", "announced", **_PUT),
    _p("and others put", ("put", "add", "contribut", "chip", "invest"), r"(?:putting in|puts? in|contribut\w+|chip\w* in|adding|adds|investing|invested|invests) <M\d+>,? (?:and|while|with) {investors:ONP+} {amount}(?: each)?", "announced", **_PUT),
    _p("stake for", ("stake",), r"{investors:ONRPGB+}{AUX}{INVEST}{~30} ?{amount}{~40} (?:for|in exchange for|in return for){~30}stake{~20}(?:in|of) {recipient:ONRK}", deal_type="strategic_stake", amount_kind="tranche"),
    _p("sell stake", ("sell", "sold", "offload", "divest", "dump", "unload"), r"{sellers:ONRP}{AUX}(?:sells?|sold|selling|offload\w*|divest\w*|dump\w*|unload\w*){~40}(?:stakes?|shares?|holdings?){~20} (?:in|of) {recipient:ONRK}(?:{~30}(?:for|worth){~15}{amount})?(?: to {investors:ON+})?", deal_type="secondary_sale", amount_kind="deal_value"),
    _p("employees sell", ("sell", "sold", "cash"), r"{recipient:ONRK}(?:'s)? (?:[a-z-]+ ){0,3}(?:employees|staff|workers|shareholders|investors|insiders){AUX}(?:sell|sold|selling|cash\w* out){~20} ?{amount}", deal_type="secondary_sale", amount_kind="deal_value"),
    _p("refuse bid", ("reject", "rebuff", "turn", "spurn", "refus"), r"{recipient:ONRK}(?:'s board)?{AUX}(?:reject\w*|rebuff\w*|turn(?:s|ed)? down|spurn\w*|refus\w*){~20} ?(?:{amount}{~30} )?(?:bid|offer|proposal)s?{~20}(?: (?:from|by) {investors:ONP+})?", "blocked", **_OWN),
    _p("employee sale", ("share sale", "tender offer", "secondary"), r"{recipient:ONRK}{~60}(?:secondary (?:share )?sale|share sale|tender offer|secondary (?:offering|transaction)){~60}(?:{amount}|{valuation})", deal_type="secondary_sale", amount_kind="deal_value"),
    # Whole companies.
    _p("acquire", _BUY, rf"{{investors:ONRKB+}}{{AUX}}{{ACQUIRE}} {{recipient:ONK}}{{NOT_GOODS}}{_WITH_PRICE}", **_OWN),
    _p("acquire list", _BUY, r"{investors:ONR}{AUX}{ACQUIRE} {recipient:ONK+}{NOT_GOODS}", **_OWN),
    _p("acquisition of", ("acqui", "takeover", "purchase", "buyout", "merger"), rf"{{investors:ONRK}}(?:'s|{{AUX}}(?:announc\w*|abandon\w*|drop\w*|terminat\w*|call\w* off|scrap\w*|walk\w* away from|complet\w*|clos\w*|finali[sz]\w*|agreed to|confirm\w*|unveil\w*|approv\w*)){{~40}} ?(?:{{amount}}{{~25}})?(?:acquisition|purchase|takeover|buyout|acqui-?hire) of {{recipient:ONK}}", **_OWN),
    _p("somebody's acquisition", ("acqui", "takeover", "deal"), r"{investors:ONRK}'s {~30}(?:{amount}{~15} )?{recipient:ONK} (?:acquisition|takeover|buyout|purchase|merger)", **_OWN),
    _p("talks to be acquired", ("acqui", "bought", "sold", "sale", "takeover", "buyout"), rf"{{recipient:ONRK}}{{AUX}}(?:acquired|bought|purchased|taken over|snapped up|scooped up|sold|acqui-?hired|selling(?: itself)?) (?:by|to) {{investors:ON+}}{_WITH_PRICE}", **_OWN),
    _p("acquired for", ("acquired by", "bought by"), r"{recipient:ONRK},? (?:which )?(?:was )?(?:acquired|bought) by {investors:ON+}(?:{~30}for{~15}{amount})?", **_OWN),
    _p("acquisition by", ("acquisition by", "takeover by", "purchase by", "sale to"), r"{recipient:ONRK}'s {~30}(?:acquisition|takeover|purchase|sale) (?:by|to) {investors:ON+}", **_OWN),
    _p("merge with", ("merg", "combin"), r"{investors:ONRK}{AUX}(?:merg\w+|combin\w+|join\w* forces in a merger) with {recipient:ONK}", **_OWN),
    _p("merger between", ("merg",), r"(?:merger|combination) (?:between|of) {investors:ONK} and {recipient:ONK}", **_OWN),
    _p("both merge", ("merg",), r"{investors:ONK} and {recipient:ONK}{AUX}(?:merge|merging|merged|combine)\b", **_OWN),
    _p("agreement to buy", ("agreement", "deal", "plan", "attempt", "effort"), r"{investors:ON}'s {~25}(?:agreement|deal|plans?|attempt|effort) to (?:buy|acquire|take over|purchase) {recipient:ONK}(?:{~15} for{~15} ?{amount})?", "announced", wide=True, **_OWN),
    _p("somebody's bid", ("bid", "offer"), r"{investors:ONRP}'s {~20}(?:{amount}{~25})?(?:bid|offer|proposal) (?:for|to (?:buy|acquire|take over)) {recipient:ONK}", "announced", **_OWN),
    _p("somebody's merger", ("merger",), r"{investors:ONRK}'s {~20}merger with {recipient:ONK}", **_OWN),
    _p("bid for", ("bid", "offer"), r"{investors:ONRPK+}{AUX}(?:makes?|made|making|submit\w*|launch\w*|offer\w*|bid\w*|propos\w*|tabled?)?{~25} ?(?:{amount}{~25} )?(?:bid|offer|proposal)s?{~20} (?:for|to (?:buy|acquire|take over|purchase)) {recipient:ONK}", "announced", **_OWN),
    _p("offer for", ("offer", "bid"), r"{investors:ONRPK+}{AUX}(?:offer(?:s|ed)?|bids?) {~10}{amount}{~20} (?:for|to (?:buy|acquire|take over|purchase)) {recipient:ONK}", "announced", **_OWN),
    _p("licence given and founders leave", ("licens", "licenc"), r"{recipient:ONR}{AUX}{SIGNS}{~30} ?{DEAL}(?: giving| granting| to license)[^;]{0,60}? {investors:ON}(?:[^;]{0,80}?licen[sc])?[^;]{0,120}?(?:founders?|ceo|team)\b[^;]{0,140}?join", "signed", deal_type="licence_and_hire", amount_kind="deal_value"),
    _p("pay for licence and staff", ("licens", "licenc"), r"{investors:ONR}{AUX}(?:pays?|paid|paying) {recipient:ON}{~20} ?{amount}{.60}licen[sc]{.90}(?:\bhir|\bstaff|\bteam)", "signed", deal_type="licence_and_hire", amount_kind="deal_value"),
    _p("license and hire", ("licens", "licenc"), r"{investors:ONR}{AUX}(?:(?:pay\w*|paid|struck|sign\w*|spend\w*|spent|strik\w+|mak\w+|made|ink\w*|hir\w+|reach\w*){~30} ?)?(?:{amount}{~30})?licen[sc]\w*{~30} ?{recipient:ON}(?:'s)?{.80}(?:\bhir\w+|\bteam\b|\bceo\b|founders?\b|join)", "signed", deal_type="licence_and_hire", amount_kind="deal_value"),
    _p("licence and hire", ("hir", "licens", "licenc", "poach"), r"{investors:ONR}{AUX}(?:hir\w+|poach\w*|licens\w+|licenc\w+|pay\w*|paid){~80}(?:licens|licenc|hir)\w*{~80} {recipient:ON}(?:'s)?{~60}(?:team|ceo|founders?|technology|staff|employees|executives)", "signed", deal_type="licence_and_hire", amount_kind="deal_value"),
    # Markets and lenders.
    _p("file to list", ("ipo", "public", "listing"), r"{recipient:ONRK}{AUX}(?:confidentially )?(?:files?|filed|filing|submit\w*|prepar\w*|plans?|planning|pric\w+|launch\w*|kick\w* off|consider\w*|target\w*|delay\w*|withdr\w+|postpon\w*|pull\w*|aim\w*|seek\w*){~60}(?:\bipo\b|initial public offering|go public|public listing|stock market (?:debut|listing)|listing on|public offering)(?:{~60}{amount})?", "announced", deal_type="ipo", amount_kind="raise"),
    _p("go public", ("public",), r"{recipient:ONRK}{AUX}(?:go|goes|going|went) public", "effective", deal_type="ipo", amount_kind="raise"),
    _p("ipo raises", ("ipo", "public offering"), r"{recipient:ONRK}(?:'s|{AUX}){~40}(?:\bipo\b|initial public offering){~60}(?:rais\w+){~30}{amount}", "effective", deal_type="ipo", amount_kind="raise"),
    _p("raises in ipo", ("ipo", "public offering"), r"{recipient:ONRK}{AUX}rais\w+{~20} ?{amount}{~30}(?:\bipo\b|initial public offering|public offering)", "effective", deal_type="ipo", amount_kind="raise"),
    _p("debt", ("loan", "debt", "bond", "credit", "notes", "borrow"), r"{recipient:ONRK}{AUX}(?:{GETS}|{RAISE}|borrow\w*|issu\w+|sells?|sold|selling|seek\w*|tap\w*|arrang\w*|take\w* out|line\w* up){~40} ?{amount}{~40}(?:loans?|debt|bonds?|credit|notes)\b(?:{~40}(?:from|led by|arranged by) {investors:ON+})?", deal_type="debt", amount_kind="debt"),
    _p("grant", ("award", "grant", "donat", "give", "gave"), r"{investors:ONRPG}{AUX}(?:award\w*|grant(?:s|ed|ing)?|donat\w+|gives?|gave|giving) {recipient:ONR}{~20} ?{amount}", deal_type="grant", amount_kind="grant"),
    _p("award to", ("award", "grant", "donat"), r"{investors:ONRPG}{AUX}(?:award\w*|grant(?:s|ed|ing)?|donat\w+){~10} ?{amount}{~30} to {recipient:ONR}", deal_type="grant", amount_kind="grant"),
    # Building programmes. A place is where the money goes, not a company.
    _p("plan to build", ("plan", "project", "initiative", "programme", "program", "venture", "effort"), r"{investors:ONRB+}{AUX}(?:announc\w*|unveil\w*|launch\w*|reveal\w*|outlin\w*|detail\w*){~20} ?{amount}{~30} (?:plan|project|initiative|programme|program|effort|push|venture|investment plan|expansion)(?:{~80} with {others:ONB+})?", "announced", **_PLAN),
    _p("invest to build", (*_INVEST, "build"), r"{investors:ONRB+}{AUX}(?:{INVEST}|build\w*){~40} ?{amount}(?: \([^)]*\))?{~80}(?:\bdata ?cent|infrastructure|campus|supercomputer|factor(?:y|ies)|facilit|gigawatt|ai hub|ai cluster)(?:{.120}(?:company|venture|project|entity) called {recipient:ONK})?", "announced", **_PLAN),
    _p("invest in a place", _INVEST, r"{investors:ONRB+}{AUX}{INVEST}{~30} ?{amount}(?: \([^)]*\))?{~40} (?:in|into|across) (?:the )?(?P<place><G\d+>)", "announced", **_PLAN),
    _p("investment in a place", ("invest",), r"{investors:ONRB+}(?:'s|{AUX}(?:announc\w*|unveil\w*|pledg\w*|plan\w*|mak\w+)){~30} ?(?:{amount}{~20} ?investments?|investments? of{~12}{amount2}){~20} (?:in|into|across) (?:the )?(?P<place><G\d+>)", "announced", **_PLAN),
    _p("own investment of", ("invest",), r"{investors:ONRB}'s (?:own |new |planned )*investment of {~12}{amount}(?: \([^)]*\))?", "announced", **_PLAN),
    _p("build with", ("build",), r"{investors:ONRB+}{AUX}build\w*{~60} (?:data ?cent\w*|campus\w*|supercomputers?|infrastructure)(?:{~60}(?:worth|costing|for|of|cost){~20}{amount})", "announced", **_PLAN),
    # Customers of computing.
    _p("spend on compute", ("pay", "spend", "commit", "buy", "purchas", "rent", "leas"), r"{investors:ONRK}{AUX}(?:pays?|paid|paying|spends?|spending|spent|commits?|committed|committing|buys?|buying|purchas\w+|rents?|renting|leas\w+|procur\w+){~40} ?{amount}{~60} (?:from|with|on|to|at|for|of) {recipient:ONK}", "announced", deal_type="compute_commitment", amount_kind="contract_value"),
    _p("contract to buy", ("contract", "deal", "agreement"), r"{investors:ONRK}{AUX}{SIGNS}{~30} ?(?:contract|deal|agreement) to (?:buy|purchase|rent|lease){~20} ?{amount}{~50} (?:from|of) {recipient:ONK}", "signed", deal_type="compute_commitment", amount_kind="contract_value"),
    _p("pay company", ("pay",), r"{investors:ONRK}{AUX}(?:pays?|paid|paying) {recipient:ONK}{~20} ?{amount}{~40}(?:for|to|in){~30}{COMPUTE}", "announced", deal_type="compute_commitment", amount_kind="contract_value"),
    _p("commitment to cloud", ("commit",), r"{amount}{~20} (?:commitment|contract) (?:from|by) {investors:ONRK} (?:to|for|with) {recipient:ONK}", "announced", deal_type="compute_commitment", amount_kind="contract_value"),
    _p("somebody's commitment", ("commit", "contract", "deal"), r"{investors:ON}'s {~10}{amount}{~10} {recipient:ONK} (?:commitment|contract|deal|order)", "announced", deal_type="compute_commitment", amount_kind="contract_value"),
)
