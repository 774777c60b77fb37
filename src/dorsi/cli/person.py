"""`dorsi person`: list, show, export and delete stored people."""

from pathlib import Path
from typing import Annotated

import typer

from dorsi.errors import DataError, OptionError

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name as in `dorsi person list`, in upper or lower case.")]

group = typer.Typer(no_args_is_help=True)
app = typer.Typer()
app.add_typer(
    group,
    name="person",
    help="Who is stored, and what: list, show, rename, merge, alias, roster, keep, export, delete.",
    epilog="Example:  dorsi person show anna",
)


@group.command("list", epilog="Example:  dorsi person list")
def list_people() -> None:
    """List everyone stored, with the number of clips and the first and last day."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dorsi.store import Store
    from dorsi.wording.days import day_text

    with Store() as store:
        people = store.people()
    if not people:
        typer.echo("No one is stored yet. Run `dorsi batch FOLDER` to measure and store clips.")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("Person", "Clips", "First", "Last", "Failed"):
        table.add_column(heading, overflow="fold")
    for one in people:
        days = (day_text(one.first_on) if one.first_on else "", day_text(one.last_on) if one.last_on else "")
        table.add_row(*(Text(cell) for cell in (one.name, str(one.sessions), *days, str(one.failures or ""))))
    Console().print(table)


@group.command(epilog="Example:  dorsi person show anna")
def show(name: Name) -> None:
    """Show a person's clips, day by day, with the headline numbers."""
    from rich.console import Console

    from dorsi.cli.headline import print_sessions
    from dorsi.cli.progress import say
    from dorsi.store import Store
    from dorsi.wording.days import day_text

    console = Console()
    with Store() as store:
        person, sessions = store.person(name), store.sessions(name)
        failures = [one for one in store.failures() if one.person == person.name]
    say(console, person.name)
    for record in sessions:
        say(console, f"\n{day_text(record.recorded_on) if record.recorded_on else 'no date'}  {record.folder}")
        print_sessions(console, [record.session])
    for failure in failures:
        say(console, f"\nfailed: {failure.clip}: {failure.reason}")


@group.command(epilog="Example:  dorsi person rename ana anna")
def rename(name: Name, to: Annotated[str, typer.Argument(metavar="NEW", help="The right name.")]) -> None:
    """Give a person another name, in numbers, programme, log, answers and reports.

    The old name stays known: clips in a folder of that name are still theirs.
    """
    from dorsi.batch import rename_person
    from dorsi.store import Store
    from dorsi.wording.plurals import plural

    with Store() as store:
        before = store.person(name).name
        record = rename_person(store, name, to)
    typer.echo(f"{before} is now {record.name}: {plural(record.sessions, 'clip')}.")


@group.command(epilog="Example:  dorsi person merge ana anna")
def merge(name: Name, into: Annotated[str, typer.Argument(metavar="INTO", help="Who it really is.")]) -> None:
    """Join two people who are one: clips, programme, log, answers and reports of NAME go to INTO.

    Logs are joined. Where both have answers, those of INTO count, with the signs, pain and injuries of NAME; if only
    NAME's rule out a programme, NAME's count. NAME stays known as another name of INTO.
    """
    from dorsi.batch import merge_people
    from dorsi.store import Store
    from dorsi.wording.plurals import plural

    with Store() as store:
        before = store.person(name).name
        record = merge_people(store, name, into)
    typer.echo(f"{before} is now {record.name}: {plural(record.sessions, 'clip')}.")


@group.command(epilog='Example:  dorsi person alias anna "Anna B."')
def alias(name: Name, other: Annotated[str, typer.Argument(metavar="OTHER", help="Another name of theirs.")]) -> None:
    """Let a person be found under another name, too, such as that of a folder."""
    from dorsi.names import checked
    from dorsi.store import Store
    from dorsi.store.changing import RosterEntry, describe_by_hand

    with Store() as store:
        person = store.person(name)
        told = RosterEntry(name=person.name, aliases=(checked(other),))
        describe_by_hand(store, [told], f"{told.aliases[0]} became another name of {person.name}")
        names = store.person(name).aliases
    typer.echo(f"{person.name} is also found as {', '.join(names)}.")


