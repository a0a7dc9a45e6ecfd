"""Whether a name stands in a text, however it is inflected, accented or suffixed there."""

import re
import unicodedata
from functools import cached_property, lru_cache

from pipelines.extraction.gazetteer import Gazetteer, Mention, Name, normalise_name

__all__ = ["Gazetteer", "Mention", "Name", "NamedText", "fold_name", "normalise_name"]

_SUFFIXES = frozenset(
    """inc incorporated corp corporation co company ltd limited plc llc lp llp ag sa se nv bv ab as oy spa srl gmbh kg kk pbc pte pty
    holding holdings group the of and a an""".split()  # noqa: SIM905
)
_SPAN = 8
_POSSESSIVE = re.compile(r"(?<=\w)'s?\b(?!\w)")
_INITIALS = re.compile(r"\.(?<=\b[a-z]\.)(?=[a-z]\b)")
_WORDS = re.compile(r"[^\W_]+")
_SIGNS = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum()})

_REFERENCES = (
    r"it|its|itself|they|their|theirs|them|he|him|his|she|her|we|our|us|i|my|who|which|both|each other|the two|the pair|the duo|"
    r"the former|the latter"
)
_DESCRIPTIONS = (
    r"compan(?:y|ies)|firms?|startups?|start-ups?|giants?|makers?|developers?|labs?|laborator(?:y|ies)|group|conglomerate|parties|"
    r"partners?|organi[sz]ations?|nonprofit|non-profit|publisher|newspaper|regulators?|agency|commission|government|authors?|plaintiffs?|"
    r"defendants?|investors?|investment|bank|fund|venture|unit|subsidiary|chipmaker|carmaker|automaker|retailer|provider|platform|"
    r"retailer|billionaire|founder|executive|chief|agreement|deal|partnership|lawsuit|suit|complaint|case|model|tool|chatbot|assistant"
)
_REFERRING: dict[str, str] = {
    "en": rf"\b(?:{_REFERENCES})\b|\b(?:the|this|that|these|those)\s+(?:[\w.'’-]+\s+){{0,4}}(?:{_DESCRIPTIONS})\b",
    "de": (
        r"\b(?:er|sie|es|ihr\w*|sein\w*|beide\w*|"
        r"d(?:as|er|ie|em|en|es) (?:[\w-]+ )?(?:unternehmen\w*|konzern\w*|firma|firmen|startups?|partner\w*|riese\w*))\b"
    ),
    "es": (
        r"\b(?:él|ella|ellos|ellas|su|sus|amb[oa]s|l[ao]s? (?:\w+ )?(?:empresas?|compañías?|firma|startup)|"
        r"el (?:\w+ )?(?:gigante|grupo|fabricante|acuerdo))\b"
    ),
    "fr": (
        r"\b(?:il|elle|ils|elles|son|sa|ses|leurs?|l['’]entreprise|l['’]éditeur|"
        r"les? (?:deux )?(?:groupes?|géants?|sociétés?|entreprises?)|la (?:société|start-up|firme))\b"
    ),
}
_REFERRING_PATTERNS = {language: re.compile(words, re.IGNORECASE) for language, words in _REFERRING.items()}


class NamedText:
    """A text in which names are looked for; the folding is made once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._held: dict[str, bool] = {}

    @cached_property
    def _tokens(self) -> list[str]:
        return fold_name(self.text).split()

    @cached_property
    def _joined(self) -> str:
        return f" {' '.join(self._tokens)} "

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, token in enumerate(self._tokens):
            places.setdefault(token, []).append(place)
        return places

    def holds(self, name: str) -> bool:
        """Whether the name stands in the text: as a run of words, or its telling words close together."""
        if name not in self._held:  # the claims of an article share their parties
            self._held[name] = self._holds(name)
        return self._held[name]

    def _holds(self, name: str) -> bool:
        folded = _fold_short(name)
        telling = [token for token in folded.split() if token not in _SUFFIXES]
        if not telling:
            return False
        # Scripts without spaces give one long token, in which a name is a part.
        is_spaceless = ord(max(folded)) > 0x2E7F
        if any(
            f" {run} " in self._joined or (is_spaceless and run in self._joined) for run in (folded, " ".join(telling))
        ):
            return True
        return self._joined_up(telling) or self._close_together(telling)

    def holds_part(self, name: str) -> bool:
        """Whether a telling word of the name stands in the text: "Musk" for "Elon Musk"."""
        tokens = _fold_short(name).split()
        return self.holds(name) or any(
            len(token) >= 3 and token in self._places for token in tokens if token not in _SUFFIXES
        )

    def refers(self, language: str | None) -> bool:
        """Whether the text names somebody by a pronoun or a description: "it", "the startup", "both companies"."""
        pattern = _REFERRING_PATTERNS.get(language or "en", _REFERRING_PATTERNS["en"])
        return bool(pattern.search(self.text))

    def _joined_up(self, telling: list[str]) -> bool:
        """ "x AI" for "xAI", and "Scale AI" for "ScaleAI"."""
        wanted = "".join(telling)
        if len(wanted) < 3:
            return False
        starts = [place for token, places in self._places.items() if wanted.startswith(token) for place in places]
        return any("".join(self._tokens[start : start + size]) == wanted for start in starts for size in (1, 2, 3, 4))

    def _close_together(self, telling: list[str]) -> bool:
        """All telling words within a few words of the first, in any order: "Altman, Sam"."""
        if len(telling) < 2 or not all(token in self._places for token in telling):
            return False
        rest = telling[1:]
        return any(
            all(any(abs(place - start) < _SPAN for place in self._places[token]) for token in rest)
            for start in self._places[telling[0]]
        )


def fold_name(name: str) -> str:
    """Letters and digits without case, accents or possessive, words apart by one space."""
    plain = name.replace("’", "'")
    if plain.isascii():  # nothing to take apart
        plain = plain.casefold()
    else:
        decomposed = unicodedata.normalize("NFKD", plain).casefold()
        plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if "'" in plain:
        plain = _POSSESSIVE.sub(" ", plain)
    plain = _INITIALS.sub("", plain.replace("&", " and "))  # U.S. is us
    return " ".join(plain.translate(_SIGNS).split() if plain.isascii() else _WORDS.findall(plain))


_fold_short = lru_cache(maxsize=4096)(fold_name)  # the same names come again in every article
