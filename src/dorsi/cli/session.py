"""`dorsi session`: the clips that are stored, and mistakes about them put right."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from dorsi.clip_request import ClipRequest, from_text
from dorsi.errors import OptionError
from dorsi.settings import abouts, check_options

if TYPE_CHECKING:
    from dorsi.batch import Changes

_OPTIONS: Final = abouts(ClipRequest)
Key = Annotated[str, typer.Argument(metavar="KEY", help="As `dorsi session list` shows it; its beginning is enough.")]

group = typer.Typer(no_args_is_help=True)
app = typer.Typer()
app.add_typer(
    group,
    name="session",
    help="The clips that are stored: list, show, move, edit, delete.",
    epilog="Example:  dorsi session move 3fa2b1c4 --to anna",
)


@group.command("list", epilog="Example:  dorsi session list anna")
def list_sessions(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One person only.")] = None,
) -> None:
    """List the clips that are stored, with key, person, day, movement and leg."""
    from rich.console import Console

    from dorsi.cli.rows import print_rows
    from dorsi.store import Store

    with Store() as store:
        if name is not None:
            store.person(name)
        records = store.sessions(name)
    rows = []
    for one in records:
        day = one.recorded_on.isoformat() if one.recorded_on else "no day"
        leg = str(one.session.provenance.get("setting_side") or "")
        rows.append((one.key[:8], one.person, day, one.session.movement, leg, one.clip_name, one.note or ""))
    headings = ("Key", "Person", "Day", "Movement", "Leg", "Clip", "Note")
    print_rows(Console(), headings, rows, apart=headings.index("Clip"), key=0)


@group.command(epilog="Example:  dorsi session show 3fa2b1c4")
def show(key: Key) -> None:
    """Show one clip with its headline numbers and where its report lies."""
    from rich.console import Console

    from dorsi.cli.headline import print_sessions
    from dorsi.cli.progress import say
    from dorsi.store import Store
    from dorsi.store.changing import session_key

    console = Console()
    with Store() as store:
        family = store.movements(session_key(store, key))
    for one in family:
        day = one.recorded_on.isoformat() if one.recorded_on else "day not known"
        say(console, f"{one.person}, {day}{f', {one.note}' if one.note else ''}")
        say(console, f"clip    {one.clip}{'' if one.clip.is_file() else ' (no longer there)'}")
        say(console, f"report  {one.folder / 'report.html'}")
        print_sessions(console, [one.session])


@group.command(epilog="Example:  dorsi session move 3fa2b1c4 --to anna")
def move(key: Key, *, to: Annotated[str, typer.Option(metavar="NAME", help="Whose clip it is.")]) -> None:
    """File a clip under another person: numbers, report and squad page follow; nothing is measured again."""
    from dorsi.batch import Changes

    _change(key, Changes(person=to))


@group.command(epilog="Example:  dorsi session edit 3fa2b1c4 --date 2026-11-20")
def edit(
    key: Key,
    *,
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day of filming, such as 2026-11-20; empty removes it.")
    ] = None,
    speed_kmh: Annotated[
        str | None, typer.Option(metavar="KMH", help=f"{_OPTIONS['speed_kmh'].label}; empty removes it.")
    ] = None,
    shoes: Annotated[
        str | None, typer.Option(metavar="TEXT", help=f"{_OPTIONS['shoes'].label}; empty removes them.")
    ] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Your own note; empty removes it.")] = None,
) -> None:
    """Put right the day, speed, shoes or note of a clip.

    A wrong movement or leg changes the numbers: rename the clip, or correct the manifest, and run `dorsi batch` again;
    the new result replaces the old one.
    """
    from dorsi.batch import Changes

    if date is None and speed_kmh is None and shoes is None and note is None:
        raise OptionError("give --date, --speed-kmh, --shoes or --note")
    typed = {"recorded_on": ("--date", date), "speed_kmh": ("--speed-kmh", speed_kmh), "shoes": ("--shoes", shoes)}
    given: dict[str, Any] = {
        name: from_text(name, text, called=option) for name, (option, text) in typed.items() if text is not None
    }
    check_options(ClipRequest, given, called=lambda _name: "--speed-kmh")
    unknown = frozenset(name for name, value in given.items() if value is None)
    _change(key, Changes(**given, note=note, unknown=unknown))


@group.command(epilog="Example:  dorsi session delete 3fa2b1c4 --yes")
def delete(
    key: Key,
    *,
    yes: Annotated[bool, typer.Option("--yes", metavar="", help="Do not ask.")] = False,
) -> None:
    """Delete what dorsi has written of one clip: numbers, report, cached landmarks. The clip itself is left.

    This can't be undone.
    """
    from dorsi.batch import forget_session
    from dorsi.store import Store
    from dorsi.store.changing import session_key

    with Store() as store:
        whole = session_key(store, key)
        record = store.movements(whole)[0]
        if not yes:
            typer.confirm(
                f"Delete the results of {record.clip_name} ({record.person})? This can't be undone.", abort=True
            )
        forget_session(store, whole)
    typer.echo(f"Deleted the results of {record.clip_name} ({record.person}).")
    if record.clip.is_file():
        typer.echo(
            f"The clip itself is left: {record.clip}. `dorsi batch` measures it again; move it away if it is wrong."
        )


def _change(key: str, changes: "Changes") -> None:
    from dorsi.batch import change_session
    from dorsi.store import Store
    from dorsi.store.changing import session_key

    with Store() as store:
        for one in change_session(store, session_key(store, key), changes):
            day = one.recorded_on.isoformat() if one.recorded_on else "day not known"
            typer.echo(
                f"{one.key[:8]}  {one.person}, {day}, {one.session.movement}  {Path(one.folder) / 'report.html'}"
            )
