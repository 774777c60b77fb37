"""`dorsi batch`: a folder of clips, measured overnight."""

from pathlib import Path
from typing import Annotated

import typer

from dorsi.cli.clip_options import takes_clip_options
from dorsi.clip_request import ClipOptions
from dorsi.errors import OptionError, check_option

app = typer.Typer()

ENGINES = ("local", "dask")
EXAMPLES = """Names: the person, the day, the movement and the side, in folders or in the file's name:

anna/2026-11-20_lunge_left.mp4   U23/Anna/knee to wall L.mov   Anna Berg/WhatsApp Video 2026-11-20 at 18.22.31.mp4

A folder is the person's name unless all its words say when or what, or it names a team; no word of a person's folder is
read as a side or a movement. Without such a folder, the words of the file's name that mean nothing else are the name.
Days may be written in any order: one that could be two is settled by the other clips or the file's own date, or asked
about. Words for movements and sides are known in six languages. A clip whose name leaves a question is listed and
skipped.

Manifest: a CSV or XLSX file with the columns clip, person and, as needed, date, team, group, note, landmarks (a file to
replay) and any option of a clip, such as movement, side, height_cm, speed_kmh, shoes or pick; then names say nothing,
and clips without a row are skipped. --make-manifest writes one to complete.

The options of a clip, from --movement to --shoes, count for every clip whose name or row says nothing else.

Examples:

dorsi batch clips --out results --dry-run

dorsi batch clips --make-manifest clips.xlsx

dorsi batch clips --manifest clips.xlsx --workers 2

dorsi batch clips --engine dask --scheduler tcp://192.168.1.10:8786 --send-clips
"""


@app.command(epilog=EXAMPLES)
@takes_clip_options
def batch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Looked through with all folders in it.")],
    *,
    options: ClipOptions,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the results go, one folder for each clip, as in FOLDER.")
    ] = Path("dorsi-out"),
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="Processes, one core each; as many as there are cores by default.")
    ] = None,
    engine: Annotated[
        str, typer.Option(metavar="|".join(ENGINES), help="Where the work runs: this machine, or a Dask cluster.")
    ] = "local",
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The running Dask scheduler, such as tcp://host:8786.")
    ] = None,
    send_clips: Annotated[
        bool,
        typer.Option("--send-clips", metavar="", help="Send clips to the workers, instead of reading the same path."),
    ] = False,
    manifest: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV or XLSX with person and movement for each clip.")
    ] = None,
    make_manifest: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write a manifest filled in as far as names go, as .csv or .xlsx, and measure nothing."
        ),
    ] = None,
    overlay: Annotated[bool, typer.Option("--overlay", metavar="", help="Also draw the overlay videos.")] = False,
    blur_faces: Annotated[
        bool,
        typer.Option(
            "--blur-faces",
            metavar="",
            help="Keep only the measured body sharp in all pictures; reports with faces are made again.",
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", metavar="", help="Say what would be done, and list clips that could not be identified."
        ),
    ] = False,
) -> None:
    """Measure every clip in FOLDER that is new, and store the numbers (`dorsi db`, `dorsi person`).

    A clip is done when its content, settings and model are stored: stopped in the middle, by Ctrl-C or otherwise, the
    same command goes on. A clip that can't be measured is listed with its reason and stops nothing. The results do
    not depend on workers, order or engine.
    """
    check_option("--engine", engine, ENGINES)
    if (engine == "dask") != (scheduler is not None):
        raise OptionError("--engine dask and --scheduler ADDRESS go together; give both or neither")
    from dorsi.cli import batching

    if make_manifest is not None:
        batching.write_manifest(folder, make_manifest, leave_out=out, options=options)
        return
    request = batching.Request(
        folder=folder,
        out=out,
        workers=workers,
        scheduler=scheduler,
        send_clips=send_clips,
        manifest=manifest,
        options=options,
        overlay=overlay,
        blur_faces=blur_faces,
    )
    if not batching.run(request, dry=dry_run):
        raise typer.Exit(2)
