"""`dorsi repeat`: whether a stored result is what the same clip gives now."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command(epilog="Example:  dorsi repeat dorsi-out/left/session.json")
def repeat(
    session: Annotated[Path, typer.Argument(metavar="SESSION.json", help="The session of an earlier result.")],
    *,
    clip: Annotated[Path | None, typer.Option(metavar="CLIP", help="Where the clip lies now, if it was moved.")] = None,
    cached: Annotated[
        bool, typer.Option("--cached", metavar="", help="Start from kept landmarks instead of running the network.")
    ] = False,
) -> None:
    """Measure the clip of SESSION.json again with the stored settings, and say: identical, or exactly what differs.

    Exit code 0 when every number and word is the same, 1 when anything differs.
    """
    from rich.console import Console

    from dorsi.cli.progress import clip_progress
    from dorsi.pose.cache import default_folder
    from dorsi.repeating import repeat as measure_again

    with clip_progress(Console(stderr=True), session.name) as progress:
        result = measure_again(session, clip=clip, cache_dir=default_folder() if cached else None, progress=progress)
    if result.identical:
        count = len(result.stored.measurements)
        typer.echo(f"identical: {count} measurements and everything beside them are exactly as stored")
        return
    typer.echo(f"differs in {len(result.changes)} fields:")
    for change in result.changes:
        typer.echo(f"  {change}")
    raise typer.Exit(1)
