"""The words of the money grammar: scales, currencies, numbers in words, qualifiers, and what is counted but is no money.

A new language is new rows here, never new code in ``money.py``.
"""

from pipelines.schemas.claim import AmountQualifier


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Languages that write 1.000,5. The others here write 1,000.5; Swiss 1'000 and French 1 000 are read anywhere.
COMMA_DECIMAL = _words("de es fr it pt nl sv da no nb nn fi pl cs sk ru uk tr id ro hu el bg hr sl ca")

_SCALE_ROWS: tuple[tuple[int, str | None, str], ...] = (
    (2, None, "hundred"),
    (3, None, "thousand tausend mille duizend tusen тысяч тыс"),
    (5, None, "lakh lakhs lac"),
    (6, None, "million millions mn mln mil"),
    (6, "de", "millionen mio"),
    (6, "es", "millones millón mm"),
    (6, "pt", "milhão milhões mi"),
    (6, "it", "milione milioni"),
    (6, "nl", "miljoen"),
    (6, "sv", "miljon miljoner millioner"),
    (6, "ru", "млн миллион миллиона миллионов"),
    (6, "pl", "milion miliony milionów"),
    (6, "tr", "milyon"),
    (7, None, "crore crores cr"),
    (9, None, "billion billions bn bln"),
    (9, "de", "milliarde milliarden mrd"),
    (9, "fr", "milliard milliards md mds mrds"),
    (9, "es", "millardo millardos"),
    (9, "pt", "bilhão bilhões bi"),
    (9, "it", "miliardo miliardi mld"),
    (9, "nl", "miljard"),
    (9, "sv", "miljard miljarder milliarder mia"),
    (9, "ru", "млрд миллиард миллиарда миллиардов"),
    (9, "pl", "miliard miliardy miliardów"),
    (9, "tr", "milyar"),
    (12, None, "trillion trillions tn trn"),
    (12, "de", "billionen"),
    (12, "es", "billón billones"),
    (12, "pt", "trilhão trilhões bilião biliões"),
    (12, "nl", "biljoen"),
    (12, "ru", "трлн триллион триллиона триллионов"),
)
SCALES: dict[str, tuple[int, str | None]] = {
    word: (power, tongue) for power, tongue, words in _SCALE_ROWS for word in words.split()
}

# The same word says something else in the long scale, and "billon" in English is a misprint of billion.
SCALES_BY_LANGUAGE: dict[tuple[str, str | None], int] = {
    ("billion", "de"): 12, ("billion", "fr"): 12, ("billions", "fr"): 12, ("billon", "es"): 12, ("billon", "ca"): 12,
    ("trillion", "de"): 18, ("trillion", "fr"): 18, ("trillions", "fr"): 18,
    ("mil", "es"): 3, ("mil", "pt"): 3, ("mil", "ca"): 3, ("mille", "en"): 0,
}  # fmt: skip
SCALES["billon"] = SCALES["billons"] = (9, None)
SCALES["mila"] = (3, "it")

# Abbreviations that are scales in English text only beside a number or behind a sign.
SHORT_SCALES = _words("md mi bi mm cr mille")

# Letters are scales only beside a number ("5m") or between a sign and a sign's place ("$5 B", "20 M€").
LETTER_SCALES = {"k": 3, "m": 6, "b": 9, "t": 12, "tr": 12, "g": 0}
CJK_SCALES = {"万": 4, "萬": 4, "만": 4, "億": 8, "亿": 8, "억": 8, "兆": 12, "조": 12}

SIGNS: dict[str, str] = {
    "$": "USD", "＄": "USD", "US$": "USD", "U.S.$": "USD", "USD$": "USD", "C$": "CAD", "CA$": "CAD", "CAD$": "CAD", "CDN$": "CAD",
    "A$": "AUD", "AU$": "AUD", "AUD$": "AUD", "S$": "SGD", "SG$": "SGD", "HK$": "HKD", "NT$": "TWD", "NZ$": "NZD", "R$": "BRL",
    "MX$": "MXN", "€": "EUR", "£": "GBP", "￡": "GBP", "¥": "JPY", "￥": "JPY", "JP¥": "JPY", "CN¥": "CNY", "₹": "INR",
    "Rs": "INR", "Rs.": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₫": "VND", "฿": "THB", "₱": "PHP", "₴": "UAH",
    "円": "JPY", "元": "CNY", "ドル": "USD", "美元": "USD", "人民币": "CNY", "人民幣": "CNY", "원": "KRW", "달러": "USD", "欧元": "EUR",
}  # fmt: skip

