"""Load: accepted batches of the lake enter ``raw``, gate first. Safe to repeat and to interrupt."""

from collections import Counter
from dataclasses import dataclass, field

import duckdb
import structlog

from pipelines import clock
from pipelines.lake import Batch, BatchKind, Lake
from pipelines.warehouse import gates, load_profiles, pending, staging, together
from pipelines.warehouse.measures import MEASURED, add_measures, unread

log = structlog.get_logger(__name__)
# A warehouse table, the temporary table with its new rows, the suite that judges it, and the column that names a row.
_GATED = {
    "articles": (("raw.articles", "new_articles", "raw/articles", "article_id"),),
    "claims": (
        ("raw.extractions", "new_extractions", "raw/extractions", "article_id"),
        ("raw.claims", "new_claims", "raw/claims", "claim_key"),
    ),
    "source_checks": (("raw.source_checks", "new_source_checks", "raw/source_checks", "source_id"),),
    "collect_runs": (("raw.collect_runs", "new_collect_runs", "raw/collect_runs", "run_id"),),
}
_TOLD_APART: dict[str, tuple[str, ...]] = {"claims": ("new_rejected_claims",)}  # no gate looks at them
_KEYS = {
    # Again where a page went back to an earlier text, and where its bytes were read anew.
    "raw.articles": ("article_id", "retrieved_at", "parsed_at"),
    "raw.extractions": ("article_id", "extractor", "extractor_model", "standing_in_for", "prompt_version", "told_key"),
    "raw.claims": ("claim_key", "extractor", "extractor_model", "standing_in_for", "prompt_version", "told_key"),
    "raw.source_checks": ("source_id", "checked_at"),
    "raw.collect_runs": ("run_id",),
}
REPORTS: tuple[BatchKind, ...] = ("source_checks", "collect_runs")
"""Of the work itself: no fact is made of them."""
_FIRST: tuple[BatchKind, ...] = ("articles", *REPORTS)


@dataclass
class LoadResult:
    """What a load did: counts in are counts out."""

    batches: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    rows_known: int = 0
    rows_quarantined: int = 0
    warnings: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    waiting: dict[Batch, str] = field(default_factory=dict)
    """Batches of claims whose articles are not in, with what keeps them."""


def load_pending(lake: Lake, connection: duckdb.DuckDBPyConnection) -> LoadResult:
    """Load what is pending. A refused batch gets a verdict in the lake and stays out; the others go on.

    Claims come last, when it is known which articles are in: those of others wait, and enter once these have.
    """
    result = LoadResult()
    load_id = _new_load_id(connection)
    for group in staging.groups(lake, pending.not_judged(lake, connection, *_FIRST)):
        _load(lake, connection, group, load_id, result)
    claims, waiting = pending.claims(lake, connection)
    for group in staging.groups(lake, claims):
        _load(lake, connection, group, load_id, result)
    result.waiting = waiting
    result.warnings += [f"claims wait for their articles: {why}" for why in waiting.values()]
    log.info(
        "loaded", batches=result.batches, refused=len(result.refused), waiting=len(waiting),
        quarantined=result.rows_quarantined,
    )  # fmt: skip
    return result


def _new_load_id(connection: duckdb.DuckDBPyConnection) -> str:
    """The time, and a number behind it where two loads share one: what is new to a build is told by it."""
    at = clock.now().strftime("%Y%m%dT%H%M%S.%fZ")
    (same,) = connection.execute(
        "select count(distinct load_id) from raw.loaded_batches where load_id[1:$1] = $2", [len(at), at]
    ).fetchone() or (0,)
    return f"{at}-{same + 1}" if same else at


def _load(
    lake: Lake, connection: duckdb.DuckDBPyConnection, group: list[Batch], load_id: str, result: LoadResult
) -> None:
    """Load a group of batches: each is judged by itself, and those that pass enter in one transaction."""
    unreadable = staging.stage(lake, connection, group, load_id)
    if unreadable and len(group) > 1:
        half = len(group) // 2
        for part in (group[:half], group[half:]):
            _load(lake, connection, part, load_id, result)
        return
    verdicts = _judge(connection, group) if not unreadable else {}
    refused = []
    for batch in group:
        its = verdicts.get(batch.name, [])
        result.warnings += [v.line() for v in its if v.findings and not v.refused]
        refusals = [unreadable] if unreadable else [v.line() for v in its if v.refused]
        if refusals:
            reason = f"batch {batch.name} refused by {'; '.join(refusals)}"
            lake.append_record(
                "verdicts",
                f"{batch.kind}-{batch.name}-{load_id}",
                {"verdict": "refused", "kind": batch.kind, "batch_name": batch.name, "reason": reason, "at": load_id},
            )
            refused.append(batch.name)
            result.refused.append(reason)
    accepted = {name: its for name, its in verdicts.items() if name not in refused}
    if refused and accepted:
        kept_tables = [fresh for _, fresh, _, _ in _GATED[group[0].kind]]
        staging.leave_out(connection, [*kept_tables, *_TOLD_APART.get(group[0].kind, ())], refused)
    if accepted:
        _insert(connection, group[0].kind, load_id, accepted, result)


