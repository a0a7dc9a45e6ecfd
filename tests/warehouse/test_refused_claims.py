"""A claim that was proposed and not kept can be asked for, with what was wrong with it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines import ids
from pipelines.errors import UsageError
from pipelines.lake import Lake
from pipelines.schemas.article import Article
from pipelines.schemas.extraction import Extraction, Rejection
from pipelines.settings import Settings
from pipelines.warehouse.connection import warehouse
from pipelines.warehouse.load import load_pending
from pipelines.warehouse.quarantine import refused_claims

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = "Sample Robotics raised $5 million."
INVENTED = (
    Rejection(reason="quote_not_in_text", detail="the text does not hold the quote", claim={"quote": "Never said."}),
    Rejection(reason="party_not_in_text", detail="'Umbra' is not in the text", claim={"claim_type": "investment", "quote": TEXT}),
)  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A store with one article, read by the extraction in force and by another."""
    settings, lake = Settings(home=tmp_path), Lake(tmp_path / "lake")
    key = ids.article_id("https://a.example/news", None, None, TEXT)
    common = {"source_id": "s", "text": TEXT, "retrieved_at": NOON, "text_sha256": ids.text_sha256(None, TEXT)}
    url = "https://a.example/news"
    lake.write_articles([Article(article_id=key, page_id=key, url=url, **common)], date(2026, 11, 22))
    for extractor, rejected in (("rules@1", INVENTED), ("rules@2", INVENTED[:1])):
        for batch in lake.batches("articles"):
            lake.write_extractions(
                batch, extractor, None, [Extraction(article_id=key, rejected=rejected, extractor=extractor)], NOON
            )
    with warehouse(settings) as store:
        load_pending(lake, store)
        store.execute("delete from raw.extraction_in_force")
        store.execute("insert into raw.extraction_in_force values ('rules@1', null, null)")
    return settings


def test_each_has_its_article_its_quote_and_what_was_wrong(settings: Settings) -> None:
    found = refused_claims(settings)
    assert [(one["reason"], one["detail"], one["claim_type"], one["article"], one["quote"]) for one in found] == [
        ("quote_not_in_text", "the text does not hold the quote", None, "https://a.example/news", "Never said."),
        ("party_not_in_text", "'Umbra' is not in the text", "investment", "https://a.example/news", TEXT),
    ]
    assert len(refused_claims(settings, limit=1)) == 1


def test_those_of_one_reason_are_shown_alone_and_a_reason_that_is_none_is_said(settings: Settings) -> None:
    (one,) = refused_claims(settings, reason="party_not_in_text")
    assert '"investment"' in one["claim"]
    with pytest.raises(UsageError, match="there are: party_not_in_text, quote_not_in_text"):
        refused_claims(settings, reason="gossip")


def test_before_anything_was_loaded_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Nothing was loaded yet"):
        refused_claims(Settings(home=tmp_path / "new"))
