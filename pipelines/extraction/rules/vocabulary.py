"""Words that patterns share. Each value is a piece of a regular expression over lower-case, masked text."""

# Auxiliaries, adverbs and intentions between a subject and its verb; what they say of the stage is read in stages.py.
_AUX_WORDS = (
    "already|contracted|prepared|poised|willing|able|has|have|had|having|is|are|was|were|be|been|being|will|would|could|may|might|can|should|to|also|again|now|still|first|"
    "just|today|and|then|it|that|both|further|soon|once|not|get|got|getting|"
    "announced|announces|announcing|said|says|confirmed|confirms|revealed|disclosed|claims|plans?|planned|planning|agreed|agrees|agree|"
    "agreeing|set|expected|expects|looking|seeking|seeks|tries|trying|tried|aims|aiming|intends|wants|hopes|hoping|considers|"
    "considering|considered|mulling|mulls|weighing|weighs|exploring|explores|eyeing|discussing|discussed|preparing|prepares|ready|"
    "about|going|decided|decides|committed|commits|committing|pledged|pledges|vowed|vows|opted|chosen|continues?|continued|continuing|"
    "started|starts?|starting|began|begun|begins?|beginning|in|early|advanced|late|late-stage|final|active|exclusive|talks|discussions|negotiations|talking|investors|which|who|held|holds|internal|preliminary|"
    "close|nearing|finali[sz]ing|near|deal|a|an|the|on|in|this|last|next|week|month|year|earlier|later|day|morning|by|with|"
    "working|moving|offering|offered|offers|threatening|threatened|threatens|rushes|rushing|racing|known|rumou?red|said|believed|understood|"
    "even|quietly|finally|officially|formally|reported|actively|also|never|no longer|longer|since|instead|meanwhile|two|companies"
)

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|aug|sept|sep|oct|nov|dec"
DATE = (
    r"(?:(?:on |in |last |this |next |late |early |since |back in |by |as of |the end of |mid-|earlier |later )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|week|month|year|"
    rf"(?:{_MONTHS})\b\.?(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? (?:19|20)\d\d)?|(?:19|20)\d\d|q[1-4]|(?:spring|summer|fall|autumn|winter)\b)(?: (?:morning|afternoon|evening|night))?)"
)

# These must end where a word ends; the others may go on ("partner" in "partnership" is cut by their own rows).
WHOLE_WORDS = frozenset({"RAISE", "GETS", "INVEST", "ACQUIRE", "SIGNS", "DEAL", "PARTNERS", "SUE", "TEST", "USE", "DROP", "OPENS", "PROBE", "SUIT", "FUND"})

