"""Write the password file of Airflow's user from a secret: ``python -m pipelines.orchestration.passwords SECRET FILE``.

For containers, where the password comes as a mounted file and so appears in no list of processes.
"""

from pathlib import Path
from typing import Annotated

import typer

from pipelines.orchestration.local_home import USER, write_privately

MIN_LENGTH = 8


def main(secret: Annotated[Path, typer.Argument()], file: Annotated[Path, typer.Argument()]) -> None:
    """Write the password in the file SECRET as that of the only user."""
    password = secret.read_text(encoding="utf-8").strip()
    if len(password) < MIN_LENGTH:
        typer.echo(f"The password of {USER} has fewer than {MIN_LENGTH} characters; choose a longer one.", err=True)
        raise typer.Exit(2)
    write_privately(file, {USER: password})


if __name__ == "__main__":
    typer.run(main)
