"""`dorsi study`: plan a test-retest study, and make its table."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()
group = typer.Typer(
    help="Plan a test-retest study of your set-up, and make the table for the paper.", no_args_is_help=True
)
app.add_typer(group, name="study")


@group.command("new", epilog="Example:  dorsi study new study --people 18 --first 2026-12-07")
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The study's folder; it must not exist yet.")],
    *,
    people: Annotated[int, typer.Option(metavar="N", help="How many people.")],
    first: Annotated[dt.datetime, typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="Day of the first clips.")],
    movement: Annotated[str, typer.Option(metavar="NAME", help="The movement to film.")] = "lunge",
    days: Annotated[int, typer.Option(metavar="N", help="Days for each person.")] = 2,
    set_ups: Annotated[int, typer.Option(metavar="N", help="Set-ups a day; the tripod is set up again.")] = 2,
    repetitions: Annotated[int, typer.Option(metavar="N", help="Repetitions in each clip.")] = 3,
    apart: Annotated[int, typer.Option(metavar="DAYS", min=1, help="From one day of filming to the next.")] = 7,
) -> None:
    """Write protocol, consent template, schedule and manifest of a test-retest study."""
    from dorsi.studying import new_study

    files = new_study(
        folder, people=people, movement=movement, days=days, set_ups=set_ups, repetitions=repetitions,
        first=first.date(), apart_days=apart,
    )  # fmt: skip
    for path in files:
        typer.echo(path)
    typer.echo(f"Film the clips of schedule.csv into {folder / 'clips'}. Then measure them:")
    typer.echo(f"dorsi batch {folder / 'clips'} --out {folder / 'results'} --manifest {folder / 'manifest.csv'}")


@group.command("report", epilog="Example:  dorsi study report study")
def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The study's folder.")],
    *,
    results: Annotated[
        Path | None, typer.Option(metavar="DIR", help="What dorsi batch wrote; DIR/results by default.")
    ] = None,
) -> None:
    """Print the study's table as Markdown: variance components, SEM, MDC95 and ICC with 95 % intervals."""
    from dorsi.studying import study_markdown, study_tables

    typer.echo(study_markdown(*study_tables(folder, results or folder / "results")), nl=False)