def _judge(connection: duckdb.DuckDBPyConnection, group: list[Batch]) -> dict[str, list[gates.Verdict]]:
    """The verdicts on each staged batch, one a table that it fills."""
    verdicts: dict[str, list[gates.Verdict]] = {batch.name: [] for batch in group}
    for table, fresh, suite, key in _GATED[group[0].kind]:
        looked_at = sorted({together.BATCH, key, *gates.columns_of(suite), *MEASURED.get(table, ())})
        frame = connection.execute(
            f"select columns(name -> name in $looked_at) from {fresh} join staged_batches using (batch_name) "
            "order by batch_number, row_position",
            {"looked_at": looked_at},
        ).df()
        add_measures(connection, table, frame)
        found = together.check_each(suite, frame, key)
        half_read = unread(connection) if table == "raw.extractions" else {}
        for name, its in verdicts.items():
            # A batch may hold no claim, or nothing but articles that were set aside.
            may_be_empty = table != "raw.articles" and not half_read.get(name)
            if name not in found:
                found[name] = gates.Verdict(suite, 0) if may_be_empty else gates.check(suite, frame.iloc[:0], key)
            its.append(found[name])
    return verdicts


def _insert(
    connection: duckdb.DuckDBPyConnection,
    kind: BatchKind,
    load_id: str,
    verdicts: dict[str, list[gates.Verdict]],
    result: LoadResult,
) -> None:
    """Put the kept rows of staged batches into raw, the others into quarantine, and say that each is done: one transaction."""
    loaded: Counter[str] = Counter()
    connection.execute("begin")
    try:
        for place, (table, fresh, _, _) in enumerate(_GATED[kind]):
            _quarantine(connection, table, fresh, {name: its[place].bad_rows for name, its in verdicts.items()})
            added = _insert_new(connection, table, fresh)
            result.rows[table] = result.rows.get(table, 0) + added.total()
            loaded += added
            load_profiles.note(connection, table, fresh, load_id)
        if kind == "claims":
            connection.execute("insert into raw.rejected_claims by name select * from new_rejected_claims")
        rows_in = {name: sum(verdict.rows for verdict in its) for name, its in verdicts.items()}
        kept_out = {name: sum(len(verdict.bad_rows) for verdict in its) for name, its in verdicts.items()}
        known = {name: rows_in[name] - kept_out[name] - loaded[name] for name in verdicts}
        connection.execute(
            "insert into raw.loaded_batches select unnest($1::varchar[]), $2, $3, unnest($4::bigint[]), unnest($5::bigint[]), "
            "unnest($6::bigint[]), unnest($7::bigint[]), $8",
            [
                list(verdicts), kind, load_id, list(rows_in.values()), [loaded[name] for name in verdicts],
                list(known.values()), list(kept_out.values()), clock.now(),
            ],
        )  # fmt: skip
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    result.batches += len(verdicts)
    result.rows_known += sum(known.values())
    result.rows_quarantined += sum(kept_out.values())


def _quarantine(
    connection: duckdb.DuckDBPyConnection, table: str, fresh: str, bad_rows: dict[str, dict[int, str]]
) -> None:
    bad = [(name, position, rule) for name, rows in bad_rows.items() for position, rule in rows.items()]
    if not bad:
        return
    connection.execute(
        "create or replace temp table bad_rows as select unnest($1::varchar[]) as batch_name, "
        "unnest($2::bigint[]) as row_position, unnest($3::varchar[]) as rule",
        [list(column) for column in zip(*bad, strict=True)],
    )
    connection.execute(
        f"insert into raw.quarantined_rows select ?, batch_name, rule, 'the row breaks ' || rule, "
        f"to_json({fresh})::varchar, ? from {fresh} join bad_rows using (batch_name, row_position)",
        [table, clock.now()],
    )
    connection.execute(
        f"delete from {fresh} where (batch_name, row_position) in (select (batch_name, row_position) from bad_rows)"
    )


def _insert_new(connection: duckdb.DuckDBPyConnection, table: str, fresh: str) -> Counter[str]:
    """Insert what is not there yet, the first of what stands in several batches; the number of rows of each batch."""
    match = " and ".join(f"old.{key} is not distinct from new.{key}" for key in _KEYS[table])
    rows = connection.execute(
        f"insert into {table} by name select new.* exclude (row_position) from {fresh} as new "
        "join staged_batches as staged on new.batch_name = staged.batch_name "
        f"where not exists (select 1 from {table} as old where {match}) "
        f"qualify row_number() over (partition by {', '.join(f'new.{key}' for key in _KEYS[table])} "
        "order by staged.batch_number, new.row_position) = 1 returning batch_name"
    ).fetchall()
    return Counter(name for (name,) in rows)