@group.command(epilog="Example:  dorsi person roster squad.xlsx")
def roster(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX, one row for each person.")],
) -> None:
    """Store a roster: the columns name and, as needed, aliases, team, group, birth_year and injured (yes or no).

    Several aliases are separated by commas or semicolons. What a cell leaves empty stays as it was. First and last name
    may be two columns, a date of birth gives the year, and nothing is read of contact details.
    """
    from dorsi.batch import read_roster
    from dorsi.store import Store
    from dorsi.store.changing import describe_by_hand
    from dorsi.wording.plurals import plural

    people = read_roster(file)
    with Store() as store:
        describe_by_hand(store, people, f"a roster of {plural(len(people), 'row')} was stored")
    typer.echo(f"{plural(len(people), 'row')} of the roster stored.")


@group.command(epilog="Example:  dorsi person keep anna --plan results/plan.json --log anna.yaml")
def keep(
    name: Name,
    *,
    plan: Annotated[Path | None, typer.Option(metavar="PLAN.json", help="A programme; the newest one counts.")] = None,
    log: Annotated[
        Path | None, typer.Option(metavar="LOG.yaml", help="The training log; replaces the stored one.")
    ] = None,
) -> None:
    """Store a person's programme and log; the squad table then shows the programme."""
    from dorsi.cli.programme_files import read_log, read_plan
    from dorsi.names import fold
    from dorsi.store import Store
    from dorsi.store.changing import known_as

    if plan is None and log is None:
        raise OptionError("give --plan, --log or both")
    read = (None if plan is None else read_plan(plan), None if log is None else read_log(log))
    with Store() as store:
        for file, record in ((plan, read[0]), (log, read[1])):
            if (
                record is not None
                and record.person
                and fold(known_as(store, record.person)) != fold(known_as(store, name))
            ):
                raise DataError(f"{file}: is {record.person}'s, not {name}'s; if they are one, merge them first")
        if read[0] is not None:
            store.save_plan(name, read[0])
        if read[1] is not None:
            store.save_log(name, read[1])
    typer.echo(f"Stored for {name}.")


@group.command(epilog="Example:  dorsi person export anna --out anna-data")
def export(
    name: Name,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="A new folder for the files.")],
) -> None:
    """Write everything stored about a person: sessions, measurements as CSV, arrays, plans and log."""
    from dorsi.batch import export
    from dorsi.wording.plurals import plural

    files = export(name, out)
    typer.echo(f"{plural(files, 'file')} written to {out}.")


@group.command(epilog="Example:  dorsi person delete anna --yes")
def delete(
    name: Name,
    *,
    yes: Annotated[bool, typer.Option("--yes", metavar="", help="Delete without asking.")] = False,
) -> None:
    """Delete everything dorsi stored about a person: rows, arrays, reports, cached landmarks. Your clips stay.

    This can't be undone.
    """
    from dorsi.batch import forget
    from dorsi.store import Store
    from dorsi.wording.plurals import plural

    with Store() as store:
        person = store.person(name)
        if not yes:
            results = plural(person.sessions, "clip")
            typer.confirm(f"Delete {person.name} with the results of {results}? This can't be undone.", abort=True)
        gone = forget(store, name)
    rows = gone.rows
    typer.echo(
        f"Deleted {person.name}: {plural(rows.sessions, 'session')} with {plural(rows.measurements, 'measurement')}, "
        f"{plural(rows.plans, 'plan')}, {plural(rows.logs, 'log')}, {plural(rows.intakes, 'set')} of answers, "
        f"{plural(rows.failures, 'failed clip')}, {plural(rows.jobs, 'analysis', 'analyses')} of the web app, "
        f"{plural(rows.array_files, 'array file')}, {plural(len(gone.report_folders), 'report folder')}, "
        f"{plural(gone.cached_landmarks, 'file')} of cached landmarks, {plural(gone.uploaded_clips, 'uploaded clip')}."
    )
    for folder in gone.report_folders:
        typer.echo(f"  {folder}")
    typer.echo(
        "Squad pages beside these reports were written again. Backups and copies made before still hold the person."
    )
    for line in gone.left:
        typer.echo(f"Left: {line}")
    if gone.clips_left:
        typer.echo("Your clips were not deleted. Delete them yourself:")
        for clip in gone.clips_left:
            typer.echo(f"  {clip}")
