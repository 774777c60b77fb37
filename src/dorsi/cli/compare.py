"""`dorsi compare`: one clip measured with several pose networks."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from dorsi.backend_choices import backend_choices
from dorsi.cli.clip_options import takes_clip_options
from dorsi.clip_request import ClipOptions
from dorsi.settings import BACKEND, FOOT, MODELS

if TYPE_CHECKING:
    from dorsi.comparing import Comparison, ComparisonRow

app = typer.Typer()
OTHERS: Final = [choice.text for choice in backend_choices().values() if choice.key != BACKEND]


@app.command(epilog="Example:  dorsi compare left.mp4 --backends heavy,lite")
@partial(takes_clip_options, without=("model", "foot_model", "backend"))
def compare(
    clip: Annotated[Path, typer.Argument(metavar="CLIP", help="A video file.")],
    *,
    options: ClipOptions,
    backends: Annotated[
        str,
        typer.Option(
            metavar="A,B",
            help=f"Two or more of {', '.join(MODELS)} (each also as {MODELS[0]}{FOOT}); {'; '.join(OTHERS)}.",
        ),
    ],
) -> None:
    """Measure CLIP with each pose network, everything else the same, and print the numbers side by side.

    On difficult clips the networks can differ by more than the error bound. None of them is the truth.
    """
    from rich.console import Console

    from dorsi.cli.progress import clip_progress
    from dorsi.comparing import compare as measure_each

    names = [name.strip() for name in backends.split(",")]
    with clip_progress(Console(stderr=True), clip.name) as progress:
        found = measure_each(clip, names, progress=progress, **options)
    _print(found)


def _print(found: "Comparison") -> None:
    from rich.console import Console
    from rich.table import Table

    from dorsi.comparing import POINTS
    from dorsi.measures import label_of

    console = Console()
    numbers = Table(box=None, pad_edge=False)
    for heading in ("", "side", *found.backends):
        numbers.add_column(heading, overflow="fold")
    for row in found.rows:
        numbers.add_row(label_of(row.name), row.side, *(_cell(row, i) for i in range(len(found.backends))))
    console.print(numbers)
    console.print(f"\nMedian distance of points from those of {found.backends[0]}, pixels (left, right):")
    places = Table(box=None, pad_edge=False)
    for heading in ("", *found.backends[1:]):
        places.add_column(heading, overflow="fold")
    for point in POINTS:
        apart = (found.apart_px(i, point) for i in range(1, len(found.backends)))
        places.add_row(point, *(", ".join("-" if d is None else f"{d:.1f}" for d in pair) for pair in apart))
    console.print(places)


def _cell(row: "ComparisonRow", backend: int) -> str:
    """Return value, bound and difference from the first backend, or that there is no number."""
    number = row.measured[backend]
    if number is None or number.value is None:
        return "not measured"
    digits = 1 if number.unit in {"deg", "spm"} else 0 if number.unit == "1" else 3
    text = f"{number.value:.{digits}f}"
    if number.bound:
        text += f" ± {number.bound:.{digits}f}"
    difference = row.difference(backend)
    return text if backend == 0 or difference is None else f"{text} ({difference:+.{digits}f})"
