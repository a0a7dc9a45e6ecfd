"""What is worked out from the words of a whole text, in the worker where there is one: it costs as much as reading the page."""

from pydantic import BaseModel, ConfigDict

from pipelines.articles.fingerprint import Fingerprint, fingerprint
from pipelines.articles.language import Guess, guess_language


class Words(BaseModel):
    """The language that the words alone speak, and the fingerprint by which copies are found."""

    model_config = ConfigDict(frozen=True)

    language: Guess | None = None
    fingerprint: Fingerprint = Fingerprint()


def read_words(text: str) -> Words:
    """All of it, of one text."""
    return Words(language=guess_language(text), fingerprint=fingerprint(text))
