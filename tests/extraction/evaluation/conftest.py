"""Claims, labels and articles made by hand; the parties are invented."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.extraction.evaluation.goldset import GoldArticle
from pipelines.extraction.evaluation.labels import Label
from pipelines.extraction.evaluation.names import Names
from pipelines.schemas.claim import CLAIM, Claim
from pipelines.schemas.extraction import ArticleText, Extraction
from pipelines.settings import load_settings

DEFAULTS: dict[str, dict[str, Any]] = {
    "investment": {"stage": "announced", "investors": ["Alder Capital"], "recipient": "Birchmind"},
    "model_adoption": {"stage": "testing", "adopter": "Cedar Bank", "provider": "Birchmind"},
    "legal_action": {"stage": "filed", "plaintiffs": ["Dogwood Press"], "defendants": ["Birchmind"]},
    "partnership": {"stage": "signed", "parties": ["Cedar Bank", "Birchmind"]},
}


def make_claim(claim_type: str = "investment", *, millions: int | None = None, **slots: Any) -> Claim:
    """A claim with the given slots; ``millions`` of dollars give it a raise."""
    words = f"${millions} million"
    amount = {"value": (millions or 0) * 10**6, "currency_code": "USD", "as_stated": words, "kind": "raise"}
    record = {"claim_type": claim_type, "quote": f"A sentence on {claim_type}.", **DEFAULTS[claim_type]}
    return CLAIM.validate_python({**record, "amount": amount if millions else None, **slots})


@pytest.fixture(scope="session")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    return Names.of(load_settings(home=tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def claim() -> Callable[..., Claim]:
    return make_claim


@pytest.fixture(scope="session")
def gold_article() -> Callable[..., GoldArticle]:
    def make(*labels: Label, article_id: str = "one", is_relevant: bool = True, text: str = "") -> GoldArticle:
        return GoldArticle(ArticleText(article_id=article_id, text=text), is_relevant, labels)

    return make


@pytest.fixture(scope="session")
def read_as() -> Callable[..., Extraction]:
    def make(*claims: Claim, article_id: str = "one", is_relevant: bool = True, **fields: Any) -> Extraction:
        slots = {
            "article_id": article_id,
            "is_relevant": is_relevant,
            "claims": claims,
            "extractor": "hand@1",
            **fields,
        }
        return Extraction.model_validate(slots)

    return make


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own, with no model configured."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path / "home"))
    for name in ("NEWSLEDGER_LLM_BASE_URL", "NEWSLEDGER_LLM_MODEL", "NEWSLEDGER_NOW"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"
