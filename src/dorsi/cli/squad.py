"""`dorsi squad`: everyone in one table."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command(epilog="Example:  dorsi squad dorsi-out")
def squad(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder of the reports; the page goes there.")],
    *,
    pseudonyms: Annotated[
        bool, typer.Option("--pseudonyms", metavar="", help="Numbers instead of names, and no links to reports.")
    ] = False,
) -> None:
    """Write one table of everyone stored, as squad.html, squad.csv and squad.xlsx.

    Shows each athlete's last day, left, right, side difference, band, last change, programme and what to film again.
    With dorsi[research] installed also squad.parquet.
    """
    from dorsi.batch import write_squad_report
    from dorsi.detectable import detectable_changes
    from dorsi.store import Store

    with Store() as store:
        for path in write_squad_report(store, folder, pseudonyms=pseudonyms, detectable=detectable_changes()):
            typer.echo(path)
