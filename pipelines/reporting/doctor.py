"""Whether an installation is in order, one line a check."""

import os
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pipelines.settings import PROJECT_DIR, Settings
from pipelines.warehouse import gates, release
from pipelines.warehouse.connection import read_only

_PINNED = {"duckdb": "1.5", "dbt-core": "1.11", "great-expectations": "1.24", "apache-airflow": "3.3"}


def examine(settings: Settings) -> list[dict[str, Any]]:
    """Every check with its outcome; nothing is changed."""
    python = sys.version_info[:2]
    checks = [
        _check("python", python in {(3, 11), (3, 12)}, f"{python[0]}.{python[1]} (3.11 and 3.12 are supported)"),
        *(_package(name, prefix) for name, prefix in _PINNED.items()),
        _check("project", (PROJECT_DIR / "dbt_project" / "dbt_project.yml").is_file(), str(PROJECT_DIR)),
        _check("expectations", len(gates.suites()) > 0, f"{len(gates.suites())} suites"),
        _check("home", _writable(settings), str(settings.home)),
        _release(settings),
    ]
    if settings.llm_base_url or settings.llm_model:
        from pipelines.extraction.llm.check import check_endpoints  # noqa: PLC0415 - the client takes a second to import

        checks += [_check(found.name, found.ok, found.detail) for found in check_endpoints(settings)]
    else:
        checks.append(_check("model endpoint", True, "none configured: the rules read"))
    return checks


def _check(name: str, ok: bool, detail: str) -> dict[str, Any]:
    return {"name": name, "ok": ok, "detail": detail}


def _package(name: str, prefix: str) -> dict[str, Any]:
    try:
        found = version(name)
    except PackageNotFoundError:
        return _check(name, False, "is not installed; run `make install`")
    return _check(name, found.startswith(f"{prefix}."), f"{found} (tested with {prefix})")


def _writable(settings: Settings) -> bool:
    folder = settings.home
    while not folder.exists():
        folder = folder.parent
    return os.access(folder, os.W_OK)


def _release(settings: Settings) -> dict[str, Any]:
    shown = release.current(settings)
    if shown is None:
        return _check("release", True, "none yet: run `newsledger run`")
    with read_only(shown.path / "newsledger.duckdb") as connection:
        (claims,) = connection.execute("select count(*) from marts.fct_claims").fetchone() or (0,)
    return _check(
        "release", claims == shown.scorecard["row_counts"]["fct_claims"], f"{shown.release_id}, {claims} claims"
    )
