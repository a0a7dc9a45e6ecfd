"""Row 15: a load or a mart with null keys, half its rows, a duplicate key, stale news or sums a thousand times as large makes no release.

What is wrong with a batch by itself keeps the batch out; what is wrong beside earlier loads or the release before holds the release.
Null and duplicate keys are seen through the command in tests/end_to_end/test_main_job.py.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import duckdb
import pytest

from pipelines import ids
from pipelines import run as steps
from pipelines.errors import ExitCode, GateRefusedError
from pipelines.lake import Lake
from pipelines.schemas.article import Article
from pipelines.schemas.extraction import Extraction
from pipelines.warehouse import build, gates, load_profiles
from pipelines.warehouse.connection import warehouse
from pipelines.warehouse.load import load_pending
from tests.faults.conftest import Store, open_store
from tests.faults.firms import FIRMS, title
from tests.three_hundred import write_editions

_DAY = datetime(2026, 7, 20, 12, tzinfo=UTC)


def _articles(
    count: int, first: int = 0, *, age: timedelta = timedelta(hours=1), scale: str = "million"
) -> list[Article]:
    """News out of a feed: each tells of a sum of its own, and came in so long after it was published."""
    return [_article(number, _DAY - age, scale) for number in range(first, first + count)]


def _article(number: int, published_at: datetime, scale: str) -> Article:
    firm = FIRMS[number % 50]
    text = f"{firm} has raised ${number + 2} {scale} in a Series D round led by Halden Capital, the company said."
    return Article(
        article_id=ids.digest("late", str(number), scale)[:24], page_id=ids.digest("late", str(number))[:24],
        source_id="harbour_news", url=f"https://harbour.example/late/{number}", publisher="Harbour News", title=f"{firm} raises money",
        text=text, language="en", published_at=published_at, published_precision="second", published_from="feed",
        retrieved_at=_DAY, text_sha256=ids.digest(text).ljust(64, "0")[:64],
    )  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that published the news of fifty firms, and twenty-five articles of a feed, an hour old when they came."""
    folder = tmp_path_factory.mktemp("gates")
    first, _ = write_editions(folder / "editions")
    for path in first.iterdir():
        if not path.name.endswith("-news-first.json"):
            path.unlink()
    with open_store(folder / "home") as store:
        Lake(store.settings.lake_dir).write_articles(_articles(25), _DAY.date())
        store.collect(240, inbox=first)
        assert store.build().release_id
        yield store


@pytest.fixture
def store(published: Store, tmp_path: Path) -> Store:
    shutil.copytree(published.settings.home, tmp_path / "home", symlinks=True)
    published.set_hour(252)
    return Store(published.settings.model_copy(update={"home": tmp_path / "home"}), published.set_hour)


def _card(store: Store) -> dict[str, Any]:
    card: dict[str, Any] = json.loads((store.settings.published / "scorecard.json").read_text())
    return card


def _refused(store: Store) -> str:
    """What the build is refused with; H-1 stands as it did."""
    before, facts = _card(store), store.ask("select * from fct_investments order by all")
    with pytest.raises(GateRefusedError, match="the last release stands") as refused:
        store.build()
    assert refused.value.exit_code == ExitCode.GATE_REFUSED
    assert (_card(store), store.ask("select * from fct_investments order by all")) == (before, facts)
    return str(refused.value)


class _ComeThisFarError(Exception):
    """The gates before the build let everything pass."""


def _passes(store: Store) -> list[str]:
    """What the comparison with earlier loads has to show of a build that it does not hold; the build itself is left out."""
    shown: list[str] = []
    judge = load_profiles.judge

    def judged(connection: duckdb.DuckDBPyConnection) -> gates.Verdict:
        verdict = judge(connection)
        shown.extend(finding.line() for finding in verdict.findings)
        return verdict

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load_profiles, "judge", judged)
        patch.setattr(build, "run_dbt", Mock(side_effect=_ComeThisFarError))
        with pytest.raises(_ComeThisFarError):
            store.build()
    return shown


