"""Row 12: a page that is too large, too deep or no text is stopped in ten seconds and set aside; the batch goes on."""

from collections.abc import Iterator

import pytest

from pipelines.schemas.article import Article
from tests.faults.collect_apart import Collected, collect_apart
from tests.faults.conftest import source
from tests.faults.firms import paragraphs, title
from tests.web_site import Answer, serve_site

_GOOD = range(10)
_TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(20))
_SENTENCE = "The firm said on Monday that it would build a plant by the river. "


def _page(body: str, head: str = "") -> str:
    return f"<!doctype html><html lang=en><head><title>A page</title>{head}</head><body>{body}</body></html>"


def _html(body: bytes | str, kind: str = "text/html") -> Answer:
    return Answer(body.encode() if isinstance(body, str) else body, headers={"Content-Type": kind})


def _pages() -> dict[str, Answer]:
    wide = f"<article><h1>Wide</h1><p>Zürich, where it rains.</p>{_TEXT}</article>"
    attributes = " ".join(f"a{n}=1" for n in range(200_000))
    return {
        "ten_megabytes": _html(_page("".join(f"<p>{_SENTENCE * 3}</p>" for _ in range(50_000)))[:9_990_000]),
        "over_the_cap": _html(_page(f"<article>{_TEXT}</article>" + "<!-- -->" * 1_500_000)),
        "200_000_attributes": _html(_page(f"<article><p {attributes}>{_SENTENCE}</p>{_TEXT}</article>")),
        "100_000_nested": _html(_page("<div>" * 100_000 + _TEXT)),
        "nuls": _html(_page(f"<article><h1>Nought</h1>{_TEXT}</article>").replace("a", "a\0", 40)),
        "binary": _html(bytes(range(256)) * 20_000),
        "one_paragraph_of_ten_megabytes": _html(_page(f"<article><p>{_SENTENCE * 150_000}")[:9_990_000]),
        "utf_16": _html(_page(wide).encode("utf-16")),
        "mojibake": _html(_page(wide).encode("latin-1"), "text/html; charset=utf-8"),
    }


# What must come of each: the reason for which it is set aside, or null where it is read.
_ENDS: dict[str, set[str | None]] = {
    "ten_megabytes": {"too_long", "parse_failed"}, "over_the_cap": {"unreadable"}, "200_000_attributes": {"parse_failed", None},
    "100_000_nested": {"no_text", "parse_failed", None}, "nuls": {None}, "binary": {"parse_failed"},
    "one_paragraph_of_ten_megabytes": {"too_long", "no_text", "parse_failed"}, "utf_16": {None}, "mojibake": {None},
}  # fmt: skip


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Iterator[Collected]:
    with serve_site() as site:
        pages = _pages()
        for number in _GOOD:
            site.html(f"/{number}", title(number), *paragraphs(number))
        for name, answer in pages.items():
            site.pages[f"/{name}"] = answer
        good = [(title(number), f"{site.url}/{number}") for number in _GOOD]
        site.feed("/feed", *good[:5], *((name, f"{site.url}/{name}") for name in pages), *good[5:])
        yield collect_apart(tmp_path_factory.mktemp("pages"), source(site.url + "/feed"), fetch_timeout_seconds=30)


def _of(collected: Collected, name: str) -> Article:
    (article,) = (article for article in collected.articles if (article.url or "").endswith(f"/{name}"))
    return article


def test_the_batch_goes_on_and_every_page_is_in_one_state(collected) -> None:
    assert len(collected.articles) == len(_GOOD) + len(_ENDS)
    assert {_of(collected, str(number)).set_aside for number in _GOOD} == {None}
    counts = collected.counts
    assert counts["articles_new"] + counts["articles_set_aside"] == len(collected.articles)
    assert counts["waiting"] == 0
    assert collected.most_memory < 1_000_000_000


@pytest.mark.parametrize("name", _ENDS)
def test_a_strange_page_is_read_or_set_aside_with_the_reason(collected, name: str) -> None:
    article = _of(collected, name)
    assert article.set_aside in _ENDS[name]
    assert article.set_aside is None or article.set_aside_detail


@pytest.mark.parametrize("name", ["utf_16", "mojibake"])
def test_the_words_come_through_a_strange_encoding(collected, name: str) -> None:
    assert "Zürich, where it rains." in _of(collected, name).text


def test_zero_bytes_leave_the_text_in_place(collected) -> None:
    text = _of(collected, "nuls").text
    assert "\0" not in text
    assert "Halden Capital" in text
