"""Load: accepted batches of the lake enter ``raw``, gate first. Safe to repeat and to interrupt."""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import structlog

from pipelines import clock
from pipelines.lake import Batch, BatchKind, Lake
from pipelines.warehouse import gates, load_profiles
from pipelines.warehouse.measures import add_measures, unread
from pipelines.warehouse.quarantine import refused_batches

log = structlog.get_logger(__name__)
_FLATTEN = Path(__file__).with_name("flatten_claims.sql")
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
# What an extractor was told of an article, as ``extraction.step.as_text`` puts it: another reading may tell it otherwise.
_TOLD_KEY = (
    "left(sha256(to_json([title, text, (published_at at time zone 'UTC')::date::varchar, language])::varchar), 24)"
)
_OF_THE_FILE = (duckdb.InvalidInputException, duckdb.BinderException, duckdb.ConversionException)
_NOT_JUDGED = "text, fingerprint, marks, fact_keys"  # bulky, and no rule looks at them


@dataclass
class LoadResult:
    """What a load did: counts in are counts out."""

    batches: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    rows_known: int = 0
    rows_quarantined: int = 0
    warnings: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def pending_batches(lake: Lake, connection: duckdb.DuckDBPyConnection) -> list[Batch]:
    """Batches that are neither loaded nor refused: articles first, and claims only of articles that are in."""
    loaded = {tuple(row) for row in connection.execute("select kind, batch_name from raw.loaded_batches").fetchall()}
    refused = {(record["kind"], record["batch_name"]) for record in refused_batches(lake)}
    articles = lake.batches("articles")
    shut = {batch.batch_id for batch in articles if ("articles", batch.name) in refused}
    claims = [batch for batch in lake.batches("claims") if batch.batch_id not in shut]
    reports = [batch for kind in REPORTS for batch in lake.batches(kind)]
    return [batch for batch in (*articles, *claims, *reports) if (batch.kind, batch.name) not in loaded | refused]


def load_pending(lake: Lake, connection: duckdb.DuckDBPyConnection) -> LoadResult:
    """Load what is pending. A refused batch gets a verdict in the lake and stays out; the others go on."""
    result = LoadResult()
    load_id = _new_load_id(connection)
    for batch in pending_batches(lake, connection):
        verdicts: list[gates.Verdict] = []
        unreadable = _stage_batch(lake, connection, batch, load_id)
        if not unreadable:
            verdicts = [_judge(connection, *gated) for gated in _GATED[batch.kind]]
        result.warnings += [v.line() for v in verdicts if v.findings and not v.refused]
        refusals = [unreadable] if unreadable else [v.line() for v in verdicts if v.refused]
        if refusals:
            reason = f"batch {batch.name} refused by {'; '.join(refusals)}"
            lake.append_record(
                "verdicts",
                f"{batch.kind}-{batch.name}-{load_id}",
                {"verdict": "refused", "kind": batch.kind, "batch_name": batch.name, "reason": reason, "at": load_id},
            )
            result.refused.append(reason)
        else:
            _insert(connection, batch, load_id, verdicts, result)
    log.info("loaded", batches=result.batches, refused=len(result.refused), quarantined=result.rows_quarantined)
    return result


def _new_load_id(connection: duckdb.DuckDBPyConnection) -> str:
    """The time, and a number behind it where two loads share one: what is new to a build is told by it."""
    at = clock.now().strftime("%Y%m%dT%H%M%S.%fZ")
    (same,) = connection.execute(
        "select count(distinct load_id) from raw.loaded_batches where load_id[1:$1] = $2", [len(at), at]
    ).fetchone() or (0,)
    return f"{at}-{same + 1}" if same else at


def _stage_batch(lake: Lake, connection: duckdb.DuckDBPyConnection, batch: Batch, load_id: str) -> str | None:
    """Read a batch into temporary tables; what is wrong with its file, if it cannot be read as what it should be."""
    try:
        _read_batch(lake, connection, batch, load_id)
    except duckdb.Error as error:
        # What a cut or damaged file, or one of other columns, makes DuckDB say; a full disk or a lost one is no fault of the file.
        if not isinstance(error, _OF_THE_FILE) and type(error) is not duckdb.Error:
            raise
        return f"its file: {str(error).splitlines()[0][:300]}"
    return None


