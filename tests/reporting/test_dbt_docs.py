"""The documentation of a release is written once for a state of the project, and needs no network."""

from pathlib import Path

import pytest

from pipelines.reporting.dbt_docs import write_docs
from pipelines.settings import Settings
from pipelines.warehouse import build


def test_the_documentation_is_one_page_with_every_mart_and_is_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home")
    settings.work_dir.mkdir(parents=True)
    write_docs(settings, tmp_path / "first")
    page = (tmp_path / "first" / "models.html").read_text(encoding="utf-8")
    written = (tmp_path / "first" / "data_dictionary.md").read_text(encoding="utf-8")
    for mart in build.marts(settings):
        assert mart.name in page
        assert mart.name in written

    def refuse(_: Settings) -> Path:
        raise AssertionError("written again")

    monkeypatch.setattr(build, "write_docs", refuse)
    write_docs(settings, tmp_path / "second")
    assert (tmp_path / "second" / "models.html").read_text(encoding="utf-8") == page
