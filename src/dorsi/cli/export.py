"""`dorsi export`: write a result in formats of other tools."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command(epilog="Example:  dorsi export dorsi-out/left --format csv --format parquet")
def export(
    result: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="The folder that dorsi analyse wrote for one clip, or a folder of such folders."
        ),
    ],
    *,
    formats: Annotated[
        list[str],
        typer.Option(
            "--format", metavar="FORMAT", help="csv, parquet, json, trc, mot, c3d, movement or bids; may be repeated."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for the files; DIR/export by default.")
    ] = None,
    height_cm: Annotated[
        float | None, typer.Option(metavar="CM", help="The person's height; sets the scale of trc and c3d.")
    ] = None,
) -> None:
    """Export a result to formats of other tools. You don't need the clip or the pose network.

    csv and parquet are tidy tables with a data dictionary. trc and mot open in OpenSim, c3d in motion capture software.
    movement is netCDF for the package of that name, bids a BIDS-motion dataset. Most formats need:
    pip install 'dorsi[research]'.
    """
    from dorsi.errors import check_option
    from dorsi.exchange import FORMATS
    from dorsi.exporting import export as write
    from dorsi.loading import load

    for one in formats:
        check_option("--format", one, FORMATS)
    # Of one clip, the main movement; of a folder of results, everything in it.
    is_folder = result.is_dir() and not (result / "session.json").is_file()
    found = result if is_folder else load(result)
    for path in write(found, out or result / "export", formats=formats, height_cm=height_cm):
        typer.echo(path)
