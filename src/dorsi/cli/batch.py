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

The clip options, from --movement to --shoes, apply to every clip unless its name or row says otherwise.

Examples:

dorsi batch clips --out results --dry-run

dorsi batch clips --make-manifest clips.xlsx

dorsi batch clips --manifest clips.xlsx --workers 2

dorsi batch clips --watch

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
Manifest = Annotated[
    Path | None, typer.Option(metavar="FILE", help="CSV or XLSX with person and movement for each clip.")
]
MakeManifest = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Write a manifest, filled in as far as names go, as .csv or .xlsx. Measures nothing."
    ),
]
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
Watch = Annotated[
    bool, typer.Option("--watch", metavar="", help="Stay, and measure each new clip once it is copied; Ctrl-C ends.")
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
    make_manifest: MakeManifest = None,
    overlay: Overlay = False,
    blur_faces: BlurFaces = False,
    dry_run: DryRun = False,
    watch: Watch = False,
) -> None:
    """Measure every new clip in FOLDER, and store the numbers (see `dorsi db` and `dorsi person`).

    If the run stops, start the same command again: clips already stored with the same settings and model are skipped.
    A clip that can't be measured is listed with its reason, and the rest continue. Results do not depend on the number
    of workers, the order or the engine.
    """
    check_option("--engine", engine, ENGINES)
    if (engine == "dask") != (scheduler is not None):
        raise OptionError("--engine dask and --scheduler ADDRESS go together; give both or neither")
    if watch and (dry_run or make_manifest is not None):
        raise OptionError("--watch measures clips; leave out --dry-run and --make-manifest")
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
    if watch:
        batching.watch(request)
    elif not batching.run(request, dry=dry_run):
        raise typer.Exit(2)