ISO_CODES = _words("""USD EUR GBP JPY CNY INR KRW CHF CAD AUD SGD HKD TWD NZD SEK NOK DKK ISK BRL MXN ARS CLP COP PEN ILS AED SAR QAR
    KWD BHD OMR TRY RUB UAH PLN CZK HUF RON BGN ZAR NGN KES EGP MAD THB IDR MYR VND PHP PKR BDT LKR KZT""")
CODE_WORDS: dict[str, str] = {**{code: code for code in ISO_CODES}, "RMB": "CNY", "INR": "INR"}

_CURRENCY_ROWS: tuple[tuple[str, str], ...] = (
    (
        "USD",
        "dollar|dollars|us dollar|us dollars|u.s dollar|u.s dollars|american dollars|u.s. dollars|us-dollar|us-dollars",
    ),
    (
        "USD",
        "dólar|dólares|dólares estadounidenses|dólares americanos|dolares|dollari|dollaro|dollars américains|amerikanische dollar",
    ),
    ("USD", "долларов|доллара|доллар|долл|dolarów|dolar|dolara|buck|bucks|greenbacks"),
    ("CAD", "canadian dollar|canadian dollars|dólares canadienses|dollars canadiens"),
    ("AUD", "australian dollar|australian dollars"),
    ("SGD", "singapore dollar|singapore dollars|singaporean dollars"),
    ("HKD", "hong kong dollar|hong kong dollars"),
    ("TWD", "taiwan dollar|taiwan dollars|new taiwan dollars|taiwanese dollars"),
    ("NZD", "new zealand dollar|new zealand dollars"),
    ("EUR", "euro|euros|евро|eur"),
    (
        "GBP",
        "pound|pounds|pounds sterling|pound sterling|sterling|british pounds|pfund|libras|libras esterlinas|livres sterling|sterline",
    ),
    ("JPY", "yen|yens|yenes|japanese yen"),
    ("CNY", "yuan|yuans|yuanes|renminbi|chinese yuan|rmb|юаней"),
    ("INR", "rupee|rupees|indian rupees|rupien|rupias|roupies"),
    ("KRW", "won|korean won|south korean won|wones"),
    ("SEK", "krona|kronor|swedish kronor|swedish krona|swedish crowns|schwedische kronen"),
    ("NOK", "norwegian kroner|norwegian krone|norwegian crowns"),
    ("DKK", "danish kroner|danish krone|danish crowns"),
    ("CHF", "swiss franc|swiss francs|franken|schweizer franken|francs suisses|francos suizos|sfr"),
    ("RUB", "ruble|rubles|rouble|roubles|рублей|рубля|руб"),
    ("ILS", "shekel|shekels"),
    ("AED", "dirham|dirhams|uae dirhams|emirati dirhams"),
    ("SAR", "saudi riyal|saudi riyals"),
    ("QAR", "qatari riyal|qatari riyals"),
    ("BRL", "reais|brazilian reais|reales brasileños"),
    ("MXN", "mexican pesos|pesos mexicanos"),
    ("ARS", "argentine pesos|pesos argentinos"),
    ("CLP", "chilean pesos|pesos chilenos"),
    ("COP", "colombian pesos|pesos colombianos"),
    ("PLN", "zloty|zlotys|złotych|zł"),
    ("THB", "baht"),
    ("ZAR", "rand"),
    ("TRY", "turkish lira|turkish liras|türk lirası"),
    # A currency is named, but which one the words alone do not say.
    ("", "kroner|crowns|pesos|riyals|lira|francs"),
)
CURRENCY_WORDS: dict[str, str] = {phrase: code for code, words in _CURRENCY_ROWS for phrase in words.split("|")}

