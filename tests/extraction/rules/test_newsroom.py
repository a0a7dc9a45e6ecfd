"""Sentences as newsrooms, sites, courts and machines that translate write them, in tables: what each says, no more and no less."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).parent
ROWS = [
    row
    for name in ("newsroom", "sites", "courts", "manners")
    for row in yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["says"][:60])
def test_a_sentence_says_what_it_says_and_no_more(said: Callable[..., list[str]], row: dict[str, Any]) -> None:
    assert said(row["says"], language=row.get("language", "en")) == row["means"]
