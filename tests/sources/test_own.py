"""The commands that change the user's sources.csv."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli.main import app
from pipelines.errors import UsageError
from pipelines.settings import load_settings
from pipelines.sources.registry import REGISTRY, load_sources, read_sources

FILES = Path(__file__).with_name("opml")
KNOWN = "ftc_gov"  # of the project's own registry


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path))
    return tmp_path


def sources(*arguments: str):
    return json.loads(CliRunner().invoke(app, ["sources", *arguments, "--json"], catch_exceptions=False).stdout)


def read_now() -> set[str]:
    return {source.source_id for source in load_sources(load_settings())}


def test_a_feed_that_is_added_is_read_by_the_next_run_as_it_was_described(home) -> None:
    given = [
        "--publisher",
        "Sample Court",
        "--country",
        "GB",
        "--language",
        "en",
        "--terms",
        "full",
        "--tier",
        "official",
    ]
    added = sources("add", "https://www.court.example/opinions/feed.xml", *given, "--low", "1", "--high", "9")
    (found,) = sources("list", "--own")
    assert found == added | {"is_own": True, "where": "sources.csv, line 2"}
    assert (found["source_id"], found["country_code"], found["items_per_week_high"]) == ("court_example", "gb", 9)
    assert "court_example" in read_now()


def test_a_feed_that_is_registered_already_is_refused_with_the_place_where_it_stands() -> None:
    (known,) = sources("list", KNOWN)
    with pytest.raises(UsageError, match=rf"registered already as {KNOWN} \(registry\.csv, line \d+\)"):
        sources("add", known["url"].replace("https:", "http:") + "/")
    assert not load_settings().sources_path.exists()


@pytest.mark.parametrize(
    ("arguments", "column"),
    [
        (["ftp://a.example/x"], "url"),
        (["a.example"], "url"),
        (["https://a.example/x", "--country", "USA"], "country_code"),
        (["https://a.example/x", "--terms", "all"], "terms"),
        (["https://a.example/x", "--id", "A B"], "source_id"),
    ],
)
def test_what_cannot_be_is_refused_with_the_column_and_nothing_is_written(arguments, column) -> None:
    with pytest.raises(UsageError, match=f"^{column}: "):
        sources("add", *arguments)
    assert not load_settings().sources_path.exists()


def test_what_is_expected_at_least_is_not_more_than_at_most() -> None:
    with pytest.raises(UsageError, match="at least 30 and at most 3 items a week cannot both be expected"):
        sources("add", "https://a.example/x", "--low", "30", "--high", "3")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/feed",
        "http://192.168.0.9/feed",
        "http://localhost/feed",
        "https://me:secret@a.example/feed",
        "http://a.example:22/",
    ],
)
def test_an_address_that_no_run_would_ask_is_refused_when_it_is_registered(tmp_path, url) -> None:
    with pytest.raises(UsageError, match="only addresses of the public web are read"):
        sources("add", url)
    (tmp_path / "list.opml").write_text(
        f"<opml><body><outline xmlUrl='{url}'/><outline xmlUrl='https://b.example/'/></body></opml>"
    )
    done = sources("import-opml", str(tmp_path / "list.opml"))
    assert [row["url"] for row in done["refused"]] == [url]
    assert [row["source_id"] for row in sources("list", "--own")] == ["b_example"]


def test_the_address_of_a_server_on_this_machine_can_be_registered_where_that_is_allowed(monkeypatch) -> None:
    monkeypatch.setenv("NEWSLEDGER_ALLOW_LOOPBACK", "true")
    assert sources("add", "http://127.0.0.1:8000/feed")["url"] == "http://127.0.0.1:8000/feed"


def test_a_source_of_the_registry_is_switched_off_in_the_users_file_and_the_registry_stays_as_it_is() -> None:
    before = REGISTRY.read_bytes()
    assert sources("remove", KNOWN)["done"] == "disabled"
    assert KNOWN not in read_now()
    assert [row["source_id"] for row in sources("list", "--disabled")] == [KNOWN]
    assert REGISTRY.read_bytes() == before
    sources("enable", KNOWN)
    assert KNOWN in read_now()
    assert sources("list", "--own") == []  # nothing is left that would hide later corrections of the registry


def test_a_source_that_is_off_stays_off_when_a_later_registry_gives_it_another_address(home) -> None:
    sources("disable", KNOWN)
    path = home / "sources.csv"
    path.write_text(path.read_text().replace("https://", "https://old."))
    assert KNOWN not in read_now()


def test_a_source_of_the_user_is_switched_off_and_on_and_taken_out() -> None:
    sources("add", "https://a.example/feed")
    sources("disable", "a_example")
    assert "a_example" not in read_now()
    sources("enable", "a_example")
    assert "a_example" in read_now()
    assert sources("remove", "a_example")["done"] == "removed"
    assert sources("list", "--own") == []


def test_an_id_that_is_not_there_is_an_error_with_what_may_have_been_meant() -> None:
    with pytest.raises(UsageError, match="did you mean ftc_gov"):
        sources("disable", "ftc_gv")


def test_every_entry_of_a_list_becomes_exactly_one_of_added_known_repeated_and_refused() -> None:
    sources("add", "https://hill.example/opinions.xml")
    done = sources("import-opml", str(FILES / "never_closed.opml"))
    assert [row["source_id"] for row in done["added"]] == ["bay_example", "authority_example", "byurl_example"]
    assert [row["source_id"] for row in done["known"]] == ["hill_example"]
    assert [(row["title"], row["first_line"]) for row in done["repeated"]] == [("Twice", "7")]
    assert [row["url"] for row in done["refused"]] == ["ftp://files.example/feed.xml"]
    assert done["outlines"] == sum(len(done[name]) for name in ("added", "known", "repeated", "refused"))
    assert {"bay_example", "authority_example", "byurl_example"} <= read_now()


def test_importing_a_list_again_changes_nothing(home) -> None:
    sources("import-opml", str(FILES / "broken_quotes.opml"))
    before = (home / "sources.csv").read_bytes()
    assert sources("import-opml", str(FILES / "broken_quotes.opml"))["added"] == []
    assert (home / "sources.csv").read_bytes() == before


def test_a_dry_run_says_what_would_be_added_and_writes_nothing(home) -> None:
    assert len(sources("import-opml", str(FILES / "broken_quotes.opml"), "--dry-run")["added"]) == 3
    assert not (home / "sources.csv").exists()


def test_a_row_that_cannot_be_read_stops_a_change_and_the_file_stays_as_it_is(home) -> None:
    sources("add", "https://a.example/feed")
    path = home / "sources.csv"
    path.write_text(path.read_text().replace(",excerpt,", ",all,"))
    with pytest.raises(UsageError, match=r"sources\.csv, line 2, column terms"):
        sources("add", "https://b.example/feed")
    assert "b.example" not in path.read_text()


def test_the_list_can_be_narrowed() -> None:
    rows = sources("list", "--tier", "official", "--topic", "regulation", "--country", "US")
    assert {"ftc_gov", "sec_gov"} <= {row["source_id"] for row in rows}
    assert {(row["tier"], row["topic"], row["country_code"]) for row in rows} == {("official", "regulation", "us")}


def test_what_is_exported_are_the_feeds_that_are_read(tmp_path) -> None:
    sources("disable", KNOWN)
    sitemaps = {source.source_id for source in load_sources(load_settings()) if source.kind == "sitemap"}
    done = sources("export-opml", str(tmp_path / "list.opml"))
    off = next(source.url for _, source in read_sources(REGISTRY) if source.source_id == KNOWN)
    content = (tmp_path / "list.opml").read_text()
    assert done["sources"] == len(read_now() - sitemaps) == content.count("xmlUrl=")
    assert done["sitemaps_left_out"] == len(sitemaps) > 0
    assert off not in content


def test_a_list_that_cannot_be_written_is_an_error_that_names_the_file(tmp_path) -> None:
    with pytest.raises(UsageError, match=r"nowhere/list\.opml cannot be written: No such file"):
        sources("export-opml", str(tmp_path / "nowhere" / "list.opml"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--tier", "oficial"], "No source has the tier 'oficial'; there are national, official"),
        (["--country", "uk"], "No source has the country 'uk'; there are"),
        (["--family", "googel"], "No source has the family 'googel'"),
        (["zzzz"], "No source is like that"),
    ],
)
def test_an_empty_list_says_which_word_nobody_has(arguments, said) -> None:
    assert said in CliRunner().invoke(app, ["sources", "list", *arguments], catch_exceptions=False).stdout
