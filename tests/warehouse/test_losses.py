"""What an act took is told by its reason and is no loss; what went without one is."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.settings import Settings
from pipelines.warehouse import changes
from pipelines.warehouse.build import Mart
from pipelines.warehouse.losses import Acts, Losses
from pipelines.warehouse.overrides import Changed, changed_since, keys_listed

_CLAIMS, _WITHDRAWN = Mart("fct_claims", ("claim_key",)), Mart("fct_withdrawn_claims", ("claim_key",))
_EVENTS = Mart("fct_investments", ("event_key",))
_STATES = Mart("fct_investment_states", ("event_key", "known_from"))
_SIDES = Mart("bridge_event_organizations", ("event_key", "organization_id", "role"))
_LINKS = Mart("bridge_event_links", ("event_key", "linked_event_key", "link_type"))
_MODELS, _PUBLISHERS = Mart("dim_models", ("model_id",)), Mart("dim_publishers", ("publisher_id",))
_NAMES, _ARTICLES = Mart("dim_organizations", ("organization_id",)), Mart("dim_articles", ("article_id",))
_MARTS = (_CLAIMS, _EVENTS, _STATES, _SIDES, _LINKS, _NAMES, _ARTICLES)
_COUNT = 50
_TABLES = f"""
    create schema marts;
    create table marts.fct_claims as select 'c' || i as claim_key, 'e' || i as event_key, 'a' || i as article_id from range({_COUNT}) t(i);
    create table marts.fct_withdrawn_claims as from marts.fct_claims limit 0;
    create table marts.dim_events as select event_key from marts.fct_claims;
    create table marts.fct_investments as select event_key from marts.fct_claims;
    create table marts.fct_investment_states as select event_key, timestamptz '2026-07-01' as known_from from marts.fct_claims;
    create table marts.bridge_event_organizations as
        select event_key, 'o' || event_key as organization_id, 'recipient' as role from marts.fct_claims;
    create table marts.bridge_event_links as select event_key, 'none' as linked_event_key, 'part_of' as link_type from marts.fct_claims;
    create table marts.dim_organizations as
        select 'name:firm ' || i as organization_id, 'Firm ' || i as name, false as is_listed from range({_COUNT}) t(i);
    create table marts.dim_models as
        select 'name:model ' || i as model_id, 'Model ' || i as name, false as is_listed from range({_COUNT}) t(i);
    create table marts.dim_publishers as
        select 'name:paper ' || i as publisher_id, 'Paper ' || i as name, false as is_listed from range({_COUNT}) t(i);
    create table marts.dim_articles as
        select article_id, 'p' || article_id as page_id, 'facts' as status, null::varchar as set_aside_reason,
            replace(article_id, 'a', 'name:paper ') as publisher_id,
            'https://news.paper' || replace(article_id, 'a', '') || '.example/' as url
        from marts.fct_claims;
    create table marts.event_redirects as select event_key as old_event_key, event_key, 'stands' as reason from marts.fct_claims;
