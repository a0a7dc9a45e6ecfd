"""Airflow on this machine alone: ``python -m pipelines.orchestration.local``, or ``make airflow``.

Four processes with SQLite and the LocalExecutor, reachable on 127.0.0.1 only. ``airflow standalone`` would do nearly
the same, but binds its log servers to every interface. Ctrl-C stops all in order; what was running is taken up again.
"""

import signal
import socket
import sys
import threading
from collections.abc import Mapping
from logging import Logger
from pathlib import Path
from typing import Annotated

import typer
from filelock import FileLock, Timeout

from pipelines.errors import NewsledgerError, PermanentError, StoreLockedError, UsageError
from pipelines.orchestration.health import PARTS, alive
from pipelines.orchestration.local_home import HOST, USER, child_environment, prepare_home
from pipelines.orchestration.pools import MAKE_STORE_POOL
from pipelines.orchestration.processes import Process, open_log, stop_in_order
from pipelines.settings import load_settings, unknown_settings

FIRST = {
    "api-server": ("api-server",),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
LAST = {"scheduler": ("scheduler", "--skip-serve-logs")}
"""Started once the API server answers: a task that cannot report to it fails its first try."""

STOP_ORDER = ("scheduler", "triggerer", "dag-processor", "api-server")
"""No new task first; the API server last, since a task that is still running reports to it."""

STOP_SECONDS = 20


def free_port(wanted: int) -> int:
    """The wanted port, or any free one for 0.

    Raises:
        UsageError: Something listens there already.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except OSError as error:
            raise UsageError(
                f"Port {wanted} on {HOST} cannot be used ({error.strerror}); stop what uses it or give another: --port 8081."
            ) from error
        return int(probe.getsockname()[1])


def set_up(environment: dict[str, str], log: Logger, *command: str) -> None:
    """Run a command of Airflow that may be repeated, such as bringing its own database up to date.

    Raises:
        PermanentError: It failed; the message ends with its last lines.
    """
    process = Process("set-up", _airflow(*command), environment, log)
    if process.wait() != 0:
        raise PermanentError(f"`airflow {' '.join(command[:2])}` failed; its last words:\n{process.last_words()}")


def serve(environment: dict[str, str], log: Logger, port: int, stop: threading.Event, ready: str) -> None:
    """Run the components until told to stop; say so once all are alive.

    Raises:
        PermanentError: A component ended by itself. The others are stopped as well.
    """
    running: dict[str, Process] = {}
    said = False
    try:
        _start(FIRST, running, environment, log)
        set_up(environment, log, *MAKE_STORE_POOL)
        while not stop.wait(0.5):
            ended = [process for process in running.values() if process.code() is not None]
            if ended:
                words = "\n".join(f"{process.name}: {process.last_words()}" for process in ended)
                raise PermanentError(f"A part of Airflow ended by itself; its last words:\n{words}")
            if said:
                continue
            parts = alive(f"http://{HOST}:{port}")
            if parts and not LAST.keys() <= running.keys():
                _start(LAST, running, environment, log)
            if said := parts == set(PARTS):
                typer.echo(ready)
    finally:
        typer.echo(f"Stopping Airflow; a task that is running gets {STOP_SECONDS} seconds.")
        stop_in_order([running[name] for name in STOP_ORDER if name in running], seconds=STOP_SECONDS)


def _start(
    components: Mapping[str, tuple[str, ...]], running: dict[str, Process], environment: dict[str, str], log: Logger
) -> None:
    for name, command in components.items():
        running[name] = Process(name, _airflow(*command), environment, log)


def start(port: int, stop: threading.Event, *, verbose: bool) -> None:
    """Prepare the home and serve until told to stop; ``verbose`` shows the log of all parts as well.

    Raises:
        StoreLockedError: Another Airflow runs on this home.
    """
    settings = load_settings()
    home = settings.home / "airflow"
    kept = prepare_home(home)
    try:
        with FileLock(home / ".lock", timeout=0):
            port = free_port(port)
            environment = child_environment(settings, home, port, kept)
            settings.inbox_dir.mkdir(parents=True, exist_ok=True)
            path = home / "logs" / "airflow.log"
            path.parent.mkdir(exist_ok=True)
            log = open_log(path, also_shown=verbose)
            typer.echo(f"Starting Airflow, which takes half a minute; its parts write to {path}.")
            set_up(environment, log, "db", "migrate")
            if not stop.is_set():
                serve(environment, log, port, stop, _welcome(port, kept.password, settings.inbox_dir, home))
    except Timeout as error:
        raise StoreLockedError(f"Another Airflow of Newsledger runs on {home}; stop that one first.") from error


def main(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free port.")] = 8080,
    *,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show what all parts of Airflow write.")] = False,
) -> None:
    """Start Airflow on 127.0.0.1 and stop it with Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        for line in unknown_settings():
            typer.echo(line, err=True)
        start(port, stop, verbose=verbose)
    except NewsledgerError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_code) from error


def _airflow(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "airflow", *arguments]


def _welcome(port: int, password: str, inbox: Path, home: Path) -> str:
    lines = (
        f"Airflow is ready: http://{HOST}:{port}",
        f"  user {USER}, password {password} (kept in {home / 'passwords.json'})",
        f"  put articles (.json, .jsonl, .txt, .html, .eml) into {inbox}",
        "  stop with Ctrl-C",
    )
    return "\n".join(lines)


if __name__ == "__main__":
    typer.run(main)
