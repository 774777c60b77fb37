"""`dorsi squad`: everybody who is stored, in one table."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command(epilog="Example:  dorsi squad dorsi-out")
def squad(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the page goes: beside the reports.")],
    *,
    pseudonyms: Annotated[
        bool, typer.Option("--pseudonyms", metavar="", help="Numbers in place of names; then nothing links to reports.")
    ] = False,
) -> None:
    """Write what is stored of everybody as squad.html, squad.csv and squad.xlsx.

    Athlete, last day, left, right, their difference, band, change since the time before, programme, what to film again.
    With dorsi[research] installed also squad.parquet.
    """
    from dorsi.batch import write_squad_report
    from dorsi.detectable import detectable_changes
    from dorsi.store import Store

    with Store() as store:
        for path in write_squad_report(store, folder, pseudonyms=pseudonyms, detectable=detectable_changes()):
            typer.echo(path)
