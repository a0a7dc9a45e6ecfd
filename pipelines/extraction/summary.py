"""An extractive summary: sentences of the article, never words of ours."""

from collections.abc import Sequence

MAX_WORDS = 60


def summarise(sentences: Sequence[str], quotes: Sequence[str]) -> str:
    """Return at most 60 words: the sentences that carry the news, else those the article begins with."""
    chosen: list[str] = []
    for sentence in [*dict.fromkeys(quotes), *sentences]:
        if sentence in chosen or (not quotes and len(sentence.split()) < 6):
            continue
        if sum(len(s.split()) for s in chosen) + len(sentence.split()) > MAX_WORDS:
            break
        chosen.append(sentence)
        if quotes and len(chosen) >= 2:
            break
    if not chosen and (quotes or sentences):
        return " ".join([*quotes, *sentences][0].split()[:MAX_WORDS])
    return " ".join(" ".join(chosen).split())


def key_points(quotes: Sequence[str], limit: int = 5) -> tuple[str, ...]:
    """Return the sentences that carry the claims, each once, in the order of the claims."""
    return tuple(" ".join(quote.split()) for quote in list(dict.fromkeys(quotes))[:limit])
