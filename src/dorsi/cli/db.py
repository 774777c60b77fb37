"""`dorsi db`: looking after the database."""

from pathlib import Path
from typing import Annotated

import typer

group = typer.Typer(no_args_is_help=True)
app = typer.Typer()
app.add_typer(
    group,
    name="db",
    help="Look after the database: $DORSI_DB, or dorsi.db in the user's data folder (or in $DORSI_DATA).",
    epilog="Example:  dorsi db backup season-2026",
)


@group.command(epilog="Example:  dorsi db upgrade")
def upgrade() -> None:
    """Bring the database to this version of dorsi; make it if it is not there."""
    from dorsi.store import care

    address, before = care.upgrade()
    told = {"empty": "was made", "older": "was brought to this version", "current": "is of this version already"}
    typer.echo(f"{address} {told[before]}.")


@group.command(epilog="Example:  dorsi db check")
def check() -> None:
    """Read everything, and say what is wrong: tables, rows, arrays. Exit code 1 if something is."""
    from dorsi.store import care

    problems = care.check()
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(1)
    typer.echo("The database and its arrays are as they should be.")


@group.command(epilog="Example:  dorsi db backup season-2026")
def backup(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder for the copy.")],
) -> None:
    """Copy the database, from a server too, and its arrays into FOLDER; DORSI_DATA=FOLDER uses the copy."""
    from dorsi.store import care

    typer.echo(f"Copied to {care.backup(folder)} and the folder of arrays beside it.")
