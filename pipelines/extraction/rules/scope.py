"""Whether a match is about the AI industry at all."""

import re

from pipelines.extraction.rules.draft import Draft

_AI = re.compile(r"\b(?:ai|a\.i\.|artificial intelligence|machine learning|chatbots?|large language models?|llms?|generative|gpt|deepfakes?|neural|foundation models?|gpus?|openai|anthropic)\b|\bai-")


def is_in_scope(draft: Draft, folded: str, title: str | None) -> bool:
    """A party makes or sells AI, or the sentence or the headline speaks of it."""
    if any("ai" in slot.traits for slots in draft.roles.values() for slot in slots):
        return True
    return bool(_AI.search(draft.masked.text) or _AI.search((title or "").lower()) or len(_AI.findall(folded[:3000])) >= 2)
