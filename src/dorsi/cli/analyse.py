"""`dorsi analyse`: from clips to results."""

from pathlib import Path
from typing import Annotated, Final

import typer

from dorsi.backend_choices import backend_choices
from dorsi.errors import OptionError
from dorsi.settings import (
    BACKEND,
    FOOT_MODEL,
    FOOT_MODELS,
    MODELS,
    MOVEMENTS,
    SHEETS,
    SIDE_CHOICES,
    Settings,
    check_speed_kmh,
)

app = typer.Typer()
BACKENDS: Final = [choice.text for choice in backend_choices().values()]

EXAMPLES = """Examples:

dorsi analyse left.mp4 right.mp4 --person bea --intake bea.yaml

dorsi analyse run.mov --movement run --capture-fps 240 --out results
"""


def _listed(choices: tuple[str, ...]) -> str:
    return "|".join(choices)


@app.command(epilog=EXAMPLES)
def analyse(
    clips: Annotated[list[Path], typer.Argument(metavar="CLIP", help="Video files: mp4, mov, avi, mkv or webm.")],
    *,
    movement: Annotated[
        str,
        typer.Option(metavar=_listed(MOVEMENTS), help="What the clip shows; auto recognises it, or says it can not."),
    ] = "auto",
    side: Annotated[str, typer.Option(metavar=_listed(SIDE_CHOICES), help="The leg to measure.")] = "auto",
    person: Annotated[str | None, typer.Option(metavar="NAME", help="Who is filmed; stored with the result.")] = None,
    intake: Annotated[
        Path | None,
        typer.Option(metavar="FILE.yaml", help="The person's answers: with them the report gets a programme."),
    ] = None,
    height_cm: Annotated[
        float | None, typer.Option(metavar="CM", help="The person's height: gives lengths a scale.")
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(
            metavar=_listed(SHEETS),
            help="A blank sheet lies flat beside the foot, its long side along the foot: gives lengths a scale.",
        ),
    ] = None,
    speed_kmh: Annotated[
        float | None, typer.Option(metavar="KMH", help="Running speed: only runs at the same speed are compared.")
    ] = None,
    shoes: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Running shoes: runs are compared only in the same ones.")
    ] = None,
    capture_fps: Annotated[
        float | None, typer.Option(metavar="FPS", help="True frame rate of slow motion that plays slowed down.")
    ] = None,
    model: Annotated[
        str, typer.Option(metavar=_listed(MODELS), help="Pose network; full and lite are faster and less exact.")
    ] = "heavy",
    foot_model: Annotated[
        str,
        typer.Option(
            metavar=_listed(FOOT_MODELS),
            help="dorsi's own network refines the lower-leg points: auto, where it helps.",
        ),
    ] = FOOT_MODEL,
    backend: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help=f"Who finds the body's points. {'; '.join(BACKENDS)}.",
        ),
    ] = BACKEND,
    pick: Annotated[
        str | None, typer.Option(metavar="X,Y", help="A pixel on the person to measure, when there are several.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the results go, one folder for each clip.")] = Path(
        "dorsi-out"
    ),
    no_overlay: Annotated[
        bool, typer.Option("--no-overlay", metavar="", help="Leave out the overlay video; quicker.")
    ] = False,
    blur_faces: Annotated[
        bool,
        typer.Option("--blur-faces", metavar="", help="Keep only the measured body sharp in all pictures: no faces."),
    ] = False,
    json_only: Annotated[
        bool,
        typer.Option("--json", metavar="", help="Print the session as JSON (a list for several) and nothing else."),
    ] = False,
) -> None:
    """Measure each CLIP and write a report; several clips of one person also get a joint one.

    DIR/<name of the clip>/ gets session.json, report.html, overlay.mp4, signals.csv and landmarks.npz, all or none.
    Where a clip shows several movements, each is measured: further ones lie in part-2, part-3 of that folder, and all
    get a joint report.
    If a clip can't be measured, the report says why.
    """
    settings = Settings(
        movement=movement,
        side=side,
        model=model,
        foot_model=foot_model,
        backend=backend,
        capture_fps=capture_fps,
        height_cm=height_cm,
        sheet=sheet,
        pick=None if pick is None else _pixel(pick),
    )
    from dorsi.cli import analysing
    from dorsi.cli.intake_file import read_intake
    from dorsi.detectable import detectable_changes

    answers = None if intake is None else read_intake(intake)
    request = analysing.Request(
        settings=settings,
        person=person,
        intake=answers,
        overlay=not no_overlay,
        blur_faces=blur_faces,
        speed_kmh=check_speed_kmh("--speed-kmh", speed_kmh),
        shoes=shoes,
        detectable=detectable_changes(),
    )
    if not analysing.run(clips, out, request, json_only=json_only):
        raise typer.Exit(2)


def _pixel(text: str) -> tuple[float, float]:
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError as error:
        raise OptionError(f"--pick: '{text}' given; write two numbers, such as 612,840") from error
    return x, y
