"""`dorsi doctor`: check the installation."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command(epilog="Example:  dorsi doctor")
def doctor(
    *,
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.json",
            help="Also write versions, checks and what went wrong in dorsi to a file that you can send: no names, no "
            "paths, no results.",
        ),
    ] = None,
) -> None:
    """Check Python, packages, system libraries, models and video codecs, and say how to repair problems.

    Exit code 1 if something is broken.
    """
    from rich.console import Console
    from rich.table import Table

    from dorsi.doctor import broken, examine, write_report

    checks = examine()
    if report is not None:
        write_report(checks, report)
    table = Table(box=None, pad_edge=False)
    for heading in ("", "Check", "Found"):
        table.add_column(heading, overflow="fold")
    for check in checks:
        table.add_row("[green]ok[/]" if check.ok else "[red]broken[/]", check.name, check.found)
    console = Console()
    console.print(table)
    for check in broken(checks):
        console.print(f"\n{check.name}: {check.found}\n  do: {check.advice}", markup=False, soft_wrap=True)
    if broken(checks):
        raise typer.Exit(1)
    console.print("\nEverything works.")
