"""Two extractions of one lake, row by row."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import UsageError
from pipelines.extraction.evaluation.changes import Change
from pipelines.extraction.evaluation.names import Names
from pipelines.extraction.evaluation.run_wording import change_lines, summary, summary_lines
from pipelines.extraction.evaluation.runs import RunDiff
from pipelines.extraction.extractors import stored_extraction
from pipelines.lake import Lake
from pipelines.schemas.article import Article

Make = Callable[..., Any]
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ONE, TWO = "1" * 24, "2" * 24


def article(article_id: str) -> Article:
    return Article(
        article_id=article_id,
        page_id=article_id,
        source_id="inbox",
        title=f"Title of {article_id[0]}",
        text="Words.",
        retrieved_at=NOON,
        text_sha256="0" * 64,
    )


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Two batches of one article each."""
    lake = Lake(tmp_path)
    for article_id in (ONE, TWO):
        lake.write_articles([article(article_id)], NOON.date())
    return lake


@pytest.fixture
def write(lake: Lake, read_as: Make) -> Callable[..., None]:
    """Writes what an extractor read out of each batch; an article without claims given is not read."""

    def written(extractor: str, claims: dict[str, list[Any]], model: str | None = None, **fields: Any) -> None:
        for batch in lake.batches("articles"):
            (found,) = lake.read_articles(batch.path)
            if found.article_id in claims:
                told = {"article_id": found.article_id, "extractor": extractor, "model": model, **fields}
                lake.write_extractions(batch, extractor, model, [read_as(*claims[found.article_id], **told)], NOON)

    return written


@pytest.fixture
def diff(lake: Lake, names: Names) -> Callable[..., tuple[list[Change], RunDiff]]:
    def compared(before: str = "a@1", after: str = "b@1") -> tuple[list[Change], RunDiff]:
        found = RunDiff.of(lake, names, before, after)
        return list(found.changes()), found

    return compared


def test_gained_lost_and_changed_claims_are_told_apart(write: Make, diff: Make, claim: Make) -> None:
    suit, deal = claim("legal_action"), claim("partnership")
    write("a@1", {ONE: [claim(millions=10), suit], TWO: [deal]})
    write("b@1", {ONE: [claim(stage="signed", millions=10)], TWO: [deal, claim("model_adoption")]})
    rows, found = diff()
    told = [(r.article_id, r.title, r.change, r.claim_type, r.field, r.before, r.after) for r in rows]
    assert sorted(told) == [
        (ONE, "Title of 1", "changed", "investment", "stage", "announced", "signed"),
        (ONE, "Title of 1", "lost", "legal_action", None, "filed", None),
        (TWO, "Title of 2", "gained", "model_adoption", None, None, "testing"),
    ]
    assert dict(found.counts) == {"gained": 1, "lost": 1, "changed": 1, "unchanged": 1, "articles_that_differ": 2}


def test_each_changed_slot_is_a_row_and_an_amount_changes_by_its_parts(write: Make, diff: Make, claim: Make) -> None:
    write("a@1", {ONE: [claim(millions=10)]})
    write("b@1", {ONE: [claim(millions=12, attribution="document")]})
    rows, found = diff()
    assert {row.field: (row.before, row.after) for row in rows} == {
        "attribution": ("unattributed", "document"),
        "amount.value": ("10000000", "12000000"),
        "amount.as_stated": ("$10 million", "$12 million"),
    }
    assert found.counts["changed"] == 1


def test_other_sums_in_other_sentences_are_other_claims(write: Make, diff: Make, claim: Make) -> None:
    write("a@1", {ONE: [claim(millions=10, quote="The first sum.")]})
    write("b@1", {ONE: [claim(millions=90, quote="The second one.")]})
    assert sorted(row.change for row in diff()[0]) == ["gained", "lost"]


def test_offsets_and_the_order_of_names_are_no_change(write: Make, diff: Make, claim: Make) -> None:
    write("a@1", {ONE: [claim("partnership", parties=["Cedar Bank", "Birchmind"], quote_start=1, quote_end=9)]})
    write("b@1", {ONE: [claim("partnership", parties=["Birchmind", "Cedar Bank"])]})
    rows, found = diff()
    assert (rows, found.counts["unchanged"]) == ([], 1)


