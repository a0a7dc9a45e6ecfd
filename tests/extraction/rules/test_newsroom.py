"""Sentences as newsrooms write them, in a table: what each says, no more and no less."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

ROWS = yaml.safe_load((Path(__file__).parent / "newsroom.yml").read_text("utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["says"][:60])
def test_a_sentence_says_what_it_says_and_no_more(said: Callable[..., list[str]], row: dict[str, Any]) -> None:
    assert said(row["says"], language=row.get("language", "en")) == row["means"]
