"""`dorsi reliability`: measure the error of your own set-up, so that reports know what counts as a change."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dorsi.errors import DataError, OptionError

if TYPE_CHECKING:
    from dorsi.schema.detectable_change import OwnChanges
    from dorsi.schema.session import Session
    from dorsi.stats import Retest

app = typer.Typer()


@app.command(epilog='Example:  dorsi reliability results --save --set-up "Pixel 7 on a tripod, club hall, Jo films"')
def reliability(
    results: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="RESULT", help="session.json files, or folders with them; everything stored by default."
        ),
    ] = None,
    *,
    within_days: Annotated[int, typer.Option(metavar="DAYS", min=0, help="Longest time between test and retest.")] = 14,
    save: Annotated[
        bool, typer.Option("--save", metavar="", help="Save the numbers, so that reports and trends use them.")
    ] = False,
    set_up: Annotated[
        str | None, typer.Option(metavar="TEXT", help="With --save: the phone, place and person filming.")
    ] = None,
    saved: Annotated[
        bool, typer.Option("--saved", metavar="", help="Show the saved numbers, and which of them are used.")
    ] = False,
    forget: Annotated[bool, typer.Option("--forget", metavar="", help="Delete the saved numbers.")] = False,
    json_only: Annotated[
        bool, typer.Option("--json", metavar="", help="Print the numbers as JSON and nothing else.")
    ] = False,
) -> None:
    """Compute the standard error and detectable change of people you filmed twice.

    Measure the clips with `dorsi batch` first: two clips of the same leg, of several people, within a few days.
    Your own value replaces the published one with 15 or more people filmed on two days; a larger one with 6 or more.
    """
    from dorsi.detectable import save_own
    from dorsi.stats import own_changes, retests

    if saved + forget + save > 1 or ((saved or forget) and results):
        raise OptionError("give one of RESULT, --saved and --forget; --save goes with RESULT alone")
    if save and not set_up:
        raise OptionError(
            "--save needs --set-up TEXT: phone, place and who films, so that you know what the numbers apply to"
        )
    if forget:
        _forget()
        return
    if saved:
        _print_saved(json_only=json_only)
        return
    sessions = _sessions(results or [])
    tables = retests(sessions, within_days=within_days)
    from dorsi.wording.days import this_day

    own = own_changes(tables, sessions, set_up=set_up or "not given", on=this_day())
    if json_only:
        typer.echo(own.model_dump_json(indent=2))
    else:
        _print_table(own, tables)
    if save:
        typer.echo(f"Saved: {save_own(own)}", err=json_only)


def _forget() -> None:
    from dorsi.detectable import forget_own, own_path

    gone = forget_own()
    typer.echo("Deleted. Reports use the published values." if gone else f"No saved numbers in {own_path()}.")


def _sessions(paths: Sequence[Path]) -> list["Session"]:
    """Return the sessions of files and folders, or all stored ones."""
    from dorsi.loading import load_session
    from dorsi.store import Store

    if not paths:
        with Store() as store:
            stored = store.sessions()
        if not stored:
            raise DataError("no results are stored; measure a folder of clips with `dorsi batch`, or name results")
        return [
            one.session.model_copy(
                update={
                    "person": one.person,
                    "recorded_at": one.recorded_on.isoformat() if one.recorded_on else None,
                }
            )
            for one in stored
        ]
    return [load_session(path) for path in _files(paths)]


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("session.json")) if path.is_dir() else [path]
        if not inside:
            raise DataError(f"{path}: contains no session.json; measure the clips with `dorsi batch {path}` first")
        files += inside
    return files


def _print_saved(*, json_only: bool) -> None:
    from dorsi.detectable import detectable_changes, own_path

    own = detectable_changes().own
    if own is None:
        typer.echo("null" if json_only else f"No saved numbers in {own_path()}; reports use the published values.")
    elif json_only:
        typer.echo(own.model_dump_json(indent=2))
    else:
        count = len(own.clips_sha256)
        typer.echo(f"{own_path()}\n{own.set_up}; {count} clips, {own.model}, computed on {own.computed_on}")
        _print_table(own, ())


def _print_table(own: "OwnChanges", tables: "Sequence[Retest]") -> None:
    """Print each measurement's error beside the published one, and which of the two reports use."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dorsi import measures
    from dorsi.cli.progress import say
    from dorsi.detectable import PUBLISHED, metric_of, why_not
    from dorsi.protocols import name_of

    table = Table(box=None, pad_edge=False)
    for heading in ("Measurement", "People", "Pairs", "SEM", "MDC95", "Published", "Counts"):
        table.add_column(heading, overflow="fold")
    notes = []
    for one in own.changes:
        name = f"{name_of(one.movement).title}, {measures.label_of(one.measurement).lower()}"
        published = PUBLISHED.of(metric_of(one.movement, one.measurement), one.scale)
        if published is None:
            continue
        reason = why_not(one, published=published.mdc)
        numbers = [measures.unit_of(one.unit).limit(value) for value in (one.sem, one.mdc95, published.mdc)]
        table.add_row(
            *map(Text, (name, str(one.people), str(one.pairs), *numbers, "published" if reason else "your own"))
        )
        notes += [f"{name}: your own value {reason}."] if reason else []
    console = Console()
    console.print(table)
    for note in notes:
        say(console, note)
    for line in _shifts(tables):
        say(console, line)


def _shifts(tables: "Sequence[Retest]") -> Iterator[str]:
    """Yield a line for each measurement that differs between first and second filming by more than chance."""
    from dorsi import measures

    for one in tables:
        if one.is_biased:
            shift = measures.unit_of(one.unit).text(one.change.bias)
            yield (
                f"{one.movement}, {one.measurement}: the second filming differs from the first by {shift} on average, "
                "more than by chance. The numbers above don't include this shift; check what changed between them."
            )