_NUMBER_ROWS: tuple[tuple[str, str], ...] = (
    ("0.5", "half halbe medio demi"),
    ("1", "a an one another eine einer ein einem einen un una une uno um uma een één"),
    ("2", "two zwei dos deux due dois duas twee"),
    ("3", "three drei tres trois tre três drie"),
    ("4", "four vier cuatro quatre quattro quatro"),
    ("5", "five fünf cinco cinq cinque vijf"),
    ("6", "six sechs seis sei zes"),
    ("7", "seven sieben siete sept sette sete zeven"),
    ("8", "eight acht ocho huit otto oito"),
    ("9", "nine neun nueve neuf nove negen"),
    ("10", "ten zehn diez dix dieci dez tien"),
    ("11", "eleven elf once onze"), ("12", "twelve zwölf doce douze"), ("13", "thirteen"), ("14", "fourteen"),
    ("15", "fifteen fünfzehn quince quinze"), ("16", "sixteen"), ("17", "seventeen"), ("18", "eighteen"), ("19", "nineteen"),
    ("20", "twenty zwanzig veinte vingt venti vinte"), ("30", "thirty dreißig treinta trente"), ("40", "forty vierzig cuarenta"),
    ("50", "fifty fünfzig cincuenta cinquante"), ("60", "sixty sechzig sesenta"), ("70", "seventy siebzig setenta"),
    ("80", "eighty achtzig ochenta"), ("90", "ninety neunzig noventa"), ("100", "hundert cien cent cento cem honderd"),
)  # fmt: skip
NUMBER_WORDS: dict[str, str] = {word: value for value, words in _NUMBER_ROWS for word in words.split()}
TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
# Words that say "one" only before a scale ("a billion"), otherwise they are articles.
ARTICLES = _words("a an another eine einer ein einem einen un una une uno um uma een half halbe medio demi")
ADJECTIVE_ARTICLES = frozenset(["a", "an"])

_QUALIFIER_ROWS: tuple[tuple[AmountQualifier, str], ...] = (
    (
        "more_than",
        r"(?:well |just |slightly )?(?:more than|over|above|north of|in excess of|upwards? of)|at least|no less than|not less than|"
        r"exceed(?:ing|s|ed)|surpass(?:ing|es|ed)|topp(?:ing|ed)|a minimum of|minimum of|mehr als|über|mindestens|más de|al menos|"
        r"por lo menos|superior(?:es)? a|plus de|au moins|più di|oltre|almeno|mais de|pelo menos|meer dan|ruim|minstens|mer än|>",
    ),
    (
        "up_to",
        r"(?:just )?(?:under|below)|up to|as much as|as many as|as high as|at most|less than|no more than|not more than|"
        r"a maximum of|maximum of|bis zu|maximal|höchstens|weniger als|hasta|como máximo|menos de|jusqu['’][àa]|au plus|"
        r"moins de|fino a|meno di|até|tot wel|maximaal|upp till|<",
    ),
    (
        "about",
        r"about|around|roughly|approximately|approx\.?|nearly|almost|some|an estimated|estimated|close to|circa|ca\.|"
        r"in the region of|on the order of|rund|etwa|ungefähr|knapp|fast|zirka|unos|unas|cerca de|alrededor de|casi|"
        r"aproximadamente|en torno a|environ|près de|presque|autour de|quelque|quasi|intorno a|quase|ongeveer|bijna|zo['’]n|"
        r"omkring|~|≈|∼",
    ),
)  # fmt: skip
QUALIFIERS: dict[AmountQualifier, str] = dict(_QUALIFIER_ROWS)
FILLERS = (
    r"another|additional|an additional|a further|further|a total of|a combined|a total|combined|a whopping|"
    r"otros|otras|weitere|weiteren"
)
AFTER_QUALIFIERS: dict[AmountQualifier, str] = {
    "more_than": r"\+(?!\w)|[-\s]plus\b(?!\s+\$)|,? or more\b|,? o más\b|,? ou plus\b|,? oder mehr\b",
    "up_to": r" at most\b| or less\b",
    "about": r" or so\b",
}
# "A lawsuit over a $50 billion deal", "talks about $5 billion": the word belongs to the quarrel, not to the sum.
QUARRELS = (
    r"(?:su(?:e|es|ed|ing|it|its)|lawsuits?|disputes?|fights?|row|battles?|clash(?:es)?|feuds?|cases?|action|talks?|discussions?|"
    r"negotiations?|complaints?|questions?|concerns?|probes?|deal|agreement|contract)\s+$"
)