def _read_batch(lake: Lake, connection: duckdb.DuckDBPyConnection, batch: Batch, load_id: str) -> None:
    columns = {"batch_name": batch.name, "load_id": load_id}
    connection.execute(
        "create or replace temp table new_rows as select *, $batch_name as batch_name, $load_id as load_id "
        "from read_parquet($path, hive_partitioning = false)",
        {"path": str(batch.path), **columns},
    )
    if batch.kind == "articles":
        connection.execute(
            f"create or replace temp view new_articles as select *, if(set_aside is null, {_TOLD_KEY}, null) as told_key from new_rows"
        )
    elif batch.kind == "claims":
        # A file from before a model could stand in has no such column.
        connection.execute("alter table new_rows add column if not exists standing_in_for varchar")
        connection.execute(
            f"create or replace temp table told as select article_id, any_value({_TOLD_KEY}) as told_key, "
            "any_value(language) as language, bool_and(set_aside is null) as is_readable "
            "from read_parquet($path, hive_partitioning = false) group by article_id",
            {"path": str(lake.articles_read_by(batch).path)},
        )
        connection.execute(_FLATTEN.read_text(encoding="utf-8"))
    else:
        connection.execute(f"create or replace temp view new_{batch.kind} as select * from new_rows")


def _judge(connection: duckdb.DuckDBPyConnection, table: str, fresh: str, suite: str, key: str) -> gates.Verdict:
    """Judge the new rows, and move those that a row rule keeps out to the quarantine's list of positions."""
    connection.execute(
        f"create or replace temp table {fresh}_numbered as select *, row_number() over () - 1 as row_position from {fresh}"
    )
    frame = connection.execute(f"select * exclude (row_position) from {fresh}_numbered order by row_position").df()
    frame = frame.drop(columns=[name for name in _NOT_JUDGED.split(", ") if name in frame])
    if frame.empty and _may_be_empty(connection, table):
        return gates.Verdict(suite, 0)
    add_measures(connection, table, frame)
    return gates.check(suite, frame, key)


def _may_be_empty(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """A batch may hold no claim, or nothing but articles that were set aside."""
    return table != "raw.articles" and not (table == "raw.extractions" and unread(connection))


def _insert(
    connection: duckdb.DuckDBPyConnection, batch: Batch, load_id: str, verdicts: list[gates.Verdict], result: LoadResult
) -> None:
    """Put the kept rows of a batch into raw, the others into quarantine, and say that it is done: one transaction."""
    rows_in = loaded = known = quarantined = 0
    connection.execute("begin")
    try:
        for (table, fresh, _, _), verdict in zip(_GATED[batch.kind], verdicts, strict=True):
            rows_in += verdict.rows
            quarantined += _quarantine(connection, table, fresh, verdict)
            added = _insert_new(connection, table, fresh)
            result.rows[table] = result.rows.get(table, 0) + added
            loaded += added
            known += verdict.rows - len(verdict.bad_rows) - added
            load_profiles.note(connection, table, fresh, batch.name, load_id)
        if batch.kind == "claims":
            connection.execute("insert into raw.rejected_claims by name select * from new_rejected_claims")
        connection.execute(
            "insert into raw.loaded_batches values (?, ?, ?, ?, ?, ?, ?, ?)",
            [batch.name, batch.kind, load_id, rows_in, loaded, known, quarantined, clock.now()],
        )
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    result.batches += 1
    result.rows_known += known
    result.rows_quarantined += quarantined


def _quarantine(connection: duckdb.DuckDBPyConnection, table: str, fresh: str, verdict: gates.Verdict) -> int:
    if verdict.bad_rows:
        connection.execute("create or replace temp table bad_rows (row_position bigint, rule varchar)")
        connection.executemany("insert into bad_rows values (?, ?)", [list(item) for item in verdict.bad_rows.items()])
        connection.execute(
            f"insert into raw.quarantined_rows select ?, batch_name, rule, 'the row breaks ' || rule, "
            f"to_json({fresh}_numbered)::varchar, ? from {fresh}_numbered join bad_rows using (row_position)",
            [table, clock.now()],
        )
        connection.execute(f"delete from {fresh}_numbered where row_position in (select row_position from bad_rows)")
    return len(verdict.bad_rows)


def _insert_new(connection: duckdb.DuckDBPyConnection, table: str, fresh: str) -> int:
    match = " and ".join(f"old.{key} is not distinct from new.{key}" for key in _KEYS[table])
    rows = connection.execute(
        f"insert into {table} by name select new.* exclude (row_position) from {fresh}_numbered as new "
        f"where not exists (select 1 from {table} as old where {match}) "
        f"qualify row_number() over (partition by {', '.join(f'new.{key}' for key in _KEYS[table])} order by new.row_position) = 1"
    ).fetchone()
    return int(rows[0]) if rows else 0
