"""What a release says of itself beside its report: the data dictionary, and dbt's documentation with the graph of all models.

dbt takes seconds to write its page, and what it says changes only with the project: it is written once for each state of the
project's files and copied after that.
"""

import os
import shutil
from pathlib import Path

from pipelines import ids
from pipelines.reporting.dictionary import dictionary
from pipelines.settings import Settings
from pipelines.warehouse import build

_PAGE, _DICTIONARY = "models.html", "data_dictionary.md"


def write_docs(settings: Settings, folder: Path) -> None:
    """Put the documentation of the marts into a folder of a release."""
    folder.mkdir()
    (folder / _DICTIONARY).write_text(dictionary(build.manifest_of(settings)), encoding="utf-8")
    shutil.copyfile(_page(settings), folder / _PAGE)


def _page(settings: Settings) -> Path:
    files = build.project_files()
    state = ids.digest(*(f"{path.name}:{ids.digest(path.read_text(encoding='utf-8'))}" for path in files))
    kept = settings.work_dir / "dbt_docs" / f"{state}.html"
    if not kept.exists():
        shutil.rmtree(kept.parent, ignore_errors=True)
        kept.parent.mkdir(parents=True)
        aside = kept.with_suffix(f".{os.getpid()}")
        shutil.copyfile(build.write_docs(settings), aside)
        aside.replace(kept)
    return kept
