"""`dorsi marker`: a printed page that sets the scale of a clip."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command(epilog="Example:  dorsi marker --out marker.svg")
def marker(
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")] = Path("marker.svg"),
) -> None:
    """Write a marker to print; placed beside the foot, it lets dorsi measure in centimetres."""
    from dorsi.errors import DataError
    from dorsi.video.marker import MARKER_CM, page_svg

    try:
        out.write_text(page_svg(), encoding="utf-8")
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise DataError(f"{out}: the page cannot be written ({reason}); choose another place with --out") from error
    typer.echo(f"Written {out}. Print it at 100 % and check that the black square is {MARKER_CM:g} cm wide.")
