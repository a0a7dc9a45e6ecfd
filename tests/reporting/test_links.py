"""Only an address that a browser can follow without harm becomes a link."""

import pytest

from pipelines.reporting.links import host_words, safe_link


@pytest.mark.parametrize(
    "url", ["https://a.example/x?y=1&z=%20#f", "http://a.example:8080/", "https://bücher.example/"]
)
def test_an_address_of_the_web_is_a_link(url: str) -> None:
    assert safe_link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None, "", "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)", "\x01javascript:alert(1)",
        "data:text/html,<script>1</script>", "vbscript:x", "file:///etc/passwd", "//a.example/x", "/x", "https:///x", "http://[::1", "ftp://a.example",
        "https://bank.example@evil.example/", "https://a.example/\nx", "https://a.example/\u202egnp", "blob:https://a.example/1",
    ],
)  # fmt: skip
def test_any_other_address_is_none(url: str | None) -> None:
    assert safe_link(url) is None
    assert host_words(url) == ""


def test_a_host_stands_for_a_publisher_without_a_name() -> None:
    assert host_words("https://www.a.example/x") == "a.example"