def _arrive(store: Store, articles: Sequence[Article]) -> None:
    Lake(store.settings.lake_dir).write_articles(articles, _DAY.date())


def _slips(patch: pytest.MonkeyPatch, change: Callable[[list[Extraction]], list[Extraction]]) -> None:
    """Whoever reads articles from now on does it wrong in that way."""
    write = Lake.write_extractions

    def wrong(lake: Lake, *given: Any) -> Path | None:
        batch, extractor, prompt, rows, at = given
        return write(lake, batch, extractor, prompt, change(list(rows)), at)

    patch.setattr(Lake, "write_extractions", wrong)


def _a_thousandfold(extraction: Extraction) -> Extraction:
    claims = [
        claim.model_copy(update={"amount": claim.amount.model_copy(update={"value": claim.amount.value * 1000})})
        if claim.amount
        else claim
        for claim in extraction.claims
    ]
    return extraction.model_copy(update={"claims": tuple(claims)})


def test_an_ordinary_load_passes_with_nothing_to_show(store: Store) -> None:
    before = _card(store)
    _arrive(store, _articles(25, first=25))
    assert store.build().release_id
    card = _card(store)
    assert (card["warnings"], card["compared_with"]) == ([], before["release_id"])
    checks = dict(store.ask("select model_name, previous_row_count from rpt_release_checks"))
    assert {name: checks[name] for name in before["row_counts"] if name in checks} == checks | {
        name: count for name, count in before["row_counts"].items() if name in checks
    }


def test_a_load_with_half_the_extractions_of_its_articles_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _arrive(store, _articles(24, first=25))
    _slips(monkeypatch, lambda rows: rows[:12])
    assert re.search(r"unread_count\) \(critical", _refused(store))
    assert _passes(store) == []  # without the refused batch the rest goes on, and these articles wait


def test_a_load_with_no_extraction_of_its_articles_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    _arrive(store, _articles(24, first=25))
    _slips(monkeypatch, lambda _: [])
    assert re.search("raw/extractions: expect_table_row_count_to_be_between", _refused(store))


def test_a_load_of_sums_that_are_not_what_their_words_say_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _arrive(store, _articles(25, first=25))
    _slips(monkeypatch, lambda rows: [_a_thousandfold(row) for row in rows])
    assert re.search(
        r"raw/claims: expect_column_values_to_be_between\(amount_off\) \(critical, 25 rows", _refused(store)
    )


def test_a_load_of_sums_a_thousand_times_those_before_holds_the_release_until_it_is_accepted(store: Store) -> None:
    _arrive(store, _articles(25, first=25, scale="billion"))
    assert re.search(
        r"raw/loads: .*amount_shift\) \(critical, 1 rows: claims of load .*newsledger build --accept-change",
        _refused(store),
    )
    assert re.search(r"amount_shift", _refused(store))  # time alone changes nothing
    assert steps.build_marts(store.settings, accept_change=True).release_id
    assert any("amount_shift" in line for line in _card(store)["warnings"])
    assert store.build().reason == "nothing new"


def test_a_stale_load_holds_the_release_until_fresh_news_comes(store: Store) -> None:
    _arrive(store, _articles(25, first=25, age=timedelta(days=20)))
    assert re.search(r"raw/loads: .*days_behind\) \(critical, 1 rows: articles of load", _refused(store))
    _arrive(store, _articles(1, first=50))
    assert _passes(store) == []


def test_old_news_that_is_handed_in_is_not_called_stale(store: Store) -> None:
    old = _articles(25, first=25, age=timedelta(days=400))
    _arrive(store, [article.model_copy(update={"source_id": "inbox"}) for article in old])
    assert _passes(store) == []


