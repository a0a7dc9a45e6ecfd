"""Batches on their way in: next to each other in the lake, of one kind and shape, they are read together into temporary tables.

Each row keeps the name of its batch and its place in it (``row_position``), so that what is said and counted of a batch is the same
however many were read with it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.lake import Batch, Lake

_FLATTEN = Path(__file__).with_name("flatten_claims.sql")
# Texts lie in memory twice on the way in: 20,000 of 3,000 characters are 120 MB. A larger batch is read by itself (2026-11-26).
_MOST_ROWS = 20_000
_MOST_BATCHES = 1_000
# What an extractor was told of an article, as ``extraction.step.as_text`` puts it: another reading may tell it otherwise.
_TOLD_KEY = (
    "left(sha256(to_json([title, text, (published_at at time zone 'UTC')::date::varchar, language])::varchar), 24)"
)
_OF_THE_FILE = (duckdb.InvalidInputException, duckdb.BinderException, duckdb.ConversionException)
# By what rows are told apart, and files lack that were written before pages were read anew or a model could stand in.
_LATER = {"articles": "parsed_at timestamptz", "claims": "standing_in_for varchar"}
_ROWS = (
    "select rows.* exclude (filename, file_row_number), staged.batch_name, $load_id as load_id, {more} file_row_number as row_position "
    "from read_parquet($paths, hive_partitioning = false, filename = true, file_row_number = true) as rows "
    "join staged_batches as staged on rows.filename = staged.path"
)

_Shape = tuple[pa.Schema, ...]


def groups(lake: Lake, batches: Iterable[Batch]) -> Iterator[list[Batch]]:
    """The batches in their order, those together that can be read as one; what cannot be looked into stands alone."""
    group: list[Batch] = []
    shape: _Shape | None = None
    rows = 0
    for batch in batches:
        its_rows, its_shape = _look(lake, batch)
        is_full = rows + its_rows > _MOST_ROWS or len(group) == _MOST_BATCHES
        if group and (is_full or its_shape is None or its_shape != shape or batch.kind != group[0].kind):
            yield group
            group, rows = [], 0
        group.append(batch)
        shape, rows = its_shape, rows + its_rows
    if group:
        yield group


def _look(lake: Lake, batch: Batch) -> tuple[int, _Shape | None]:
    """How many rows a file has, and its columns with those of the file it was read out of; no columns if it is damaged."""
    paths = [batch.path, *([lake.articles_read_by(batch).path] if batch.kind == "claims" else [])]
    try:
        found = [pq.read_metadata(path) for path in paths]
        return found[0].num_rows, tuple(one.schema.to_arrow_schema() for one in found)
    except (pa.ArrowException, OSError):
        return 0, None


def stage(lake: Lake, connection: duckdb.DuckDBPyConnection, group: list[Batch], load_id: str) -> str | None:
    """Read a group into ``new_…`` tables; what is wrong with a file of it, if one cannot be read as what it should be."""
    try:
        _read(lake, connection, group, load_id)
    except duckdb.Error as error:
        # What a cut or damaged file, or one of other columns, makes DuckDB say; a full disk or a lost one is no fault of the file.
        if not isinstance(error, _OF_THE_FILE) and type(error) is not duckdb.Error:
            raise
        return f"its file: {str(error).splitlines()[0][:300]}"
    return None


def _read(lake: Lake, connection: duckdb.DuckDBPyConnection, group: list[Batch], load_id: str) -> None:
    kind, paths = group[0].kind, [str(batch.path) for batch in group]
    articles = [lake.articles_read_by(batch) for batch in group]
    read_by = [str(batch.path) for batch in articles]
    connection.execute(
        "create or replace temp table staged_batches as select unnest($1::varchar[]) as batch_name, unnest($2::varchar[]) as path, "
        "unnest($3::varchar[]) as articles_path, unnest($4::varchar[]) as articles_name, unnest(range($5)) as batch_number",
        [[batch.name for batch in group], paths, read_by, [batch.name for batch in articles], len(group)],
    )
    fresh = "new_rows" if kind == "claims" else f"new_{kind}"
    more = f"if(set_aside is null, {_TOLD_KEY}, null) as told_key," if kind == "articles" else ""
    connection.execute(
        f"create or replace temp table {fresh} as {_ROWS.format(more=more)}", {"paths": paths, "load_id": load_id}
    )
    if kind in _LATER:
        connection.execute(f"alter table {fresh} add column if not exists {_LATER[kind]}")
    if kind == "claims":
        connection.execute(
            f"create or replace temp table told as select batch_name, article_id, any_value({_TOLD_KEY}) as told_key, "
            "any_value(language) as language, bool_and(set_aside is null) as is_readable "
            "from read_parquet($paths, hive_partitioning = false, filename = true) "
            "join staged_batches on filename = articles_path group by batch_name, article_id",
            {"paths": sorted(set(read_by))},
        )
        connection.execute(_FLATTEN.read_text(encoding="utf-8"))


def leave_out(connection: duckdb.DuckDBPyConnection, tables: Iterable[str], refused: list[str]) -> None:
    """Take what a gate refused out of what was read."""
    for table in ("staged_batches", *tables):
        connection.execute(f"delete from {table} where batch_name in (select unnest($1::varchar[]))", [refused])
