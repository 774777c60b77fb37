"""`dorsi show`: how to do an exercise."""

import shutil
import textwrap
from typing import Annotated

import typer

app = typer.Typer()

LABEL_WIDTH = 14
TEXT_WIDTH = 88  #: longer lines are hard to read, however wide the window


@app.command(epilog="Example:  dorsi show mo_wall_slide --level 2")
def show(
    exercise: Annotated[
        str | None, typer.Argument(metavar="EXERCISE", help="Id or name of an exercise; without it, all are listed.")
    ] = None,
    *,
    level: Annotated[int, typer.Option(metavar="1-4", help="The level.")] = 1,
) -> None:
    """Show how to do an exercise: start, steps, dose, common faults and when to stop."""
    from dorsi.programme.words.show import exercise_list, shown

    if exercise is None:
        for line in exercise_list():
            typer.echo(line)
        return
    width = min(shutil.get_terminal_size().columns, TEXT_WIDTH)
    title, *parts = shown(exercise, level)
    typer.echo(title[1])
    for label, text in parts:
        first = f"{label:<{LABEL_WIDTH}}"
        lines = textwrap.wrap(text, width, initial_indent=first, subsequent_indent=" " * LABEL_WIDTH)
        typer.echo("\n".join(lines))
