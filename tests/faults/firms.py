"""Fifty invented firms and a page on the money of each; every page has words of its own, so that no two are near copies."""

import random
from itertools import product

_VOCABULARY = (
    "harbour lantern meadow copper violin winter basket ladder orchard thunder pebble marble saddle window candle forest "
    "anchor pepper needle feather bridge cellar garden hammer island jacket kettle lemon mirror notebook oven pillow "
    "quarry ribbon shovel teapot umbrella valley wagon yarn zipper bottle carpet dragon engine fountain glacier helmet"
)
_BEGINNINGS = ("Norv", "Quil", "Tamb", "Ores", "Veld")
_MIDDLES = ("", "i", "o", "u", "er", "al", "is", "on", "um", "yr")
FIRMS = tuple(f"{beginning}{middle}ane AI" for beginning, middle in product(_BEGINNINGS, _MIDDLES))


def millions(number: int) -> int:
    """What the firm of that number raised; no two raised the same."""
    return 41 + number


def title(number: int, amount: int | None = None) -> str:
    """The headline on its money."""
    return f"{FIRMS[number]} raises ${amount or millions(number)} million"


def paragraphs(number: int, amount: int | None = None) -> tuple[str, ...]:
    """The text on its money."""
    choose = random.Random(number)
    words = _VOCABULARY.split()
    aside = " ".join(choose.choice(words) for _ in range(150))
    return (
        f"{FIRMS[number]}, a maker of language models, has raised ${amount or millions(number)} million in a Series B round "
        "led by Halden Capital, the company said on Tuesday.",
        f"The artificial intelligence firm was founded in 2021. On the walls of its office stand the words {aside}.",
    )
