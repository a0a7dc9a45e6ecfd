"""Lists of feeds with the faults that real ones have; the files beside this one are the project's own."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import UsageError
from pipelines.sources.opml import read_opml, write_opml
from pipelines.sources.registry import REGISTRY, Source, read_sources

FILES = Path(__file__).with_name("opml")


def _read(name: str):
    return read_opml((FILES / f"{name}.opml").read_bytes())


@pytest.mark.parametrize(
    ("name", "urls"),
    [
        ("bare_ampersands", ["https://chips.example/feed?a=1&copy=2&x=3", "https://boards.example/feed?a=1&b=2"]),
        ("broken_quotes", ["https://first.example/rss", "https://second.example/rss", "https://third.example/rss"]),
        ("byte_order_mark", ["https://zeitung.example/feed"]),
        ("utf_16", ["https://zeitung.example/feed"]),
        ("wrong_encoding", ["https://zeitung.example/feed"]),
        (
            "never_closed",
            [
                "https://bay.example/opinions.xml",
                "https://hill.example/opinions.xml",
                "https://authority.example/press.atom",
                "http://authority.example/press.atom/",
                "https://byurl.example/feed",
                "ftp://files.example/feed.xml",
            ],
        ),
    ],
)
def test_every_entry_of_a_broken_list_arrives_with_its_address(name, urls) -> None:
    assert [outline.url for outline in _read(name).outlines] == urls


def test_as_many_entries_are_read_as_addresses_stand_in_the_file() -> None:
    for path in sorted(FILES.glob("*.opml")):
        content = path.read_bytes()
        text = content.decode("utf-16") if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else content.decode("latin-1")
        by_url = len(re.findall(r'type="rss" url=', text))
        in_comment = len(re.findall(r"<!--.*xmlUrl=.*-->", text))
        assert len(read_opml(content).outlines) == text.count("xmlUrl=") + by_url - in_comment, path.name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bare_ampersands", "5 bare ampersands"),
        ("broken_quotes", "line 8: attributes construct error"),
        ("wrong_encoding", "it is not utf-8 as declared; read as cp1252"),
        ("never_closed", "line 14: Premature end of data"),
    ],
)
def test_what_was_mended_is_said(name, said) -> None:
    assert said in " | ".join(_read(name).mended)


@pytest.mark.parametrize("name", ["byte_order_mark", "utf_16"])
def test_nothing_is_said_to_be_mended_where_nothing_was_broken(name) -> None:
    assert _read(name).mended == []


def test_titles_are_read_in_the_encoding_the_file_really_has() -> None:
    names = ("byte_order_mark", "utf_16", "wrong_encoding")
    assert {_read(name).outlines[0].title for name in names} == {"Zeitung für Künstliches"}


def test_an_entry_stands_under_its_nearest_heading_also_where_tags_are_never_closed() -> None:
    folders = [outline.folder for outline in _read("never_closed").outlines]
    assert folders == ["Courts", "Courts", "Regulators", "Regulators", "Regulators", "Regulators"]


def test_an_entry_cut_off_at_the_end_of_the_file_is_said_to_be_lost() -> None:
    found = read_opml(b'<opml><body><outline text="a" xmlUrl="https://a.example/"/><outline xmlUrl="https://b.exa')
    assert [outline.url for outline in found.outlines] == ["https://a.example/"]
    assert "1 more addresses stand where no outline could be read" in found.mended


@pytest.mark.parametrize("content", [b"", b"<html><body>Not found</body></html>", b'{"feeds": []}', b"\x00\x01\x02"])
def test_a_file_that_is_no_list_is_an_error_that_says_what_a_list_looks_like(content) -> None:
    with pytest.raises(UsageError, match="no outline"):
        read_opml(content)


def test_entities_that_would_grow_without_end_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    found = read_opml(bomb + b'<opml><outline text="&b;&f;" xmlUrl="https://a.example/"/></opml>')
    assert (found.outlines[0].title, found.outlines[0].url) == ("&b;&f;", "https://a.example/")


def test_what_is_exported_can_be_imported_again() -> None:
    sources = [source for _, source in read_sources(REGISTRY)]
    found = read_opml(write_opml(sources, "All"))
    assert found.mended == []
    assert {(outline.title, outline.url, outline.folder) for outline in found.outlines} == {
        (source.publisher.strip(), source.url, source.topic) for source in sources
    }


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60))
def test_any_name_of_a_publisher_survives_export_and_import(name) -> None:
    source = Source(source_id="a", publisher=name, publisher_family="a", url="https://a.example/?x=1&amp=2")
    (outline,) = read_opml(write_opml([source], name)).outlines
    assert (outline.title or "", outline.url) == (name.strip(), source.url)
