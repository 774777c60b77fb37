"""`dorsi framing`: check where the phone stands before filming."""

import os
from pathlib import Path
from typing import Annotated

import typer

from dorsi import sealing
from dorsi.settings import MOVEMENTS, SIDE_CHOICES

app = typer.Typer()


@app.command(epilog="Example:  dorsi framing preview.jpg --movement lunge")
def framing(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A photo or short clip taken from where the phone stands.")
    ],
    *,
    movement: Annotated[str, typer.Option(metavar="|".join(MOVEMENTS), help="The movement you want to film.")] = "auto",
    side: Annotated[str, typer.Option(metavar="|".join(SIDE_CHOICES), help="The leg to be measured.")] = "auto",
    json_only: Annotated[bool, typer.Option("--json", metavar="", help="Print JSON and nothing else.")] = False,
) -> None:
    """Check a photo, or the first two seconds of a clip, before you film, and say what to move.

    Checks that feet and head are in the picture, the right side faces the camera, the phone is level, light and size
    are good, and only one person is visible. Exit code 1 if something needs to change first.
    """
    sealing.for_clips(threads=os.cpu_count() or 1)
    from rich.console import Console
    from rich.table import Table

    from dorsi.framing import check_framing

    found = check_framing(file, movement=movement, side=side)
    if json_only:
        typer.echo(found.model_dump_json(indent=2))
    else:
        console = Console()
        marks = {"ok": "[green]ok[/]", "improve": "[yellow]better[/]", "move": "[red]move[/]", "unknown": "?"}
        table = Table(box=None, show_header=False, pad_edge=False)
        for check in found.checks:
            table.add_row(marks[check.state], check.text if check.advice is None else f"{check.text}\n{check.advice}")
        console.print(table)
        console.print("Film now." if found.ready else "Change this first, then check again.")
    if not found.ready:
        raise typer.Exit(1)
