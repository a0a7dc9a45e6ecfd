import json
import os
import threading
import time
from pathlib import Path

import pytest

from pipelines.sources.given import InboxRecord
from pipelines.sources.inbox import list_inbox

_GOOD = {
    "id": "a1", "url": "https://news.example/1", "title": "T", "publisher": "P", "published": "2026-07-10", "text": "Words.",
    "lang": "en", "more": 1,
}  # fmt: skip


def _records(folder: Path, name: str, content: bytes | str) -> list[InboxRecord]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (time.time() - 60,) * 2)
    files, _ = list_inbox(folder)
    return [record for file in files if file.name == name for record in file.records()]


def test_an_object_a_list_and_lines_give_the_same_record(tmp_path) -> None:
    one = _records(tmp_path, "one.json", json.dumps(_GOOD))
    many = _records(tmp_path, "many.json", json.dumps([_GOOD, _GOOD]))
    lines = _records(tmp_path, "lines.jsonl", json.dumps(_GOOD) + "\n\n" + json.dumps(_GOOD))
    assert [len(one), len(many), len(lines)] == [1, 2, 2]
    assert len({record.model_copy(update={"place": ""}).model_dump_json() for record in one + many + lines}) == 1
    assert one[0].published is not None
    assert (one[0].given_id, one[0].published.precision, one[0].language) == ("a1", "day", "en")


def test_a_text_file_is_known_by_its_stem(tmp_path) -> None:
    (record,) = _records(tmp_path, "story.txt", "\ufeffWords.\nMore.")
    assert (record.given_id, record.text, record.problem) == ("story", "Words.\nMore.", None)


def test_a_page_is_handed_on_as_bytes(tmp_path) -> None:
    (record,) = _records(tmp_path, "page.html", b"<html>\xff</html>")
    assert (record.given_id, record.html) == ("page", b"<html>\xff</html>")


@pytest.mark.parametrize("text", ["Words.".encode("utf-16"), "Words.".encode("utf-8-sig")])
def test_a_text_may_say_its_encoding(tmp_path, text: bytes) -> None:
    assert _records(tmp_path, "story.txt", text)[0].text == "Words."


@pytest.mark.parametrize(
    ("name", "content", "problem", "says"),
    [
        ("x.txt", b"caf\xe9", "unreadable", "UTF-8"),
        ("x.json", b"caf\xe9", "unreadable", "UTF-8"),
        ("x.json", b"", "unreadable", "no JSON"),
        ("x.json", b"{", "unreadable", "no JSON"),
        ("x.json", b"[" * 100_000, "unreadable", "no JSON"),
        ("x.json", b'{"id": "a", "text": NaN}', "unreadable", "NaN"),
        ("x.json", b"5", "invalid", "an object is wanted"),
        ("x.json", b"[]", "invalid", "empty"),
        ("x.json", b'{"text": "Words."}', "invalid", "id"),
        ("x.json", b'{"id": "a"}', "invalid", "text"),
        ("x.json", b'{"id": 5, "text": "Words."}', "invalid", "id"),
        ("x.json", b'{"id": "", "text": "Words."}', "invalid", "id"),
        ("x.json", b'{"id": "a", "text": ["Words."]}', "invalid", "text"),
        ("x.json", b'{"id": "a", "text": "W", "url": "javascript:alert(1)"}', "invalid", "url"),
        ("x.json", b'{"id": "a", "text": "W", "url": "/relative"}', "invalid", "url"),
        ("x.jsonl", b"", "invalid", "no line"),
        ("x.jsonl", b"\xef\xbb\xbf\n \n", "invalid", "no line"),
        ("x.pdf", b"%PDF", "unreadable", ".pdf"),
        ("x", b"words", "unreadable", "without ending"),
    ],
)
def test_what_cannot_be_read_is_a_record_that_says_why(tmp_path, name, content, problem, says) -> None:
    (record,) = _records(tmp_path, name, content)
    assert record.problem == problem
    assert says in (record.detail or "")
    assert name in (record.detail or "")


def test_a_link_out_of_the_folder_is_not_followed_and_one_within_it_is(tmp_path) -> None:
    (tmp_path / "secret.txt").write_text("what the collector may read and others may not")
    inbox = tmp_path / "inbox"
    (inbox / "sub").mkdir(parents=True)
    (inbox / "sub" / "story.txt").write_text("A firm did something.")
    (inbox / "out.txt").symlink_to(tmp_path / "secret.txt")
    (inbox / "within.txt").symlink_to(inbox / "sub" / "story.txt")
    files, _ = list_inbox(inbox, wait=2)
    said = {file.name: next(iter(file.records())) for file in files}
    assert (said["out.txt"].problem, said["out.txt"].text) == ("unreadable", "")
    assert "outside the folder" in (said["out.txt"].detail or "")
    assert said["within.txt"].text == said["sub/story.txt"].text == "A firm did something."


def test_one_bad_line_costs_no_other(tmp_path) -> None:
    good = json.dumps(_GOOD).encode()
    records = _records(tmp_path, "x.jsonl", b"\n".join([good, b"{broken", b"\xff\xfe\x00", b"[]", good]))
    assert [record.problem for record in records] == [None, "unreadable", "unreadable", "invalid", None]
    assert "line 2" in (records[1].detail or "")


def test_a_line_beyond_measure_costs_no_other(tmp_path) -> None:
    good = json.dumps(_GOOD).encode()
    records = _records(tmp_path, "x.jsonl", good + b"\n" + b"x" * 12_000_000 + b"\n" + good + b"\n")
    assert [record.problem for record in records] == [None, "unreadable", None]


def test_a_file_beyond_measure_is_not_read(tmp_path) -> None:
    (record,) = _records(tmp_path, "x.txt", b"x" * 21_000_000)
    assert record.problem == "unreadable"


def test_a_date_that_is_none_leaves_the_article_undated(tmp_path) -> None:
    (record,) = _records(tmp_path, "x.json", json.dumps(_GOOD | {"published": "last week"}))
    assert (record.problem, record.published) == (None, None)


def test_files_in_the_making_and_hidden_ones_are_left_alone_and_none_is_moved(tmp_path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    names = [".hidden.txt", "a.part", "b.tmp", "c.txt", "sub/d.txt", ".git/e.txt"]
    for name in names:
        (tmp_path / name).write_text("Words.")
        os.utime(tmp_path / name, (time.time() - 60,) * 2)
    files, writing = list_inbox(tmp_path)
    assert [file.name for file in files] == ["c.txt", "sub/d.txt"]
    assert writing == []
    assert all((tmp_path / name).exists() for name in names)


def test_a_young_file_is_taken_once_it_is_steady(tmp_path) -> None:
    (tmp_path / "young.txt").write_text("Words.")
    start = time.monotonic()
    files, writing = list_inbox(tmp_path)
    assert ([file.name for file in files], writing) == (["young.txt"], [])
    assert 1.5 < time.monotonic() - start < 4


def test_a_file_that_still_grows_waits_for_the_next_run(tmp_path) -> None:
    path = tmp_path / "growing.txt"
    path.write_text("Words.")
    stop = threading.Event()

    def grow() -> None:
        while not stop.wait(0.1):
            with path.open("a") as file:
                file.write("More.")

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        files, writing = list_inbox(tmp_path)
    finally:
        stop.set()
        thread.join()
    assert (files, writing) == ([], ["growing.txt"])
