"""Child processes whose lines go into one log under their name, and which end with us: these and no others."""

import logging
import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

LAST_LINES = 20


def open_log(path: Path, *, also_shown: bool) -> logging.Logger:
    """The one log of all children, of 10 MB at most before a new one is begun; three old ones are kept."""
    log = logging.Logger("children")
    handlers: list[logging.Handler] = [RotatingFileHandler(path, maxBytes=10_000_000, backupCount=3, encoding="utf-8")]
    if also_shown:
        handlers.append(logging.StreamHandler())
    for handler in handlers:
        log.addHandler(handler)
    return log


class Process:
    """A program in a process group of its own, so that Ctrl-C reaches us alone and we stop it in good order."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log: logging.Logger) -> None:
        self.name = name
        self._log = log
        self._last: deque[str] = deque(maxlen=LAST_LINES)
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
            self._last.append(line.rstrip())
            self._log.info("%-13s | %s", self.name, line.rstrip())

    def last_words(self) -> str:
        """Its last lines, for whoever is told that it failed."""
        return "\n".join(self._last) or "it said nothing"

    def code(self) -> int | None:
        """Its exit code, or null while it runs."""
        return self._child.poll()

    def wait(self) -> int:
        """Let it end and take its last lines."""
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
