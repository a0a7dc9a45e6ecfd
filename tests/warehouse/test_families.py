"""What is registered of a source's house counts, also where no list of publishers knows the publisher."""

from pipelines import run as steps
from pipelines.lake import Lake
from pipelines.settings import load_settings
from pipelines.sources import unregistered
from pipelines.sources.own import add_source, set_enabled
from pipelines.sources.registry import Source
from pipelines.warehouse import families
from pipelines.warehouse.connection import warehouse

_LISTED = [
    {"publisher_id": "daily", "name": "Daily Paper", "publisher_family": "big_house", "domains": "daily.example"},
    {"publisher_id": "alone", "name": "Alone", "publisher_family": "", "domains": ""},
]
_ALIASES = [{"alias": "The Daily", "publisher_id": "daily"}]


def _source(publisher: str, family: str, host: str = "a.example") -> Source:
    name = publisher.lower().replace(" ", "_")
    return Source(source_id=name, publisher=publisher, publisher_family=family, url=f"https://{host}/{name}")


def _found(*sources: Source) -> dict[str | None, str | None]:
    found = families.families(sources, _LISTED, _ALIASES)
    return {row["publisher_id"]: row["publisher_family"] for row in found}


def test_publishers_that_share_a_family_with_another_are_told() -> None:
    found = _found(_source("Morning", "chain"), _source("Evening", "chain"), _source("Weekly", "big_house"))
    assert found == {"name:morning": "chain", "name:evening": "chain", "name:weekly": "big_house"}


def test_whoever_is_alone_in_a_family_changes_nothing() -> None:
    assert _found(_source("Morning", "chain"), _source("The Morning", "chain")) == {}
    assert _found(_source("Weekly", "weekly")) == {}


def test_of_a_publisher_that_is_listed_the_list_holds() -> None:
    by_name, by_alias = _source("Daily Paper", "other"), _source("The Daily", "other")
    assert _found(by_name, by_alias, _source("Site", "other", host="news.daily.example"), _source("Odd", "other")) == {}


def _noted(settings) -> tuple[str, list[tuple[str, ...]]]:
    with warehouse(settings) as connection:
        said = families.note(settings, Lake(settings.lake_dir), connection)
        query = "select publisher_id, name from raw.source_publishers where publisher_family = 'x_house' order by 1"
        return said, connection.execute(query).fetchall()


def test_a_build_depends_on_families_that_count_and_on_no_other_source(tmp_path) -> None:
    settings = load_settings(home=tmp_path)
    nothing, _ = _noted(settings)
    one = add_source(settings, "https://one.example/feed", publisher="One", publisher_family="x_house")
    assert _noted(settings) == (nothing, [])
    add_source(settings, "https://two.example/feed", publisher="Two", publisher_family="x_house")
    both = _noted(settings)
    assert both[0] != nothing
    assert both[1] == [("name:one", "One"), ("name:two", "Two")]
    set_enabled(settings, one.source_id, is_enabled=False)  # what it brought stays, and so does whose it is
    assert _noted(settings) == both


def test_the_projects_own_registry_tells_of_chains(tmp_path) -> None:
    settings = load_settings(home=tmp_path)
    with warehouse(settings) as connection:
        families.note(settings, Lake(settings.lake_dir), connection)
        query = "select name from raw.source_publishers where publisher_family = 'huffpost' order by name"
        found = [name for (name,) in connection.execute(query).fetchall()]
    assert found == ["HuffPost", "HuffPost España", "Le Huffington Post"]


def test_of_sources_that_a_run_was_given_it_counts_what_was_said_of_them_then(tmp_path) -> None:
    settings = load_settings(home=tmp_path)
    feeds = [_source("One", "x_house", host="127.0.0.1:9"), _source("Two", "x_house", host="127.0.0.1:9")]
    nothing, _ = _noted(settings)
    steps.collect_news(settings, sources=feeds)  # nobody answers there, and it is noted all the same
    given = _noted(settings)
    assert given[0] != nothing
    assert given[1] == [("name:one", "One"), ("name:two", "Two")]
    elsewhere = [feed.model_copy(update={"url": feed.url.replace(":9", ":10")}) for feed in feeds]
    steps.collect_news(settings, sources=elsewhere)
    assert _noted(settings) == given  # where the server of a newsroom listens makes it no other newsroom
    assert len(list((settings.lake_dir / "sources").iterdir())) == 2


def test_what_is_registered_stands_in_place_of_what_was_noted(tmp_path) -> None:
    settings = load_settings(home=tmp_path)
    one, two = _source("One", "x_house"), _source("Two", "x_house")
    unregistered.note(Lake(settings.lake_dir), [one, two])
    add_source(
        settings, "https://one.example/feed", source_id=one.source_id, publisher="One", publisher_family="own_house"
    )
    assert _noted(settings)[1] == []


def test_a_run_of_registered_sources_notes_none(tmp_path) -> None:
    settings = load_settings(home=tmp_path, collect_feeds=False)
    steps.collect_news(settings)
    assert list(unregistered.noted(Lake(settings.lake_dir))) == []
