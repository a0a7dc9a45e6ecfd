"""The trigger that watches the inbox: what it announces, what not, and how often."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.airflow
OLD = 1_700_000_000


@pytest.fixture
def watch(airflow_home: Path, tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """Watches tmp_path/inbox while the given steps happen, one after each pause; gives back what was announced."""
    from pipelines.orchestration.triggers import InboxTrigger

    async def watched(steps: tuple[Callable[[], object], ...], pause: float) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = []

        async def listen() -> None:
            trigger = InboxTrigger(str(tmp_path / "inbox"), look_seconds=0.05)
            async for event in trigger.run():
                events.append(event.payload)  # noqa: PERF401 - one by one, as they come

        listener = asyncio.create_task(listen())
        for step in steps:
            step()
            await asyncio.sleep(pause)
        listener.cancel()
        return events

    return lambda *steps, pause=0.4: asyncio.run(watched(steps, pause))


def put(path: Path, text: str = "{}", changed: int = OLD) -> Callable[[], None]:
    def step() -> None:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (changed, changed))

    return step


def test_a_steady_file_is_announced_once(watch: Callable[..., Any], tmp_path: Path) -> None:
    assert watch(put(tmp_path / "inbox" / "a.json"), pause=1) == [{"files": 1}]


def test_a_file_that_changed_is_announced_again(watch: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "inbox" / "a.json"
    assert watch(put(path), put(path, "[]", OLD + 1)) == [{"files": 1}, {"files": 1}]


def test_files_that_come_together_are_one_event(watch: Callable[..., Any], tmp_path: Path) -> None:
    def put_both() -> None:
        put(tmp_path / "aside" / "a.json")()
        put(tmp_path / "aside" / "b.txt")()
        (tmp_path / "aside").rename(tmp_path / "inbox")

    assert watch(put_both) == [{"files": 2}]


def test_a_file_still_being_written_waits_until_it_is_steady(watch: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "inbox" / "a.jsonl"
    path.parent.mkdir()

    def grow() -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write("{}\n")

    assert watch(*[grow] * 8, pause=0.3) == []
    assert watch(lambda: None, pause=2.5) == [{"files": 1}]


@pytest.mark.parametrize("name", [".a.json", "a.json.part", "a.tmp"])
def test_hidden_and_unfinished_files_are_not_announced(watch: Callable[..., Any], tmp_path: Path, name: str) -> None:
    assert watch(put(tmp_path / "inbox" / name)) == []


def test_a_folder_that_comes_later_is_watched_too(watch: Callable[..., Any], tmp_path: Path) -> None:
    assert watch(lambda: None, put(tmp_path / "inbox" / "a.json")) == [{"files": 1}]


def test_a_look_that_fails_does_not_end_the_watching(
    watch: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.sources import inbox

    real, looks = inbox.list_inbox, []

    def flaky(folder: Path) -> Any:
        looks.append(folder)
        if len(looks) == 1:
            raise OSError("the share is away")
        return real(folder)

    monkeypatch.setattr(inbox, "list_inbox", flaky)
    assert watch(put(tmp_path / "inbox" / "a.json")) == [{"files": 1}]
    assert len(looks) > 1


def test_the_triggerer_can_make_it_anew_from_what_is_stored(airflow_home: Path, tmp_path: Path) -> None:
    from airflow.sdk.module_loading import import_string

    from pipelines.orchestration.triggers import InboxTrigger

    path, arguments = InboxTrigger(str(tmp_path)).serialize()
    again = import_string(path)(**arguments)
    assert isinstance(again, InboxTrigger)
    assert again.serialize() == (path, arguments)


def test_the_watched_folder_is_the_one_of_the_settings(airflow_home: Path) -> None:
    from pipelines.orchestration import INBOX
    from pipelines.settings import load_settings

    assert [w.trigger.folder for w in INBOX.watchers] == [str(load_settings().inbox_dir)]
