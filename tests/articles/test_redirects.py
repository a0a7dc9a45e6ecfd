"""An address of Google News that holds the publisher's own is read offline; every other stays as it is."""

import base64

import pytest

from pipelines.articles.redirects import target_of


def wrapped(url: bytes, *, head: bytes = b"\x08\x13\x22", folder: str = "rss/articles") -> str:
    size = bytes([len(url)]) if len(url) < 128 else bytes([len(url) % 128 + 128, len(url) // 128])
    token = base64.urlsafe_b64encode(head + size + url + b"\xd2\x01\x00").decode().rstrip("=")
    return f"https://news.google.com/{folder}/{token}?oc=5"


@pytest.mark.parametrize("length", [30, 127, 128, 300])
@pytest.mark.parametrize("folder", ["articles", "rss/articles", "__i/rss/rd/articles"])
def test_the_publishers_address_is_read(length: int, folder: str) -> None:
    url = "https://paper.example/".ljust(length, "a")
    assert target_of(wrapped(url.encode(), folder=folder)) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/rss/articles/CBMiHmh0dHBz",
        wrapped(b"AU_yqLMtoken-that-google-alone-resolves"),
        wrapped(b"https://paper.example/a", head=b"\x08\x14\x22"),
        wrapped(b"http://127.0.0.1/a"),
        wrapped(b"https://user@paper.example/a"),
        wrapped(b"https://paper.example/\xff\x00"),
        "https://news.google.com/rss/articles/CBMi",
        "https://news.google.com/rss/articles/%%%",
        "https://news.google.com/",
        "https://[broken/",
    ],
)
def test_nothing_is_guessed(url: str) -> None:
    assert target_of(url) is None
