"""Everything raised on purpose. Only the command line and the orchestration package catch these.

A class says whether a retry can help and which exit code it becomes; a message says what happened, to what, and what to do.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command of Newsledger answers with."""

    DONE = 0
    OTHER = 1
    USAGE = 2
    GATE_REFUSED = 3
    WAITING = 4
    LOCKED = 5


class NewsledgerError(Exception):
    """The base of all errors raised on purpose."""

    exit_code: ExitCode = ExitCode.OTHER


class TransientError(NewsledgerError):
    """The same call may work later; the scheduler retries."""


class PermanentError(NewsledgerError):
    """A retry cannot help; the task fails at once and a person is told."""


class UsageError(PermanentError):
    """The user asked for something that cannot be; the message says what can."""

    exit_code = ExitCode.USAGE


class GateRefusedError(PermanentError):
    """A load or a release broke a critical rule; what stood before still stands."""

    exit_code = ExitCode.GATE_REFUSED


class StoreLockedError(TransientError):
    """Another process holds the store; the message names it."""

    exit_code = ExitCode.LOCKED


class DiskFullError(TransientError):
    """There was no room to write; the message says where."""
