import csv
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipelines.articles.addresses import check_address
from pipelines.errors import UsageError
from pipelines.settings import load_settings
from pipelines.sources.registry import REGISTRY, Source, load_sources

_HEAD = "source_id,publisher,publisher_family,country_code,language_code,kind,url,topic,terms,tier,items_per_week_low,items_per_week_high"
_ROW = "example_regulator,Example Regulator,example_regulator,us,en,rss,https://regulator.example/press.rss,regulation,full,official,3,80"


def _home(tmp_path: Path, *rows: str) -> Path:
    (tmp_path / "sources.csv").write_text("\n".join([_HEAD, *rows]) + "\n", encoding="utf-8")
    return tmp_path


def test_the_registry_holds_hundreds_of_sources_each_with_an_address_that_may_be_asked(tmp_path) -> None:
    sources = load_sources(load_settings(home=tmp_path))
    assert len(sources) >= 483
    assert len({source.source_id for source in sources}) == len({source.url for source in sources}) == len(sources)
    for source in sources:
        check_address(source.url)


def test_only_official_newsrooms_may_be_kept_in_full(tmp_path) -> None:
    full = {source.tier for source in load_sources(load_settings(home=tmp_path)) if source.terms == "full"}
    assert full == {"official"}


def test_a_users_own_sources_come_on_top(tmp_path) -> None:
    own = load_sources(load_settings(home=_home(tmp_path, _ROW)))[-1]
    assert (own.source_id, own.items_per_week_high, own.terms) == ("example_regulator", 80, "full")


def test_an_id_that_stands_twice_is_an_error_naming_both_rows(tmp_path) -> None:
    with REGISTRY.open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))["source_id"]
    home = _home(tmp_path, _ROW.replace("example_regulator,", f"{first},", 1))
    with pytest.raises(UsageError, match=r"registry\.csv, line 2 and sources\.csv, line 2"):
        load_sources(load_settings(home=home))


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        (",full,", ",everything,", "terms"),
        (",us,", ",USA,", "country_code"),
        ("example_regulator,", "Example Regulator!,", "source_id"),
        (",3,80", ",many,80", "items_per_week_low"),
        (",3,80", ",3,80,surplus", r"\(too many columns\)"),
        ("https://", "ftp://", "url"),
    ],
)
def test_a_row_that_cannot_be_read_is_an_error_naming_its_line_and_column(tmp_path, before, after, named) -> None:
    home = _home(tmp_path, _ROW.replace(before, after, 1))
    with pytest.raises(UsageError, match=rf"sources\.csv, line 2, column .*{named}: "):
        load_sources(load_settings(home=home))


def test_an_address_that_stands_twice_is_an_error_naming_both_rows(tmp_path) -> None:
    home = _home(tmp_path, _ROW, _ROW.replace("example_regulator,", "again,", 1).replace("https:", "http:"))
    with pytest.raises(UsageError, match=r"address .* stands twice: sources\.csv, line 2 and sources\.csv, line 3"):
        load_sources(load_settings(home=home))


@pytest.mark.parametrize(("head", "said"), [("terms", "tems"), ("source_id", "sourceid")])
def test_a_column_that_is_missing_or_misspelt_is_named_with_what_may_have_been_meant(tmp_path, head, said) -> None:
    (tmp_path / "sources.csv").write_text(_HEAD.replace(head, said, 1) + "\n" + _ROW + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=rf"sources\.csv, line 1: .*{head}"):
        load_sources(load_settings(home=tmp_path))


def test_a_file_written_before_there_was_a_switch_is_read_and_its_sources_are_on(tmp_path) -> None:
    assert load_sources(load_settings(home=_home(tmp_path, _ROW)))[-1].is_enabled


def _unwritten(source: Source) -> list[str]:
    """The columns that are empty; a country and a language may be unknown of a few."""
    return [name for name, value in source if value is None and name not in {"country_code", "language_code"}]


def test_every_source_of_the_registry_is_described(tmp_path) -> None:
    sources = load_sources(load_settings(home=tmp_path))
    assert {source.source_id: gaps for source in sources if (gaps := _unwritten(source))} == {}
    assert sum(source.language_code is None for source in sources) <= 5
    assert sum(source.country_code is None for source in sources) <= 20
    assert [source.source_id for source in sources if source.items_per_week_low >= source.items_per_week_high] == []


def test_families_are_those_of_the_list_of_publishers(tmp_path) -> None:
    with (REGISTRY.parents[2] / "dbt_project/seeds/publishers.csv").open(encoding="utf-8", newline="") as file:
        families = {
            domain: row["publisher_family"] for row in csv.DictReader(file) for domain in row["domains"].split()
        }
    compared = {
        source.source_id: (source.publisher_family, families[host])
        for source in load_sources(load_settings(home=tmp_path))
        if (host := (urlsplit(source.url).hostname or "").removeprefix("www.")) in families
        and host not in {"gov.uk", "medium.com", "courtlistener.com"}  # under which many publish
    }
    assert len(compared) >= 100
    assert {source_id: pair for source_id, pair in compared.items() if len(set(pair)) > 1} == {}


@pytest.mark.parametrize(
    "family",
    ["alphabet", "amazon", "anthropic", "apple", "meta", "microsoft", "nvidia", "openai", "us_sec", "us_doj", "us_ftc", "us_courts",
     "european_union", "cjeu", "uk_cma", "uk_judiciary", "fr_cnil"],
)  # fmt: skip
def test_parties_authorities_and_courts_are_read_where_they_publish_themselves(tmp_path, family) -> None:
    tiers = {s.tier for s in load_sources(load_settings(home=tmp_path)) if s.publisher_family == family}
    assert "official" in tiers
