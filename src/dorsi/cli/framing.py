"""`dorsi framing`: is the phone where it should be, and what to move, before anything is filmed."""

from pathlib import Path
from typing import Annotated

import typer

from dorsi.settings import MOVEMENTS, SIDE_CHOICES

app = typer.Typer()


@app.command(epilog="Example:  dorsi framing preview.jpg --movement lunge")
def framing(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A photo or a short clip, taken where the phone stands.")
    ],
    *,
    movement: Annotated[str, typer.Option(metavar="|".join(MOVEMENTS), help="What is to be filmed.")] = "auto",
    side: Annotated[str, typer.Option(metavar="|".join(SIDE_CHOICES), help="The leg to be measured.")] = "auto",
    json_only: Annotated[bool, typer.Option("--json", metavar="", help="Print JSON and nothing else.")] = False,
) -> None:
    """Look at a photo or the first two seconds of a clip before filming, and say what to move.

    Feet and head in the picture, the side towards the camera that the movement needs, level, light, size, one person.
    Exit code 1 if something has to be moved first.
    """
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
        console.print("Film now." if found.ready else "Move this first, then look again.")
    if not found.ready:
        raise typer.Exit(1)
