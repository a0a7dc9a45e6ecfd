"""Text stands out from its ground, in the light scheme and in the dark (WCAG AA)."""

import re

import pytest

from pipelines.settings import PROJECT_DIR


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(scheme: int) -> None:
    style = (PROJECT_DIR / "pipelines" / "reporting" / "templates" / "report.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", re.findall(r":root \{(.*?)\}", style, re.DOTALL)[scheme]))
    grounds = [(ink, ground) for ink in ("ink", "soft", "accent", "quote") for ground in ("paper", "card")]
    pairs = [*grounds, ("ink", "tag"), ("soft", "tag"), ("warn", "warn-paper"), ("warn", "card")]
    pairs += [(f"E{grade}-ink", f"E{grade}") for grade in range(5)]
    for ink, ground in pairs:
        high, low = sorted((_luminance(colours[ink]), _luminance(colours[ground])), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)
