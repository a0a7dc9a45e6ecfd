"""What is worked out from the words of a whole text, in the worker where there is one: it costs as much as reading the page."""

from pydantic import BaseModel, ConfigDict

from pipelines.articles.fingerprint import Fingerprint, fingerprint
from pipelines.articles.language import Guess, guess_language
from pipelines.articles.quality import text_flags
from pipelines.schemas.article import QualityFlag

_JUDGED = 200_000  # characters; an article is not longer by default


class Words(BaseModel):
    """The language that the words alone speak, the fingerprint by which copies are found, and what is doubtful about the text."""

    model_config = ConfigDict(frozen=True)

    language: Guess | None = None
    fingerprint: Fingerprint = Fingerprint()
    flags: tuple[QualityFlag, ...] = ()


def read_words(text: str) -> Words:
    """All of it, of one text."""
    language = guess_language(text)
    return Words(
        language=language,
        fingerprint=fingerprint(text),
        flags=text_flags(text[:_JUDGED], language.code if language else None),
    )
