"""`dorsi batch`: a folder of clips, measured overnight."""

from pathlib import Path
from typing import Annotated

import typer

from dorsi.cli.clip_options import takes_clip_options
from dorsi.clip_request import ClipOptions
from dorsi.errors import OptionError, check_option

app = typer.Typer()

ENGINES = ("local", "dask")
EXAMPLES = """Names: put the person, day, movement and side, each once, into the folder or file names:

anna/2026-11-20_lunge_left.mp4   anna/2026-11-20/lunge-left-2.mov   2026-11-20_anna_berg_squat.mp4

The person can be a folder name, or the remaining words of the file name. Days are 2026-11-20 or 20261120; sides are
left, right, l, r, both; `dorsi movements` lists the movements. Numbers and words such as IMG, VID and MOV are ignored.
A clip with an unknown word in its name, or without a person, is listed and skipped.

Manifest: a CSV file with the columns clip and person. Optional columns are date, landmarks (a file to replay) and any
clip option, such as movement, side, height_cm or shoes. File names are then ignored, and clips without a row skipped.

The clip options, from --movement to --shoes, apply to every clip unless its name or row says otherwise.

Examples:

dorsi batch clips --out results --dry-run

dorsi batch clips --manifest clips.csv --workers 2

dorsi batch clips --engine dask --scheduler tcp://192.168.1.10:8786 --send-clips
"""


Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder with clips; subfolders are searched too.")]
Out = Annotated[Path, typer.Option(metavar="DIR", help="Folder for the results, with the same subfolders as FOLDER.")]
Workers = Annotated[int | None, typer.Option(metavar="N", help="Number of processes, one per core by default.")]
EngineName = Annotated[
    str, typer.Option(metavar="|".join(ENGINES), help="Run on this computer (local) or on a Dask cluster.")
]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Address of the Dask scheduler, such as tcp://host:8786.")
]
SendClips = Annotated[
    bool, typer.Option("--send-clips", metavar="", help="Send clips to workers that can't read FOLDER.")
]
Manifest = Annotated[Path | None, typer.Option(metavar="FILE.csv", help="CSV with person and movement for each clip.")]
Overlay = Annotated[bool, typer.Option("--overlay", metavar="", help="Also write the overlay videos.")]
BlurFaces = Annotated[
    bool,
    typer.Option(
        "--blur-faces",
        metavar="",
        help="Blur faces and everything else except the measured body; remakes reports that show faces.",
    ),
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", metavar="", help="Show what would be done, and list clips that could not be identified."),
]


@app.command(epilog=EXAMPLES)
@takes_clip_options
def batch(
    folder: Folder,
    *,
    options: ClipOptions,
    out: Out = Path("dorsi-out"),
    workers: Workers = None,
    engine: EngineName = "local",
    scheduler: Scheduler = None,
    send_clips: SendClips = False,
    manifest: Manifest = None,
    overlay: Overlay = False,
    blur_faces: BlurFaces = False,
    dry_run: DryRun = False,
) -> None:
    """Measure every new clip in FOLDER, and store the numbers (see `dorsi db` and `dorsi person`).

    If the run stops, start the same command again: clips already stored with the same settings and model are skipped.
    A clip that can't be measured is listed with its reason, and the rest continue. Results do not depend on the number
    of workers, the order or the engine.
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
