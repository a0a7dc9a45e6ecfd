"""Child processes whose lines are shown under their name, and which end with us: these and no others."""

import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress

import typer


class Process:
    """A program in a process group of its own, so that Ctrl-C reaches us alone and we stop it in good order."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name = name
        self._child = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._show, daemon=True)
        self._reader.start()

    def _show(self) -> None:
        for line in self._child.stdout or ():
            typer.echo(f"{self.name:<13} | {line.rstrip()}")

    def code(self) -> int | None:
        """Its exit code, or null while it runs."""
        return self._child.poll()

    def wait(self) -> int:
        """Let it end and show its last lines."""
        code = self._child.wait()
        self._reader.join(timeout=5)
        return code

    def stop(self, seconds: float) -> None:
        """Ask it to end; after the given time end it and all that it started."""
        self._child.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(seconds)
        with suppress(ProcessLookupError):  # the usual case: nobody of the group is left
            os.killpg(self._child.pid, signal.SIGKILL)
        self.wait()


def stop_in_order(processes: Sequence[Process], *, seconds: float) -> None:
    """Stop one after the other, each before the next."""
    for process in processes:
        process.stop(seconds)
