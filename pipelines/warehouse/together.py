"""Many batches judged together, each with the verdict that it would get by itself.

The rules about single rows are asked once of all rows, and what they find is counted batch by batch: a rule that lets half of the rows
pass lets half of each batch pass. A batch that holds too few rows, or one of them twice, is judged by itself, and so are all where a
rule looks at anything but rows.
"""

from collections import defaultdict
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
_HELD: Mapping[str, Any] = {"success": True, "result": {}}

_Broken = dict[str, list[int]]
"""Places in its batch of the rows that break a rule, by batch."""


def check_each(suite: str, frame: "pd.DataFrame", key: str) -> dict[str, gates.Verdict]:
    """The verdict on each batch (column ``batch_name``) in the frame."""
    sizes = {str(name): int(size) for name, size in frame[BATCH].value_counts(sort=False).items()}
    broken = _broken(suite, frame) if len(sizes) > 1 else None
    alone = set(sizes) if broken is None else _odd(suite, frame, sizes)
    noted = {name for found in broken or () for name in found}
    verdicts = {name: gates.Verdict(suite, size) for name, size in sizes.items() if name not in alone | noted}
    for name, part in frame[frame[BATCH].isin(alone | noted)].groupby(BATCH, sort=False):
        if name in alone or broken is None:
            verdicts[str(name)] = gates.check(suite, part, key)
        else:
            verdicts[str(name)] = _weighed(
                suite, part.reset_index(drop=True), key, [b.get(str(name), []) for b in broken]
            )
    return verdicts


def _odd(suite: str, frame: "pd.DataFrame", sizes: Mapping[str, int]) -> set[str]:
    """The batches with a wrong number of rows, or with a row twice that should be there once."""
    odd: set[str] = set()
    for rule in gates.load_suite(suite):
        kwargs = rule.get("kwargs", {})
        if rule["type"] == _OF_THE_NUMBER:
            least, most = kwargs.get("min_value") or 0, kwargs.get("max_value") or float("inf")
            odd |= {name for name, size in sizes.items() if not least <= size <= most}
        elif rule["type"] == _OF_EACH_ONCE:
            odd |= set(frame.loc[frame.duplicated([BATCH, kwargs["column"]]), BATCH])
    return odd


def _broken(suite: str, frame: "pd.DataFrame") -> list[_Broken] | None:
    """Which rows of which batch break each rule of the suite; null where all rows together cannot be asked that."""
    rules = gates.load_suite(suite)
    of_rows = tuple(rule for rule in rules if rule["type"] not in {_OF_THE_NUMBER, _OF_EACH_ONCE})
    if len(frame) > gates.MAX_ROWS or not {rule["type"] for rule in of_rows} <= _OF_ROWS:
        return None
    try:
        results = iter(gates.validate(frame.reset_index(drop=True), of_rows, suite))
    except PermanentError:
        return None  # a rule that cannot be asked of all may be asked of each; if not, that says so
    places = frame.groupby(BATCH, sort=False).cumcount()
    found: list[_Broken] = []
    for rule in rules:
        of_rule: _Broken = defaultdict(list)
        positions = next(results)["result"].get("unexpected_index_list") if rule in of_rows else None
        for name, place in zip(frame[BATCH].iloc[positions or []], places.iloc[positions or []], strict=True):
            of_rule[name].append(int(place))
        found.append(of_rule)
    return found


def _weighed(suite: str, batch: "pd.DataFrame", key: str, broken: list[list[int]]) -> gates.Verdict:
    """The verdict on a batch of which it is known which rows break which rule."""
    results = []
    for rule, places in zip(gates.load_suite(suite), broken, strict=True):
        result = _HELD
        if places:
            kwargs = rule["kwargs"]
            asked = len(batch) if rule["type"] == _OF_NULLS else int(batch[kwargs["column"]].notna().sum())
            is_let_pass = (asked - len(places)) / asked >= kwargs.get("mostly", 1)
            result = {
                "success": is_let_pass,
                "result": {"unexpected_index_list": places, "unexpected_count": len(places)},
            }
        results.append(result)
    return gates.weigh(suite, batch, key, results)
