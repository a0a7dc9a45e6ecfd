"""The words of dates: months, weekdays, seasons, and the words that point from the day of publication."""

_MONTH_ROWS = (
    (1, "january jan januar jänner enero janvier gennaio janeiro"),
    (2, "february feb februar febrero février febbraio fevereiro"),
    (3, "march mar märz marzo mars março"),
    (4, "april apr abril avril aprile"),
    (5, "may mai mayo maggio maio"),
    (6, "june jun juni junio juin giugno junho"),
    (7, "july jul juli julio juillet luglio julho"),
    (8, "august aug agosto août"),
    (9, "september sept sep septiembre setiembre septembre settembre setembro"),
    (10, "october oct oktober okt octubre octobre ottobre outubro"),
    (11, "november nov noviembre novembre novembro"),
    (12, "december dec dezember dez diciembre décembre dicembre dezembro"),
)
MONTHS: dict[str, int] = {word: number for number, words in _MONTH_ROWS for word in words.split()}
# Names of months that are other words too: alone they are months only with a capital, and in the language given.
CAPITAL_MONTHS = frozenset(["may", "march", "mar", "jan", "sep", "dec", "jun", "apr", "aug", "mai", "mars"])
MONTHS_OF_LANGUAGE = {"mars": "fr", "mar": "", "jan": "", "nov": "", "dec": "", "mayo": "es", "marzo": "es"}

_WEEKDAY_ROWS = (
    (0, "monday montag lunes lundi"),
    (1, "tuesday dienstag martes mardi"),
    (2, "wednesday mittwoch miércoles mercredi"),
    (3, "thursday donnerstag jueves jeudi"),
    (4, "friday freitag viernes vendredi"),
    (5, "saturday samstag sonnabend sábado samedi"),
    (6, "sunday sonntag domingo dimanche"),
)
WEEKDAYS: dict[str, int] = {word: number for number, words in _WEEKDAY_ROWS for word in words.split()}

# Months in which a season begins and ends in the north; winter lies in two years and is left unresolved.
SEASONS = {"spring": (3, 5), "summer": (6, 8), "fall": (9, 11), "autumn": (9, 11), "winter": None}

# Days from publication; words of one language only where another language has the same word.
DAY_WORDS: dict[str, tuple[int, str | None]] = {
    "today": (0, None), "tonight": (0, None), "this morning": (0, None), "this afternoon": (0, None), "this evening": (0, None),
    "yesterday": (-1, None), "last night": (-1, None), "tomorrow": (1, None), "heute": (0, None), "gestern": (-1, None),
    "vorgestern": (-2, None), "hoy": (0, "es"), "ayer": (-1, "es"), "anteayer": (-2, "es"), "aujourd'hui": (0, None),
    "aujourd’hui": (0, None), "hier": (-1, "fr"), "avant-hier": (-2, "fr"),
}  # fmt: skip

# Steps from the week, month, quarter or year of publication.
UNIT_WORDS: dict[str, str] = {
    "week": "week", "month": "month", "quarter": "quarter", "year": "year", "woche": "week", "monat": "month", "quartal": "quarter",
    "jahr": "year", "jahres": "year", "semana": "week", "mes": "month", "trimestre": "quarter", "año": "year", "semaine": "week",
    "mois": "month", "année": "year", "an": "year",
}  # fmt: skip
STEP_WORDS: dict[str, int] = {
    "last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1,
    "letzte": -1, "letzten": -1, "letztes": -1, "letzter": -1, "vergangene": -1, "vergangenen": -1, "vergangenes": -1, "vorige": -1,
    "vorigen": -1, "voriges": -1, "diese": 0, "diesen": 0, "dieses": 0, "dieser": 0, "diesem": 0, "nächste": 1, "nächsten": 1,
    "nächstes": 1, "kommenden": 1, "kommende": 1, "kommendes": 1, "este": 0, "esta": 0, "cette": 0, "ce": 0, "próximo": 1,
    "próxima": 1, "prochain": 1, "prochaine": 1, "pasado": -1, "pasada": -1, "dernier": -1, "dernière": -1, "que viene": 1,
}  # fmt: skip

ORDINALS: dict[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "erste": 1, "ersten": 1, "erstes": 1,
    "zweite": 2, "zweiten": 2, "zweites": 2, "dritte": 3, "dritten": 3, "drittes": 3, "vierte": 4, "vierten": 4, "viertes": 4,
    "primer": 1, "segundo": 2, "tercer": 3, "cuarto": 4, "premier": 1, "deuxième": 2, "troisième": 3, "quatrième": 4,
}  # fmt: skip

COUNTS: dict[str, int] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "zehn": 10, "dos": 2,
    "tres": 3, "cuatro": 4, "cinco": 5, "diez": 10, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dix": 10,
}  # fmt: skip

SINCE = r"since|seit|desde|depuis|ab|starting(?: in| from)?|from"
UNTIL = r"until|till|through|thru|by|before|to|bis(?: zum)?|hasta|jusqu['’]en|jusqu['’]à|jusqu['’]au|d['’]ici|expir\w+(?: in| on)?"
# What stands before a year that is a date and not a count, and before a month that is not a name.
BEFORE_YEAR = (
    r"in|of|en|by|to|im|or|bis|for|and|from|seit|jahr|until|till|since|de|del|desde|hasta|depuis|before|after|during|through|around|"
    r"between|as of|year|fy"
)
BEFORE_MONTH = (
    r"in|im|en|since|seit|by|until|till|through|during|early|late|mid|of|before|after|from|desde|hasta|depuis|bis|back in|"
    r"between|and|to"
)
PART_OF_YEAR = (
    r"early|late|mid|fiscal|fiscal year|anfang|mitte|ende|the end of|end of|principios de|finales de|mediados de|début|"
    r"fin|calendar"
)
FUTURE = (
    r"next|upcoming|due(?: in| on)?|by|until|till|through|(?:starting|beginning)(?: in| on| from)?|scheduled (?:for|in|on)|"
    r"slated (?:for|in)|expected (?:in|on|by)|planned for|bis|hasta|"
    r"(?:will|(?:plans?|expects?|aims?|intends?|set|due|scheduled|expected|slated|planning) to)(?:\s+[\w-]+){1,4}\s+(?:in|on)"
)
