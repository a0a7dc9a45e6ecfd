"""Claims read out of files, without a lake."""

import json
from pathlib import Path

from pipelines.extraction.files import extract_files
from pipelines.settings import Settings


def test_what_is_no_article_gets_a_line_and_is_told_with_its_place(tmp_path: Path) -> None:
    records = [
        {
            "id": "good",
            "title": "Sample Robotics raises money",
            "text": "Sample Robotics raised $40 million on Monday.",
        },
        {"title": "nobody can name it", "text": "Sample Robotics raised $40 million."},
    ]
    given, output = tmp_path / "given.jsonl", tmp_path / "out.jsonl"
    given.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    counts, reasons = extract_files(Settings(home=tmp_path / "home"), given, output, lambda *_: None)
    lines = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert counts["articles"] == 2
    assert counts["set_aside"] == 1
    assert [line["set_aside"] for line in lines] == [None, "invalid"]
    assert reasons == ["given.jsonl, line 2: id: Field required"] == [lines[1]["set_aside_detail"]]