def test_a_claim_said_twice_and_then_once_is_lost_once(write: Make, diff: Make, claim: Make) -> None:
    write("a@1", {ONE: [claim(), claim()]})
    write("b@1", {ONE: [claim()]})
    rows, found = diff()
    assert ([row.change for row in rows], found.counts["unchanged"]) == (["lost"], 1)


def test_what_is_said_of_the_article_is_compared_too(write: Make, diff: Make) -> None:
    write("a@1", {ONE: []})
    write("b@1", {ONE: []}, is_relevant=False, set_aside="language")
    rows, _ = diff()
    assert [(row.claim_type, row.field, row.before, row.after) for row in rows] == [
        (None, "is_relevant", True, False),
        (None, "set_aside", None, "language"),
    ]


def test_a_batch_that_one_has_not_read_is_counted_and_not_compared(write: Make, diff: Make, claim: Make) -> None:
    write("a@1", {ONE: [claim()], TWO: [claim()]})
    write("b@1", {ONE: [claim()]})
    rows, found = diff()
    assert (rows, found.before.batches_alone, found.after.batches_alone) == ([], 1, 0)
    assert found.before.counts["articles"] == 1


def test_the_cost_of_each_is_that_of_the_batches_compared(write: Make, diff: Make) -> None:
    write("a@1", {ONE: [], TWO: []}, usage={"input_tokens": 5, "output_tokens": 1, "cost_usd": "0.5"})
    write("b@1", {ONE: []}, model="m-1")
    rows, found = diff(after="b@1 m-1")
    told = summary(found)
    assert (rows, told["before"]["cost_usd"], told["before"]["input_tokens"]) == ([], 0.5, 5)
    assert (told["after"]["extraction"], told["after"]["cost_usd"], told["after"]["last_score"]) == ("b@1 m-1", 0, None)


def test_a_claim_that_the_contract_no_longer_knows_is_counted(write: Make, diff: Make, claim: Make) -> None:
    write("a@1", {ONE: [claim()]})
    write("b@1", {ONE: [claim().model_copy(update={"stage": "betrothed"})]})
    rows, found = diff()
    assert [row.change for row in rows] == ["lost"]
    assert found.after.counts["unreadable_claims"] == 1
    assert "1 claims unreadable" in "\n".join(summary_lines(found))


@pytest.mark.parametrize(("before", "after"), [("a@1", "c@1"), ("a@1", "a@1")])
def test_a_label_that_names_nothing_or_the_same_is_refused(write: Make, diff: Make, before: str, after: str) -> None:
    write("a@1", {ONE: []})
    write("b@1", {ONE: []})
    with pytest.raises(UsageError, match="a@1"):
        diff(before, after)


def test_only_two_files_of_claims_are_read_at_a_time(
    write: Make, lake: Lake, names: Names, monkeypatch: pytest.MonkeyPatch, claim: Make
) -> None:
    write("a@1", {ONE: [claim()], TWO: [claim()]})
    write("b@1", {ONE: [claim("partnership")], TWO: [claim("partnership")]})
    found = RunDiff.of(lake, names, "a@1", "b@1")
    read: list[Path] = []
    original = lake.read_extractions
    monkeypatch.setattr(lake, "read_extractions", lambda path: (read.append(path), original(path))[1])
    rows = found.changes()
    next(rows)
    assert len(read) == 2
    assert len(list(rows)) == 3
    assert len(read) == 4


def test_the_lines_show_each_article_once_and_each_sentence_once_a_claim(write: Make, diff: Make, claim: Make) -> None:
    write("a@1", {ONE: [claim(millions=10)]})
    write("b@1", {ONE: [claim(millions=12, stage="signed")]})
    rows, _ = diff()
    lines = [line for last, row in zip([None, *rows], rows, strict=False) for line in change_lines(row, last)]
    assert lines[0] == f"Title of 1 ({ONE})"
    assert sum("Title of 1" in line for line in lines) == 1
    assert sum("“A sentence on investment.”" in line for line in lines) == 1
    assert "  ~ investment  Alder Capital, Birchmind  stage: announced → signed" in lines


def test_what_no_extraction_is_called_is_said_with_what_there_is(write: Make, lake: Lake) -> None:
    with pytest.raises(UsageError, match="extract-pending"):
        stored_extraction(lake, "a")
    write("a@1", {ONE: [], TWO: []})
    with pytest.raises(UsageError, match=r"No stored extraction is called 'a'. There are: 'a@1'"):
        stored_extraction(lake, "a")
    assert str(stored_extraction(lake, "a@1")) == "a@1"
