"""`dorsi batch`: a folder of clips, measured overnight."""

from pathlib import Path
from typing import Annotated

import typer

from dorsi.cli.clip_options import takes_clip_options
from dorsi.clip_request import ClipOptions
from dorsi.errors import OptionError, check_option

app = typer.Typer()

ENGINES = ("local", "dask")
EXAMPLES = """Names: the person, the day, the movement and the side, each once, in folders or in the file's name:

anna/2026-11-20_lunge_left.mp4   anna/2026-11-20/lunge-left-2.mov   2026-11-20_anna_berg_squat.mp4

One folder may be the person's name; without one, the words that are none of the others are. Days are 2026-11-20 or
20261120; sides are left, right, l, r, both; movements are those of `dorsi movements`. Numbers and IMG, VID, MOV and the
like say nothing. A clip with any other word in its name, or with none for the person, is listed and skipped.

Manifest: a CSV file with the columns clip, person and, as needed, date, landmarks (a file to replay) and any option of
a clip, such as movement, side, height_cm or shoes; then names say nothing, and clips without a row are skipped.

The options of a clip, from --movement to --shoes, count for every clip whose name or row says nothing else.

Examples:

dorsi batch clips --out results --dry-run

dorsi batch clips --manifest clips.csv --workers 2

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
        Path | None, typer.Option(metavar="FILE.csv", help="CSV with person and movement for each clip.")
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
