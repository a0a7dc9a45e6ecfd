"""What another extraction makes of the facts before it is in force: both are built aside, of what both have read."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipelines.extraction.evaluation.runs import batches_of
from pipelines.extraction.extractors import ExtractionId, activate
from pipelines.lake import Lake
from pipelines.marts import build_marts
from pipelines.reporting.changes import Change, changes
from pipelines.settings import Settings

Progress = Callable[[str, int, int], None]
# What dbt has made of the project, so that it need not read it again.
_KEPT = ("dbt_target", "dbt_docs")
# What became of a fact, in the words that claims have, and the sign of it.
_BECAME = {"new": ("gained", "+"), "withdrawn": ("lost", "-"), "changed": ("changed", "~")}


def fact_changes(
    settings: Settings, before: ExtractionId, after: ExtractionId, progress: Progress | None = None
) -> list[Change]:
    """The facts gained, lost and changed if the one were in force in place of the other; nothing of it stays.

    Both are built in full in a folder of their own, so this takes as long as two full builds and as much room.

    Raises:
        GateRefusedError: A batch or the marts broke a rule, as they would if that extraction were in force.
    """
    lake = Lake(settings.lake_dir)
    read = {one: batches_of(lake, one) for one in (before, after)}
    shared = sorted(read[before].keys() & read[after].keys())
    articles = [lake.root / "articles" / f"{name}.parquet" for name in shared]
    settings.work_dir.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="trial", dir=settings.work_dir) as folder:
        built = []
        for number, one in enumerate((before, after)):
            if progress:
                progress(f"building the facts of {one}", number, 2)
            files = [*articles, *(read[one][name] for name in shared)]
            built.append(_built(settings, one, files, Path(folder) / str(number)))
        return changes(*built, by_evidence=True)


def _built(settings: Settings, extraction: ExtractionId, files: Iterable[Path], home: Path) -> Path:
    """The marts of a lake of these files with that extraction in force, and the user's own lists and decisions."""
    trial = settings.model_copy(update={"home": home, "release_parquet": False, "inbox": None})
    for file in files:
        place = trial.lake_dir / file.relative_to(settings.lake_dir)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(file)
    for kind in ("decisions", "verdicts", "sources"):
        if (settings.lake_dir / kind).exists():
            shutil.copytree(
                settings.lake_dir / kind, trial.lake_dir / kind, ignore=shutil.ignore_patterns("*-activate*")
            )
    for name in _KEPT:
        if (settings.work_dir / name).exists():
            shutil.copytree(settings.work_dir / name, trial.work_dir / name)
    for own in (settings.overrides_dir, settings.sources_path):
        if own.exists():
            (home / own.name).symlink_to(own)
    activate(Lake(trial.lake_dir), extraction)
    build_marts(trial)
    return trial.published / "newsledger.duckdb"


def fact_lines(facts: Sequence[Change], limit: int = 0) -> Iterator[str]:
    """Each fact gained, lost or changed with its sentence, at most so many (0: all), and how many there are."""
    yield "facts"
    for fact in facts[: limit or None]:
        said = f"{fact.before} → {fact.now}" if fact.before and fact.now else fact.now or fact.before
        yield f"  {_BECAME[fact.kind][1]} {fact.type}  {said}  ({fact.event_key})"
        yield f"      “{fact.quote}”"
    if limit and len(facts) > limit:
        yield f"… and {len(facts) - limit:,} more facts; --limit 0 shows all."
    kinds = Counter(_BECAME[fact.kind][0] for fact in facts)
    yield "facts " + ", ".join(f"{became} {kinds[became]}" for became, _ in _BECAME.values())


def fact_record(fact: Change) -> dict[str, Any]:
    """A fact that changed as a record, with what became of it in the words that claims have."""
    return {
        "change": _BECAME[fact.kind][0],
        **{name: value for name, value in fact.as_dict().items() if name != "kind"},
    }
