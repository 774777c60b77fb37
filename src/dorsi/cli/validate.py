"""`dorsi validate`: how accurate dorsi is on clips with known true values."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dorsi.errors import check_option
from dorsi.settings import FOOT_MODEL, FOOT_MODELS, MODELS, Settings

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from rich.console import Console

    from dorsi.types import Progress
    from dorsi.validation.study import Listener, Validation
    from dorsi.validation.table import TextTable

app = typer.Typer()

BOTH = "both"
CHOICES = (BOTH, *FOOT_MODELS)
EXAMPLES = """Example:  dorsi validate clips-with-truth --out accuracy"""


@app.command(epilog=EXAMPLES)
def validate(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder of clips with truth files beside them.")],
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for tables and pictures.")] = Path("dorsi-accuracy"),
    model: Annotated[str, typer.Option(metavar="|".join(MODELS), help="Pose network.")] = "heavy",
    foot_model: Annotated[
        str,
        typer.Option(
            metavar="|".join(CHOICES), help="dorsi's foot network; both compares results with and without it."
        ),
    ] = BOTH,
    truth: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Known values of real clips; FOLDER/truth.yaml by default."),
    ] = None,
) -> None:
    """Measure every clip in FOLDER with known true values, and report the errors.

    The true values of a clip NAME are in NAME.truth.json and NAME.truth.csv, in NAME.mocap-ankle.csv and
    NAME.mocap-jointcentres.csv, or in NAME.mocap.mot, NAME.mocap.trc or NAME.mocap.c3d, whose clock is laid over the
    clip's. Writes accuracy.csv, curves.csv, accuracy.md and pictures to DIR. A clip that can't be
    measured counts as not measured, never as an error of 0.

    Real clips get a second table. FILE lists what is known about each: movement, repetitions, a peak read off a frame,
    or that it must be refused. NAME is a video or a landmark file (NAME.npz).
    """
    check_option("--foot-model", foot_model, CHOICES)
    settings = Settings(model=model, foot_model=FOOT_MODEL if foot_model == BOTH else foot_model)
    from rich.console import Console

    from dorsi import validation
    from dorsi.cli.progress import clip_progress, say
    from dorsi.validation.tables import reference_tables, tables
    from dorsi.validation.writing import check_folder

    check_folder(out)
    messages = Console(stderr=True)

    def listener(name: str) -> "AbstractContextManager[Progress | None]":
        return clip_progress(messages, name)

    real = _real(folder, truth, settings, listener)
    found = validation.collect([])
    more: list[TextTable] = []
    if validation.has_truths(folder) or not real:
        found, more = _beside_truth(folder, settings, listener, both=foot_model == BOTH)
    with messages.status("drawing"):
        validation.write(found, out, more=[*real, *more])
    console = Console()
    shown = [*tables(found)[:3], *reference_tables(found)] if found.clips else []
    for table in (*real, *more[:1], *shown):
        if table.rows:
            _print(console, table)
    say(console, f"\nAll numbers: {out / 'accuracy.md'}")


def _beside_truth(
    folder: Path, settings: Settings, listener: "Listener", *, both: bool
) -> "tuple[Validation, list[TextTable]]":
    """Return the clips with exact truth, and the tables comparing them with and without the foot network."""
    from dorsi import validation

    if not both:
        return validation.validate(folder, settings, progress=listener), []
    compared = validation.compare_foot(folder, settings, progress=listener)
    return compared.chosen, validation.foot_tables(compared)


def _real(folder: Path, truth: Path | None, settings: Settings, listener: "Listener") -> "list[TextTable]":
    """Return the table of real clips, if any have known values."""
    from dorsi.validation import real

    if truth is None and not (folder / real.FILE).exists():
        return []
    return [real.real_table(real.real_scores(folder, truth, settings, progress=listener))]


def _print(console: "Console", table: "TextTable") -> None:
    from rich import box
    from rich.table import Table as Drawn
    from rich.text import Text

    drawn = Drawn(title=table.title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in table.headings:
        drawn.add_column(heading, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row))
    console.print(drawn)
