"""`dorsi repeat`: check whether the same clip still gives a stored result."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command(epilog="Example:  dorsi repeat dorsi-out/left/session.json")
def repeat(
    session: Annotated[Path, typer.Argument(metavar="SESSION.json", help="An earlier result, or its folder.")],
    *,
    clip: Annotated[Path | None, typer.Option(metavar="CLIP", help="The clip, if you moved it.")] = None,
    cached: Annotated[
        bool, typer.Option("--cached", metavar="", help="Use cached landmarks instead of running the network.")
    ] = False,
) -> None:
    """Measure a clip again with the stored settings, and list every difference from SESSION.json.

    Exit code 0 if all values are identical, 1 if anything differs.
    """
    from rich.console import Console

    from dorsi.cli.progress import clip_progress
    from dorsi.pose.cache import default_folder
    from dorsi.repeating import repeat as measure_again
    from dorsi.wording.plurals import plural

    with clip_progress(Console(stderr=True), session.name) as progress:
        result = measure_again(session, clip=clip, cache_dir=default_folder() if cached else None, progress=progress)
    if result.identical:
        count = len(result.stored.measurements)
        typer.echo(f"identical: {plural(count, 'measurement')} and all other fields are exactly as stored")
        return
    typer.echo(f"differs in {plural(len(result.changes), 'field')}:")
    for change in result.changes:
        typer.echo(f"  {change}")
    raise typer.Exit(1)
