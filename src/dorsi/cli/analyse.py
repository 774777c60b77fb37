"""`dorsi analyse`: from clips to results."""

import os
from pathlib import Path
from typing import Annotated

import typer

from dorsi import sealing
from dorsi.cli.clip_options import takes_clip_options
from dorsi.clip_request import ClipOptions, clip_request

app = typer.Typer()

EXAMPLES = """Examples:

dorsi analyse left.mp4 right.mp4 --person bea --intake bea.yaml

dorsi analyse run.mov --movement run --capture-fps 240 --out results
"""


@app.command(epilog=EXAMPLES)
@takes_clip_options
def analyse(
    clips: Annotated[list[Path], typer.Argument(metavar="CLIP", help="Video files: mp4, mov, avi, mkv or webm.")],
    *,
    options: ClipOptions,
    intake: Annotated[
        Path | None,
        typer.Option(metavar="FILE.yaml", help="The person's answers; adds a programme to the report."),
    ] = None,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder for the results, with one subfolder for each clip.")
    ] = Path("dorsi-out"),
    no_overlay: Annotated[
        bool, typer.Option("--no-overlay", metavar="", help="Skip the overlay video (faster).")
    ] = False,
    blur_faces: Annotated[
        bool,
        typer.Option(
            "--blur-faces", metavar="", help="Blur faces and everything else except the measured body in all pictures."
        ),
    ] = False,
    json_only: Annotated[
        bool,
        typer.Option("--json", metavar="", help="Print the session as JSON (a list for several) and nothing else."),
    ] = False,
) -> None:
    """Measure each CLIP and write a report; several clips of one person also get a joint one.

    Each clip gets a folder DIR/NAME: session.json, report.html, overlay.mp4, stills/, signals.csv and landmarks.npz.
    If a clip shows several movements, each is measured. Further movements go to part-2, part-3 of that folder, and a
    joint report covers them all.
    If a clip can't be measured, the report says why.
    """
    sealing.for_clips(threads=os.cpu_count() or 1)
    from dorsi.cli import analysing
    from dorsi.detectable import detectable_changes
    from dorsi.intake.reading import read_intake

    wanted = analysing.Wanted(
        intake=None if intake is None else read_intake(intake),
        overlay=not no_overlay,
        blur_faces=blur_faces,
        detectable=detectable_changes(),
    )
    requests = [clip_request(clip, **options) for clip in clips]
    if not analysing.run(requests, out, wanted, json_only=json_only):
        raise typer.Exit(2)
