import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.articles.urls import canonical_address, canonicalise


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/a?id=1",
        "HTTPS://News.Example/a?id=1#part",
        "https://news.example:443/a?id=1&utm_source=x&UTM_medium=y",
        "https://news.example/a?fbclid=1&id=1&gclid=2&mc_cid=3",
        "https://user:pass@news.example/a?id=1",
        "https://news.example//a?id=1",
        " https://news.example/a?id=1 ",
    ],
)
def test_one_page_has_one_address(address: str) -> None:
    assert canonicalise(address) == "https://news.example/a?id=1"


@pytest.mark.parametrize(
    "address", ["ftp://news.example/", "javascript:alert(1)", "/a", "", "http://", "http://[", "https://a.example:x/"]
)
def test_what_is_no_address_of_the_web_has_no_form(address: str) -> None:
    assert canonicalise(address) is None


@given(st.text(max_size=200))
def test_the_form_of_a_form_is_itself(text: str) -> None:
    once = canonicalise(f"https://news.example/{text}")
    assert once is None or canonicalise(once) == once


@pytest.mark.parametrize(
    ("fetched", "declared", "known_by"),
    [
        ("https://www.news.example/amp/a", "https://news.example/a", "https://news.example/a"),
        ("https://news.co.uk/a", "https://m.news.co.uk/a", "https://m.news.co.uk/a"),
        ("https://news.example/a?utm_source=x", None, "https://news.example/a"),
        ("https://news.example/a", "/b", "https://news.example/b"),
        ("https://rogue.example/a", "https://reuters.com/a", "https://rogue.example/a"),
        ("https://rogue.co.uk/a", "https://news.co.uk/a", "https://rogue.co.uk/a"),
        ("https://rogue.github.io/a", "https://victim.github.io/a", "https://rogue.github.io/a"),
        ("https://news.example/a", "https://news.example/", "https://news.example/a"),
        ("https://news.example/a", "javascript:alert(1)", "https://news.example/a"),
        ("http://127.0.0.1:5000/wire/a", "https://wire.sample-news.example/a", "https://wire.sample-news.example/a"),
    ],
)
def test_a_page_speaks_for_its_own_site_alone(fetched: str, declared: str | None, known_by: str) -> None:
    assert canonical_address(fetched, declared) == known_by
