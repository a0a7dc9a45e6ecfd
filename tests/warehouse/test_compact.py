"""The file of the marts grows with their rows and not with the number of builds."""

from pathlib import Path

import duckdb
import pytest

from pipelines.settings import Settings
from pipelines.warehouse import compact

_BLOCK = 262_144
_ROWS = "select range as key, md5(range::varchar) as words, 1 as load from range(20000)"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(compact, "_WORTH_IT", 0)
    settings = Settings(home=tmp_path)
    settings.work_dir.mkdir(parents=True)
    with duckdb.connect(str(settings.marts_path)) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.facts (key bigint not null, words varchar, load bigint)")
        connection.execute(f"insert into marts.facts {_ROWS}")
        connection.execute(
            "create macro marts.facts_of(wanted) as table from newsledger.marts.facts where load = wanted"
        )
    return settings


def _grow(settings: Settings) -> None:
    """A table that comes and goes leaves its blocks behind, when something else came after it."""
    with duckdb.connect(str(settings.marts_path)) as connection:
        connection.execute(f"create table passing as {_ROWS.replace('20000', '100000')}")
        connection.execute("force checkpoint")
        connection.execute("create table later as from range(2000)")
        connection.execute("force checkpoint")
        connection.execute("drop table passing")
        connection.execute("force checkpoint")


def _facts(settings: Settings) -> list[tuple[object, ...]]:
    with duckdb.connect(str(settings.marts_path), read_only=True) as connection:
        return connection.execute("from marts.facts_of(1)").fetchall()


def test_a_file_that_nearly_doubled_is_written_anew_with_all_that_was_in_it(settings: Settings) -> None:
    assert not compact.compact_marts(settings, is_new=True)
    before, small = _facts(settings), settings.marts_path.stat().st_size
    _grow(settings)
    assert settings.marts_path.stat().st_size > 1.8 * small
    assert compact.compact_marts(settings, is_new=False)
    # The other table, and a half-filled block of the second thread.
    assert settings.marts_path.stat().st_size <= small + 2 * _BLOCK
    assert _facts(settings) == before
    with duckdb.connect(str(settings.marts_path)) as connection, pytest.raises(duckdb.ConstraintException):
        connection.execute("insert into marts.facts values (null, null, null)")


@pytest.mark.parametrize("has_grown", [False, True], ids=["it grew little", "no room for another"])
def test_a_file_that_need_not_or_cannot_be_written_anew_is_left_as_it_is(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, has_grown: bool
) -> None:
    compact.compact_marts(settings, is_new=True)
    if has_grown:
        _grow(settings)
        free = settings.marts_path.stat().st_size
        monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": free})())
    stood = settings.marts_path.stat()
    assert not compact.compact_marts(settings, is_new=False)
    assert settings.marts_path.stat().st_ino == stood.st_ino


def test_whoever_is_stopped_on_the_way_leaves_the_file_whole_and_the_next_one_does_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    compact.compact_marts(settings, is_new=True)
    _grow(settings)
    before = _facts(settings)
    with monkeypatch.context() as patch:

        def stopped(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(Path, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            compact.compact_marts(settings, is_new=False)
    assert _facts(settings) == before
    assert compact.compact_marts(settings, is_new=False)
    assert _facts(settings) == before
