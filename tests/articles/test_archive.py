import json
from datetime import UTC, datetime

from pipelines.articles.archive import Archive

_NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_bytes_come_back_as_they_were_with_where_they_came_from(tmp_path) -> None:
    archive = Archive(tmp_path)
    body = b"<html>\xff\0</html>" * 100
    name = archive.keep(body, url="https://news.example/a", headers={"etag": '"1"', "set-cookie": "x"}, at=_NOW)
    assert archive.read(name) == body
    assert archive.path(name).stat().st_size < len(body)
    about = json.loads(archive.path(name).with_suffix(".json").read_text())
    assert about["url"] == "https://news.example/a"
    assert about["headers"] == {"etag": '"1"'}
    assert about["retrieved_at"] == "2026-11-22T00:00:00+00:00"


def test_the_same_bytes_are_kept_once_and_the_first_to_bring_them_is_named(tmp_path) -> None:
    archive = Archive(tmp_path)
    first = archive.keep(b"x", url="https://a.example/", headers={}, at=_NOW)
    second = archive.keep(b"x", url="https://b.example/", headers={}, at=_NOW)
    assert first == second
    assert json.loads(archive.path(first).with_suffix(".json").read_text())["url"] == "https://a.example/"
    assert len(list(tmp_path.rglob("*.*"))) == 2