"""
_GONE = "(select 'e' || i from range(30) t(i))"  # three in five
_TAKE_EVENTS_OUT = "; ".join(
    f"delete from marts.{mart} where event_key in {_GONE}"
    for mart in ("fct_claims", "dim_events", "fct_investments", "fct_investment_states", "bridge_event_organizations", "bridge_event_links")
)  # fmt: skip
_RETRACTED = "update marts.dim_articles set status = 'retracted' where replace(article_id, 'a', 'e') in " + _GONE

Open = Callable[..., Losses]


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Open]:
    """The marts after something was done to them, beside a release from before it."""
    with duckdb.connect(str(tmp_path / "newsledger.duckdb")) as shown:
        shown.execute(_TABLES)
    with duckdb.connect() as built:
        built.execute("attach ':memory:' as warehouse")
        built.execute("create schema warehouse.raw")
        built.execute("create table warehouse.raw.articles (page_id varchar, notice varchar, set_aside varchar)")

        def open_after(*done: str, **acts: Any) -> Losses:
            built.execute(_TABLES)
            for statement in done:
                built.execute(statement)
            return Losses(built, tmp_path / "newsledger.duckdb", Acts(**acts))

        yield open_after


def _share(losses: Losses, mart: Mart) -> float | None:
    (rows,) = losses.connection.execute(f"select count(*) from marts.{mart.name}").fetchone() or (0,)
    return changes.kept(mart.name, rows, _COUNT, losses.why(mart, rows, _COUNT))["kept_share"]


def _page(told: str) -> str:
    return f"insert into warehouse.raw.articles select 'pa' || i, {told} from range(30) as pages(i)"


def test_what_a_retraction_took_is_no_loss(beside: Open) -> None:
    losses = beside(_TAKE_EVENTS_OUT, _RETRACTED, _page("'retraction', null"))
    assert [_share(losses, mart) for mart in _MARTS] == [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    assert losses.found == {
        mart.name: {"retracted": 30} for mart in (_CLAIMS, _EVENTS, _STATES, _SIDES, _LINKS)
    }  # the names and articles stand
    assert losses.lines()[-1] == "fct_investments: gone with a reason: 30 rows retracted"


def test_pages_that_are_gone_explain_nothing(beside: Open) -> None:
    losses = beside(_TAKE_EVENTS_OUT, _RETRACTED, _page("null, 'gone'"))
    assert _share(losses, _CLAIMS) == _share(losses, _EVENTS) == 0.4
    assert losses.found == {}


def test_what_vanished_of_events_whose_articles_stand_is_a_loss(beside: Open) -> None:
    losses = beside(_TAKE_EVENTS_OUT, promoted=False, overrides=Changed())
    assert {_share(losses, mart) for mart in (_CLAIMS, _EVENTS, _STATES, _SIDES, _LINKS)} == {0.4}


def test_an_event_with_a_claim_left_that_nobody_took_back_is_a_loss(beside: Open) -> None:
    losses = beside(
        "delete from marts.fct_investments where event_key in " + _GONE,
        "delete from marts.dim_events where event_key in " + _GONE,
    )
    assert _share(losses, _EVENTS) == 0.4


def test_what_was_forgotten_is_no_loss(beside: Open) -> None:
    aside = _RETRACTED.replace("'retracted'", "'set_aside', set_aside_reason = 'forgotten'")
    assert _share(beside(_TAKE_EVENTS_OUT, aside, _page("null, 'forgotten'")), _EVENTS) == 1.0


def test_another_extraction_in_force_explains_what_it_read_and_did_not_find(beside: Open) -> None:
    assert _share(beside(_TAKE_EVENTS_OUT, promoted=True), _EVENTS) == 1.0


def test_another_extraction_in_force_explains_nothing_that_it_has_not_read(beside: Open) -> None:
    waiting = _RETRACTED.replace("'retracted'", "'waiting'")
    assert _share(beside(_TAKE_EVENTS_OUT, waiting, promoted=True), _EVENTS) == 0.4


@pytest.mark.parametrize(("overrides", "share"), [(Changed(), 1.0), (None, 0.4)])
def test_events_that_other_overrides_made_one_are_no_loss(
    beside: Open, overrides: Changed | None, share: float
) -> None:
    one = f"update marts.event_redirects set event_key = 'e49', reason = 'joined' where old_event_key in {_GONE}"
    moved = f"update marts.fct_claims set event_key = 'e49' where event_key in {_GONE}"
    taken_out = _TAKE_EVENTS_OUT.split("; ")[1:]
    losses = beside(*taken_out, moved, one, overrides=overrides)
    assert {_share(losses, mart) for mart in (_EVENTS, _STATES, _SIDES, _LINKS)} == {share}


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Changed]:
    """The overrides of these files, beside what a receipt says was listed before."""

    def write(listed_before: dict[str, list[str]] | None = None, **files: list[str]) -> Changed:
        settings = Settings(home=tmp_path)
        settings.overrides_dir.mkdir()
        for name, lines in files.items():
            (settings.overrides_dir / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return changed_since(settings, listed_before or {})

    return write


def _taken_out(mart: Mart, count: int = 30) -> str:
    gone = f"select {mart.primary_key[0]} from marts.{mart.name} order by len({mart.primary_key[0]}), 1 limit {count}"
    return f"delete from marts.{mart.name} where {mart.primary_key[0]} in ({gone})"


def test_a_change_of_overrides_explains_no_name_that_its_rows_do_not_account_for(
    beside: Open, written: Callable[..., Changed]
) -> None:
    """One alias more, and three in five names gone: twenty-nine of thirty went for another reason."""
    changed = written(
        aliases=["alias,organization_id", "Firm 7,acme"], publishers=["publisher_id,name,domains", "p,Paper 7,"]
    )
    losses = beside(*map(_taken_out, (_NAMES, _MODELS, _PUBLISHERS)), overrides=changed)
    assert [round(_share(losses, mart) or 0, 2) for mart in (_NAMES, _MODELS, _PUBLISHERS)] == [0.41, 0.4, 0.41]
    assert losses.found == {
        "dim_organizations": {"overrides_changed": 1}, "dim_publishers": {"overrides_changed": 1},
    }  # fmt: skip


def test_names_that_rows_of_overrides_list_are_no_loss(beside: Open, written: Callable[..., Changed]) -> None:
    """By an alias, by the name of an organization, in brackets or not, by the name of a publisher and by its address."""
    changed = written(
        aliases=["alias,organization_id", *(f"The firm {i} Inc.,acme" for i in range(15))],
        organizations=["organization_id,name", *(f"firm_{i},Firm {i}" for i in range(15, 30))],
        publishers=[
            "publisher_id,name,domains",
            *(f"p{i},Paper {i}," for i in range(15)),
            *(f"p{i},Otherwise {i},paper{i}.example" for i in range(15, 30)),
        ],
    )
    losses = beside(*map(_taken_out, (_NAMES, _PUBLISHERS)), overrides=changed)
    assert [_share(losses, mart) for mart in (_NAMES, _PUBLISHERS)] == [1.0, 1.0]


def test_listed_keys_whose_rows_were_taken_out_are_no_loss_and_others_are(
    beside: Open, written: Callable[..., Changed]
) -> None:
    listed = "insert into {}marts.dim_organizations select 'firm_' || i, 'Firm ' || i, true from range(50) t(i)"
    losses = beside(_taken_out(_NAMES, 50), overrides=written(
        {"dim_organizations": [f"firm_{i}" for i in range(50)]},
        organizations=["organization_id,name", *(f"firm_{i},Firm {i}" for i in range(20, 50))],
    ))  # fmt: skip
    with duckdb.connect(str(losses.published or "")) as shown:
        shown.execute("delete from marts.dim_organizations")
        shown.execute(listed.format(""))
    assert losses.why(_NAMES, 10, 50) == 20  # of thirty that stand in their rows still, nobody knows where they are
    assert losses.found == {"dim_organizations": {"overrides_changed": 20}}


def test_a_receipt_keeps_the_keys_that_overrides_list(tmp_path: Path, written: Callable[..., Changed]) -> None:
    written(organizations=["organization_id,name", "b,B", "a,A", ",none"], aliases=["alias,organization_id", "B Co,b"])
    assert keys_listed(Settings(home=tmp_path)) == {"dim_organizations": ["a", "b"], "dim_publishers": []}


def test_nothing_is_read_of_the_release_where_little_went(beside: Open) -> None:
    losses = beside()
    assert losses.why(_EVENTS, 40, 50) == 0
    assert losses.connection.execute("from duckdb_databases() where database_name = 'shown'").fetchall() == []