VOCABULARY: dict[str, str] = {
    # An aside after a subject: ", a cloud company," or "(NASDAQ: X)".
    "APP": r"(?:,(?: (?!and |but )(?:[^,<>;]|<[A-Z]\d+>){1,90}),| \((?:[^()]){1,60}\))?",
    "AUX": rf"(?:{{APP}}(?:'(?:s|re|ve|ll|d)\b)?(?:,? (?:(?:{_AUX_WORDS}|[a-z]+ly)\b|{DATE}|<[RB]\d+>)){{0,14}},? )",
    "DATE": DATE,
    "REPORTS": r"report(?:s|ed|ing)?|said|says|wrote|writes|first reported|learned|revealed",
    "FUND": r"\b(?:rounds?|funding|financing|series [a-k]\d?\b|seed|capital|investments?|fundrais(?:e|ing)|fund-?raise|backing|equity|raise|venture)",
    "RAISE": r"\b(?:raises?|raised|raising)",
    "GETS": (
        r"\b(?:secures?|secured|securing|closes?|closed|closing|lands?|landed|landing|nabs?|nabbed|bags?|bagged|scores?|scored|snags?|snagged|"
        r"picks? up|picked up|pulls? in|pulled in|nets?|netted|grabs?|grabbed|hauls? in|hauled in|receives?|received|attracts?|attracted|wins|won|"
        r"gets?|got|takes?|took|accepts?|accepted|completes?|completed|announces?|announced|announcing|unveils?|unveiled|obtains?|obtained|finali[sz]es?|finali[sz]ed|finali[sz]ing|reels in|emerges? from stealth with)"
    ),
    "INVEST": (
        r"\b(?:invests?|invested|investing|pours?|poured|pouring|pumps?|pumped|pumping|injects?|injected|injecting|puts?|putting|plows?|plowed|plowing|"
        r"sinks?|sank|sinking|backs?|commits?|committed|committing|pledges?|pledged|contributes?|contributed|adds?|spends?|spending)"
    ),
    "ACQUIRE": (
        r"\b(?:acquires?|acquired|acquiring|buys?|bought|buying|snaps? up|snapped up|snapping up|takes? over|took over|taking over|purchases?|purchased|purchasing|"
        r"scoops? up|scooped up|gobbles? up|gobbled up|swallows?|absorbs?|absorbed|acqui-?hires?|acqui-?hired)"
    ),
    "NOT_GOODS": (
        r"(?!'s? (?:chips?|gpus?|cloud|compute|services|shares?|stocks?|products?|credits|tpus|servers|models?|data|technology|hardware|systems|assets? from)|"
        r" (?:chips?|gpus?|cloud|compute|servers|services|shares|stocks?|products?|credits|tpus|products|hardware|systems|accelerators|processors|capacity)\b)"
    ),
    "SIGNS": (
        r"\b(?:signs?|signed|signing|inks?|inked|inking|strikes?|struck|striking|reach(?:es)?|reached|reaching|cuts?|forges?|forged|forging|announces?|announced|announcing|"
        r"unveils?|unveiled|makes?|made|has|have|lands?|landed|secures?|secured|sealed|seals?|enters?|entered(?: into)?|entering(?: into)?|enters? into|"
        r"expands?|expanded|expanding|extends?|extended|extending|deepens?|deepened|form(?:s|ed|ing)?|establish(?:es|ed)?|launch(?:es|ed)?|finali[sz](?:es?|ed|ing)|"
        r"clinch(?:es|ed)?|wins?|won|agrees? (?:to|on)|agreed (?:to|on)|concludes?|concluded|broker(?:s|ed)|complet(?:es?|ed)|discuss(?:es|ed|ing)?|negotiat(?:es?|ed|ing)|pursu(?:es?|ed|ing)|seek(?:s|ing)?|nears?|nearing)"
    ),
    "DEAL": (
        r"\b(?:deals?|agreements?|partnerships?|pacts?|contracts?|alliances?|collaborations?|tie-?ups?|memorand(?:um|a) of understanding|mou|"
        r"arrangement|joint ventures?|accord|cooperation|commitment|licen[sc]es?)"
    ),
    "PARTNERS": (
        r"\b(?:partners?|partnered|partnering|teams? up|teamed up|teaming up|joins? forces|joined forces|joining forces|joins? hands|joined hands|collaborates?|collaborated|collaborating|"
        r"allies|allied|links? up|linked up|works? together|working together|is working|are working|has been working|pairs? up|paired up|cooperates?|cooperating)"
    ),
    "COMPUTE": (
        r"\b(?:cloud|comput(?:e|ing)|capacity|gpus?|chips?|data ?cent(?:er|re)s?|infrastructure|megawatts?|gigawatts?|\d+ ?[gm]w|tpus?|accelerators?|servers?|processors?|"
        r"inference|azure|supercomputers?|hosting|semiconductors?)"
    ),
    "SUE": r"\b(?:sues?|sued|suing|countersues?|countersued|countersuing)",
    "SUIT": (
        r"\b(?:lawsuits?|suits?|legal actions?|class[- ]actions?|complaints?|countersuits?|legal complaints?|court cases?|legal challenges?|legal proceedings|claims?|case|"
        r"legal battle|legal fight|legal dispute|petitions?|charges?|counterclaims?|motions?)"
    ),
    "PROBE": r"\b(?:investigations?|probes?|inquir(?:y|ies)|reviews?|proceedings?|scrutiny|crackdown|examination|cases?)",
    "OPENS": r"\b(?:opens?|opened|opening|launch(?:es|ed|ing)?|starts?|started|starting|begins?|began|begun|initiat(?:es?|ed|ing)|announces?|announced|is conducting|conducts)",
    "TEST": (
        r"\b(?:tests?|tested|testing|trials?|trialed|trialing|trialling|trialled|pilots?|piloted|piloting|evaluat(?:es?|ed|ing)|experiments? with|experimented with|experimenting with|"
        r"tries out|trying out|assess(?:es|ed|ing)?)"
    ),
    "USE": (
        r"\b(?:uses?|used|using|adopts?|adopted|adopting|deploys?|deployed|deploying|rolls? out|rolled out|rolling out|integrat(?:es?|ed|ing)|incorporat(?:es?|ed|ing)|embeds?|embedded|embedding|"
        r"adds?|added|adding|brings?|brought|bringing|taps?|tapped|tapping|leverag(?:es?|ed|ing)|utili[sz](?:es?|ed|ing)|selects?|selected|picks?|picked|chooses?|chose|chosen|"
        r"employs?|offers?|offered|offering|relies on|relied on|relying on|rely on|runs? on|ran on|running on|builds? on|built on|building on|draws? on|drew on|drawing on|switch(?:es|ed|ing)? to|turns? to|turned to|turning to|"
        r"moves? to|moved to|standardi[sz](?:es?|ed|ing) on|hosts?|supports?|supporting|plugs? in|plugged in|buys? access to|gains? access to|opens? up to|opts? for|opted for|bakes?|baked|licens(?:es?|ed|ing)|make use of|makes use of|equip(?:s|ped)?)"
    ),
    "DROP": (
        r"\b(?:drops?|dropped|dropping|ditch(?:es|ed|ing)?|stops? using|stopped using|bans?|banned|banning|phas(?:es?|ed|ing) out|moves? away from|moved away from|moving away from|"
        r"abandons?|abandoned|abandoning|removes?|removed|removing|cuts? off|swaps? out|swapped out|swapping out|replac(?:es?|ed|ing)|retir(?:es?|ed|ing)|cancel(?:s|l?ed|l?ing)?|block(?:s|ed|ing)?)"
    ),
    "MODELS": (
        r"(?:(?:[a-z0-9'-]+ ){0,6}(?:models?|technolog(?:y|ies)|ai|llms?|chatbots?|assistants?|systems?|tools?|offerings?|agents?|products?|software|platforms?|services?|apis?|features?|capabilities|search engine))"
    ),
}