BETWEEN = _words("between zwischen entre tra fra tussen mellan między между")
AND = _words("and und y e et en och i и")
TO = _words("to bis through")
TO_BY_LANGUAGE = {"es": "a", "pt": "a", "it": "a", "fr": "à", "nl": "tot"}
FROM = _words("from von de desde da van")
OF = _words("de di of d' von do")

# From one level to another is a change, not a range.
CHANGE = (
    r"rais|increas|grow|grew|ris(?:e|es|en|ing)\b|rose|jump|climb|cut|lower|f[ae]ll|drop|doubl|tripl|quadrupl|\bup\b|\bdown\b|"
    r"boost|lift|expand|forecast|revis|went|surg|soar|shr[iau]nk|slash|reduc|hik|leap|narrow|widen|swell|declin"
)

# What is counted in millions and is no money; extended from reading news texts, 2026-11-22.
COUNTED = _words("""user users people person persons parameter parameters token tokens chip chips gpu gpus tpu tpus cpu cpus share shares
    download downloads customer customers subscriber subscribers member members megawatt megawatts gigawatt gigawatts mw gw kw watt watts
    foot feet meter meters metre metres mile miles km acre acres hectare hectares time times year years month months day days hour hours
    minute minutes second seconds week weeks view views visit visits visitor visitors visits search searches query queries prompt prompts
    image images photo photos video videos song songs book books article articles document documents page pages word words line lines
    message messages call calls request requests record records file files item items unit units device devices phone phones computer
    computers server servers car cars vehicle vehicles home homes household households job jobs worker workers employee employees
    developer developers student students patient patients child children teenager teenagers adult adults american americans
    human humans consumer consumers client clients account accounts company companies business businesses startup startups student players
    player gamer gamers follower followers fan fans listener listeners viewer viewers reader readers voter voters driver drivers ton
    tons tonne tonnes ounce ounces barrel barrels liter liters litre litres gallon gallons pixel pixels bit bits byte bytes flop flops
    operations calculations transaction transactions click clicks impressions installs copies copy votes comments posts tweets clips
    weights neurons transistors wafer wafers qubits cells lines sites website websites url urls domains percent percentage points active
    daily weekly monthly paying registered euros-worth model models context samples examples interactions conversations chats questions
    nutzer nutzern nutzerinnen menschen personen kunden parameter parametern tokens jahre jahren mal stück aktien
    usuarios personas parámetros clientes veces años acciones descargas habitantes suscriptores
    utilisateurs personnes paramètres clients fois ans actions abonnés téléchargements habitants jetons""")
# Small words that end the phrase in which a counted noun may stand, and that end in "s" though they count nothing.
STOPPERS = _words("""in at for of to from by with on as and or but that which who is was are were has have had be been will would over
    after before     into through via per since until during than against toward towards across plus versus this his its less unless
    thus yes us     en de por para con a y bei für von mit und dans pour par avec et au""")
ROLE_HINTS: tuple[tuple[str, str], ...] = (
    (
        "valuation",
        r"valuation|valu(?:ed|es|ing)|post-money|pre-money|bewertung|bewertet|valoraci[oó]n|valorad|valoris|market (?:value|cap)",
    ),
    ("revenue", r"revenue|sales|turnover|annuali[sz]ed|run[- ]rate|umsatz|ingresos|chiffre d['’]affaires|ARR\b"),
    (
        "result",
        r"\b(?:profit|loss|losses|earnings|net income|cash flow|operating income|capital expenditures?|capex)\b",
    ),
    ("damages", r"damages|compensation|schadenersatz|daños|dommages"),
    ("settlement", r"settle(?:d|s|ment)?\b|vergleich\b"),
    ("fine", r"\b(?:fine|fined|fines|penalty|penalties|bu[sß]ß?geld|multa|amende)\b"),
    ("debt", r"\b(?:loan|loans|debt|bond|bonds|credit|notes|borrow\w*|lend\w*)\b"),
    ("price", r"\ba (?:month|year|share|user|seat|token|hour|day|work|item)\b|\bcosts?\b|\bpriced?\b|\bper\b"),
    ("stake", r"\bstake\b"),
)
