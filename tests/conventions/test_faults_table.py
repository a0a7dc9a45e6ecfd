"""The page on what must be survived names tests that exist, and says truly how many cases run in CI and in the whole."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "faults.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d", line)
]


def _named(row: list[str]) -> list[str]:
    return re.findall(r"`([^`]+)`", row[2])


@cache
def _collected(marks: str) -> tuple[str, ...]:
    """The cases of all tests that the page names, as pytest itself finds them."""
    files = sorted({name.split("::")[0] for row in _ROWS for name in _named(row)})
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "-m", marks, *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return tuple(line for line in done.stdout.splitlines() if "::" in line)


def _count(row: list[str], marks: str) -> int:
    return sum(
        1
        for case in _collected(marks)
        if any(case.split("[")[0] == name or case.startswith(f"{name}::") for name in _named(row))
    )


def test_there_are_eighteen_rows() -> None:
    assert [int(row[0]) for row in _ROWS] == list(range(1, 19))


def test_each_row_names_tests_that_exist_or_says_that_there_is_none() -> None:
    for row in _ROWS:
        assert _named(row) or "no test yet" in row[-1], row[0]
        for name in _named(row):
            assert any(
                case.split("[")[0] == name or case.startswith(f"{name}::")
                for case in _collected("thorough or not thorough")
            ), name


def test_each_row_says_how_many_cases_run_in_ci_and_in_the_whole() -> None:
    found = {row[0]: (_count(row, "not thorough"), _count(row, "thorough or not thorough")) for row in _ROWS}
    assert {row[0]: (int(row[3]), int(row[4])) for row in _ROWS} == found
