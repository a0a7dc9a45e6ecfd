"""Which language a text is in: what the page says, unless the words clearly say otherwise."""

import re
from functools import cache
from typing import Any

_CODE = re.compile(r"([a-z]{2,3})(?:[-_].*)?\Z", re.IGNORECASE)
_ENOUGH_TO_JUDGE = 40  # characters; below, any classifier guesses
_ENOUGH_TO_OVERRULE = 300
_SURE = 0.95
_READ = 3000


def language_code(said: str | None) -> str | None:
    """The code of a language tag: "en" of "en-US"; null for anything else."""
    match = _CODE.match((said or "").strip())
    code = match.group(1).lower() if match else None
    return None if code in {"und", "mul", "zxx", "mis"} else code


def detect_language(text: str, said: str | None = None) -> str | None:
    """The language of a text; ``said`` is the tag of its page or feed, believed unless the words clearly disagree."""
    declared = language_code(said)
    letters = text[:_READ]
    if len(letters) < (_ENOUGH_TO_OVERRULE if declared else _ENOUGH_TO_JUDGE):
        return declared
    found, certainty = _identifier().classify(letters)
    if declared is None or declared == found:
        return str(found)
    return str(found) if certainty >= _SURE else declared


@cache
def _identifier() -> Any:
    # Loading the model takes most of a second, so only who needs it pays.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
