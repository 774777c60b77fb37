"""`dorsi squad`: everyone in one table."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command(epilog="Example:  dorsi squad dorsi-out")
def squad(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", show_default=False, help="Folder of the reports; the page goes there."),
    ] = None,
    *,
    pseudonyms: Annotated[
        bool, typer.Option("--pseudonyms", metavar="", help="Numbers instead of names, and no links to reports.")
    ] = False,
    pages: Annotated[
        bool,
        typer.Option(
            "--pages",
            metavar="",
            help="Also write a page for each athlete, into FOLDER/athletes; kept up to date from then on.",
        ),
    ] = False,
) -> None:
    """Write one table of everyone stored, as squad.html, squad.csv and squad.xlsx.

    Shows each athlete's last day, left, right, side difference, band, last change, programme, when the next clip is
    due and what to film again. An athlete's own page has numbers, trends, pictures of the last clip and the
    programme in one file to print or pass on; under pseudonyms it has no name and no pictures. With
    dorsi[research] installed also squad.parquet.
    """
    from dorsi.batch import write_squad_report
    from dorsi.batch.squads import last_squad_folder
    from dorsi.detectable import detectable_changes
    from dorsi.errors import OptionError
    from dorsi.report.squad.shown import read_shown
    from dorsi.store import Store

    with Store() as store:
        if folder is None:
            last = last_squad_folder(store)
            named = f'"{last}"' if " " in str(last) else last or "dorsi-out"
            such = ", where the last squad page is" if last else ""
            raise OptionError(f"squad: give the folder of the reports, as in: dorsi squad {named}{such}")
        skipped = read_shown(folder).skipped
        for path in write_squad_report(
            store, folder, pseudonyms=pseudonyms, detectable=detectable_changes(), skipped=skipped, pages=pages or None
        ):
            typer.echo(path)
