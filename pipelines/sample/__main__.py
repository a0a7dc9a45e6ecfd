"""Serve the sample newsroom until Ctrl-C: ``python -m pipelines.sample [--edition 2] [--port 8000]``."""

import argparse
import contextlib
import sys
import threading

from pipelines.sample.newsroom import EDITIONS
from pipelines.sample.server import serve_newsroom


def main() -> None:
    """Print the address and wait."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.sample", description=__doc__)
    parser.add_argument("--edition", type=int, choices=EDITIONS, default=1)
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    with serve_newsroom(arguments.edition, arguments.port) as newsroom, contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(f"The sample newsroom, edition {newsroom.edition}: {newsroom.base_url}/ (Ctrl-C stops it)\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
