"""Tables that say more about a match from the words round it: the kind of deal, of sum, of suit, of agreement."""

import re

Rule = tuple[re.Pattern[str], dict[str, str]]


def _rules(*rows: tuple[str, dict[str, str]]) -> tuple[Rule, ...]:
    return tuple((re.compile(pattern), sets) for pattern, sets in rows)


# Read on the words between the first role and a little past the sum; the first that fits is taken.
DEAL_KINDS = _rules(
    (r"\b(?:tender offer|secondary (?:share )?sale|share sale|employee shares|existing shareholders)\b", {"deal_type": "secondary_sale", "amount_kind": "deal_value"}),
    (r"\b(?:loans?|debt|bonds?|credit (?:facility|line)|revolving|notes offering|senior notes|term loan)\b", {"deal_type": "debt", "amount_kind": "debt"}),
    (r"\b(?:\bipo\b|initial public offering)\b", {"deal_type": "ipo", "amount_kind": "raise"}),
    (r"\b(?:grant|award)s?\b", {"deal_type": "grant", "amount_kind": "grant"}),
    (r"\b(?:pledge[sd]?|promised)\b", {"deal_type": "pledge", "amount_kind": "pledge"}),
)
CUMULATIVE_ELSEWHERE = re.compile(r"\b(?:hasta la fecha|en total|bisher|insgesamt|au total|à ce jour)\b")
CUMULATIVE = re.compile(r"\b(?:to date|so far|in total|all told|cumulative\w*|altogether|since (?:its|the|then|that|inception|(?:19|20)\d\d)|over the (?:past|last)|total funding|has now (?:raised|invested)|bringing (?:its )?total)")
ALL_TOLD = re.compile(r"\b(?:has|have|had|having) (?:already |now |also )?(?:invested|poured|put|pumped|raised)\b")
COMPUTE = re.compile(
    r"\b(?:cloud|comput(?:e|ing)|capacity|gpus?|ai chips?|chips?|data ?cent(?:er|re)s?|infrastructure|megawatts?|gigawatts?|\d+ ?[gm]w|tpus?|accelerators?|servers?|inference|supercomputers?|hosting|trainium|azure|grafikprozessoren|rechen\w+|gigawatt|cómputo|computación|servicios|servidores|calcul|serveurs)\b"
)
LARGE = re.compile(r"\b(?:multi-?billion|multi-?million|billion-dollar|million-dollar)")
CLAIM_BASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), basis)
    for pattern, basis in (
        (r"copyright|pirat|infring(?!\w* (?:on )?(?:its |their )?patent)|shadow librar|scrap(?:e|ed|ing)|train\w* (?:its|their|on)", "copyright"),
        (r"trade secrets?|confidential (?:documents|information)|stole|stealing|poach", "trade_secret"),
        (r"antitrust|anti-?competitive|monopol|competition (?:law|rules|watchdog|authority)|digital markets act|abuse of dominan", "antitrust"),
        (r"exclusiv", "exclusivity"),
        (r"breach of contract|breach(?:es|ed|ing)? (?:of )?(?:the|its|their)? ?(?:contract|agreement|terms)|contract", "contract"),
        (r"privacy|gdpr|personal data|data protection|biometric", "privacy"),
        (r"defam|libel|slander", "defamation"),
        (r"fiduciary|original mission|founding mission|nonprofit mission|for-profit", "fiduciary"),
        (r"suicide|wrongful death|child safety|minors|harm|deepfake|sexuali[sz]ed|safety|death|murder|addict", "safety"),
        (r"securities fraud|misled (?:investors|shareholders)|shareholder", "securities"),
        (r"discriminat|wrongful(?:ly)? (?:termination|fired)|employment|retaliat|harass", "employment"),
        (r"patent", "patent"),
        (r"trademark|brand name", "trademark"),
        (r"likeness|right of publicity|voice (?:clone|without)", "publicity"),
    )
)
AGREEMENT_KINDS = _rules(
    (r"\b(?:renegotiat\w*)\b", {"agreement_type": "renegotiation"}),
    (r"\b(?:exclusiv\w+)\b", {"agreement_type": "exclusivity"}),
    (r"\b(?:licens\w+|licenc\w+|content deal|content partnership)\b", {"agreement_type": "licence"}),
    (r"\b(?:revenue[- ]shar\w+)\b", {"agreement_type": "revenue_share"}),
    (r"\b(?:resell\w*|distribut\w+|marketplace|go-to-market|made available)\b", {"agreement_type": "distribution"}),
)
ACTIONS = _rules(
    (r"\bclass[- ]action\b", {"action_type": "class_action"}),
    (r"\barbitrat\w+\b", {"action_type": "arbitration"}),
    (r"\b(?:merger review|review of the (?:deal|merger|acquisition)|blocks? the (?:deal|merger|acquisition))\b", {"action_type": "merger_review"}),
    (r"\b(?:criminal(?:ly)?|indict\w*|arrest\w*)\b", {"action_type": "criminal"}),
)
ROUND = re.compile(r"\b(?:pre-)?(?:series [a-k](?:-?\d|\+)?|seed)\b(?! stage)")
PERCENT = re.compile(r"(\d{1,2}(?:\.\d+)?) ?(?:%|percent|per cent)(?: (?:[a-z]+ ){0,2})?(?:stake|of|equity|ownership|share|interest)")
REPLACING = re.compile(r"\b(?:replac\w+|instead of|swap\w*|in place of|switch(?:es|ed|ing)? (?:from|away))\b")
ADDING = re.compile(r"\b(?:alongside|in addition to|as alternatives?|alternatives? to|complement\w*|as well as|besides|joins?|also|or complements)\b")
EXCLUSIVE = re.compile(r"\bexclusive(?:ly)?\b")
FORUM = re.compile(r"\b(?:(?:u\.?s\.? |federal |state |superior |district |high |supreme |appeals |chancery )+court(?: (?:for|in|of) (?:the )?(?:(?:northern|southern|eastern|western|central) district of )?<G\d+>)?|<J\d+>)")
DAMAGES = re.compile(r"\b(?:seek\w*|sought|damages|demand\w*|asking (?:for|the court))\b")
