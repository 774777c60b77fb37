"""`dorsi movements`: the movements you can film, and how."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command(epilog="Example:  dorsi movements --pictures guides")
def movements(
    pictures: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Also write a drawing of each filming guide into this folder.")
    ] = None,
) -> None:
    """List the movements that dorsi measures and how to film them."""
    from rich.console import Console
    from rich.table import Table

    from dorsi.measures import label_of, meaning_of
    from dorsi.protocols import PROTOCOLS

    console = Console()
    for protocol in PROTOCOLS.values():
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
        table.add_row("  from", f"{protocol.film.view}; {protocol.film.reps}")
        table.add_row("  phone", f"{protocol.film.height}, {protocol.film.distance} away, level")
        table.add_row("  wear", protocol.film.clothing)
        table.add_row("  how", protocol.film.whole_text)
        table.add_row("  headline", f"{label_of(protocol.headline)}: {meaning_of(protocol.headline)}")
        console.print(f"{protocol.name}: {protocol.title}", markup=False, highlight=False)
        console.print(table)
    if pictures is not None:
        _draw(pictures)
        console.print(f"Pictures: {pictures}", markup=False, highlight=False)


def _draw(folder: Path) -> None:
    """Write one SVG for each movement."""
    from dorsi.errors import DataError
    from dorsi.protocols import PROTOCOLS
    from dorsi.protocols.guides import picture

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for protocol in PROTOCOLS.values():
            (folder / f"{protocol.name}.svg").write_text(picture(protocol), encoding="utf-8")
    except OSError as error:
        raise DataError(
            f"{folder}: the pictures cannot be written there ({error.strerror}); choose another folder"
        ) from error
