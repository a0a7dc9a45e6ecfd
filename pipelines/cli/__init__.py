"""The command line: one module a group of commands, over the same functions that the DAGs call."""

from pipelines.cli.main import app, main

__all__ = ["app", "main"]
