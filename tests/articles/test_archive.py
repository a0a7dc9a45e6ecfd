import subprocess
from datetime import UTC, datetime
from shutil import which

import pytest

from pipelines.articles.archive import Archive

_NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _keep(archive: Archive, body: bytes, url: str = "https://news.example/a", **headers: str) -> str:
    return archive.keep(body, url=url, headers=headers, at=_NOW, source_id="news", entry={"title": "A"})


def test_bytes_come_back_as_they_were_with_where_they_came_from(tmp_path) -> None:
    archive = Archive(tmp_path)
    body = b"<html>\xff\0</html>" * 100
    name = _keep(archive, body, etag='"1"', cookie="x")
    assert archive.read(name) == body
    assert archive.path(name).stat().st_size < len(body)
    (receipt,) = archive.receipts()
    assert (receipt.sha256, receipt.url, receipt.bytes) == (name, "https://news.example/a", len(body))
    assert receipt.headers == {"etag": '"1"'}
    assert (receipt.retrieved_at, receipt.source_id, receipt.entry) == (_NOW, "news", {"title": "A"})


def test_the_same_bytes_are_kept_once_with_a_receipt_for_each_address_that_sent_them(tmp_path) -> None:
    archive = Archive(tmp_path)
    names = {_keep(archive, b"x", url) for url in ("https://a.example/", "https://b.example/", "https://a.example/")}
    assert len(names) == 1
    assert {receipt.url for receipt in archive.receipts()} == {"https://a.example/", "https://b.example/"}
    assert len(list(tmp_path.rglob("*.*"))) == 3


@pytest.mark.skipif(which("zstd") is None, reason="the program zstd is not on this machine")
def test_a_body_can_be_opened_without_this_program(tmp_path) -> None:
    archive = Archive(tmp_path)
    path = archive.path(_keep(archive, b"<html>" * 50))
    assert subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout == b"<html>" * 50
