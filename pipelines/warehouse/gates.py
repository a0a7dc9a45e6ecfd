"""Gates: suites of expectations that a load or a release must pass. The rules are in ``expectations/``, their meaning is here.

A rule with ``scope: row`` keeps single rows out (quarantine) and the load goes on; every other rule looks at the batch as a whole.
A critical rule that fails refuses the batch; a warning is shown. A rule with ``scope: change`` compares with what was there before:
a person who meant the change can accept it.
"""

import logging
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml

from pipelines.errors import PermanentError
from pipelines.settings import PROJECT_DIR

if TYPE_CHECKING:
    import pandas as pd

MAX_ROWS = 200_000  # 1 million rows cost Great Expectations 10 s and 2 GB (2026-11-20)
EXPECTATIONS_DIR = PROJECT_DIR / "expectations"


@dataclass(frozen=True)
class Finding:
    """One rule that did not hold."""

    rule: str
    severity: Literal["critical", "warning"]
    count: int
    examples: tuple[str, ...] = ()
    is_of_change: bool = False

    def line(self) -> str:
        """The rule, how many rows broke it, and which."""
        shown = f": {', '.join(self.examples)}" if self.examples else ""
        return f"{self.rule} ({self.severity}, {self.count} rows{shown})"


@dataclass(frozen=True)
class Verdict:
    """What a gate says of a frame. ``bad_rows`` are positions that a row rule keeps out, with the rule that did."""

    suite: str
    rows: int
    findings: tuple[Finding, ...] = ()
    bad_rows: dict[int, str] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Whether a critical rule failed."""
        return any(finding.severity == "critical" for finding in self.findings)

    @property
    def may_be_accepted(self) -> bool:
        """Whether it is refused for nothing but being unlike what was there before."""
        return self.refused and all(f.is_of_change for f in self.findings if f.severity == "critical")

    def accepted(self) -> "Verdict":
        """The same where somebody meant the change: what compares is a warning."""
        findings = (replace(f, severity="warning") if f.is_of_change else f for f in self.findings)
        return replace(self, findings=tuple(findings))

    def line(self) -> str:
        """All that is wrong, in one line."""
        return f"{self.suite}: " + "; ".join(finding.line() for finding in self.findings)


def check(suite: str, frame: "pd.DataFrame", key: str) -> Verdict:
    """Judge a frame by the suite ``expectations/<suite>.yml``; ``key`` names rows in messages.

    At most ``MAX_ROWS`` rows are looked at a time; a larger frame is judged in slices.
    """
    parts = [_check_slice(suite, frame.iloc[i : i + MAX_ROWS], key, i) for i in range(0, max(len(frame), 1), MAX_ROWS)]
    bad = {position: rule for part in parts for position, rule in part.bad_rows.items()}
    return Verdict(suite, len(frame), tuple(finding for part in parts for finding in part.findings), bad)


def columns_of(suite: str) -> set[str]:
    """The columns that the rules of a suite look at."""
    kwargs = [rule.get("kwargs", {}) for rule in load_suite(suite)]
    return {name for one in kwargs for name in (one.get("column"), *one.get("column_list", [])) if name}


@cache
def load_suite(suite: str) -> tuple[dict[str, Any], ...]:
    """The rules of a suite.

    Raises:
        PermanentError: There is no such suite, or it does not begin with a row count (on an empty frame all else passes).
    """
    path = EXPECTATIONS_DIR / f"{suite}.yml"
    if not path.is_file():
        raise PermanentError(f"{path} is missing; every gated table has a suite.")
    rules = tuple(yaml.safe_load(path.read_text(encoding="utf-8"))["expectations"])
    if not rules or rules[0]["type"] != "expect_table_row_count_to_be_between":
        raise PermanentError(f"{path} must begin with a row count: on an empty frame every other rule passes.")
    return rules


def _check_slice(suite: str, frame: "pd.DataFrame", key: str, offset: int) -> Verdict:
    frame = frame.reset_index(drop=True)
    return weigh(suite, frame, key, validate(frame, load_suite(suite), suite), offset)


def weigh(
    suite: str, frame: "pd.DataFrame", key: str, results: Sequence[Mapping[str, Any]], offset: int = 0
) -> Verdict:
    """The verdict on a frame from what was found of each rule of its suite; ``offset`` is added to positions in it."""
    bad: dict[int, str] = {}
    findings = []
    for rule, result in zip(load_suite(suite), results, strict=True):
        if rule.get("scope") == "row":
            for position in result["result"].get("unexpected_index_list") or []:
                bad.setdefault(offset + int(position), _name(rule))
        elif not result["success"]:
            findings.append(_finding(rule, result, frame, key))
    return Verdict(suite, len(frame), tuple(findings), bad)


def validate(frame: "pd.DataFrame", rules: tuple[dict[str, Any], ...], suite: str) -> list[dict[str, Any]]:
    """What Great Expectations finds of each rule.

    Raises:
        PermanentError: A rule cannot be checked on this frame.
    """
    gx = _great_expectations()
    # The library writes the whole frame out to name it: half its time, with columns that no rule looks at (2026-11-26).
    frame = frame[[name for name in frame.columns if name in columns_of(suite)]]
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("frames").add_dataframe_asset(suite.replace("/", "."))
    definition = asset.add_batch_definition_whole_dataframe("whole")
    built = [
        getattr(gx.expectations, _class_name(rule["type"]))(
            **rule.get("kwargs", {}), severity=rule["severity"], meta={"position": position}
        )
        for position, rule in enumerate(rules)
    ]
    expectations = context.suites.add(gx.ExpectationSuite(name=suite.replace("/", "."), expectations=built))
    batch = definition.get_batch(batch_parameters={"dataframe": frame})
    report = batch.validate(expectations, result_format={"result_format": "COMPLETE"})
    results = {
        r.expectation_config.meta["position"]: r.to_json_dict() for r in report.results
    }  # they come in another order
    for position, rule in enumerate(rules):
        error = (results[position].get("exception_info") or {}).get("exception_message")
        if error:
            raise PermanentError(f"expectations/{suite}.yml: {_name(rule)} cannot be checked: {error}")
    return [results[position] for position in range(len(rules))]


def _finding(rule: Mapping[str, Any], result: Mapping[str, Any], frame: "pd.DataFrame", key: str) -> Finding:
    detail = result["result"]
    positions = [int(position) for position in detail.get("unexpected_index_list") or []]
    if positions:
        examples = tuple(_label(frame, key, position) for position in positions[:5])
    else:
        examples = (f"observed {detail['observed_value']}",) if "observed_value" in detail else ()
    count = int(detail.get("unexpected_count") or len(frame))
    return Finding(_name(rule), rule["severity"], count, examples, rule.get("scope") == "change")


def _label(frame: "pd.DataFrame", key: str, position: int) -> str:
    from pandas import isna  # noqa: PLC0415 - whoever calls holds a frame; the other steps need no pandas (1 s)

    value = frame[key].iloc[position] if key in frame else None
    return f"row {position + 1}" if value is None or isna(value) else str(value)


def _name(rule: Mapping[str, Any]) -> str:
    kwargs = rule.get("kwargs", {})
    column = kwargs.get("column") or ", ".join(kwargs.get("column_list", []))
    return f"{rule['type']}({column})" if column else str(rule["type"])


def _class_name(snake: str) -> str:
    return "".join(part.capitalize() for part in snake.split("_"))


@cache
def _great_expectations() -> Any:
    """The library, imported on first use (4 s) and kept quiet: it logs at info and draws progress bars of its own."""
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations as gx  # noqa: PLC0415 - 4 s: only a step with a gate pays it
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)  # it sets itself to info

    return gx


def suites() -> list[str]:
    """The names of all suites."""
    return sorted(
        str(path.relative_to(EXPECTATIONS_DIR).with_suffix("")) for path in Path(EXPECTATIONS_DIR).rglob("*.yml")
    )
