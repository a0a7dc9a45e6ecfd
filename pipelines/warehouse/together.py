"""Many batches judged together, each with the verdict that it would get by itself.

The rules about single rows are asked once of all rows. A batch of which no row breaks one, or no more than the rule lets pass, that
holds as many rows as it must and names each once, passes. Every other batch is judged by itself, and so are all where a rule looks
at anything but rows.
"""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.errors import PermanentError
from pipelines.warehouse import gates

if TYPE_CHECKING:
    import pandas as pd

BATCH = "batch_name"
_OF_THE_NUMBER = "expect_table_row_count_to_be_between"
_OF_EACH_ONCE = "expect_column_values_to_be_unique"
_OF_NULLS = "expect_column_values_to_not_be_null"
# What these find in a row is the same whatever lies beside it.
_OF_ROWS = {
    _OF_NULLS,
    "expect_column_values_to_be_between",
    "expect_column_values_to_be_in_set",
    "expect_column_values_to_match_regex",
    "expect_column_values_to_not_be_in_set",
}


def check_each(suite: str, frame: "pd.DataFrame", key: str) -> dict[str, gates.Verdict]:
    """The verdict on each batch (column ``batch_name``) in the frame."""
    sizes = {str(name): int(size) for name, size in frame[BATCH].value_counts(sort=False).items()}
    doubtful = set(sizes) if len(sizes) <= 1 else _doubtful(suite, frame, sizes)
    verdicts = {name: gates.Verdict(suite, size) for name, size in sizes.items() if name not in doubtful}
    apart = frame[frame[BATCH].isin(doubtful)].groupby(BATCH, sort=False)
    return verdicts | {str(name): gates.check(suite, part, key) for name, part in apart}


def _doubtful(suite: str, frame: "pd.DataFrame", sizes: Mapping[str, int]) -> set[str]:
    """The batches of which it cannot be said that they pass."""
    rules = gates.load_suite(suite)
    of_rows = tuple(rule for rule in rules if rule["type"] not in {_OF_THE_NUMBER, _OF_EACH_ONCE})
    if len(frame) > gates.MAX_ROWS or not {rule["type"] for rule in of_rows} <= _OF_ROWS:
        return set(sizes)
    doubtful: set[str] = set()
    for rule in rules:
        kwargs = rule.get("kwargs", {})
        if rule["type"] == _OF_THE_NUMBER:
            least, most = kwargs.get("min_value") or 0, kwargs.get("max_value") or float("inf")
            doubtful |= {name for name, size in sizes.items() if not least <= size <= most}
        elif rule["type"] == _OF_EACH_ONCE:
            doubtful |= set(frame.loc[frame.duplicated([BATCH, kwargs["column"]]), BATCH])
    try:
        results = gates.validate(frame.reset_index(drop=True), of_rows, suite)
    except PermanentError:
        return set(sizes)  # a rule that cannot be asked of all may be asked of each; if not, that says so
    return doubtful.union(*(_breaking(rule, result, frame) for rule, result in zip(of_rows, results, strict=True)))


def _breaking(rule: Mapping[str, Any], result: Mapping[str, Any], frame: "pd.DataFrame") -> set[str]:
    """The batches with more rows that break the rule than it lets pass."""
    positions = result["result"].get("unexpected_index_list") or []
    if not positions:
        return set()
    broken = Counter(frame[BATCH].iloc[positions])
    asked = frame if rule["type"] == _OF_NULLS else frame[frame[rule["kwargs"]["column"]].notna()]
    asked_of = asked[BATCH].value_counts()
    least = rule["kwargs"].get("mostly", 1)
    return {name for name, count in broken.items() if (asked_of[name] - count) / asked_of[name] < least}