def test_a_load_of_half_the_usual_rows_is_shown_and_holds_nothing(store: Store) -> None:
    for number in range(5):
        store.set_hour(241 + number)
        _arrive(store, _articles(20, first=25 + 20 * number))
        with warehouse(store.settings) as connection:
            load_pending(Lake(store.settings.lake_dir), connection)
            connection.execute("insert into raw.judged_loads select distinct load_id from raw.load_profiles")
    _arrive(store, _articles(10, first=125))
    store.set_hour(252)
    (line,) = _passes(store)
    assert line.startswith("expect_column_values_to_be_between(row_share) (warning, 1 rows: articles of load")


def _retract(folder: Path, numbers: range) -> Path:
    """The pages of the firms' news as they say that they are withdrawn."""
    folder.mkdir()
    for number in numbers:
        record = {
            "id": f"{number}-withdrawn", "url": f"https://harbour-news.example/{number}/news", "publisher": "Harbour News",
            "published": "2026-07-20T09:00:00Z", "title": title(number),
            "text": "Retraction: we have withdrawn this article, which had no basis.\nThe editors.",
        }  # fmt: skip
        (folder / f"{number}.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


def test_a_retraction_of_three_facts_in_five_passes_and_is_told(store: Store, tmp_path: Path) -> None:
    (before,) = store.ask("select count(*) from fct_investments")[0]
    store.collect(251, inbox=_retract(tmp_path / "retractions", range(round(before * 0.6))))
    built = store.build()
    assert built.release_id
    (left,) = store.ask("select count(*) from fct_investments")[0]
    assert left / before < 0.42
    card = _card(store)
    assert card["losses"]["fct_investments"] == {"retracted": before - left}
    line = f"fct_investments: gone with a reason: {before - left} rows retracted"
    assert line in card["warnings"]
    assert line in built.load.warnings
    assert store.build().reason == "nothing new"


def test_facts_that_are_gone_because_a_file_was_lost_hold_the_release_beside_a_retraction(
    store: Store, tmp_path: Path
) -> None:
    (largest,) = sorted(Lake(store.settings.lake_dir).batches("claims"), key=lambda batch: batch.path.stat().st_size)[
        -1:
    ]
    largest.path.unlink()
    store.settings.warehouse_path.unlink()
    store.collect(251, inbox=_retract(tmp_path / "retractions", range(2)))
    before = _card(store)
    with pytest.raises(GateRefusedError, match=r"kept_share\) \(critical.*fct_investments.*the last release stands"):
        steps.build_marts(store.settings)
    assert _card(store) == before


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("delete from marts.fct_claims where rowid % 2 = 0", r"kept_share\) \(critical, 1 rows: fct_claims\)"),
        (
            "update marts.fct_investments set amount = amount * 1000, amount_usd = amount_usd * 1000",
            r"amount_shift\) \(critical, 1 rows: fct_investments\)",
        ),
        ("insert into marts.dim_events select * from marts.dim_events limit 1", r"duplicate_key_count\) \(critical"),
        ("update marts.dim_articles set article_id = null where rowid = 1", r"null_key_count\) \(critical"),
    ],
)
def test_a_mart_that_went_wrong_is_refused_beside_the_release_before(
    store: Store, monkeypatch: pytest.MonkeyPatch, fault: str, said: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        with duckdb.connect(str(store.settings.marts_path)) as connection:
            connection.execute(f"attach '{store.settings.published / 'newsledger.duckdb'}' as shown (read_only)")
            connection.execute("create schema marts")
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where database_name = 'shown'"
            ).fetchall():
                connection.execute(f"create table marts.{name} as from shown.marts.{name}")  # without its constraints
            connection.execute(fault)

    monkeypatch.setattr(build, "run_dbt", broken)
    before = _card(store)
    with pytest.raises(GateRefusedError, match=rf"The release was refused by .*{said}.*the last release stands"):
        steps.build_marts(store.settings, full=True)
    assert _card(store) == before
