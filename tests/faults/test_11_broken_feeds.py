"""Row 11: a feed that is broken, hostile or huge is read as far as it goes or has failed, and harms no other."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.collect_apart import Collected, collect_apart
from tests.faults.conftest import source
from tests.faults.firms import paragraphs, title
from tests.web_site import Answer, Site, serve_site

_SECRET = "the-words-of-a-file-of-this-machine"
_GOOD = range(5)


def _rss(items: str, declaration: str = "<?xml version='1.0' encoding='utf-8'?>", doctype: str = "") -> str:
    return f"{declaration}{doctype}<rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>"


def _item(name: str) -> str:
    return f"<item><guid isPermaLink='false'>{name}</guid><title>{name}</title><description>About {name}.</description></item>"


def _bodies(secret: Path) -> dict[str, Answer]:
    xxe = f"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file://{secret}'>]>"
    laughs = (
        "<!DOCTYPE rss [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
        + "]>"
    )
    whole = _rss("".join(_item(f"truncated {n}") for n in range(10)))
    return {
        "truncated": Answer(whole[: len(whole) // 2].encode()),
        "html_instead": Answer(
            b"<!doctype html><html><body><h1>Not found</h1></body></html>", headers={"Content-Type": "text/html"}
        ),
        "empty": Answer(b""),
        "wrong_encoding": Answer(
            _rss(_item("Café in Zürich"), "<?xml version='1.0' encoding='utf-8'?>").encode("latin-1")
        ),
        "byte_order_mark": Answer(b"\xef\xbb\xbf" + _rss(_item("marked")).encode()),
        "outer_entity": Answer(_rss(_item("before &x; after"), doctype=xxe).encode()),
        "billion_laughs": Answer(_rss(_item("laugh &a9;"), doctype=laughs).encode()),
        "fifty_thousand_items": Answer(_rss("".join(_item(f"item {n}") for n in range(50_000))).encode()),
        "gzip_bomb": Answer(gzip.compress(b"<rss>" + b" " * 1_500_000_000), headers={"Content-Encoding": "gzip"}),
        "wrong_length": Answer(_rss(_item("short")).encode(), headers={"Content-Length": "9999"}, with_length=False),
    }


# How many of each feed's items are read; null where the feed is a failed one.
_READ = {
    "truncated": None, "html_instead": 0, "empty": 0, "wrong_encoding": 1, "byte_order_mark": 1, "outer_entity": 1,
    "billion_laughs": 1, "fifty_thousand_items": 1000, "gzip_bomb": 0, "wrong_length": 0,
}  # fmt: skip
_FAILED = {"html_instead": "HTML", "empty": "empty", "gzip_bomb": "more than", "wrong_length": "tries"}


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Iterator[Collected]:
    folder = tmp_path_factory.mktemp("feeds")
    secret = folder / "secret.txt"
    secret.write_text(_SECRET)
    with serve_site() as site:
        yield _collect(site, folder, secret)


def _collect(site: Site, folder: Path, secret: Path) -> Collected:
    for number in _GOOD:
        site.html(f"/{number}", title(number), *paragraphs(number))
    site.feed("/good", *((title(number), f"{site.url}/{number}") for number in _GOOD))
    bodies = _bodies(secret)
    for name, answer in bodies.items():
        site.pages[f"/{name}"] = answer
    sources = [source(f"{site.url}/{name}", name) for name in (*bodies, "good")]
    return collect_apart(folder / "home", *sources)


def test_the_other_feeds_are_unaffected_and_memory_stays_below_a_gigabyte(collected) -> None:
    good = [article for article in collected.articles if article.source_id == "good"]
    assert sorted(article.title for article in good) == sorted(title(number) for number in _GOOD)
    assert {article.set_aside for article in good} == {None}
    assert collected.most_memory < 1_000_000_000


def test_nothing_of_a_file_of_this_machine_is_read(collected) -> None:
    assert not any(_SECRET in f"{article.title} {article.text}" for article in collected.articles)


@pytest.mark.parametrize("name", _READ)
def test_a_feed_is_read_as_far_as_it_goes_or_has_failed(collected, name: str) -> None:
    read = [article for article in collected.articles if article.source_id == name]
    if name in _FAILED:
        assert _FAILED[name] in collected.failed[name]
        assert read == []
    else:
        assert name not in collected.failed
        assert len(read) == _READ[name] if _READ[name] is not None else 0 < len(read) < 10


def test_a_wrong_encoding_is_mended_and_an_entity_bomb_says_nothing(collected) -> None:
    by_source = {article.source_id: article for article in collected.articles}
    assert by_source["wrong_encoding"].title == "Café in Zürich"
    assert len(by_source["billion_laughs"].title or "") < 100
    assert (by_source["outer_entity"].title or "").startswith("before")
