"""`dorsi db`: maintain the database."""

from pathlib import Path
from typing import Annotated

import typer

group = typer.Typer(no_args_is_help=True)
app = typer.Typer()
app.add_typer(
    group,
    name="db",
    help="Maintain the database: $DORSI_DB, or dorsi.db in your data folder ($DORSI_DATA if set).",
    epilog="Example:  dorsi db backup season-2026",
)


@group.command(epilog="Example:  dorsi db upgrade")
def upgrade() -> None:
    """Upgrade the database to this version of dorsi; create it if it does not exist."""
    from dorsi.store import care

    address, before = care.upgrade()
    told = {"empty": "was created", "older": "was upgraded", "current": "is up to date"}
    typer.echo(f"{address} {told[before]}.")


@group.command(epilog="Example:  dorsi db check")
def check() -> None:
    """Check all tables, rows and arrays, and list problems. Exit code 1 if there are any."""
    from dorsi.store import care

    problems = care.check()
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(1)
    typer.echo("No problems found.")


@group.command(epilog="Example:  dorsi db backup season-2026")
def backup(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder for the copy.")],
) -> None:
    """Copy the database and its arrays into FOLDER, also from a database server. DORSI_DATA=FOLDER uses the copy."""
    from dorsi.store import care

    typer.echo(f"Copied to {care.backup(folder)} and the arrays folder beside it.")
