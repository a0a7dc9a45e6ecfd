"""Build: dbt, in this process, turns raw into staging, intermediate and marts."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from pipelines.errors import GateRefusedError, PermanentError
from pipelines.settings import PROJECT_DIR, Settings

DBT_PROJECT_DIR = PROJECT_DIR / "dbt_project"
_ONLY_IN_FULL_BUILDS = ("path:seeds",)
# What the rules of events take from other packages: how names, texts and keys compare.
_SHARED_RULES = ("articles/fingerprint.py", "articles/marks.py", "extraction/names.py", "ids.py")


@dataclass(frozen=True)
class Mart:
    """A table of a release, and what its content hash is taken over."""

    name: str
    primary_key: tuple[str, ...]
    nullable_key: tuple[str, ...] = ()
    hash_exclude: tuple[str, ...] = ()

    @property
    def is_hashed(self) -> bool:
        """Whether the mart belongs to the content of a release, rather than to the run that made it."""
        return "*" not in self.hash_exclude


def run_dbt(settings: Settings, *, release_id: str, built_at: datetime, full: bool) -> None:
    """Build every model and run every data test; unless it is a full build, of what new loads touch alone.

    Seeds are loaded and tested by full builds: when one changed, the build is a full one.

    Raises:
        GateRefusedError: A data test or a contract did not hold; the message names it and counts the rows.
        PermanentError: dbt could not build a model; the message names it.
    """
    arguments = ["build", "--exclude-resource-type", "unit_test", "--vars", _variables(settings)]
    if not full:
        arguments += ["--exclude", *_ONLY_IN_FULL_BUILDS]
    environment = {
        "NEWSLEDGER_RELEASE_ID": release_id,
        "NEWSLEDGER_BUILT_AT": built_at.isoformat(),
        "NEWSLEDGER_BUILD_GOES_ON": "no" if full else "yes",
    }
    result = _invoke(settings, arguments, environment)
    failed = [r for r in getattr(result.result, "results", []) if str(r.status) in {"error", "fail", "runtime error"}]
    tests = [
        f"{r.node.name} ({r.failures or 0} rows)"
        for r in failed
        if r.node.resource_type == "test" and str(r.status) == "fail"
    ]
    models = [f"{r.node.name}: {' '.join(str(r.message).split())[:300]}" for r in failed if str(r.status) != "fail"]
    if models:
        raise PermanentError(
            f"dbt could not build {'; '.join(models)}. The log is {settings.work_dir / 'dbt_logs' / 'dbt.log'}."
        )
    if tests:
        raise GateRefusedError(
            f"The marts broke {len(tests)} rules: {', '.join(tests)}. Nothing was published; the last release stands. "
            f"The log is {settings.work_dir / 'dbt_logs' / 'dbt.log'}."
        )
    if not result.success:
        raise PermanentError(
            f"dbt failed: {result.exception}. The log is {settings.work_dir / 'dbt_logs' / 'dbt.log'}."
        )


def manifest_of(settings: Settings) -> dict[str, Any]:
    """What dbt knows of the project: as of the last build, else by reading it now."""
    path = settings.work_dir / "dbt_target" / "manifest.json"
    if not path.exists():
        _invoke(settings, ["parse", "--vars", json.dumps({"overrides_dir": ""})], {})
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def write_docs(settings: Settings) -> Path:
    """Have dbt write its documentation as one page that needs no network; where it is.

    Raises:
        PermanentError: dbt could not.
    """
    manifest_of(settings)
    # The types of columns are in the contracts: no need to ask the database for them.
    # With the variables of a build dbt reads no file of the project again.
    arguments = ["docs", "generate", "--static", "--empty-catalog", "--no-compile", "--vars", _variables(settings)]
    result = _invoke(settings, arguments, {})
    page = settings.work_dir / "dbt_target" / "static_index.html"
    if not result.success or not page.exists():
        raise PermanentError(
            f"dbt could not write its documentation: {result.exception}. The log is "
            f"{settings.work_dir / 'dbt_logs' / 'dbt.log'}."
        )
    return page


def marts(settings: Settings) -> list[Mart]:
    """The marts of the last build, from dbt's manifest."""
    manifest = manifest_of(settings)
    nodes = [n for n in manifest["nodes"].values() if n["resource_type"] == "model" and n["schema"] == "marts"]
    return [_mart(node) for node in sorted(nodes, key=lambda node: str(node["name"]))]


def _mart(node: dict[str, Any]) -> Mart:
    meta = node["config"].get("meta") or {}
    return Mart(
        name=node["name"],
        primary_key=tuple(meta["primary_key"]),
        nullable_key=tuple(meta.get("nullable_key", ())),
        hash_exclude=tuple(meta.get("hash_exclude", ())),
    )


def _variables(settings: Settings) -> str:
    overrides = str(settings.overrides_dir) if settings.overrides_dir.is_dir() else ""
    return json.dumps({"overrides_dir": overrides})


def _invoke(settings: Settings, arguments: list[str], environment: dict[str, str]) -> Any:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415 - dbt takes 3 s to import
    from dbt.cli.main import dbtRunner  # noqa: PLC0415

    paths = {
        "--project-dir": DBT_PROJECT_DIR,
        "--profiles-dir": DBT_PROJECT_DIR,
        "--target-path": settings.work_dir / "dbt_target",
        "--log-path": settings.work_dir / "dbt_logs",
    }
    try:
        with _dbt_environment(settings, environment), redirect_stdout(StringIO()):
            places = [str(part) for pair in paths.items() for part in pair]
            # The file gets what matters, without a line of debugging for each step of each node (a tenth of the time).
            return dbtRunner().invoke([*arguments, *places, "--quiet", "--log-level-file", "info"])
    finally:
        DuckDBConnectionManager.close_all_connections()  # it would keep the file's lock until the process ends


@contextmanager
def _dbt_environment(settings: Settings, more: dict[str, str]) -> Iterator[None]:
    """What dbt's profile and models read: they can be told by the environment alone."""
    values = more | {
        "NEWSLEDGER_WAREHOUSE_PATH": str(settings.warehouse_path),
        "NEWSLEDGER_MARTS_PATH": str(settings.marts_path),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def project_files() -> list[Path]:
    """Every file whose change makes the built marts another thing."""
    code = PROJECT_DIR / "pipelines"
    roots = {
        DBT_PROJECT_DIR: ("*.sql", "*.py", "*.yml", "*.csv"),
        PROJECT_DIR / "expectations": ("*.yml",),
        code / "events": ("*.py",),
        code / "warehouse": ("*.py", "*.sql"),
    }
    found = {path for root, patterns in roots.items() for pattern in patterns for path in root.rglob(pattern)}
    found |= {code / name for name in _SHARED_RULES}
    return sorted(path for path in found if "target" not in path.relative_to(PROJECT_DIR).parts)
