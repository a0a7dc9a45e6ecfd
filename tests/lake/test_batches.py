"""The lake keeps what it is given, once."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from pipelines import ids
from pipelines.lake import Lake
from pipelines.schemas.article import Article
from pipelines.schemas.claim import Amount, InvestmentClaim
from pipelines.schemas.extraction import Extraction

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = date(2026, 11, 22)


def article(given_id: str, text: str = "Sample Robotics raised $5 million.") -> Article:
    return Article(
        article_id=ids.article_id(None, given_id, None, text),
        page_id=ids.page_id(None, given_id),
        given_id=given_id,
        source_id="inbox",
        text=text,
        retrieved_at=NOON,
        text_sha256=ids.text_sha256(None, text),
        fingerprint=(1, 2**64 - 1),
    )


def extraction(key: str) -> Extraction:
    amount = Amount(value=Decimal(5_000_000), currency_code="USD", kind="raise", as_stated="$5 million")
    claim = InvestmentClaim(
        stage="effective", recipient="Sample Robotics", quote="Sample Robotics raised $5 million.", amount=amount
    )
    return Extraction(article_id=key, is_relevant=True, category="investment", claims=(claim,), extractor="rules@1")


def test_an_article_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    written = lake.write_articles([article("b"), article("a")], DAY)
    assert written is not None
    assert sorted(a.given_id or "" for a in lake.read_articles(written)) == ["a", "b"]
    assert article("a") in lake.read_articles(written)


def test_the_same_articles_in_any_order_and_on_any_day_are_one_batch(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    assert lake.write_articles([article("a"), article("b")], DAY) is not None
    assert lake.write_articles([article("b"), article("a")], date(2026, 11, 23)) is None
    assert len(lake.batches("articles")) == 1


def test_the_first_writer_of_an_extraction_wins(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.write_articles([article("a")], DAY)
    (batch,) = lake.batches_to_extract("rules@1", None)
    assert lake.write_extractions(batch, "rules@1", None, [extraction("first")], NOON) is not None
    assert lake.write_extractions(batch, "rules@1", None, [extraction("second")], NOON) is None
    (stored,) = lake.batches("claims")
    assert [row["article_id"] for row in lake.read_extractions(stored.path)] == ["first"]
    assert lake.batches_to_extract("rules@1", None) == []
    assert len(lake.batches_to_extract("rules@2", None)) == 1


def test_an_interrupted_write_leaves_no_batch(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    folder = tmp_path / "articles" / "day=2026-11-22"
    folder.mkdir(parents=True)
    (folder / ".writing-half").write_bytes(b"PAR1 half")
    assert lake.batches("articles") == []


def test_a_record_is_never_changed(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append_record("verdicts", "articles/../x", {"verdict": "refused"})
    lake.append_record("verdicts", "articles/../x", {"verdict": "accepted"})
    assert [r["verdict"] for r in lake.records("verdicts")] == ["refused"]
    assert all(p.parent == tmp_path / "verdicts" for p in tmp_path.rglob("*.json"))
