"""The command line as one program."""

import logging
import os
import signal
import sys

import structlog
import typer

from pipelines.cli import extraction, keeping, quarantine, reading, releases, review, sources, steps
from pipelines.cli.console import err
from pipelines.errors import ExitCode, NewsledgerError
from pipelines.settings import Settings, load_settings, unknown_settings

_HELP = """News about AI in, audited facts out.

State lives under NEWSLEDGER_HOME (default ./data). Exit codes: 0 done or nothing to do, 1 other, 2 usage, 3 a gate refused,
4 done but articles wait, 5 locked by another process.
"""

app = typer.Typer(no_args_is_help=True, help=_HELP, rich_markup_mode=None, pretty_exceptions_enable=False)
for group in (steps, reading, extraction, releases, keeping):
    app.add_typer(group.app)
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(review.app, name="review")
app.add_typer(sources.app, name="sources")


def _quiet_logs(settings: Settings) -> None:
    level = getattr(logging, settings.log_level.upper())
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def main() -> None:
    """Run the command line; an error raised on purpose becomes one clear line and its exit code."""
    signal.signal(signal.SIGINT, _stop)
    try:
        _quiet_logs(load_settings())
        for line in unknown_settings():
            err.print(f"newsledger: {line}", markup=False, style="yellow")
        app()
    except NewsledgerError as error:
        err.print(f"newsledger: {error}", markup=False, style="red")
        sys.exit(int(error.exit_code))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        err.print(
            f"newsledger: {what}. Is NEWSLEDGER_HOME a folder that can be written, with room?",
            markup=False,
            style="red",
        )
        sys.exit(int(ExitCode.OTHER))


def _stop(*_: object) -> None:
    err.print("newsledger: stopped; what was done is kept, run again to go on.", markup=False)
    sys.exit(130)
